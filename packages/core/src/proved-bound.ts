/**
 * A bound on the optimum of a linear program that any vector of row duals proves, however it was found and however
 * inexact it is: weak duality over a box that holds the optimum,
 *
 *     z >= offset + sum_i y_i (the side of row i that y_i stands on) + sum_j min over the box of (c_j - a_j'y) x_j
 *
 * (mirrored when maximising), in compensated arithmetic, with what that may still lose taken off. Nothing here trusts
 * a solver, a basis or a tolerance. Source: Neumaier & Shcherbina, "Safe bounds in linear and mixed-integer linear
 * programming", Math. Programming 99 (2004).
 */
import { CompensatedSum, type Program } from '@marginal/program';
import type { Range } from './affine-rows.ts';

/** Compensated sums are within this of their result, and within its square times n^2 of the terms. */
const UNIT = 2 ** -52;

/** Sums numbers and keeps a bound on everything that was lost on the way. */
class SafeSum {
  private readonly sum = new CompensatedSum();
  private magnitude = 0;
  private count = 0;
  private lost = 0;

  add(a: number): void {
    this.sum.add(a);
    this.magnitude += Math.abs(a);
    this.count++;
  }

  addProduct(a: number, b: number): void {
    this.sum.addProduct(a, b);
    this.magnitude += Math.abs(a * b);
    this.count++;
  }

  lose(amount: number): void {
    this.lost += amount;
  }

  get value(): number {
    return this.sum.value;
  }

  /** The exact sum is within this of `value`. */
  get error(): number {
    return UNIT * Math.abs(this.value) + (2 * this.count * UNIT) ** 2 * this.magnitude + 2 * this.lost;
  }
}

/**
 * A number that no feasible point in the box can beat: at most the optimum when minimising, at least when maximising.
 * Infinite (in the useless direction) when a column that the duals leave a reduced cost has no end in the box.
 * `rowDual`: length rowCount, in the objective's own sense; a dual on a side that a row does not have is left out.
 */
export function provedBound(program: Program, rowDual: Float64Array, box: Range): number {
  const flip = program.sense === 'minimize' ? 1 : -1;
  const { matrix, rowLower, rowUpper, cost } = program;
  const total = new SafeSum();
  total.add(flip * program.offset);
  const y = rowDual.map((dual, i) => {
    const side = flip * dual > 0 ? rowLower[i] : rowUpper[i];
    return Number.isFinite(dual) && Number.isFinite(side) ? flip * dual : 0;
  });
  y.forEach((dual, i) => {
    if (dual !== 0) total.addProduct(dual, dual > 0 ? rowLower[i] : rowUpper[i]);
  });
  for (let j = 0; j < cost.length; j++) {
    const reduced = new SafeSum();
    reduced.add(flip * cost[j]);
    for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++) {
      if (y[matrix.rows[k]] !== 0) reduced.addProduct(-y[matrix.rows[k]], matrix.values[k]);
    }
    const { value, error } = reduced;
    if (value === 0 && error === 0) continue;
    const end = value > 0 ? box.lower[j] : box.upper[j];
    // Whatever the error makes of the reduced cost, the column is at one end or the other.
    const reach = Math.max(Math.abs(box.lower[j]), Math.abs(box.upper[j]));
    if (value !== 0 && !Number.isFinite(end)) return flip * -Infinity;
    if (value !== 0) total.addProduct(value, end);
    if (error >= Math.abs(value) && !Number.isFinite(reach)) return flip * -Infinity;
    total.lose(error * (Number.isFinite(reach) && error >= Math.abs(value) ? reach : Math.abs(end)));
  }
  return flip * (total.value - total.error);
}
