/**
 * Same model or no number: a fingerprint of a linear program that knows neither names nor order, nor the ways in which one
 * and the same program is written down. First a normal form,
 *
 *   min c'x,  a'x <= b,  l <= x <= u,
 *
 * in which maximisation is negated, an equality or a range is two rows, a row of one entry is a bound, and an empty row
 * is nothing. Then colour refinement (Weisfeiler and Leman): a column's colour begins as a hash of its cost and bounds, a
 * row's is a hash of its bound and of its (coefficient, column colour) pairs, whichever way they come, and so on. The
 * fingerprint is the sum of all colours, twice with different seeds. Equal programs agree; different ones differ unless
 * refinement cannot tell them apart (regular structures with equal numbers: our data have none) or 64 bits collide.
 */
import type { ModelArrays } from './statement.ts';

const ROUNDS = 3;
const SEEDS = [0x9e3779b1, 0x85ebca77] as const;

function mix(a: number, b: number): number {
  let h = Math.imul(a ^ b, 0xcc9e2d51);
  h = Math.imul(h ^ (h >>> 15) ^ Math.imul(b, 0x1b873593), 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

function hashNumber(value: number, seed: number): number {
  double[0] = value + 0;
  return mix(mix(seed, words[0]), words[1]);
}

interface ByRow {
  readonly starts: Int32Array;
  readonly index: Int32Array;
  readonly values: Float64Array;
}

function byRow({ matrix, rowLower }: ModelArrays): ByRow {
  if (matrix.by === 'row') return matrix;
  const rows = rowLower.length;
  const starts = new Int32Array(rows + 1);
  for (const row of matrix.index) starts[row + 1]++;
  for (let i = 0; i < rows; i++) starts[i + 1] += starts[i];
  const next = starts.slice(0, rows);
  const index = new Int32Array(matrix.index.length);
  const values = new Float64Array(matrix.index.length);
  for (let j = 0; j + 1 < matrix.starts.length; j++) {
    for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++) {
      const at = next[matrix.index[k]]++;
      index[at] = j;
      values[at] = matrix.values[k];
    }
  }
  return { starts, index, values };
}

interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Column bounds with those that rows of one entry state. */
function allBounds(arrays: ModelArrays, { starts, index, values }: ByRow): Bounds {
  const lower = arrays.columnLower.slice();
  const upper = arrays.columnUpper.slice();
  for (let i = 0; i + 1 < starts.length; i++) {
    if (starts[i + 1] - starts[i] !== 1) continue;
    const j = index[starts[i]];
    const a = values[starts[i]];
    const [low, high] = [arrays.rowLower[i] / a, arrays.rowUpper[i] / a];
    lower[j] = Math.max(lower[j], a > 0 ? low : high);
    upper[j] = Math.min(upper[j], a > 0 ? high : low);
  }
  return { lower, upper };
}

/** One pass of refinement over the rows: `next` takes what each column learns. Returns the sum of the rows' colours. */
function learn(
  { rowLower, rowUpper }: ModelArrays,
  { starts, index }: ByRow,
  [plus, minus]: readonly [Int32Array, Int32Array],
  colour: Int32Array,
  next: Int32Array,
  seed: number,
): number {
  let total = 0;
  const side = (coefficients: Int32Array, bound: number, from: number, to: number): void => {
    let sum = 0;
    for (let k = from; k < to; k++) sum = (sum + mix(coefficients[k], colour[index[k]])) | 0;
    const row = mix(hashNumber(bound, seed), sum);
    for (let k = from; k < to; k++) {
      const j = index[k];
      next[j] = (next[j] + mix(coefficients[k], row ^ seed)) | 0;
    }
    total = (total + mix(row, seed)) | 0;
  };
  for (let i = 0; i + 1 < starts.length; i++) {
    const from = starts[i];
    const to = starts[i + 1];
    if (to - from < 2) continue;
    if (rowUpper[i] < Infinity) side(plus, rowUpper[i], from, to);
    if (rowLower[i] > -Infinity) side(minus, -rowLower[i], from, to);
  }
  return total;
}

function colours(arrays: ModelArrays, rows: ByRow, bounds: Bounds, seed: number): number {
  const sign = arrays.sense === 'minimize' ? 1 : -1;
  let colour = new Int32Array(arrays.cost.length);
  for (let j = 0; j < colour.length; j++) {
    const cost = hashNumber(sign * arrays.cost[j], seed);
    const box = mix(hashNumber(bounds.lower[j], seed), hashNumber(bounds.upper[j], ~seed));
    colour[j] = mix(mix(cost, box), arrays.integer?.[j] ?? 0);
  }
  const { values } = rows;
  const plus = new Int32Array(values.length);
  const minus = new Int32Array(values.length);
  for (let k = 0; k < values.length; k++) {
    plus[k] = hashNumber(values[k], seed);
    minus[k] = hashNumber(-values[k], seed);
  }
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Int32Array(colour.length);
    total = (total + learn(arrays, rows, [plus, minus], colour, next, seed)) | 0;
    for (let j = 0; j < next.length; j++) next[j] = mix(colour[j], next[j]);
    colour = next;
  }
  for (const c of colour) total = (total + mix(c, ~seed)) | 0;
  return total >>> 0;
}

/** 16 hexadecimal digits. O(nonzeros). */
export function modelFingerprint(arrays: ModelArrays): string {
  const rows = byRow(arrays);
  const bounds = allBounds(arrays, rows);
  return SEEDS.map((seed) => colours(arrays, rows, bounds, seed).toString(16).padStart(8, '0')).join('');
}
