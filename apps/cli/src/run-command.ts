/** `marginal run`: clears one case, prints it or its JSON, writes the result folder. */
import type { Setting } from '@marginal/scenarios';
import { fingerprint } from '@marginal/scenarios';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Cleared, MarketRequest, Publication } from './market-driver.ts';
import { type Case, openCase } from './open-case.ts';
import type { Output } from './output.ts';
import { checkTarget, RESULT_SCHEMA, writeResultFolder } from './result-folder.ts';
import { exitCodeOf, priceIntervals, withLimit } from './solve-stated.ts';

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

function manifestOf(
  { scenario, market }: Case,
  result: Cleared,
  request: RunRequest,
  publication: Publication,
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
  const intervals = await priceIntervals(result, backend, request.timeLimit);
  const publication = result.publish(intervals);
  if (request.out !== undefined) {
    await writeResultFolder(request.out, {
      manifest: manifestOf(opened, result, request, publication),
      tables: publication.tables,
    });
  }
  const { iterations, seconds, residuals } = result;
  output.data({
    ...head,
    objective: result.objective,
    costs: publication.costs,
    prices: publication.prices.map((price) => ({
      ...price,
      low: finite(price.low),
      high: finite(price.high),
    })),
    limits: publication.limits,
    ledger: publication.ledger,
    ...(residuals === undefined ? {} : { residuals }),
    iterations,
    seconds,
    ...publication.details,
  });
  if (!output.json) {
    output.say(`${scenario.name}: ${scenario.title}`);
    output.say(
      `cleared by ${result.solver.name} ${result.solver.version}; optimality verified independently\n`,
    );
    output.say(publication.text);
    if (request.out !== undefined) output.say(`\nresult written to ${request.out}`);
  }
  return EXIT.good;
}
