/** Programs from lists, vertices from HiGHS, and the checks every postsolved vertex has to pass. */
import { highs } from '@marginal/highs';
import {
  AT_LOWER,
  AT_UPPER,
  BASIC,
  type Basis,
  checkOptimal,
  createProgram,
  FREE_AT_ZERO,
  ORDINAL_NAMES,
  type OutcomeStatus,
  type Program,
  solveProgram,
  TOLERANCES,
} from '@marginal/program';
import { expect } from 'vitest';
import { type PresolveOptions, presolve, type VertexPoint } from '../../src/presolve/presolve.ts';

export const backend = highs();

export type Interval = readonly [number, number];
export const INF = Infinity;

export interface Lists {
  readonly offset?: number;
  readonly cost: readonly number[];
  readonly columns: readonly Interval[];
  /** Row by row, zeros included. */
  readonly matrix: readonly (readonly number[])[];
  readonly rows: readonly Interval[];
}

export function lp({ offset = 0, cost, columns, matrix, rows }: Lists): Program {
  const starts = [0];
  const entryRows: number[] = [];
  const values: number[] = [];
  for (let j = 0; j < cost.length; j++) {
    for (let i = 0; i < rows.length; i++) {
      if (matrix[i][j] === 0) continue;
      entryRows.push(i);
      values.push(matrix[i][j]);
    }
    starts.push(values.length);
  }
  return createProgram({
    sense: 'minimize',
    offset,
    cost: Float64Array.from(cost),
    columnLower: Float64Array.from(columns, ([lower]) => lower),
    columnUpper: Float64Array.from(columns, ([, upper]) => upper),
    rowLower: Float64Array.from(rows, ([lower]) => lower),
    rowUpper: Float64Array.from(rows, ([, upper]) => upper),
    matrix: {
      rowCount: rows.length,
      columnCount: cost.length,
      starts: Int32Array.from(starts),
      rows: Int32Array.from(entryRows),
      values: Float64Array.from(values),
    },
    names: ORDINAL_NAMES,
  });
}

/** A vertex of a program without coefficients, which is settled without a solver and without a basis. */
function trivialVertex(program: Program, x: Float64Array): Pick<VertexPoint, 'x' | 'basis'> {
  const { columnLower, columnUpper, cost, matrix } = program;
  const columns = new Int8Array(x.length);
  const vertex = x.map((value, j) => {
    const lower = columnLower[j];
    const upper = columnUpper[j];
    // Any value of a column without cost is optimal, but only its bounds are vertices.
    const at = cost[j] !== 0 || value === lower || value === upper ? value : lower > -INF ? lower : upper;
    columns[j] = at === lower ? AT_LOWER : at === upper ? AT_UPPER : FREE_AT_ZERO;
    return Number.isFinite(at) ? at : 0;
  });
  for (let j = 0; j < x.length; j++)
    if (columnLower[j] === -INF && columnUpper[j] === INF) columns[j] = FREE_AT_ZERO;
  return { x: vertex, basis: { columns, rows: new Int8Array(matrix.rowCount).fill(BASIC) } };
}

export type Solved =
  | {
      readonly status: 'optimal';
      readonly objective: number;
      readonly iterations: number;
      readonly point: VertexPoint;
    }
  | { readonly status: Exclude<OutcomeStatus, 'optimal'> };

export async function solve(program: Program, startBasis?: Basis): Promise<Solved> {
  const outcome = await solveProgram(program, backend, startBasis === undefined ? {} : { startBasis });
  if (outcome.status !== 'optimal') return { status: outcome.status };
  const { solution, objective, iterations } = outcome;
  if (solution.kind !== 'lp') throw new Error('expected a solution with duals');
  const { rowDual, reducedCost, basis } = solution;
  const vertex = basis === undefined ? trivialVertex(program, solution.x) : { x: solution.x, basis };
  return { status: 'optimal', objective, iterations, point: { ...vertex, rowDual, reducedCost } };
}

/** Where a status says a value stands; NaN for a basic one. */
function standing(status: number, lower: number, upper: number): number {
  if (status === BASIC) return NaN;
  return status === AT_LOWER ? lower : status === AT_UPPER ? upper : 0;
}

