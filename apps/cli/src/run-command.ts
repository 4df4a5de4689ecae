/** `marginal run`: clears one case, prints it or its JSON, writes the result folder. */

import type { OptimalResult } from '@marginal/core';
import type { Setting } from '@marginal/scenarios';
import { fingerprint } from '@marginal/scenarios';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Publication } from './market-driver.ts';
import { type Case, openCase } from './open-case.ts';
import type { Output } from './output.ts';
import { checkTarget, RESULT_SCHEMA, writeResultFolder } from './result-folder.ts';
import { exitCodeOf, explainFailure, priceIntervals, withLimit } from './solve-stated.ts';

export interface RunRequest {
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
  result: OptimalResult,
  request: RunRequest,
  publication: Publication,
): Record<string, unknown> {
  return {
    schema: RESULT_SCHEMA,
    scenario: scenario.name,
    model: scenario.model,
    inputs: { sha256: fingerprint(scenario) },
    settings: Object.fromEntries(request.settings.map(({ path, value }) => [path, value])),
    solver: result.solver,
    status: result.status,
    objective: result.objective,
    objectiveUnit: '$/h',
    costs: publication.costs,
    ledger: publication.ledger,
    residuals: result.residuals,
    program: {
      rows: market.compiled.program.matrix.rowCount,
      columns: market.compiled.program.matrix.columnCount,
    },
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
    },
    target,
  );
  const { scenario, market, backends } = opened;
  const [backend] = backends;
  const result = await market.compiled.solve(backend, withLimit(request.timeLimit));
  const head = {
    schema: 'marginal.run/1',
    scenario: scenario.name,
    model: scenario.model,
    status: result.status,
    solver: result.solver,
  };
  if (result.status !== 'optimal') {
    const lines = explainFailure(result);
    output.data({
      ...head,
      reasons: lines.map((line) => line.trim()),
      ...('conflict' in result ? { conflict: result.conflict() } : {}),
    });
    for (const line of lines) output.warn(line);
    if (request.out !== undefined) output.warn(`nothing was written to ${request.out}`);
    return exitCodeOf(result);
  }
  const intervals = await priceIntervals(market, result, backend, request.timeLimit);
  const publication = market.publish(result, intervals);
  if (request.out !== undefined) {
    await writeResultFolder(request.out, {
      manifest: manifestOf(opened, result, request, publication),
      tables: publication.tables,
    });
  }
  const { iterations, seconds } = result.outcome;
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
    residuals: result.residuals,
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
