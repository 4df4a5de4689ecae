/** `marginal list`: scenarios, models and solvers, and what each solver can do here. */
import type { Capabilities } from '@marginal/program';
import { listScenarios, MODEL_NAMES } from '@marginal/scenarios';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';
import { isBackend, loadSolver, SOLVERS } from './solvers.ts';
import { renderTable } from './table.ts';

interface ListedSolver {
  readonly name: string;
  readonly licence: string;
  readonly available: boolean;
  readonly version?: string;
  readonly capabilities?: Capabilities;
  readonly remedy?: string;
}

async function listSolvers(): Promise<ListedSolver[]> {
  const listed: ListedSolver[] = [];
  for (const [name, { licence }] of SOLVERS) {
    const loaded = await loadSolver(name, 'solvers');
    listed.push(
      isBackend(loaded)
        ? { name, licence, available: true, version: loaded.version, capabilities: loaded.capabilities }
        : { name, licence, available: false, remedy: loaded.remedy },
    );
  }
  return listed;
}

/** What a solver can do, as words. */
function abilities(solver: ListedSolver): string {
  if (solver.capabilities === undefined) return solver.remedy ?? '';
  return Object.entries(solver.capabilities)
    .flatMap(([name, value]) => (value === true ? [name] : []))
    .join(' ');
}

export async function listCommand(output: Output): Promise<ExitCode> {
  const scenarios = listScenarios();
  const solvers = await listSolvers();
  output.data({ schema: 'marginal.list/1', scenarios, models: MODEL_NAMES, solvers });
  if (output.json) return EXIT.good;
  output.say('Scenarios');
  output.say(
    renderTable(
      ['name', 'model', 'title'],
      scenarios.map((s) => [s.name, s.model, s.title]),
      [],
    ),
  );
  output.say('\nSolvers');
  output.say(
    renderTable(
      ['name', 'version', 'licence'],
      solvers.map((s) => [s.name, s.version ?? 'not installed', s.licence]),
      [],
    ),
  );
  for (const solver of solvers) output.say(`  ${solver.name}: ${abilities(solver)}`);
  return EXIT.good;
}
