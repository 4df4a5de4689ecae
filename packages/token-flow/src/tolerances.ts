/** Tolerances of this package, relative (docs/conventions.md, section 6). */
import { TOLERANCES, type ToleranceClass } from '@marginal/program';

/**
 * A part of a price no larger than this, relative to 1 + |price|, is what rounding leaves of nothing: a price is the sum
 * of a dozen numbers with 16 digits each, and its parts are promised to sum to it to 1e-9.
 */
export const PART_ROUNDING = 1e-10;

/**
 * What comes into a ledger and what goes out of it agree to this, relative to 1 + the money that moves, by the class of
 * the solver. The difference is the duality gap seen as money, so the others reach the gap of their class (docs/conventions.md, section 6).
 */
export const LEDGER_BALANCE: Readonly<Record<ToleranceClass, number>> = {
  vertex: 1e-9,
  interior: TOLERANCES.interior.gap,
  firstOrder: TOLERANCES.firstOrder.gap,
};

/** Costs of two clearings are equal when they differ by no more than this, relative to 1 + |cost|: the solvers' own gap. */
export const SAME_COST = 1e-8;

/** Amounts no larger than this, relative to 1 + the largest, are nothing: the primal tolerance of a vertex. */
export const NOTHING_SERVED = 1e-7;
