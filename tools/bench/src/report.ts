/** The page: how it was measured, budgets, where we lose, then one table per problem and size. */
import { type Budget, budgets } from './budgets.ts';
import { losses } from './losses.ts';
import { machineLines } from './machine.ts';
import type { Plan } from './plan.ts';
import type { CellRuns } from './runner.ts';
import { bytesPerNonzero, perNonzero, type Row, type Summary, summarize } from './summary.ts';
import { tableTitle } from './titles.ts';

const PEER_NOTES: readonly string[] = [
  '`floor`: loops written by hand for each problem, by row, straight into typed arrays. HiGHS takes them as they are.',
  '`marginal`: whole blocks, `compile()` to columns in typed arrays. `marginal-rows`: the same model by row callbacks.',
  '`glpk.js`, `yalps`, `javascript-lp-solver`: their own JSON, which is what their solvers take; there is no lowering, so their time ends earlier than ours. Columns of the last two have no upper bounds: a bound is a row.',
  '`lp-model`: its objects, lowered to LP text, which is what its solvers take. A ranged row is two.',
  '`pulp`: Python objects, lowered to an MPS file. A ranged row is two. Interpreter and solver are not timed.',
  '`mathprog`: `glpsol --check`, reading the data file included, less the time of a model of one column.',
  'The loop that drives the named peers states each problem once, makes the names and does the joins; its time is theirs, and it is cheaper than what their users would write.',
];

/** Peers whose model is not yet what their solver takes. */
const LOWERING: ReadonlySet<string> = new Set(['marginal', 'marginal-rows', 'lp-model', 'pulp']);

function number(value: number | undefined, digits: number): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  return value.toFixed(digits);
}

/** Milliseconds, with as many digits as mean anything. */
function milliseconds(value: number | undefined): string {
  return number(value, value !== undefined && value < 10 ? 2 : value !== undefined && value < 100 ? 1 : 0);
}

