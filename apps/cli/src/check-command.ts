/** `marginal check`: validates a scenario and its settings; no solver is started. */
import { listFigures, type Setting } from '@marginal/scenarios';
import { EXIT, type ExitCode } from './exit-code.ts';
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
  const { rowCount, columnCount } = market.compiled.program.matrix;
  const sources = [...counts].map(([source, figures]) => ({ source, figures, ...scenario.sources[source] }));
  output.data({
    schema: 'marginal.check/1',
    scenario: scenario.name,
    model: scenario.model,
    ok: true,
    program: { rows: rowCount, columns: columnCount },
    sources,
  });
  if (!output.json) {
    output.say(`${scenario.place}: good; ${rowCount} rows, ${columnCount} columns`);
    const rows = sources.map((s) => [s.source, String(s.figures), s.licence, s.title]);
    output.say(renderTable(['source', 'figures', 'licence', 'title'], rows, [1]));
  }
  return EXIT.good;
}
