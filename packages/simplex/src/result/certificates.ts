/**
 * Proofs in user space. A row of the inverse without candidates becomes Farkas multipliers `y = s R rho`; a column that nothing stops becomes
 * a primal ray. Both are checked against the user's own program (docs/conventions.md, section 3) before anything is claimed.
 */
import { checkFarkas, checkRay, type Program } from '@marginal/program';
import type { PrimalPivot } from '../primal/iterate.ts';
import type { State } from '../state/state.ts';
import { isCleanFarkas, isCleanRay } from './clean.ts';
import { readPoint } from './optimum.ts';
import type { Refinement } from './refine.ts';

/** Steps of refinement before a proof is taken as it is. */
const REFINEMENTS = 2;

export class Certificates {
  /** Length rowCount: the last multipliers that proved infeasibility. */
  farkas: Float64Array | undefined;
  /** Length columnCount: the last ray that proved unboundedness, and where it starts. */
  ray: Float64Array | undefined;
  point: Float64Array | undefined;
  /** Whether the last proof holds up to rounding alone. */
  clean = false;

  /** The program that is being solved. */
  program: Program | undefined;
  private readonly refinement: Refinement;

  constructor(refinement: Refinement) {
    this.refinement = refinement;
  }

  /** Whether `state.rho` proves that the row with violation `delta` cannot be satisfied. */
  proveInfeasible(state: State, row: number, delta: number): boolean {
    this.farkas = undefined;
    this.clean = false;
    const y = state.rho.value.slice();
    for (let step = 0; step <= REFINEMENTS && !this.clean; step++) {
      if (step > 0) {
        state.counters.refinements++;
        this.refinement.transposed(state, y, (r) => (r === row ? 1 : 0));
      }
      this.tryFarkas(state, y, delta);
    }
    return this.farkas !== undefined;
  }

  private tryFarkas(state: State, rho: Float64Array, delta: number): void {
    if (this.program === undefined) return;
    const { row } = state.form.scale;
    // The row of the inverse says sum rho_i z_i + ... : rows enter with the opposite sign of their logicals.
    const sign = delta < 0 ? -1 : 1;
    const report = checkFarkas(
      this.program,
      rho.map((entry, i) => sign * entry * row[i]),
    );
    if (report.verdict === 'refuted') return;
    this.farkas = report.farkas;
    this.clean = isCleanFarkas(this.program, report.farkas);
  }

  /** Whether `state.column`, the entering column of `pivot`, is a ray. */
  proveUnbounded(state: State, pivot: PrimalPivot): boolean {
    this.ray = undefined;
    this.clean = false;
    const column = state.column.value.slice();
    for (let step = 0; step <= REFINEMENTS && !this.clean; step++) {
      if (step > 0) {
        state.counters.refinements++;
        this.refinement.column(state, column, pivot.entering);
      }
      this.tryRay(state, column, pivot);
    }
    if (this.ray === undefined) return false;
    this.refinement.primal(state);
    this.point = readPoint(state);
    return true;
  }

  private tryRay(state: State, column: Float64Array, pivot: PrimalPivot): void {
    if (this.program === undefined) return;
    const { m, n, basic, form } = state;
    const { entering, direction } = pivot;
    const scale = form.scale.column;
    const ray = new Float64Array(n);
    if (entering < n) ray[entering] = direction * scale[entering];
    for (let r = 0; r < m; r++) {
      const j = basic[r];
      if (j < n && column[r] !== 0) ray[j] = -direction * column[r] * scale[j];
    }
    const report = checkRay(this.program, ray);
    if (report.verdict === 'refuted') return;
    this.ray = report.ray;
    this.clean = isCleanRay(this.program, report.ray);
  }
}
