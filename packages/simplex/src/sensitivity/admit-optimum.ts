/** The optimum that a sensitivity question starts from: of a linear program, of this one, and verified again here. */
import {
  checkOptimal,
  InvalidInputError,
  isDiscrete,
  type LpSolution,
  NotAllowedError,
  type OptimalOutcome,
  type Program,
  TOLERANCES,
} from '@marginal/program';

/**
 * The solution of `outcome`. Throws `NotAllowedError` when it has no duals or is no optimum of `program`, as after a change,
 * and `InvalidInputError` for an index outside 0..count-1.
 */
export function admitOptimum(
  program: Program,
  outcome: OptimalOutcome,
  what: 'row' | 'column',
  indices: readonly number[],
): LpSolution {
  const { rowCount, columnCount } = program.matrix;
  const { solution } = outcome;
  const place = 'sensitivity';
  if (solution.kind !== 'lp' || isDiscrete(program)) {
    throw new NotAllowedError({
      code: 'simplex.no-duals',
      place,
      cause: 'a program with integer or semicontinuous columns has no duals',
      remedy: 'fix these columns or relax them',
    });
  }
  const count = what === 'row' ? rowCount : columnCount;
  const faults = indices
    .filter((index) => !(Number.isInteger(index) && index >= 0 && index < count))
    .map((index) => ({
      code: `simplex.${what}`,
      place,
      cause: `${what} ${index} is not in the program`,
      remedy: `give ${what}s 0 to ${count - 1}`,
    }));
  if (faults.length > 0) throw new InvalidInputError(faults);
  const { x, rowDual, reducedCost } = solution;
  const fits = x.length === columnCount && rowDual.length === rowCount && reducedCost.length === columnCount;
  const report = fits ? checkOptimal(program, { x, rowDual, reducedCost }, TOLERANCES.vertex) : undefined;
  if (report?.verdict !== 'verified') {
    const why = report?.failures.join('; ') ?? 'its arrays have other lengths';
    throw new NotAllowedError({
      code: 'simplex.other-optimum',
      place,
      cause: `the outcome is no optimum of this program: ${why}`,
      remedy: 'solve the program as it stands, at the tolerances of a vertex, and ask with that outcome',
    });
  }
  return solution;
}
