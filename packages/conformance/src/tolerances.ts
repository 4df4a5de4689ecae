/** Tolerances of the kit, all relative (docs/conventions.md, section 6). What an answer itself must reach is `TOLERANCES`. */
import { TOLERANCES, type ToleranceClass, type Tolerances } from '@marginal/program';

/**
 * Two verified optima, or one and a known truth, agree to this, relative to 1 + |objective - offset|. A vertex reaches
 * the duality gap of its class; the others may each be off by theirs, on opposite sides.
 */
export const OBJECTIVE_AGREEMENT: Readonly<Record<ToleranceClass, number>> = {
  vertex: 1e-9,
  interior: 2e-6,
  firstOrder: 2e-4,
};

/** Optima of two searches, each within the default gap of 1e-6 of its bound, may be this far apart. */
export const SEARCH_AGREEMENT = 2e-6;

/** Components of a point or of duals equal known ones to this, relative to 1 + |value|. */
export const COMPONENT_AGREEMENT: Readonly<Record<ToleranceClass, number>> = {
  vertex: 1e-7,
  interior: 1e-4,
  firstOrder: 1e-2,
};

/** A basic solution stands on the bound its basis says, relative to 1 + |bound|: the primal tolerance of a vertex. */
export const AT_BOUND = 1e-7;

/** A number recomputed by the same formula may differ by this, relative to 1 + |value|: a few roundings of sums. */
export const RECOMPUTED = 1e-12;

/**
 * An answer carried through a relation is held to this many times the tolerance of its class: scaling a row by 8 makes
 * what was within tolerance there eight times as large here, and adding a row adds two.
 */
export const CARRIED = 16;

/** What a carried answer of a class must reach. */
export function carriedTolerances(toleranceClass: ToleranceClass): Tolerances {
  const { primal, dual, complementarity, gap } = TOLERANCES[toleranceClass];
  return {
    primal: CARRIED * primal,
    dual: CARRIED * dual,
    complementarity: CARRIED * complementarity,
    gap: CARRIED * gap,
  };
}

/** Memory that may be held after the first fifth of the sessions, in bytes: one growth step of a WebAssembly heap. */
export const HELD_MEMORY = 96 * 2 ** 20;

/** How far apart two ends of a range, or an objective and its line, may be, relative to 1 + their size. */
export const RANGE_AGREEMENT = 1e-7;

/** Relative step inside and outside of the end of a range: large against tolerances, small against the ranges here. */
export const RANGE_STEP = 1e-2;
