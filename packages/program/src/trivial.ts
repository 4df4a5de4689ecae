/**
 * Programs without a single nonzero coefficient, solved by looking at them: each column stands alone and each row is
 * the constant zero. Solvers disagree on such programs or return no certificate for them (HiGHS gives no ray when A is
 * empty and throws on a program without columns), so `defineBackend` never sends them one.
 */
import type { Claim } from './backend.ts';
import { isDiscrete, type Program } from './program.ts';
import { emptyColumn, relaxation } from './relaxation.ts';

/** The claim for a minimisation whose matrix is empty. */
export function solveWithoutMatrix(program: Program): Claim {
  const { rowCount, columnCount } = program.matrix;
  for (let i = 0; i < rowCount; i++) {
    if (program.rowLower[i] > 0 || program.rowUpper[i] < 0) {
      const farkas = new Float64Array(rowCount);
      farkas[i] = program.rowLower[i] > 0 ? 1 : -1;
      return { status: 'infeasible', farkas, iterations: 0 };
    }
  }
  // No whole number fits: true, but there are no multipliers to prove it with.
  if (emptyColumn(program) !== undefined) return { status: 'infeasible', search: true, iterations: 0 };
  // Each column stands alone, and both its bounds here are values that it may take.
  const { columnLower, columnUpper } = relaxation(program);
  const x = new Float64Array(columnCount);
  const ray = new Float64Array(columnCount);
  let unbounded = false;
  for (let j = 0; j < columnCount; j++) {
    const lower = columnLower[j];
    const upper = columnUpper[j];
    const nearest = Math.min(Math.max(0, lower), upper);
    const cost = program.cost[j];
    const best = cost > 0 ? lower : cost < 0 ? upper : nearest;
    if (Number.isFinite(best)) x[j] = best;
    else {
      x[j] = nearest;
      ray[j] = Math.sign(best);
      unbounded = true;
    }
  }
  if (unbounded) return { status: 'unbounded', ray, point: x, iterations: 0 };
  if (isDiscrete(program)) {
    const bound = x.reduce((sum, xj, j) => sum + program.cost[j] * xj, program.offset);
    return { status: 'optimal', x, bound, iterations: 0 };
  }
  return {
    status: 'optimal',
    x,
    rowDual: new Float64Array(rowCount),
    reducedCost: program.cost.slice(),
    iterations: 0,
  };
}
