/** One market on one backend: solved, its price intervals found, published. */
import type { Result } from '@marginal/core';
import { type DualInterval, dualIntervals } from '@marginal/prices';
import type { Backend, Outcome, SolveOptions } from '@marginal/program';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { StatedMarket } from './market-driver.ts';

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

export function exitCodeOf(result: Result): ExitCode {
  return EXIT_OF[result.status];
}

/** Intervals of all published prices, on the backend that found the optimum, in what is left of the time limit. */
export async function priceIntervals(
  market: StatedMarket,
  result: Extract<Result, { status: 'optimal' }>,
  backend: Backend,
  timeLimit: number | undefined,
): Promise<DualInterval[]> {
  return dualIntervals(
    market.compiled.program,
    result.outcome,
    market.prices.map((price) => price.row),
    backend,
    withLimit(timeLimit === undefined ? undefined : Math.max(0, timeLimit - result.outcome.seconds)),
  );
}

/** Why there is no clearing, in the names of the model. */
export function explainFailure(result: Exclude<Result, { status: 'optimal' }>): string[] {
  const { outcome } = result;
  switch (outcome.status) {
    case 'infeasible':
      return [
        outcome.proof === 'farkas'
          ? 'no clearing exists: these limits and demands contradict each other (verified certificate)'
          : 'no clearing was found by the search over the integers (no certificate exists to verify it)',
        ...result.conflict().map((row) => {
          const label = row.labels.length === 0 ? '' : `[${row.labels.join(', ')}]`;
          return `  ${row.name}${label} ${row.side === 'lower' ? '>=' : '<='} ${row.bound}   (share ${row.multiplier.toPrecision(4)})`;
        }),
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
