/** Wall clock of one solve, for authors of backends: a solve may take several runs, each with a clock of its own. */
export class Deadline {
  private readonly end: number;

  /** `seconds`: from now on; undefined for no limit. */
  constructor(seconds: number | undefined) {
    this.end = seconds === undefined ? Infinity : performance.now() / 1000 + seconds;
  }

  /** Seconds left, Infinity without a limit, never negative. */
  left(): number {
    return Math.max(0, this.end - performance.now() / 1000);
  }

  /** Whether the time is over. */
  get late(): boolean {
    return this.left() === 0;
  }
}
