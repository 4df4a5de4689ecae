/**
 * Bounds for columns that no single row bounds, such as the weights of a regression: rows whose other columns are
 * bounded leave `B w` in a box for as many independent rows as there are such columns, so w is bounded too. With any
 * approximate inverse R of B,
 *
 *     w = R (B w) + (I - R B) w     hence     max |w| <= max |R| |B w| / (1 - max row sum of |I - R B|)
 *
 * and the right side, rounded outward, is a proof however inexact R is. Source: Rump, "Verification methods: rigorous
 * results using floating-point arithmetic", Acta Numerica 19 (2010), section 10.
 */
import { CompensatedSum, type CscMatrix, type Program } from '@marginal/program';
import type { Range } from './affine-rows.ts';
import { FREE_COLUMNS_WORK, RANGE_ROUNDING } from './tolerances.ts';

/** Coefficients of the free columns in one row, and the largest size that their sum can have. */
interface FreeRow {
  readonly coefficients: Float64Array;
  readonly size: number;
}

/**
 * Bounds the columns of `box` that have an infinite end, in place; says whether it could. `byRow`: the program's matrix
 * transposed. Gives up (false) when the rows do not determine the columns, or when it would take too long.
 */
export function boundFreeColumns(program: Program, byRow: CscMatrix, box: Range): boolean {
  const used = (j: number): boolean => program.matrix.starts[j + 1] > program.matrix.starts[j];
  const endless = (j: number): boolean => box.lower[j] === -Infinity || box.upper[j] === Infinity;
  const free = Array.from(program.cost.keys()).filter((j) => endless(j) && used(j));
  const rows = freeRows(program, byRow, box, free);
  const n = free.length;
  if (n === 0 || rows.length < n || rows.length * n * n > FREE_COLUMNS_WORK) return false;
  const chosen = independentRows(rows, n);
  if (chosen.length < n) return false;
  const inverse = invert(chosen.map(({ coefficients }) => coefficients));
  if (inverse === undefined) return false;
  let residual = 0;
  let reach = 0;
  for (const [j, line] of inverse.entries()) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += identityError(line, chosen, j, k);
    residual = Math.max(residual, sum);
    reach = Math.max(
      reach,
      sumOf(line, (r, i) => Math.abs(r) * chosen[i].size),
    );
  }
  const outward = 1 + 4 * n * RANGE_ROUNDING;
  if (!(residual * outward < 0.5) || !Number.isFinite(reach)) return false;
  const size = ((reach * outward) / (1 - residual * outward)) * outward;
  for (const j of free) {
    box.lower[j] = Math.max(box.lower[j], -size);
    box.upper[j] = Math.min(box.upper[j], size);
  }
  return true;
}

function sumOf(values: Float64Array, term: (value: number, at: number) => number): number {
  return values.reduce((sum, value, at) => sum + term(value, at), 0);
}

/** |entry (j, k) of I - R B|, rounded up. */
function identityError(line: Float64Array, rows: readonly FreeRow[], j: number, k: number): number {
  const sum = new CompensatedSum();
  let magnitude = 1;
  sum.add(j === k ? 1 : 0);
  line.forEach((r, i) => {
    sum.addProduct(-r, rows[i].coefficients[k]);
    magnitude += Math.abs(r * rows[i].coefficients[k]);
  });
  return (
    Math.abs(sum.value) * (1 + RANGE_ROUNDING) +
    line.length * RANGE_ROUNDING * RANGE_ROUNDING * magnitude * line.length
  );
}

/** Rows with two finite sides in which only free columns are unbounded. */
function freeRows(program: Program, byRow: CscMatrix, box: Range, free: readonly number[]): FreeRow[] {
  const position = new Map(free.map((j, at) => [j, at]));
  const rows: FreeRow[] = [];
  for (let i = 0; i < program.rowLower.length; i++) {
    const [low, high] = [program.rowLower[i], program.rowUpper[i]];
    if (!Number.isFinite(low) || !Number.isFinite(high)) continue;
    const coefficients = new Float64Array(free.length);
    let size = Math.max(Math.abs(low), Math.abs(high));
    let found = false;
    for (let k = byRow.starts[i]; k < byRow.starts[i + 1]; k++) {
      const [j, value] = [byRow.rows[k], byRow.values[k]];
      const at = position.get(j);
      if (at === undefined)
        size += Math.abs(value) * Math.max(Math.abs(box.lower[j]), Math.abs(box.upper[j]));
      else {
        coefficients[at] = value;
        found = true;
      }
    }
    const count = byRow.starts[i + 1] - byRow.starts[i] + 2;
    if (found && Number.isFinite(size))
      rows.push({ coefficients, size: size * (1 + 2 * count * RANGE_ROUNDING) });
  }
  return rows;
}

/** As many independent rows as there are, by elimination with the largest pivot of each column. */
function independentRows(rows: readonly FreeRow[], n: number): FreeRow[] {
  const work = rows.map((row) => ({ row, left: row.coefficients.slice() }));
  const chosen: FreeRow[] = [];
  for (let column = 0; column < n; column++) {
    let best = -1;
    for (const [at, { left }] of work.entries())
      if (left[column] !== 0 && (best < 0 || Math.abs(left[column]) > Math.abs(work[best].left[column])))
        best = at;
    if (best < 0) break;
    const [pivot] = work.splice(best, 1);
    chosen.push(pivot.row);
    for (const { left } of work) eliminate(left, pivot.left, left[column] / pivot.left[column]);
  }
  return chosen;
}

function eliminate(line: Float64Array, pivot: Float64Array, factor: number): void {
  if (factor === 0) return;
  for (let k = 0; k < line.length; k++) line[k] -= factor * pivot[k];
}

/** Gauss-Jordan with row exchanges; nothing when a pivot is zero. How exact it is does not matter here. */
function invert(matrix: readonly Float64Array[]): Float64Array[] | undefined {
  const n = matrix.length;
  const work = matrix.map((line, i) => {
    const wide = new Float64Array(2 * n);
    wide.set(line);
    wide[n + i] = 1;
    return wide;
  });
  for (let column = 0; column < n; column++) {
    let best = column;
    for (let i = column; i < n; i++) if (Math.abs(work[i][column]) > Math.abs(work[best][column])) best = i;
    if (work[best][column] === 0) return undefined;
    [work[column], work[best]] = [work[best], work[column]];
    const pivot = work[column];
    const scale = pivot[column];
    for (let k = 0; k < 2 * n; k++) pivot[k] /= scale;
    for (let i = 0; i < n; i++) if (i !== column) eliminate(work[i], pivot, work[i][column]);
  }
  return work.map((wide) => wide.slice(n));
}
