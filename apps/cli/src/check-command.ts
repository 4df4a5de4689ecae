/** `marginal check`: validates a scenario and its settings; no solver is started. */
import { listFigures, type Setting, warningsOf } from '@marginal/scenarios';
import { EXIT, type ExitCode } from './exit-code.ts';
import { sayWarnings } from './import-command.ts';
import { openCase } from './open-case.ts';
import type { Output } from './output.ts';
import { renderTable } from './table.ts';

export interface CheckRequest {
  readonly scenario: string;
  readonly settings: readonly Setting[];
}

/** Says what the data holds and where it comes from. Throws `InvalidInputError` with every fault. */
export async function checkCommand(request: CheckRequest, output: Output): Promise<ExitCode> {
  const { scenario, market } = await openCase({ ...request, solvers: [], solverPlace: '' });
  const counts = new Map<string, number>();
  for (const { source } of listFigures(scenario)) counts.set(source, (counts.get(source) ?? 0) + 1);
  const { rows, columns } = market;
  const sources = [...counts].map(([source, figures]) => ({ source, figures, ...scenario.sources[source] }));
  const warnings = warningsOf(scenario);
  sayWarnings(warnings, output);
  output.data({
    schema: 'marginal.check/1',
    scenario: scenario.name,
    model: scenario.model,
    ok: true,
    program: { rows, columns },
    sources,
    warnings,
  });
  if (!output.json) {
    output.say(`${scenario.place}: good; ${rows} rows, ${columns} columns`);
    const table = sources.map((s) => [s.source, String(s.figures), s.licence, s.title]);
    output.say(renderTable(['source', 'figures', 'licence', 'title'], table, [1]));
  }
  return EXIT.good;
}
