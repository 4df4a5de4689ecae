/**
 * How far apart the objectives of two answers may lie because points and duals are only good to a tolerance. For any x and
 * any (y, r) with r = c - A'y, in a minimisation,
 *
 *   c'x - D(y, r) = sum of y_i (a_i x - b_i) + sum of r_j (x_j - l_j),     b and l the side that the multiplier stands on.
 *
 * Every term of a feasible x and of multipliers of the right sign is zero or more. So the value D of the one may exceed
 * the objective of the other by no more than the negative terms: violations times prices. In an ill-conditioned program
 * that is much more than either tolerance, and both answers are as good as their class.
 */
import { multiply, multiplyTransposed, type Program } from '@marginal/program';

/** Sum of the negative terms, in objective units, zero or more. `rowDual` in the objective's own sense. */
export function explainedDistance(program: Program, x: Float64Array, rowDual: Float64Array): number {
  const flip = program.sense === 'minimize' ? 1 : -1;
  let negative = 0;
  const term = (multiplier: number, value: number, lower: number, upper: number): void => {
    if (multiplier === 0) return;
    const bound = multiplier > 0 ? lower : upper;
    // A price on a bound that is not there is an error of the duals: it is worth what it is multiplied with.
    const product = Number.isFinite(bound) ? multiplier * (value - bound) : -Math.abs(multiplier * value);
    negative += Math.max(0, 0 - product);
  };
  const activity = multiply(program.matrix, x).value;
  for (let i = 0; i < rowDual.length; i++)
    term(flip * rowDual[i], activity[i], program.rowLower[i], program.rowUpper[i]);
  const combination = multiplyTransposed(program.matrix, rowDual).value;
  for (let j = 0; j < x.length; j++)
    term(flip * (program.cost[j] - combination[j]), x[j], program.columnLower[j], program.columnUpper[j]);
  return negative;
}
