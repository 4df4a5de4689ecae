/**
 * Proofs in user space. A row of the inverse without candidates becomes Farkas multipliers `y = s R rho`; a column that nothing stops becomes
 * a primal ray. Both are checked against the user's own program (docs/conventions.md, section 3) before anything is claimed.
 */
import { checkFarkas, checkRay, type Program } from '@marginal/program';
import type { PrimalPivot } from '../primal/iterate.ts';
import type { State } from '../state/state.ts';
import { readPoint } from './optimum.ts';
import type { Refinement } from './refine.ts';

export class Certificates {
  /** Length rowCount: the last multipliers that proved infeasibility. */
  farkas: Float64Array | undefined;
  /** Length columnCount: the last ray that proved unboundedness, and where it starts. */
  ray: Float64Array | undefined;
  point: Float64Array | undefined;

  /** The program that is being solved. */
  program: Program | undefined;
  private readonly refinement: Refinement;

  constructor(refinement: Refinement) {
    this.refinement = refinement;
  }

  /** Whether `state.rho` proves that the row with violation `delta` cannot be satisfied. */
  proveInfeasible(state: State, row: number, delta: number): boolean {
    const y = state.rho.value.slice();
    if (this.tryFarkas(state, y, delta)) return true;
    state.counters.refinements++;
    this.refinement.transposed(state, y, (r) => (r === row ? 1 : 0));
    return this.tryFarkas(state, y, delta);
  }

  private tryFarkas(state: State, rho: Float64Array, delta: number): boolean {
    if (this.program === undefined) return false;
    const { row } = state.form.scale;
    // The row of the inverse says sum rho_i z_i + ... : rows enter with the opposite sign of their logicals.
    const sign = delta < 0 ? -1 : 1;
    const report = checkFarkas(
      this.program,
      rho.map((entry, i) => sign * entry * row[i]),
    );
    if (report.verdict === 'refuted') return false;
    this.farkas = report.farkas;
    return true;
  }

  /** Whether `state.column`, the entering column of `pivot`, is a ray. */
  proveUnbounded(state: State, pivot: PrimalPivot): boolean {
    if (this.program === undefined) return false;
    const { n, column, basic, form } = state;
    const { entering, direction } = pivot;
    const scale = form.scale.column;
    const ray = new Float64Array(n);
    if (entering < n) ray[entering] = direction * scale[entering];
    const { index, value, count } = column;
    for (let k = 0; k < count; k++) {
      const j = basic[index[k]];
      if (j < n) ray[j] = -direction * value[index[k]] * scale[j];
    }
    const report = checkRay(this.program, ray);
    if (report.verdict === 'refuted') return false;
    this.ray = report.ray;
    this.refinement.primal(state);
    this.point = readPoint(state);
    return true;
  }
}