/** Every status agrees with its value, and there are as many basic as rows. Relative differences up to `tolerance`. */
export function basisFaults(program: Program, { x, basis }: VertexPoint, tolerance = 1e-7): string[] {
  const faults: string[] = [];
  const { rowActivity } = checkOptimal(program, { x }, TOLERANCES.vertex);
  const look = (what: string, status: number, value: number, lower: number, upper: number): void => {
    if (status === BASIC) return;
    const at = standing(status, lower, upper);
    const free = lower === -INF && upper === INF;
    if (status > AT_UPPER && !free) faults.push(`${what} is free at zero in [${lower}, ${upper}]`);
    if (!Number.isFinite(at) || !(Math.abs(value - at) <= tolerance * (1 + Math.abs(at))))
      faults.push(`${what} = ${value} has status ${status} in [${lower}, ${upper}]`);
  };
  let basic = 0;
  for (const status of [...basis.columns, ...basis.rows]) if (status === BASIC) basic++;
  if (basic !== basis.rows.length) faults.push(`${basic} basic of ${basis.rows.length} rows`);
  basis.columns.forEach((status, j) => {
    look(`c${j}`, status, x[j], program.columnLower[j], program.columnUpper[j]);
  });
  basis.rows.forEach((status, i) => {
    look(`r${i}`, status, rowActivity[i], program.rowLower[i], program.rowUpper[i]);
  });
  return faults;
}

/** Whether the basis matrix is regular, by dense elimination with partial pivoting. For tiny programs. */
export function isRegular({ matrix }: Program, basis: Basis): boolean {
  const m = matrix.rowCount;
  const columns: Float64Array[] = [];
  basis.columns.forEach((status, j) => {
    if (status !== BASIC) return;
    const column = new Float64Array(m);
    for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++) column[matrix.rows[k]] = matrix.values[k];
    columns.push(column);
  });
  basis.rows.forEach((status, i) => {
    if (status === BASIC) columns.push(new Float64Array(m).map((_, r) => (r === i ? 1 : 0)));
  });
  if (columns.length !== m) return false;
  for (let step = 0; step < m; step++) {
    let pivot = step;
    for (let c = step; c < m; c++) if (Math.abs(columns[c][step]) > Math.abs(columns[pivot][step])) pivot = c;
    if (Math.abs(columns[pivot][step]) < 1e-9) return false;
    [columns[step], columns[pivot]] = [columns[pivot], columns[step]];
    for (let c = step + 1; c < m; c++) {
      const factor = columns[c][step] / columns[step][step];
      for (let r = step; r < m; r++) columns[c][r] -= factor * columns[step][r];
    }
  }
  return true;
}

/** The postsolved vertex of the program, or the status the presolve or the solver of the reduced program ended with. */
export async function throughPresolve(
  program: Program,
  options: PresolveOptions = {},
): Promise<{ readonly status: string; readonly point?: VertexPoint; readonly reduced?: Program }> {
  const presolved = presolve(program, options);
  if (presolved.status === 'solved') return { status: 'optimal', point: presolved.point };
  if (presolved.status !== 'reduced') return { status: presolved.status };
  const inner = await solve(presolved.program);
  if (inner.status !== 'optimal') return { status: inner.status, reduced: presolved.program };
  return { status: 'optimal', point: presolved.postsolve(inner.point), reduced: presolved.program };
}

/** What is wrong with a vertex as an optimum of the program: nothing, if the list is empty. */
export function vertexFaults(program: Program, point: VertexPoint): string[] {
  const faults = [
    ...checkOptimal(program, point, TOLERANCES.vertex).failures,
    ...basisFaults(program, point),
  ];
  if (program.matrix.rowCount <= 30 && !isRegular(program, point.basis)) faults.push('the basis is singular');
  return faults;
}

/** Presolves, solves, postsolves and expects an optimal vertex with the original's objective. */
export async function expectRoundTrip(program: Program, options: PresolveOptions = {}): Promise<VertexPoint> {
  const { status, point } = await throughPresolve(program, options);
  expect(status).toBe('optimal');
  if (point === undefined) throw new Error(`no point: ${status}`);
  expect(vertexFaults(program, point)).toEqual([]);
  const direct = await solve(program);
  if (direct.status !== 'optimal') throw new Error(`the original is ${direct.status}`);
  const { objective } = checkOptimal(program, point, TOLERANCES.vertex);
  expect(Math.abs(objective - direct.objective)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(direct.objective)));
  return point;
}
