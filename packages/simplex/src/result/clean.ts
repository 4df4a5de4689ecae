/**
 * Whether a certificate holds up to rounding alone. `@marginal/program` forgives noise of 1e-9 of what it is summed from, because solvers
 * have it; with coefficients decades apart a wrong proof fits in there. Ours comes from a refined solve, so what it leaves over should be
 * what rounding its entries leaves. One that is not clean is still a proof by the checks, but it is worth another look.
 */
import { multiply, multiplyTransposed, type Program } from '@marginal/program';
import { CLEAN } from '../tolerances.ts';

/** Farkas multipliers, length rowCount: nothing is left over where no bound would stop it. */
export function isCleanFarkas(program: Program, farkas: Float64Array): boolean {
  const { columnLower, columnUpper } = program;
  const { value, magnitude } = multiplyTransposed(program.matrix, farkas);
  for (let j = 0; j < value.length; j++) {
    const bound = value[j] > 0 ? columnUpper[j] : columnLower[j];
    if (bound - bound !== 0 && Math.abs(value[j]) > CLEAN * magnitude[j]) return false;
  }
  return true;
}

/** A ray, length columnCount: no row moves towards a side that it has. */
export function isCleanRay(program: Program, ray: Float64Array): boolean {
  const { rowLower, rowUpper } = program;
  const { value, magnitude } = multiply(program.matrix, ray);
  for (let i = 0; i < value.length; i++) {
    const bound = value[i] > 0 ? rowUpper[i] : rowLower[i];
    if (bound - bound === 0 && Math.abs(value[i]) > CLEAN * magnitude[i]) return false;
  }
  return true;
}
