/** Runs the cells of the overhead, each in a fresh process, and writes their table. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HEAP } from '../runner.ts';
import type { Overhead, OverheadProblem } from './overhead.ts';
import { SOLVERS } from './solvers.ts';

interface Cell {
  readonly problem: OverheadProblem;
  readonly size: string;
  readonly nonzeros: string;
  /** Whether the budget is about it. */
  readonly budget: boolean;
}

/** `basic` with about 1 k, 100 k and 1 M nonzeros, and `nodal` with 1 k and 10 k: with 100 k GLPK takes minutes for it. */
const CELLS: readonly Cell[] = [
  { problem: 'basic', size: '16', nonzeros: '1 k', budget: false },
  { problem: 'basic', size: '158', nonzeros: '100 k', budget: true },
  { problem: 'basic', size: '500', nonzeros: '1 M', budget: false },
  { problem: 'nodal', size: '10x10x3+0', nonzeros: '1 k', budget: false },
  { problem: 'nodal', size: '32x32x3+0', nonzeros: '10 k', budget: false },
];
const BUDGET = 1.15;
/** Milliseconds that a cell may take. */
const PATIENCE = 120_000;

function measured(solver: string, { problem, size }: Cell): Overhead | { readonly reason: string } {
  const entry = fileURLToPath(new URL('../overhead-bin.ts', import.meta.url));
  const flags = ['--conditions=@marginal/source', '--no-warnings', `--max-old-space-size=${HEAP}`];
  const { stdout, error } = spawnSync(process.execPath, [...flags, entry, solver, problem, size], {
    timeout: PATIENCE,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error !== undefined) return { reason: `not done after ${PATIENCE / 1000} s` };
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  return line === '' ? { reason: 'the process ended early' } : JSON.parse(line);
}

/** `only`: one solver. `tell`: a line per cell as it is done. */
export async function overheadTable(only: string | undefined, tell: (line: string) => void): Promise<string> {
  const lines = [
    '| solver | problem | nonzeros | bare ms | checked ms | ratio | met |',
    '| --- | --- | --: | --: | --: | --: | --- |',
  ];
  for (const solver of Object.keys(SOLVERS)) {
    if (only !== undefined && solver !== only) continue;
    for (const cell of CELLS) {
      const answer = measured(solver, cell);
      if ('reason' in answer) {
        lines.push(`| ${solver} | ${cell.problem} | ${cell.nonzeros} | - | - | - | ${answer.reason} |`);
      } else {
        const { nonzeros, ours, bare } = answer;
        const ratio = ours / bare;
        const met = !cell.budget ? '' : ratio <= BUDGET ? 'yes' : 'no';
        const numbers = [cell.problem, nonzeros, bare.toFixed(2), ours.toFixed(2), ratio.toFixed(2), met];
        lines.push(`| ${solver} | ${numbers.join(' | ')} |`);
      }
      tell(lines.at(-1) ?? '');
    }
  }
  return [
    `Wanted: at most ${BUDGET} times the bare package at 100 k nonzeros of basic.`,
    '',
    ...lines,
    '',
  ].join('\n');
}
