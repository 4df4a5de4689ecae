/**
 * The last basis that was factorised without a repair. When the next one turns out to be singular, after so many updates, the solve goes
 * back there and makes the factor anew after half as many: nearer to the pivot that spoilt it, which a fresh factor then sees for what it is
 * (HiGHS). With nothing to go back to, the repair with logicals stands.
 */
import type { State } from './state.ts';

export class RegularBasis {
  /** Length m: variables and their steepest edge weights. */
  private readonly basic: Int32Array;
  private readonly weight: Float64Array;
  /** Length total. */
  private readonly nonbasic: Uint8Array;
  private readonly move: Int8Array;
  /** Pivots of the state when it stood here, -1 for none. */
  private pivots = -1;
  /** Whether the last pivot was made although a fresh factor could not be updated for it. */
  forced = false;
  /** Until such a pivot has led to a singular basis. */
  mayForce = true;

  constructor(m: number, total: number) {
    this.basic = new Int32Array(m);
    this.weight = new Float64Array(m);
    this.nonbasic = new Uint8Array(total);
    this.move = new Int8Array(total);
  }

  /** Another solve begins. */
  forget(): void {
    this.pivots = -1;
    this.forced = false;
    this.mayForce = true;
  }

  take(state: State): void {
    this.basic.set(state.basic);
    this.weight.set(state.weight);
    this.nonbasic.set(state.nonbasic);
    this.move.set(state.move);
    this.pivots = state.pivots;
  }

  /** Whether the state has gone on from here by more than one pivot since. */
  isBehind(state: State): boolean {
    return this.pivots >= 0 && state.pivots > this.pivots + 1;
  }

  /** Brings the basis back. The factor, values and reduced costs are for the caller to make anew. */
  restore(state: State): void {
    state.basic.set(this.basic);
    state.weight.set(this.weight);
    state.nonbasic.set(this.nonbasic);
    state.move.set(this.move);
    this.pivots = state.pivots;
    state.factored = false;
    state.placeNonbasics();
  }
}

/** Makes the factor anew unless it is fresh; goes back to the last regular basis when the present one is singular. */
export function refactor(state: State): void {
  const { factor, regular, counters } = state;
  if (state.factored && factor.updates === 0) return;
  const updates = state.factored ? factor.updates : 0;
  counters.factorisations++;
  const { forced } = regular;
  regular.forced = false;
  let repaired = state.factorise();
  if (repaired > 0 && (forced || (updates > 1 && regular.isBehind(state)))) {
    if (forced) regular.mayForce = false;
    counters.backtracks++;
    counters.repaired -= repaired;
    regular.restore(state);
    state.updateLimit = Math.max(1, updates >> 1);
    counters.factorisations++;
    repaired = state.factorise();
  } else if (repaired === 0 && updates >= state.updateLimit) state.updateLimit *= 2;
  if (repaired === 0) regular.take(state);
}
