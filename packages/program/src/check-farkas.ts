/**
 * Do the multipliers y prove that no point satisfies the program? With z = A'y, every feasible x has z'x = y'(Ax), so
 *
 *   sum over y_i > 0 of y_i rowLower_i + sum over y_i < 0 of y_i rowUpper_i   >   max over the column bounds of z'x
 *
 * cannot be met (docs/conventions.md, section 3). Independent of the objective. Any y that passes is a proof, whoever
 * made it; so one that fails is tried again with its noise cleared. A column without the bound that its z_j would need must
 * have z_j = 0 up to `CERTIFICATE_NOISE` of the terms it was summed from. Of a program with integers it is the relaxation
 * that is proved infeasible, and so the program.
 */
import { CompensatedSum } from './compensated.ts';
import { multiplyTransposed } from './matrix.ts';
import type { Program } from './program.ts';
import { relaxation } from './relaxation.ts';
import { CERTIFICATE_MARGIN, CERTIFICATE_NOISE } from './tolerances.ts';

export type CertificateReport<Vector extends string> =
  | ({ readonly verdict: 'verified'; readonly margin: number } & { readonly [V in Vector]: Float64Array })
  | { readonly verdict: 'refuted'; readonly failures: readonly string[] };

/** Largest entry in size; NaN if any entry is NaN. */
export function largestEntry(vector: Float64Array): number {
  let largest = 0;
  for (const entry of vector) {
    if (Number.isNaN(entry)) return Number.NaN;
    largest = Math.max(largest, Math.abs(entry));
  }
  return largest;
}

/**
 * Checks Farkas multipliers, length rowCount. A vector that fails as it is gets a second chance without its noise. The
 * verified vector is scaled to a largest entry of 1.
 */
export function checkFarkas(program: Program, multipliers: Float64Array): CertificateReport<'farkas'> {
  const { rowCount } = program.matrix;
  if (multipliers.length !== rowCount) {
    return { verdict: 'refuted', failures: [`has ${multipliers.length} multipliers for ${rowCount} rows`] };
  }
  const largest = largestEntry(multipliers);
  if (!(largest > 0 && largest < Infinity)) {
    return { verdict: 'refuted', failures: ['multipliers are all zero, infinite or not numbers'] };
  }
  const asGiven = prove(
    program,
    multipliers.map((entry) => entry / largest),
  );
  if (asGiven.verdict === 'verified') return asGiven;
  return prove(program, withoutNoise(multipliers, largest));
}

/** Entries that are noise of the solver cleared, the largest scaled to 1. */
export function withoutNoise(vector: Float64Array, largest: number): Float64Array {
  return vector.map((entry) => (Math.abs(entry) <= CERTIFICATE_NOISE * largest ? 0 : entry / largest));
}

function prove(program: Program, farkas: Float64Array): CertificateReport<'farkas'> {
  const { matrix, rowLower, rowUpper, columnLower, columnUpper, names } = relaxation(program);
  const refuted = (failure: string): CertificateReport<'farkas'> => ({
    verdict: 'refuted',
    failures: [failure],
  });
  const proof = new CompensatedSum();
  let size = 0;
  for (let i = 0; i < farkas.length; i++) {
    if (farkas[i] === 0) continue;
    const bound = farkas[i] > 0 ? rowLower[i] : rowUpper[i];
    if (!Number.isFinite(bound))
      return refuted(`multiplier ${farkas[i]} of row ${names.row(i)} stands on a bound that is not there`);
    proof.addProduct(farkas[i], bound);
    size += Math.abs(farkas[i] * bound);
  }
  const z = multiplyTransposed(matrix, farkas);
  for (let j = 0; j < z.value.length; j++) {
    const zj = z.value[j];
    if (zj === 0) continue;
    const bound = zj > 0 ? columnUpper[j] : columnLower[j];
    if (!Number.isFinite(bound)) {
      if (Math.abs(zj) <= CERTIFICATE_NOISE * z.magnitude[j]) continue;
      return refuted(`column ${names.column(j)} has ${zj} left over and no bound to stop it`);
    }
    proof.addProduct(-zj, bound);
    size += Math.abs(zj * bound);
  }
  const margin = size === 0 ? 0 : proof.value / size;
  if (!(margin > CERTIFICATE_MARGIN))
    return refuted(
      `the combined rows leave a margin of ${proof.value}, relative ${margin}: no contradiction`,
    );
  return { verdict: 'verified', margin, farkas };
}
