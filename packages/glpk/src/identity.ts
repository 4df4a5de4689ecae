/**
 * What this backend is called and what it can do. Every capability has a test; the numeric range is what GLPK keeps.
 */
import type { Capabilities, NumericRange } from '@marginal/program';

export const IDENTITY = { name: 'glpk', version: '5.0' } as const;

/**
 * GLPK takes every double as it is; only its own largest one reads as infinite. But its LU factors drop what is 1e-15
 * of the rest: a coefficient of 1e13 beside ones is solved, one of 1e15 is not. Bounds and costs survive to 1e300,
 * beyond which products overflow. All measured.
 */
const NUMERIC_RANGE: NumericRange = { smallestCoefficient: 1e-13, largestCoefficient: 1e13, infinity: 1e300 };

/** `interrupt`: whether an `AbortSignal` can stop a running solve; only a thread that can be ended allows that. */
export function capabilities(interrupt: boolean): Capabilities {
  return {
    lp: true,
    mip: true,
    semicontinuous: false,
    duals: true,
    reducedCosts: true,
    basisOut: true,
    basisIn: true,
    farkas: true,
    primalRay: true,
    ranging: false,
    warmStart: true,
    timeLimit: true,
    interrupt,
    progress: false,
    vertexSolutions: true,
    toleranceClass: 'vertex',
    numericRange: NUMERIC_RANGE,
  };
}
