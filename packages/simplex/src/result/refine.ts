/**
 * Iterative refinement of what a basis determines: the values of basic variables, the row duals, a row of the inverse. Residuals are
 * summed in twice the working precision, the correction is solved with the factor at hand. Works in scaled space, which is exact.
 */
import type { State } from '../state/state.ts';
import { productError, sumError } from './compensated.ts';

/** Scratch of length m each: sums and their rounding errors. */
export class Refinement {
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(m: number) {
    this.high = new Float64Array(m);
    this.low = new Float64Array(m);
  }

  /** One step on `state.primal`: the residual of `B x_B + N x_N = 0`. */
  primal(state: State): void {
    const { m, n, nonbasic, value, basic, primal, form, spare, factor } = state;
    const { starts, rows, values } = form;
    const { high, low } = this;
    high.fill(0);
    low.fill(0);
    for (let j = 0; j < n; j++) if (nonbasic[j] !== 0 && value[j] !== 0) this.addColumn(state, j, value[j]);
    for (let i = 0; i < m; i++) if (nonbasic[n + i] !== 0) this.addTo(i, value[n + i]);
    for (let r = 0; r < m; r++) {
      const j = basic[r];
      const x = primal[r];
      if (j >= n) this.addTo(j - n, x);
      else if (x !== 0) {
        const end = starts[j + 1];
        for (let k = starts[j]; k < end; k++) {
          const i = rows[k];
          const p = values[k] * x;
          const s = high[i] + p;
          low[i] += productError(values[k], x, p) + sumError(high[i], p, s);
          high[i] = s;
        }
      }
    }
    spare.clear();
    for (let i = 0; i < m; i++) spare.value[i] = -(high[i] + low[i]);
    spare.count = -1;
    factor.ftran(spare, 1);
    for (let r = 0; r < m; r++) primal[r] += spare.value[r];
    spare.clear();
  }

  private addColumn(state: State, j: number, x: number): void {
    const { starts, rows, values } = state.form;
    const { high, low } = this;
    const end = starts[j + 1];
    for (let k = starts[j]; k < end; k++) {
      const i = rows[k];
      const p = values[k] * x;
      const s = high[i] + p;
      low[i] += productError(values[k], x, p) + sumError(high[i], p, s);
      high[i] = s;
    }
  }

  private addTo(i: number, x: number): void {
    const { high, low } = this;
    const s = high[i] + x;
    low[i] += sumError(high[i], x, s);
    high[i] = s;
  }

  /** One step on `v` (length m, by basic variable), a solution of `B v = a_q`. */
  column(state: State, v: Float64Array, q: number): void {
    const { m, n, basic, spare, factor } = state;
    const { high, low } = this;
    high.fill(0);
    low.fill(0);
    if (q >= n) this.addTo(q - n, -1);
    else this.addColumn(state, q, -1);
    for (let r = 0; r < m; r++) {
      if (v[r] === 0) continue;
      if (basic[r] >= n) this.addTo(basic[r] - n, v[r]);
      else this.addColumn(state, basic[r], v[r]);
    }
    spare.clear();
    for (let i = 0; i < m; i++) spare.value[i] = -(high[i] + low[i]);
    spare.count = -1;
    factor.ftran(spare, 1);
    for (let r = 0; r < m; r++) v[r] += spare.value[r];
    spare.clear();
  }

  /** One step on `y` (length m, row space), a solution of `B' y = right` where `right[r]` belongs to `basic[r]`. */
  transposed(state: State, y: Float64Array, right: (r: number) => number): void {
    const { m, n, basic, form, spare, factor } = state;
    const { starts, rows, values } = form;
    spare.clear();
    for (let r = 0; r < m; r++) {
      const j = basic[r];
      let high = right(r);
      let low = 0;
      if (j >= n) high -= y[j - n];
      else {
        const end = starts[j + 1];
        for (let k = starts[j]; k < end; k++) {
          const a = -values[k];
          const p = a * y[rows[k]];
          const s = high + p;
          low += productError(a, y[rows[k]], p) + sumError(high, p, s);
          high = s;
        }
      }
      spare.value[r] = high + low;
    }
    spare.count = -1;
    factor.btran(spare, 1);
    for (let r = 0; r < m; r++) y[r] += spare.value[r];
    spare.clear();
  }
}
