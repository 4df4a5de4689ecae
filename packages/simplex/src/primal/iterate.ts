/**
 * One iteration of the primal simplex, phase two: Devex prices, a two-pass Harris ratio test, the same factor and pivot row as the dual.
 * It cleans up after the dual method, follows changes of costs, and finds the rays of unbounded programs.
 */
import { agree, entryOf, exchange, loadColumn } from '../dual/iterate.ts';
import type { Refinement } from '../result/refine.ts';
import type { State } from '../state/state.ts';
import { SMALLEST_PIVOT } from '../tolerances.ts';

/** Why the inner loop ends. */
export const GO_ON = 0;
export const REFACTOR = 1;
/** No reduced cost has the wrong sign. */
export const NO_COLUMN = 2;
/** Nothing stops the entering variable: `state.column` holds `B^-1 a_q`. */
export const NO_ROW = 3;
export const TROUBLE = 4;

export type PrimalReason = 0 | 1 | 2 | 3 | 4;

/** Devex weights beyond this start a new reference framework (GLOP, HiGHS: similar). */
const LARGEST_DEVEX = 1e9;
/** Basic variables whose entry is smaller than this do not stop the entering one. */
const ENTRY = 1e-9;

/** The entering variable and Devex weights of the nonbasic ones. */
export class PrimalPivot {
  entering = -1;
  /** +1 when it increases, -1 when it decreases. */
  direction = 0;
  row = -1;
  /** Refines values before a basis is said to be infeasible. */
  refinement: Refinement | undefined;
  /** Length total. Room that somebody else may use while no primal simplex runs. */
  readonly devex: Float64Array;
  /** Length total: 1 while a column is set aside. */
  readonly taboo: Uint8Array;

  constructor(total: number, devex = new Float64Array(total)) {
    this.devex = devex;
    this.taboo = new Uint8Array(total);
  }
}

/** The eligible variable with the largest `d^2 / weight` among those of the wrong sign, or -1. */
function chooseColumn(state: State, pivot: PrimalPivot): number {
  const { total, eligible, move, dual, dualTolerance } = state;
  const { devex, taboo } = pivot;
  let best = 0;
  let q = -1;
  for (let j = 0; j < total; j++) {
    if (eligible[j] === 0) continue;
    const d = dual[j];
    const toward = move[j];
    const amount = toward === 0 ? (d < 0 ? -d : d) : -toward * d;
    if (amount <= dualTolerance || taboo[j] !== 0) continue;
    if (amount * amount > best * devex[j]) {
      best = (amount * amount) / devex[j];
      q = j;
    }
  }
  return q;
}

/**
 * The row that stops the entering variable first, or -1; two passes: how far it may go when bounds may be missed by the tolerance, then
 * the largest pivot among rows that stop it within that.
 */
function chooseRow(state: State, direction: number): number {
  const { column, primal, lowerBasic, upperBasic, primalTolerance, random, basic } = state;
  const { index, value, count } = column;
  let far = Infinity;
  for (let k = 0; k < count; k++) {
    const r = index[k];
    const a = value[r] * direction;
    if (a > ENTRY) {
      const reach = primal[r] - lowerBasic[r] + primalTolerance;
      if (reach < far * a) far = reach / a;
    } else if (a < -ENTRY) {
      const reach = primal[r] - upperBasic[r] - primalTolerance;
      if (reach > far * a) far = reach / a;
    }
  }
  if (far === Infinity) return -1;
  let row = -1;
  let size = 0;
  for (let k = 0; k < count; k++) {
    const r = index[k];
    const a = value[r] * direction;
    let within = false;
    if (a > ENTRY) within = primal[r] - lowerBasic[r] <= far * a;
    else if (a < -ENTRY) within = primal[r] - upperBasic[r] >= far * a;
    if (!within) continue;
    const absolute = a < 0 ? -a : a;
    if (absolute > size || (absolute === size && random[basic[r]] < random[basic[row]])) {
      size = absolute;
      row = r;
    }
  }
  return row;
}

