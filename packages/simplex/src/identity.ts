/** Name, version and honest capabilities. */
import type { Capabilities } from '@marginal/program';
import { INFINITE, LARGEST_COEFFICIENT, SMALLEST_COEFFICIENT } from './tolerances.ts';

export const IDENTITY = { name: 'simplex', version: '0.1.0' } as const;

export const CAPABILITIES: Capabilities = {
  lp: true,
  mip: true,
  semicontinuous: true,
  duals: true,
  reducedCosts: true,
  basisOut: true,
  basisIn: true,
  farkas: true,
  primalRay: true,
  ranging: true,
  warmStart: true,
  timeLimit: true,
  interrupt: true,
  progress: true,
  vertexSolutions: true,
  toleranceClass: 'vertex',
  numericRange: {
    smallestCoefficient: SMALLEST_COEFFICIENT,
    largestCoefficient: LARGEST_COEFFICIENT,
    infinity: INFINITE,
  },
};
