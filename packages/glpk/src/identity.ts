/**
 * What these backends are called and what they can do, by engine and method. Every capability has a test; the numeric
 * range is what GLPK keeps.
 */
import type { Capabilities, NumericRange } from '@marginal/program';

/**
 * The simplex method by which every program is solved, or the interior point method for linear programs. Without one
 * GLPK goes on as suits: primal from nothing and after new costs, dual after new bounds.
 */
export type GlpkMethod = 'dual' | 'primal' | 'interior';

export interface Identity {
  readonly name: string;
  readonly version: string;
  readonly capabilities: Capabilities;
}

/** GLPK's own; both packages are built from it. */
const VERSION = '5.0';

/**
 * GLPK takes every double as it is; only its own largest one reads as infinite. But its LU factors drop what is 1e-15
 * of the rest: a coefficient of 1e13 beside ones is solved, one of 1e15 is not. Bounds and costs survive to 1e300,
 * beyond which products overflow. All measured.
 */
const NUMERIC_RANGE: NumericRange = { smallestCoefficient: 1e-13, largestCoefficient: 1e13, infinity: 1e300 };

/** A row of coefficients of 1e11 costs the interior point method its duals: they come back as zeros. */
const INTERIOR_RANGE: NumericRange = { ...NUMERIC_RANGE, largestCoefficient: 1e10 };

/** `interrupt`: whether an `AbortSignal` can stop a running solve; only a thread that can be ended allows that. */
function simplexCapabilities(interrupt: boolean): Capabilities {
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
    progress: true,
    vertexSolutions: true,
    toleranceClass: 'vertex',
    numericRange: NUMERIC_RANGE,
  };
}

/**
 * glp_interior knows linear programs only, starts from nothing and has no basis at its end. It looks at no clock: only a
 * thread that can be ended keeps a time limit.
 */
function interiorCapabilities(interrupt: boolean): Capabilities {
  return {
    ...simplexCapabilities(interrupt),
    mip: false,
    basisOut: false,
    basisIn: false,
    warmStart: false,
    timeLimit: interrupt,
    progress: false,
    vertexSolutions: false,
    toleranceClass: 'interior',
    numericRange: INTERIOR_RANGE,
  };
}

/** The engine glpk-wasm. */
export function identityOf(method: GlpkMethod | undefined, interrupt: boolean): Identity {
  const capabilities =
    method === 'interior' ? interiorCapabilities(interrupt) : simplexCapabilities(interrupt);
  return { name: method === undefined ? 'glpk' : `glpk:${method}`, version: VERSION, capabilities };
}

/**
 * The engine glpk.js. It hands out points and row duals and nothing else: reduced costs are c - A'y, recomputed here,
 * proofs are optima of auxiliary programs, and there is no basis to hand out, take in or start from.
 */
export const JS_IDENTITY: Identity = {
  name: 'glpk.js',
  version: VERSION,
  capabilities: {
    ...simplexCapabilities(false),
    basisOut: false,
    basisIn: false,
    warmStart: false,
    progress: false,
  },
};