/** Padded as the formatter of this repository would. The first column is text. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((cells) => cells[at].length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function times(value: number, base: number | undefined): string {
  return base === undefined ? '-' : number(value / base, 1);
}

function buildTable(rows: readonly Row[]): string {
  const floor = rows.find(({ job }) => job.peer === 'floor');
  return markdownTable(
    [
      '',
      'import',
      'build',
      'lower',
      'build + lower',
      'least',
      'x floor',
      'ns/nz',
      'warm',
      'peak MB',
      'B/nz',
      'nonzeros',
      'runs',
    ],
    rows.map((row) => [
      row.job.peer,
      milliseconds(row.phases.import),
      milliseconds(row.phases.build),
      LOWERING.has(row.job.peer) ? milliseconds(row.phases.lower) : '-',
      milliseconds(row.total),
      milliseconds(row.least),
      times(row.total, floor?.total),
      number(perNonzero(row), 0),
      milliseconds(row.phases.warm),
      number(row.peak / 1024, 0),
      number(bytesPerNonzero(row), 0),
      String(row.nonzeros),
      String(row.runs),
    ]),
  );
}

function handOffTable(rows: readonly Row[]): string {
  const floor = rows.find(({ job }) => job.peer === 'floor');
  return markdownTable(
    ['', 'load HiGHS', 'hand-off', 'x floor', 'peak MB', 'WASM MB', 'nonzeros', 'runs'],
    rows.map((row) => [
      row.job.peer,
      milliseconds(row.phases.import),
      milliseconds(row.phases.handOff),
      number((row.phases.handOff ?? Number.NaN) / (floor?.phases.handOff ?? Number.NaN), 2),
      number(row.peak / 1024, 0),
      number(row.wasm === undefined ? undefined : row.wasm / 1024, 0),
      String(row.nonzeros),
      String(row.runs),
    ]),
  );
}

function updateTable(rows: readonly Row[]): string {
  return markdownTable(
    ['', 'rebuild + solve', 'update + solve', 'faster', 'extract', 'columns', 'nonzeros', 'runs'],
    rows.map((row) => [
      row.job.peer,
      milliseconds(row.phases.rebuild),
      milliseconds(row.phases.update),
      number((row.phases.rebuild ?? Number.NaN) / (row.phases.update ?? Number.NaN), 1),
      milliseconds(row.phases.extract),
      String(row.columns),
      String(row.nonzeros),
      String(row.runs),
    ]),
  );
}

function marketTable(rows: readonly Row[]): string {
  return markdownTable(
    ['', 'build', 'solve', 'peak MB', 'above MB', 'rows', 'columns', 'nonzeros', 'runs'],
    rows.map((row) => [
      row.job.peer,
      milliseconds(row.phases.build),
      milliseconds(row.phases.solve),
      number(row.peak / 1024, 0),
      number(row.above / 1024, 0),
      String(row.rows),
      String(row.columns),
      String(row.nonzeros),
      String(row.runs),
    ]),
  );
}

const TABLES = {
  build: buildTable,
  handoff: handOffTable,
  update: updateTable,
  market: marketTable,
} as const;

function section({ table, rows, missing }: Summary): string {
  const without = missing.map(({ job, reason }) => `- ${job.peer}: no number, ${reason}`);
  const body = rows.length === 0 ? [] : [TABLES[table.experiment](rows)];
  return [`### ${tableTitle(table)}`, ...body, ...(without.length === 0 ? [] : [without.join('\n')])].join(
    '\n\n',
  );
}

function budgetTable(all: readonly Budget[]): string {
  return markdownTable(
    ['budget', 'wanted', 'measured', 'met'],
    all.map(({ what, limit, measured, met }) => [
      what,
      limit,
      measured ?? 'not measured',
      met === undefined ? '-' : met ? 'yes' : '**no**',
    ]),
  );
}

/** One line per size at which everything was also solved. */
function sameModel(checks: readonly Summary[]): string {
  return markdownTable(
    ['problem and size', 'fingerprint', 'optimum', 'peers that agree', 'without a number'],
    checks.map(({ table, rows, missing }) => [
      `${table.problem} ${table.size}`,
      `\`${rows[0]?.fingerprint ?? '-'}\``,
      String(rows[0]?.objective ?? '-'),
      String(rows.length),
      missing.map(({ job, reason }) => `${job.peer}: ${reason}`).join('; ') || 'none',
    ]),
  );
}

export function writeReport(cells: readonly CellRuns[], plan: Plan): string {
  const summaries = summarize(cells);
  const isCheck = ({ table }: Summary): boolean => table.solve && table.experiment === 'build';
  const all = budgets(summaries);
  const lost = losses(summaries, all);
  const measured = summaries.filter((summary) => !isCheck(summary));
  return `${[
    '# Benchmark: building models',
    'Written by `npx -y pnpm@12.21.0 bench`; do not edit. How and why: `tools/bench/README.md`.',
    machineLines()
      .map((line) => `- ${line}`)
      .join('\n'),
    `One fresh process per cell and run, round-robin, up to ${plan.repeats} runs, ${plan.timeout} s at most; times are milliseconds, medians unless they are called least. Phases are cold, as a script meets them; warm is build + lower a second time in the same process. Memory is the peak resident set right after lowering; B/nz is what it rose by since before building, per nonzero. Updates are the medians of fifteen in a row, rebuilds likewise. Every cell's matrix, bounds and costs have the same fingerprint as the floor's, or there is no number.`,
    '## Peers',
    PEER_NOTES.map((note) => `- ${note}`).join('\n'),
    '## Budgets',
    budgetTable(all),
    '## Where we lose',
    lost.length === 0 ? 'Nowhere in these tables.' : lost.map((line) => `- ${line}`).join('\n'),
    '## Same model',
    sameModel(summaries.filter(isCheck)),
    '## Figures',
    ...measured.map(section),
  ].join('\n\n')}\n`;
}
