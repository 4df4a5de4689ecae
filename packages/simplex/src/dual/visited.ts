/**
 * Recognises bases that come back. A basis is the exclusive or of a fixed random word per variable, so the next one costs two operations
 * per pivot; the last so many are kept in a table by their lowest bits. A later basis may push an earlier one out: then a cycle is seen
 * one round later. Two different bases agree once in two billion, and one that comes back is only held against a pivot the second time
 * in a row (HiGHS).
 */
import type { State } from '../state/state.ts';

const SLOTS = 1024;

export class Visited {
  private readonly table = new Uint32Array(SLOTS);
  private present = 0;
  /** Pivots of the state when the last basis came back. */
  private cameBack = -1;

  private wordOf(state: State, j: number): number {
    return (state.random[j] << 1) >>> 0;
  }

  /** Starts from the present basis, with nothing seen. */
  start(state: State): void {
    this.table.fill(0);
    this.cameBack = -1;
    let word = 0;
    for (let r = 0; r < state.m; r++) word ^= this.wordOf(state, state.basic[r]);
    this.present = word >>> 0;
    this.table[this.present % SLOTS] = this.present;
  }

  /** Whether this exchange leads back to a basis that was here before, right after another that did. */
  isCycle(state: State, entering: number, leaving: number): boolean {
    const next = (this.present ^ this.wordOf(state, entering) ^ this.wordOf(state, leaving)) >>> 0;
    if (this.table[next % SLOTS] !== next) return false;
    const again = this.cameBack >= 0 && this.cameBack >= state.pivots - 1;
    this.cameBack = state.pivots;
    return again;
  }

  /** The exchange has been made. */
  note(state: State, entering: number, leaving: number): void {
    this.present = (this.present ^ this.wordOf(state, entering) ^ this.wordOf(state, leaving)) >>> 0;
    this.table[this.present % SLOTS] = this.present;
  }
}
