/**
 * One iteration of the dual simplex: choose row, price, choose column, solve, check, update. Each step returns as soon as the inner loop
 * must end, with the reason; nothing that matters has been changed then. Weights are updated after Forrest and Goldfarb (1992).
 */
import type { SparseVector } from '../factor/sparse-vector.ts';
import type { State } from '../state/state.ts';
import { PIVOT_DISAGREEMENT, WEIGHT_ACCEPTANCE, WEIGHT_FLOOR } from '../tolerances.ts';
import type { RatioTest } from './ratio-test.ts';

/** Why the inner loop ends. */
export const GO_ON = 0;
/** The factor should be made anew: no room, or its work clock says so. */
export const REFACTOR = 1;
/** No basic variable violates its bounds. */
export const NO_ROW = 2;
/** Nothing can enter for the row in `DualPivot.row`. */
export const NO_COLUMN = 3;
/** Row and column disagree about the pivot, or the factor refuses it. */
export const TROUBLE = 4;

export type Reason = 0 | 1 | 2 | 3 | 4;

/** The row chosen last and what became of it. */
export class DualPivot {
  row = -1;
  /** Distance to the violated bound, negative below the lower one. */
  delta = 0;
}

/** The row with the largest `violation / weight`, or -1. The scan starts at a random place to break ties. */
export function chooseRow(state: State): number {
  const { m, violation, weight } = state;
  if (m === 0) return -1;
  const first = state.generator.bits() % m;
  let best = 0;
  let row = -1;
  for (let r = first; r < m; r++) {
    const v = violation[r];
    if (v > best * weight[r]) {
      best = v / weight[r];
      row = r;
    }
  }
  for (let r = 0; r < first; r++) {
    const v = violation[r];
    if (v > best * weight[r]) {
      best = v / weight[r];
      row = r;
    }
  }
  return row;
}

function squaredNorm(v: SparseVector): number {
  const { index, value, count } = v;
  let sum = 0;
  for (let k = 0; k < count; k++) sum += value[index[k]] * value[index[k]];
  return sum;
}

/** Chooses the leaving row; `state.rho` is its row of the inverse, its weight exact. False: there is none. */
function chooseLeaving(state: State, pivot: DualPivot): boolean {
  const { weight, factor, rho, primal, lowerBasic, upperBasic } = state;
  for (;;) {
    const row = chooseRow(state);
    pivot.row = row;
    if (row < 0) return false;
    factor.btranRow(rho, row, state.rhoDensity);
    state.rhoDensity = state.observe(state.rhoDensity, rho);
    const exact = squaredNorm(rho);
    const stored = weight[row];
    weight[row] = exact;
    if (stored < WEIGHT_ACCEPTANCE * exact) continue;
    const x = primal[row];
    pivot.delta = x < lowerBasic[row] ? x - lowerBasic[row] : x - upperBasic[row];
    return true;
  }
}

/** Loads column q of `[A I]` into `vector`. */
export function loadColumn(state: State, q: number, vector: SparseVector): void {
  const { n } = state;
  const { starts, rows, values } = state.form;
  const { index, value } = vector;
  vector.clear();
  if (q >= n) {
    value[q - n] = 1;
    index[0] = q - n;
    vector.count = 1;
    return;
  }
  let count = 0;
  const end = starts[q + 1];
  for (let k = starts[q]; k < end; k++) {
    value[rows[k]] = values[k];
    index[count++] = rows[k];
  }
  vector.count = count;
}

/** `B^-1` times the sum of the columns that flip, each times its change, into `state.flips`. */
function solveFlips(state: State, test: RatioTest): void {
  const { n, flips, factor, lower, upper, move } = state;
  const { starts, rows, values } = state.form;
  const { index, value } = flips;
  flips.clear();
  let count = 0;
  for (let k = 0; k < test.flipCount; k++) {
    const j = test.flips[k];
    const change = move[j] * (upper[j] - lower[j]);
    if (j >= n) {
      const i = j - n;
      if (value[i] === 0) index[count++] = i;
      value[i] += change;
      if (value[i] === 0) value[i] = 1e-50;
    } else {
      const end = starts[j + 1];
      for (let p = starts[j]; p < end; p++) {
        const i = rows[p];
        if (value[i] === 0) index[count++] = i;
        value[i] += values[p] * change;
        if (value[i] === 0) value[i] = 1e-50;
      }
    }
  }
  flips.count = count;
  factor.ftran(flips, state.flipDensity);
  state.flipDensity = state.observe(state.flipDensity, flips);
}

/** Takes `step * vector` off the basic values and measures their violations anew. */
function updatePrimal(state: State, vector: SparseVector, step: number): void {
  const { primal, lowerBasic, upperBasic, violation, primalTolerance } = state;
  const { index, value, count } = vector;
  for (let k = 0; k < count; k++) {
    const r = index[k];
    const x = primal[r] - step * value[r];
    primal[r] = x;
    const below = lowerBasic[r] - x;
    const above = x - upperBasic[r];
    const most = Math.max(below, above);
    violation[r] = most > primalTolerance ? most * most : 0;
  }
}

