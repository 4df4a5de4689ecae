/** From runs to one row of a table: medians and minima, or why there is no number. Same model or no number is kept here. */
import type { Job, Measures, Phases } from './measures.ts';
import type { Table } from './plan.ts';
import type { CellRuns } from './runner.ts';
import { median } from './statistics.ts';

/** Relative difference that two optimal objectives may have: glpsol prints ten digits. */
const SAME_OBJECTIVE = 1e-6;

export interface Row {
  readonly job: Job;
  readonly runs: number;
  readonly nonzeros: number;
  readonly rows: number;
  readonly columns: number;
  /** Milliseconds, medians. */
  readonly phases: Phases;
  /** Build and lower: milliseconds, median and least; NaN where the cell is about something else. */
  readonly total: number;
  readonly least: number;
  /** Kilobytes, medians. */
  readonly peak: number;
  readonly above: number;
  readonly wasm: number | undefined;
  readonly fingerprint: string;
  readonly objective: number | undefined;
}

export interface Summary {
  readonly table: Table;
  /** Cells with a number, in the order of the peers. */
  readonly rows: readonly Row[];
  /** Cells without. */
  readonly missing: readonly { readonly job: Job; readonly reason: string }[];
}

/** Nanoseconds per nonzero. */
export function perNonzero({ total, nonzeros }: Row): number {
  return (total * 1e6) / nonzeros;
}

/** Bytes above what the process had before building, per nonzero. */
export function bytesPerNonzero({ above, nonzeros }: Row): number {
  return (above * 1024) / nonzeros;
}

const PHASES: readonly (keyof Phases)[] = [
  'import',
  'build',
  'lower',
  'warm',
  'handOff',
  'rebuild',
  'update',
  'solve',
  'extract',
];

function medians(runs: readonly Measures[]): Phases {
  return Object.fromEntries(
    PHASES.flatMap((phase) => {
      const values = runs.flatMap((run) => run.phases[phase] ?? []);
      return values.length === 0 ? [] : [[phase, median(values)]];
    }),
  );
}

function rowOf({ job, runs }: CellRuns): Row {
  const [first] = runs;
  const totals = runs.map(({ phases }) => (phases.build ?? Number.NaN) + (phases.lower ?? 0));
  const wasm = runs.flatMap((run) => run.wasm ?? []);
  return {
    job,
    runs: runs.length,
    nonzeros: first.nonzeros,
    rows: first.rows,
    columns: first.columns,
    phases: medians(runs),
    total: median(totals),
    least: Math.min(...totals),
    peak: median(runs.map(({ memory }) => memory.peak)),
    above: median(runs.map(({ memory }) => Math.max(0, memory.peak - memory.base))),
    wasm: wasm.length === 0 ? undefined : median(wasm),
    fingerprint: first.fingerprint,
    objective: first.objective,
  };
}

/** Why a row is not about the model of the first one; undefined when it is. */
function difference(row: Row, first: Row): string | undefined {
  if (row.fingerprint !== first.fingerprint)
    return `void: another model than ${first.job.peer}'s (${row.fingerprint}, not ${first.fingerprint})`;
  if (row.objective === undefined || first.objective === undefined) return undefined;
  const distance = Math.abs(row.objective - first.objective);
  if (distance <= SAME_OBJECTIVE * Math.max(1, Math.abs(first.objective))) return undefined;
  return `void: optimum ${row.objective}, not ${first.objective}`;
}

/** One summary per table of the plan. The first cell with a number, the floor, says what the model is. */
export function summarize(cells: readonly CellRuns[]): Summary[] {
  const tables = [...new Set(cells.map((cell) => cell.table))];
  return tables.map((table) => {
    const here = cells.filter((cell) => cell.table === table);
    const rows: Row[] = [];
    const missing: { job: Job; reason: string }[] = [];
    for (const cell of here) {
      if (cell.runs.length === 0) {
        missing.push({ job: cell.job, reason: cell.reason ?? 'not run' });
        continue;
      }
      const row = rowOf(cell);
      const reason = rows.length === 0 ? undefined : difference(row, rows[0]);
      if (reason === undefined) rows.push(row);
      else missing.push({ job: cell.job, reason });
    }
    return { table, rows, missing };
  });
}
