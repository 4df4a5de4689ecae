/** How often a solve had to fall back, rung by rung: refactor and look again, raise the threshold, and so on down. */
export class Counters {
  /** Factorisations. */
  factorisations = 0;
  /** A pivot disagreed with itself, so the factor was made anew before going on. */
  troubles = 0;
  /** The relative pivot threshold of the factor was raised. */
  thresholds = 0;
  /** A certificate or a row of the inverse was refined in compensated arithmetic. */
  refinements = 0;
  /** A row or column was set aside until another pivot had been made. */
  taboos = 0;
  /** Basic variables replaced by logicals because the basis was singular. */
  repaired = 0;
  /** The other algorithm took over from the same basis. */
  swaps = 0;
  /** Tolerances were tightened after a vertex left residuals in user space. */
  tightened = 0;
  /** Scaling was turned off or on for another try. */
  rescaled = 0;
  /** The slack basis was loaded for another try. */
  restarts = 0;
  /** Candidates of a pivot row were dropped because their pivots were too small. */
  dropped = 0;
  /** A singular basis was left for the last regular one. */
  backtracks = 0;
  /** Bases came back, and the exchange that leads to them was set aside. */
  cycles = 0;
  /** The dual objective stood still for so long that costs were perturbed more, or that least indices took over. */
  stalls = 0;
  /** Solved again in exact arithmetic. */
  exact = 0;
  /** Another feasible point was sought for a ray. */
  points = 0;
  /** Costs were perturbed. */
  perturbations = 0;

  /** Takes the counts of another solve. */
  take(other: Counters): void {
    Object.assign(this, other);
  }

  reset(): void {
    this.factorisations = 0;
    this.troubles = 0;
    this.thresholds = 0;
    this.refinements = 0;
    this.taboos = 0;
    this.repaired = 0;
    this.swaps = 0;
    this.tightened = 0;
    this.rescaled = 0;
    this.restarts = 0;
    this.dropped = 0;
    this.backtracks = 0;
    this.cycles = 0;
    this.stalls = 0;
    this.exact = 0;
    this.points = 0;
    this.perturbations = 0;
  }
}