/** As `updatePrimal` for the entering column, and the weights with it. */
function updatePrimalAndWeights(state: State, row: number, step: number, alpha: number): void {
  const { primal, lowerBasic, upperBasic, violation, primalTolerance, weight, column, tau } = state;
  const { index, value, count } = column;
  const inner = tau.value;
  const pivotal = weight[row] / (alpha * alpha);
  const factor = -2 / alpha;
  for (let k = 0; k < count; k++) {
    const r = index[k];
    const a = value[r];
    const x = primal[r] - step * a;
    primal[r] = x;
    const below = lowerBasic[r] - x;
    const above = x - upperBasic[r];
    const most = Math.max(below, above);
    violation[r] = most > primalTolerance ? most * most : 0;
    const w = weight[r] + a * (pivotal * a + factor * inner[r]);
    weight[r] = Math.max(w, WEIGHT_FLOOR);
  }
  weight[row] = Math.max(pivotal, WEIGHT_FLOOR);
}

/** Reduced costs after a step; a step of zero is made exact by a shift of the entering cost. */
function updateDual(state: State, q: number, out: number, step: number): void {
  const { dual, cost, shift, pivotRow } = state;
  if (step === 0) {
    if (dual[q] !== 0) {
      cost[q] -= dual[q];
      shift[q] -= dual[q];
      state.costsMoved = true;
    }
  } else {
    const { index, value, count } = pivotRow;
    for (let k = 0; k < count; k++) dual[index[k]] -= step * value[k];
  }
  dual[q] = 0;
  dual[out] = -step;
  if (shift[out] !== 0) {
    cost[out] -= shift[out];
    dual[out] -= shift[out];
    shift[out] = 0;
  }
}

/** Exchanges the basic variable of `row` for q, which enters at `entered`; the leaving one stands on its bound towards `moveOut`. */
export function exchange(state: State, row: number, q: number, entered: number, atUpper: boolean): void {
  const {
    n,
    basic,
    nonbasic,
    eligible,
    move,
    value,
    lower,
    upper,
    primal,
    lowerBasic,
    upperBasic,
    violation,
  } = state;
  const out = basic[row];
  if (move[q] === 0 && eligible[q] !== 0) state.removeFree(q);
  nonbasic[q] = 0;
  move[q] = 0;
  if (eligible[q] !== 0) {
    eligible[q] = 0;
    if (q < n) state.rowCopy.deactivate(q);
  }
  nonbasic[out] = 1;
  value[out] = atUpper ? upper[out] : lower[out];
  if (lower[out] !== upper[out]) {
    move[out] = atUpper ? -1 : 1;
    eligible[out] = 1;
    if (out < n) state.rowCopy.activate(out);
  }
  basic[row] = q;
  primal[row] = entered;
  lowerBasic[row] = lower[q];
  upperBasic[row] = upper[q];
  const below = lower[q] - entered;
  const above = entered - upper[q];
  const most = Math.max(below, above);
  violation[row] = most > state.primalTolerance ? most * most : 0;
  state.pivots++;
}

/** Makes one dual pivot, or says why not. */
export function dualIterate(state: State, test: RatioTest, pivot: DualPivot): Reason {
  const { factor, rho, column, tau, flips, pivotRow, value, primal, lowerBasic, upperBasic } = state;
  if (factor.shouldRefactor) return REFACTOR;
  if (!chooseLeaving(state, pivot)) return NO_ROW;
  const { row, delta } = pivot;
  state.work += pivotRow.compute(rho, state.rowCopy, state.eligible);
  if (!test.choose(state, delta)) return NO_COLUMN;
  const q = test.entering;

  loadColumn(state, q, column);
  factor.ftranSpike(column, state.columnDensity);
  state.columnDensity = state.observe(state.columnDensity, column);
  const alpha = column.value[row];
  if (!(Math.abs(alpha - test.alpha) <= PIVOT_DISAGREEMENT * Math.min(Math.abs(alpha), Math.abs(test.alpha))))
    return TROUBLE;
  if (test.flipCount > 0) solveFlips(state, test);
  tau.copyFrom(rho);
  factor.ftran(tau, state.tauDensity);
  state.tauDensity = state.observe(state.tauDensity, tau);
  if (factor.update(column, rho, row, test.alpha) !== 0) return TROUBLE;

  const out = state.basic[row];
  updateDual(state, q, out, test.step);
  if (test.flipCount > 0) {
    for (let k = 0; k < test.flipCount; k++) state.flip(test.flips[k]);
    updatePrimal(state, flips, 1);
  }
  const bound = delta < 0 ? lowerBasic[row] : upperBasic[row];
  const step = (primal[row] - bound) / alpha;
  updatePrimalAndWeights(state, row, step, alpha);
  exchange(state, row, q, value[q] + step, delta > 0);
  return GO_ON;
}
