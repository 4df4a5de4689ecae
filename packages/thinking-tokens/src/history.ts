/** Owns the record of an iteration: all of it while it is short, then every second entry, every fourth, and so on. */
import { HISTORY } from './tolerances.ts';

export class History {
  private kept: number[] = [];
  private stride = 1;
  private count = 0;

  add(value: number): void {
    if (this.count % this.stride === 0) {
      if (this.kept.length === HISTORY) {
        this.kept = this.kept.filter((_, at) => at % 2 === 0);
        this.stride *= 2;
      }
      if (this.count % this.stride === 0) this.kept.push(value);
    }
    this.count++;
  }

  /** How many iterations apart the entries are. */
  every(): number {
    return this.stride;
  }

  /** What was kept, evenly spaced from the first. */
  values(): readonly number[] {
    return this.kept;
  }
}
