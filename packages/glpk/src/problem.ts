/**
 * One glp_prob: a program's arrays in, a basic solution's arrays out. Invariants: always a minimisation, never a name,
 * never text; equal bounds are `FIXED`; the problem is scaled by powers of two, which every getter undoes exactly.
 * Row and column indices are ours (from 0); GLPK counts from 1, and that is nobody else's business but `ray.ts`',
 * `farkas.ts`' and `refine.ts`'.
 */
import { AT_LOWER, AT_UPPER, BASIC, type Basis, FREE_AT_ZERO, type Program } from '@marginal/program';
import type { GlpkApi, Pointer } from './api.ts';
import {
  DOUBLE,
  FIXED,
  FREE,
  INTEGER_KIND,
  LOWER,
  MINIMIZE,
  SCALE_EXACT,
  STAT_BASIC,
  STAT_FREE,
  STAT_LOWER,
  STAT_UPPER,
  UPPER,
} from './constants.ts';
import { withScratch } from './runtime.ts';

/** An open problem of one instance. */
export interface Problem {
  readonly api: GlpkApi;
  readonly address: Pointer;
  readonly rowCount: number;
  readonly columnCount: number;
}

/** GLPK's kind of an interval. */
export function boundKind(lower: number, upper: number): number {
  if (lower === upper) return FIXED;
  if (lower === -Infinity) return upper === Infinity ? FREE : UPPER;
  return upper === Infinity ? LOWER : DOUBLE;
}

/** Reads as 0 where GLPK looks at no number. */
export function finite(bound: number): number {
  return Number.isFinite(bound) ? bound : 0;
}

export function setRowBounds({ api, address }: Problem, row: number, lower: number, upper: number): void {
  api._glp_set_row_bnds(address, row + 1, boundKind(lower, upper), finite(lower), finite(upper));
}

export function setColumnBounds(
  { api, address }: Problem,
  column: number,
  lower: number,
  upper: number,
): void {
  api._glp_set_col_bnds(address, column + 1, boundKind(lower, upper), finite(lower), finite(upper));
}

export function setCost({ api, address }: Problem, column: number, cost: number): void {
  api._glp_set_obj_coef(address, column + 1, cost);
}

function loadMatrix({ api, address }: Problem, program: Program): void {
  const { columnCount, starts, rows, values } = program.matrix;
  const nnz = values.length;
  // Doubles first, so that they are aligned; element 0 of each array is unused.
  const length = nnz + 1;
  withScratch(api, 16 * length, (scratch) => {
    const ar = scratch / 8;
    const ia = (scratch + 8 * length) / 4;
    const ja = ia + length;
    const { HEAP32: ints, HEAPF64: doubles } = api;
    doubles.set(values, ar + 1);
    for (let j = 0; j < columnCount; j++) {
      for (let k = starts[j]; k < starts[j + 1]; k++) {
        ints[ia + 1 + k] = rows[k] + 1;
        ints[ja + 1 + k] = j + 1;
      }
    }
    api._glp_load_matrix(address, nnz, 4 * ia, 4 * ja, 8 * ar);
  });
}

/**
 * Loads `program`, which must have a nonempty matrix, and scales it. The caller deletes it. Integer columns are marked;
 * the simplex method takes no notice.
 */
export function createProblem(api: GlpkApi, program: Program): Problem {
  const { rowCount, columnCount } = program.matrix;
  const address = api._glp_create_prob();
  const problem: Problem = { api, address, rowCount, columnCount };
  api._glp_set_obj_dir(address, MINIMIZE);
  if (rowCount > 0) api._glp_add_rows(address, rowCount);
  if (columnCount > 0) api._glp_add_cols(address, columnCount);
  for (let i = 0; i < rowCount; i++) setRowBounds(problem, i, program.rowLower[i], program.rowUpper[i]);
  for (let j = 0; j < columnCount; j++) {
    setColumnBounds(problem, j, program.columnLower[j], program.columnUpper[j]);
    setCost(problem, j, program.cost[j]);
    if (program.integer !== undefined && program.integer[j] !== 0)
      api._glp_set_col_kind(address, j + 1, INTEGER_KIND);
  }
  loadMatrix(problem, program);
  api._glp_scale_prob(address, SCALE_EXACT);
  return problem;
}

export function deleteProblem({ api, address }: Problem): void {
  api._glp_delete_prob(address);
}

/** Length columnCount: where the columns stand now. */
export function primalPoint({ api, address, columnCount }: Problem): Float64Array {
  const x = new Float64Array(columnCount);
  for (let j = 0; j < columnCount; j++) x[j] = api._glp_get_col_prim(address, j + 1);
  return x;
}

function codeOf(stat: number, lower: number): number {
  if (stat === STAT_BASIC) return BASIC;
  if (stat === STAT_UPPER) return AT_UPPER;
  if (stat === STAT_FREE) return FREE_AT_ZERO;
  // A fixed row or column stands on both bounds; by convention on its lower one.
  return lower === -Infinity ? FREE_AT_ZERO : AT_LOWER;
}

const STAT_OF: Readonly<Record<number, number>> = {
  [BASIC]: STAT_BASIC,
  [AT_LOWER]: STAT_LOWER,
  [AT_UPPER]: STAT_UPPER,
  [FREE_AT_ZERO]: STAT_FREE,
};

/** The present basis in the codes of `@marginal/program`. `program` is what the problem was loaded from. */
export function readBasis({ api, address, rowCount, columnCount }: Problem, program: Program): Basis {
  const columns = new Int8Array(columnCount);
  const rows = new Int8Array(rowCount);
  for (let j = 0; j < columnCount; j++)
    columns[j] = codeOf(api._glp_get_col_stat(address, j + 1), program.columnLower[j]);
  for (let i = 0; i < rowCount; i++)
    rows[i] = codeOf(api._glp_get_row_stat(address, i + 1), program.rowLower[i]);
  return { columns, rows };
}

/**
 * Stands rows and columns where `basis` says. GLPK moves what is nonbasic to a bound it has. A basis of another shape
 * is cut or filled: columns that it does not know at a bound, rows in the basis.
 */
export function writeBasis({ api, address, rowCount, columnCount }: Problem, basis: Basis): void {
  for (let j = 0; j < columnCount; j++) {
    api._glp_set_col_stat(address, j + 1, STAT_OF[basis.columns[j] ?? AT_LOWER] ?? STAT_LOWER);
  }
  for (let i = 0; i < rowCount; i++) {
    api._glp_set_row_stat(address, i + 1, STAT_OF[basis.rows[i] ?? BASIC] ?? STAT_BASIC);
  }
}
