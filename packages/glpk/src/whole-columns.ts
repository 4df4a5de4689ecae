/**
 * Integer columns that reach far or to infinity. GLPK 5.0 cannot be trusted with them: the presolver of glp_intopt tightens
 * the implied bounds of such columns a unit at a time, for ever where they have none, and looks at no clock meanwhile
 * (7x - 5y >= 0.3 and 7x - 5y <= 0.7); and its search may branch for ever.
 */
import type { Program } from '@marginal/program';
import { FAR_WHOLE } from './constants.ts';

/** Columns that may be far from zero. */
export function farWholeColumns({ integer, columnLower, columnUpper }: Program): number[] {
  const far: number[] = [];
  integer?.forEach((flag, j) => {
    if (flag !== 0 && !(columnLower[j] >= -FAR_WHOLE && columnUpper[j] <= FAR_WHOLE)) far.push(j);
  });
  return far;
}

/** Whether the search may have no end. */
export function isEndless({ integer, columnLower, columnUpper }: Program): boolean {
  return integer?.some((flag, j) => flag !== 0 && columnUpper[j] - columnLower[j] === Infinity) === true;
}
