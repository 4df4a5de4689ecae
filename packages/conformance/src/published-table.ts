/** Capabilities and results as Markdown tables, the same for the same backends: what `docs/backends.md` is made of. */
import type { Backend, Capabilities } from '@marginal/program';
import { type CaseResult, LAYERS } from './case.ts';

/** One line per capability, one column per backend. A denial is written out: an empty cell could mean anything. */
export function capabilityTable(backends: readonly Backend[]): string {
  const lines: readonly [string, (capabilities: Capabilities) => string][] = [
    ['linear programs', ({ lp }) => yes(lp)],
    ['integer columns', ({ mip }) => yes(mip)],
    ['semicontinuous columns', ({ semicontinuous }) => yes(semicontinuous)],
    ['row duals', ({ duals }) => yes(duals)],
    ['reduced costs', ({ reducedCosts }) => yes(reducedCosts)],
    ['basis out', ({ basisOut }) => yes(basisOut)],
    ['basis in', ({ basisIn }) => yes(basisIn)],
    ['Farkas multipliers', ({ farkas }) => yes(farkas)],
    ['primal rays', ({ primalRay }) => yes(primalRay)],
    ['ranging', ({ ranging }) => yes(ranging)],
    ['warm start', ({ warmStart }) => yes(warmStart)],
    ['time limit', ({ timeLimit }) => yes(timeLimit)],
    ['stops while running', ({ interrupt }) => yes(interrupt)],
    ['progress', ({ progress }) => yes(progress)],
    ['vertex solutions', ({ vertexSolutions }) => yes(vertexSolutions)],
    ['tolerance class', ({ toleranceClass }) => toleranceClass],
    ['smallest coefficient', ({ numericRange }) => size(numericRange.smallestCoefficient)],
    ['largest coefficient', ({ numericRange }) => size(numericRange.largestCoefficient)],
    ['infinite from', ({ numericRange }) => size(numericRange.infinity)],
  ];
  return markdown(
    ['', ...backends.map(({ name, version }) => `${name} ${version}`)],
    lines.map(([what, cell]) => [what, ...backends.map(({ capabilities }) => cell(capabilities))]),
  );
}

function yes(claimed: boolean): string {
  return claimed ? 'yes' : 'no';
}

function size(value: number): string {
  if (value === 0) return '0';
  return value >= 1e4 || value < 1e-2 ? Number(value.toPrecision(6)).toExponential() : String(value);
}

/** Results of several backends: one line per backend and layer, counts by status. */
export function resultTable(results: ReadonlyMap<string, readonly CaseResult[]>): string {
  const rows = [...results].flatMap(([name, list]) =>
    LAYERS.flatMap((layer) => {
      const of = list.filter((result) => result.layer === layer);
      if (of.length === 0) return [];
      const count = (status: CaseResult['status']) =>
        String(of.filter((result) => result.status === status).length);
      return [[name, layer, count('passed'), count('refused'), count('skipped'), count('failed')]];
    }),
  );
  return markdown(['backend', 'layer', 'passed', 'refused', 'skipped', 'failed'], rows);
}

/** Padded, as the formatter of the repository writes tables. */
function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, k) => Math.max(3, title.length, ...rows.map((row) => row[k].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, k) => cell.padEnd(widths[k])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
