/**
 * What a backend can do with the options it was made with. A capability that is claimed must work; one that is
 * denied must be refused or absent, never answered with a zero.
 */
import type { ToleranceClass } from './tolerances.ts';

/** The numbers a solver keeps as they are; outside, it drops, refuses or reinterprets them. */
export interface NumericRange {
  /** Coefficients smaller than this in size would be dropped. */
  readonly smallestCoefficient: number;
  /** Coefficients larger than this would be refused. */
  readonly largestCoefficient: number;
  /** Finite bounds and costs from here on would be read as infinite. */
  readonly infinity: number;
  /** Upper bounds of semicontinuous columns above this would be lowered or refused; absent where there is no such limit. */
  readonly semicontinuousUpper?: number;
}

export interface Capabilities {
  readonly lp: boolean;
  /** Integer columns. */
  readonly mip: boolean;
  /** Columns that are zero or between their bounds. */
  readonly semicontinuous: boolean;
  readonly duals: boolean;
  readonly reducedCosts: boolean;
  readonly basisOut: boolean;
  readonly basisIn: boolean;
  /** Proofs of infeasibility (Farkas multipliers). */
  readonly farkas: boolean;
  /** Proofs of unboundedness (primal rays). */
  readonly primalRay: boolean;
  readonly ranging: boolean;
  /** A session re-solves from where the last solve ended. */
  readonly warmStart: boolean;
  readonly timeLimit: boolean;
  /** An `AbortSignal` stops a running solve, not only one that waits. */
  readonly interrupt: boolean;
  /** Progress is reported while solving. */
  readonly progress: boolean;
  /** Answers are vertices, with a basis. */
  readonly vertexSolutions: boolean;
  readonly toleranceClass: ToleranceClass;
  readonly numericRange: NumericRange;
}
