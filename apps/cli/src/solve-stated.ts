/** One market on one backend: solved, its price intervals found, published. */
import type { ConflictingRow, Result } from '@marginal/core';
import type { Outcome, SolveOptions } from '@marginal/program';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Cleared, NotCleared } from './market-driver.ts';

/** Which exit code an outcome calls for. */
const EXIT_OF: Readonly<Record<Outcome['status'], ExitCode>> = {
  optimal: EXIT.good,
  infeasible: EXIT.noMarket,
  unbounded: EXIT.noMarket,
  infeasibleOrUnbounded: EXIT.noMarket,
  limit: EXIT.limit,
  imprecise: EXIT.refuted,
  failed: EXIT.refuted,
};

export function exitCodeOf({ status }: Cleared | NotCleared): ExitCode {
  return EXIT_OF[status];
}

/** Rows of a proof that are worth reading; the rest is in `--json`. */
const SHOWN_ROWS = 12;

function conflictLines(rows: readonly ConflictingRow[]): string[] {
  const shown = rows.slice(0, SHOWN_ROWS).map((row) => {
    const label = row.labels.length === 0 ? '' : `[${row.labels.join(', ')}]`;
    return `  ${row.name}${label} ${row.side === 'lower' ? '>=' : '<='} ${row.bound}   (share ${row.multiplier.toPrecision(4)})`;
  });
  return rows.length <= SHOWN_ROWS
    ? shown
    : [...shown, `  and ${rows.length - SHOWN_ROWS} more rows, all of them in --json`];
}

/** Why there is no clearing, in the names of the model. */
function explainFailure(result: Exclude<Result, { status: 'optimal' }>): string[] {
  const { outcome } = result;
  switch (outcome.status) {
    case 'infeasible':
      return [
        outcome.proof === 'farkas'
          ? 'no clearing exists: these limits and demands contradict each other (verified certificate)'
          : 'no clearing was found by the search over the integers (no certificate exists to verify it)',
        ...conflictLines(result.conflict()),
      ];
    case 'unbounded':
      return ['the cost falls for ever: some price or cost is negative without a limit (verified ray)'];
    case 'infeasibleOrUnbounded':
      return ['the market is infeasible or unbounded; the solver could not say which'];
    case 'limit':
      return [`stopped at the ${outcome.which} limit before an answer`];
    case 'imprecise':
      return [
        `the solver claimed '${outcome.claimed}', which our checks refute:`,
        ...outcome.failures.map((line) => `  ${line}`),
      ];
    case 'failed':
      return [`the solver failed: ${outcome.cause}`];
  }
}

export function withLimit(seconds: number | undefined): SolveOptions {
  return seconds === undefined ? {} : { timeLimit: seconds };
}

/** What is not an optimum, in the names of the model; `more` is what the model itself has to say. */
export function notCleared(
  result: Exclude<Result, { status: 'optimal' }>,
  more: Pick<NotCleared, 'lines' | 'details'>,
): NotCleared {
  const { outcome } = result;
  return {
    status: result.status,
    solver: result.solver,
    iterations: outcome.iterations,
    seconds: outcome.seconds,
    lines: [...explainFailure(result), ...more.lines],
    details: { ...('conflict' in result ? { conflict: result.conflict() } : {}), ...more.details },
  };
}
