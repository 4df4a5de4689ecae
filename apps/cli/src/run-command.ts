/** `marginal run`: clears one case, prints it or its JSON, writes the result folder. */
import type { Setting } from '@marginal/scenarios';
import { fingerprint } from '@marginal/scenarios';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Cleared, MarketRequest, Publication } from './market-driver.ts';
import { type Case, openCase } from './open-case.ts';
import type { Output } from './output.ts';
import { priceRanges, type RangeProvenance, rangeProvenance } from './price-ranges.ts';
import { checkTarget, RESULT_SCHEMA, writeResultFolder } from './result-folder.ts';
import { exitCodeOf, withLimit } from './solve-stated.ts';

export interface RunRequest extends MarketRequest {
  readonly scenario: string;
  readonly settings: readonly Setting[];
  readonly solver: string;
  readonly out?: string;
  /** Seconds. */
  readonly timeLimit?: number;
}

/** Infinite ends do not exist in JSON: null stands for "no such step is feasible". */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The tables with their ends left empty where nobody knows them. */
function withoutIntervals(publication: Publication): Publication {
  const { prices } = publication.tables;
  if (prices === undefined) return publication;
  const rows = prices.rows.map((row) => ({ ...row, low: '', high: '', unique: '' }));
  return { ...publication, tables: { ...publication.tables, prices: { ...prices, rows } } };
}

function sayProvenance({ solver, reason, digits }: RangeProvenance): string {
  if (solver === null) return `prices come without intervals: ${reason}`;
  const agree = digits === undefined ? '' : `; prices agree with them to ${digits} digits`;
  return `intervals by ${solver.name} ${solver.version} (${reason})${agree}`;
}

function manifestOf(
  { scenario, market }: Case,
  result: Cleared,
  request: RunRequest,
  publication: Publication,
  provenance: RangeProvenance | undefined,
): Record<string, unknown> {
  return {
    schema: RESULT_SCHEMA,
    scenario: scenario.name,
    model: scenario.model,
    inputs: { sha256: fingerprint(scenario) },
    settings: Object.fromEntries(request.settings.map(({ path, value }) => [path, value])),
    ...(request.objective === undefined ? {} : { request: request.objective }),
    solver: result.solver,
    status: result.status,
    objective: result.objective,
    objectiveUnit: market.objectiveUnit,
    costs: publication.costs,
    ledger: publication.ledger,
    ...(result.residuals === undefined ? {} : { residuals: result.residuals }),
    ...(provenance === undefined ? {} : { intervals: provenance }),
    program: { rows: market.rows, columns: market.columns },
    conventions: 'prices are d(cost)/d(demand); see docs/conventions.md, section 1',
    files: Object.keys(publication.tables).map((name) => `${name}.csv`),
  };
}

/** Clears a case. Returns the exit code; throws `InvalidInputError` for bad input. */
export async function runCommand(request: RunRequest, output: Output): Promise<ExitCode> {
  const target = request.out === undefined ? [] : await checkTarget(request.out);
  const opened = await openCase(
    {
      scenario: request.scenario,
      settings: request.settings,
      solvers: [request.solver],
      solverPlace: '--solver',
      ...(request.objective === undefined ? {} : { objective: request.objective }),
      ...(request.front === undefined ? {} : { front: request.front }),
      ...(request.metrics === undefined ? {} : { metrics: request.metrics }),
      ...(request.trace === undefined ? {} : { trace: request.trace }),
      progress: (line) => output.warn(line),
    },
    target,
  );
  const { scenario, market, backends } = opened;
  const [backend] = backends;
  const result = await market.solve(backend, withLimit(request.timeLimit));
  const head = {
    schema: 'marginal.run/1',
    scenario: scenario.name,
    model: scenario.model,
    status: result.status,
    solver: result.solver,
  };
  if (result.status !== 'optimal') {
    const { lines, details } = result;
    output.data({ ...head, reasons: lines.map((line) => line.trim()), ...details });
    for (const line of lines) output.warn(line);
    if (request.out !== undefined) output.warn(`nothing was written to ${request.out}`);
    return exitCodeOf(result);
  }
  const ranges = await priceRanges(result, backend, request.timeLimit);
  const provenance = rangeProvenance(result, ranges);
  const published = result.publish(ranges.intervals);
  const publication = provenance?.solver === null ? withoutIntervals(published) : published;
  if (request.out !== undefined) {
    await writeResultFolder(request.out, {
      manifest: manifestOf(opened, result, request, publication, provenance),
      tables: publication.tables,
    });
  }
  const { iterations, seconds, residuals } = result;
  output.data({
    ...head,
    objective: result.objective,
    costs: publication.costs,
    prices: publication.prices.map(({ low, high, unique, ...price }) => ({
      ...price,
      // No interval is not an interval without ends.
      ...(provenance?.solver === null ? {} : { low: finite(low), high: finite(high), unique }),
    })),
    limits: publication.limits,
    ledger: publication.ledger,
    ...(residuals === undefined ? {} : { residuals }),
    iterations,
    seconds,
    ...(provenance === undefined ? {} : { intervals: provenance }),
    ...publication.details,
  });
  if (!output.json) {
    output.say(`${scenario.name}: ${scenario.title}`);
    const { proof } = publication.details;
    const proved = typeof proof === 'string' ? proof : 'optimality verified independently';
    output.say(`cleared by ${result.solver.name} ${result.solver.version}; ${proved}\n`);
    output.say(publication.text);
    if (provenance !== undefined) output.say(`  ${sayProvenance(provenance)}`);
    if (request.out !== undefined) output.say(`\nresult written to ${request.out}`);
  }
  return EXIT.good;
}
