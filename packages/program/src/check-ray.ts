/**
 * Does the direction d prove that a feasible program is unbounded? It must stay within every finite bound for ever
 * and improve the objective:
 *
 *   d_j >= 0 where columnLower is finite, <= 0 where columnUpper is; (A d)_i likewise for rows;
 *   c'd < 0 when minimising, > 0 when maximising.
 *
 * Together with one feasible point (`checkOptimal` without duals) this proves unboundedness (docs/conventions.md, section 3).
 * With integers, too, if the point is whole: all coefficients are doubles, hence rational, so the rays of the relaxation
 * have rational ones among them that improve as well, and a whole multiple of such a ray leads from one whole point
 * to the next for ever (Meyer, "On the existence of optimal solutions to integer and mixed-integer programming
 * problems", Math. Programming 7 (1974)). A semicontinuous column has an upper bound and stands still along any ray.
 */
import { type CertificateReport, largestEntry, withoutNoise } from './check-farkas.ts';
import { CompensatedSum } from './compensated.ts';
import { multiply } from './matrix.ts';
import type { Program } from './program.ts';
import { CERTIFICATE_MARGIN, CERTIFICATE_NOISE } from './tolerances.ts';

/** Whether moving by `step` for ever leaves the interval; `size` is what the step was summed from. */
function leaves(step: number, lower: number, upper: number, size: number): boolean {
  if (Math.abs(step) <= CERTIFICATE_NOISE * size) return false;
  return step > 0 ? upper < Infinity : lower > -Infinity;
}

/**
 * Checks a primal ray, length columnCount. A vector that fails as it is gets a second chance without its noise. The
 * verified vector is scaled to a largest entry of 1.
 */
export function checkRay(program: Program, direction: Float64Array): CertificateReport<'ray'> {
  const { columnCount } = program.matrix;
  if (direction.length !== columnCount) {
    return { verdict: 'refuted', failures: [`has ${direction.length} entries for ${columnCount} columns`] };
  }
  const largest = largestEntry(direction);
  if (!(largest > 0 && largest < Infinity)) {
    return { verdict: 'refuted', failures: ['direction is all zero, infinite or not a number'] };
  }
  const asGiven = prove(
    program,
    direction.map((entry) => entry / largest),
  );
  if (asGiven.verdict === 'verified') return asGiven;
  return prove(program, withoutNoise(direction, largest));
}

function prove(program: Program, ray: Float64Array): CertificateReport<'ray'> {
  const { matrix, cost, names } = program;
  const refuted = (failure: string): CertificateReport<'ray'> => ({
    verdict: 'refuted',
    failures: [failure],
  });
  for (let j = 0; j < ray.length; j++) {
    if (leaves(ray[j], program.columnLower[j], program.columnUpper[j], 0))
      return refuted(`column ${names.column(j)} moves by ${ray[j]} and meets its bound`);
  }
  const activity = multiply(matrix, ray);
  for (let i = 0; i < activity.value.length; i++) {
    if (leaves(activity.value[i], program.rowLower[i], program.rowUpper[i], activity.magnitude[i])) {
      return refuted(`row ${names.row(i)} moves by ${activity.value[i]} and meets its bound`);
    }
  }
  const gain = new CompensatedSum();
  let size = 0;
  for (let j = 0; j < ray.length; j++) {
    gain.addProduct(cost[j], ray[j]);
    size += Math.abs(cost[j] * ray[j]);
  }
  const better = program.sense === 'minimize' ? -gain.value : gain.value;
  const margin = size === 0 ? 0 : better / size;
  if (!(margin > CERTIFICATE_MARGIN))
    return refuted(`moving along it changes the objective by ${gain.value}: no improvement`);
  return { verdict: 'verified', margin, ray };
}