/** Takes a step without a change of basis: the entering variable reaches its other bound first. */
function flipEntering(state: State, q: number, range: number, direction: number): void {
  const { column, primal } = state;
  const { index, value, count } = column;
  const step = range * direction;
  for (let k = 0; k < count; k++) primal[index[k]] -= step * value[index[k]];
  state.flip(q);
}

function updateDevex(state: State, pivot: PrimalPivot, q: number, out: number, alpha: number): void {
  const { pivotRow } = state;
  const { devex } = pivot;
  const { index, value, count } = pivotRow;
  const reference = devex[q];
  let largest = 0;
  for (let k = 0; k < count; k++) {
    const ratio = value[k] / alpha;
    const weight = ratio * ratio * reference;
    const j = index[k];
    if (weight > devex[j]) devex[j] = weight;
    if (devex[j] > largest) largest = devex[j];
  }
  devex[out] = Math.max(reference / (alpha * alpha), 1);
  if (largest > LARGEST_DEVEX) devex.fill(1);
}

/** Makes one primal pivot or flip, or says why not. */
export function primalIterate(state: State, pivot: PrimalPivot): PrimalReason {
  const { factor, rho, column, pivotRow, primal, value, lower, upper, dual, move } = state;
  const { lowerBasic, upperBasic } = state;
  if (factor.shouldRefactor || factor.updates >= state.updateLimit) return REFACTOR;
  const q = chooseColumn(state, pivot);
  pivot.entering = q;
  if (q < 0) return NO_COLUMN;
  const direction = dual[q] > 0 ? -1 : 1;
  pivot.direction = direction;
  loadColumn(state, q, column);
  factor.ftranSpike(column, state.columnDensity);
  state.columnDensity = state.observe(state.columnDensity, column);
  const row = chooseRow(state, direction);
  pivot.row = row;
  const range = upper[q] - lower[q];
  if (row < 0) {
    if (range === Infinity) return NO_ROW;
    flipEntering(state, q, range, direction);
    return GO_ON;
  }
  const alpha = column.value[row];
  const towardLower = alpha * direction > 0;
  const bound = towardLower ? lowerBasic[row] : upperBasic[row];
  // Never backwards: a bound that was missed by less than the tolerance is taken where it is, and the next rebuild shows the rest.
  const step = Math.max(0, (primal[row] - bound) / (alpha * direction));
  if (range <= step) {
    flipEntering(state, q, range, direction);
    return GO_ON;
  }
  if (Math.abs(alpha) < SMALLEST_PIVOT) return TROUBLE;
  factor.btranRow(rho, row, state.rhoDensity);
  state.rhoDensity = state.observe(state.rhoDensity, rho);
  state.work += pivotRow.compute(rho, state.rowCopy, state.eligible);
  const alphaRow = entryOf(state, q);
  if (!agree(alpha, alphaRow)) return TROUBLE;
  const mayForce = factor.updates === 0 && state.regular.mayForce;
  const force = factor.update(column, rho, row, alphaRow) !== 0;
  if (force && !mayForce) return TROUBLE;

  const out = state.basic[row];
  const dualStep = dual[q] / alpha;
  updateDevex(state, pivot, q, out, alpha);
  const { index, value: entries, count } = pivotRow;
  for (let k = 0; k < count; k++) dual[index[k]] -= dualStep * entries[k];
  dual[q] = 0;
  dual[out] = -dualStep;
  const entered = (move[q] === 0 ? 0 : value[q]) + direction * step;
  const { index: rows, value: column_, count: nonzeros } = column;
  for (let k = 0; k < nonzeros; k++) primal[rows[k]] -= direction * step * column_[rows[k]];
  exchange(state, row, q, entered, !towardLower);
  state.weightsExact = false;
  if (!force) return GO_ON;
  state.factored = false;
  state.regular.forced = true;
  return REFACTOR;
}
