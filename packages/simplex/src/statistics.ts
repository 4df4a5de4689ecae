/** What a solve tells besides its outcome. */

/** How a solve went. Counts of one solve; `fallbacks` is zero throughout when nothing went wrong. */
export interface SolveStatistics {
  readonly pivots: number;
  /** Work in ticks: the same on every machine, about one per nonzero touched by factor and pivot rows. */
  readonly work: number;
  readonly factorisations: number;
  readonly perturbations: number;
  /** Whether presolve reduced the program first. */
  readonly presolved: boolean;
  /** The ladder: how often each rung was needed. */
  readonly fallbacks: {
    /** Row and column disagreed about a pivot, and the factor was made anew. */
    readonly troubles: number;
    /** The pivot threshold of the factor was raised. */
    readonly thresholds: number;
    /** A certificate or a row of the inverse was refined in compensated arithmetic. */
    readonly refinements: number;
    /** Candidates of a pivot row were dropped because their pivots were too small. */
    readonly dropped: number;
    /** A row or column was set aside until another pivot had been made. */
    readonly taboos: number;
    /** Basic variables replaced by logicals in a singular basis. */
    readonly repaired: number;
    /** A singular basis was left for the last regular one. */
    readonly backtracks: number;
    /** A basis came back, and the exchange that leads to it was set aside. */
    readonly cycles: number;
    /** The dual objective stood still for so long that costs were perturbed more, or that least indices took over. */
    readonly stalls: number;
    /** Dual and primal took over from each other. */
    readonly swaps: number;
    /** Tolerances were tightened after a vertex left residuals in the program as stated. */
    readonly tightened: number;
    /** The slack basis was loaded for another try. */
    readonly restarts: number;
    /** Scaling was toggled and costs perturbed more for another try. */
    readonly rescaled: number;
    /** A small program was solved in exact arithmetic. */
    readonly exact: number;
    /** Another feasible point was sought for a ray. */
    readonly points: number;
  };
}
