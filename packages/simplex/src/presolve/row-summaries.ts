/**
 * What columns with one entry need to know of their rows, summed up once in a sweep: a row may have thousands of such
 * columns, and reading it for each would take quadratic time. Sums are kept up to date by differences and therefore
 * only turn candidates away; whoever passes measures the row afresh (`ActivityBounds`).
 */
import { IMPLIED_SLACK, PIVOT_RATIO, SMALLEST_PIVOT, SUMMARY_ROUNDING } from './tolerances.ts';
import type { WorkingProblem } from './working-problem.ts';

export class RowSummaries {
  private readonly work: WorkingProblem;
  /** Length rowCount: the largest coefficient in size, which may since have left; negative while unknown. */
  private readonly largest: Float64Array;
  /** Length rowCount: finite parts of the least and greatest activity, and how many terms are infinite. */
  private readonly leastSum: Float64Array;
  private readonly mostSum: Float64Array;
  private readonly leastInfinite: Int32Array;
  private readonly mostInfinite: Int32Array;
  /** Length rowCount: sum of the sizes of all finite terms, which measures the rounding. */
  private readonly magnitude: Float64Array;

  constructor(work: WorkingProblem) {
    this.work = work;
    this.largest = new Float64Array(work.rowCount);
    this.leastSum = new Float64Array(work.rowCount);
    this.mostSum = new Float64Array(work.rowCount);
    this.leastInfinite = new Int32Array(work.rowCount);
    this.mostInfinite = new Int32Array(work.rowCount);
    this.magnitude = new Float64Array(work.rowCount);
  }

  /** Forgets every row, at the start of a sweep. */
  clear(): void {
    this.largest.fill(-1);
  }

  /** The entry is about to leave its row. */
  leaves(e: number): void {
    this.know(this.work.entryRow[e]);
    this.count(e, -1);
  }

  /** Whether costs may be divided by the entry: neither tiny nor far below the largest of its row. */
  isPivot(e: number): boolean {
    const row = this.work.entryRow[e];
    this.know(row);
    const size = Math.abs(this.work.entryValue[e]);
    return size >= SMALLEST_PIVOT && size >= PIVOT_RATIO * this.largest[row];
  }

  /** Whether the bounds of the entry's column might be implied by the rest of its row at the value b. */
  mayBeImplied(e: number, b: number): boolean {
    const { work } = this;
    const row = work.entryRow[e];
    const column = work.entryColumn[e];
    const a = work.entryValue[e];
    this.know(row);
    this.count(e, -1);
    const least = this.leastInfinite[row] > 0 ? -Infinity : this.leastSum[row];
    const most = this.mostInfinite[row] > 0 ? Infinity : this.mostSum[row];
    this.count(e, 1);
    const one = (b - most) / a;
    const other = (b - least) / a;
    const lower = work.columnLower[column];
    const upper = work.columnUpper[column];
    const rounding = (SUMMARY_ROUNDING * (Math.abs(b) + this.magnitude[row])) / Math.abs(a);
    const belowBy = lower === -Infinity ? 0 : lower - Math.min(one, other);
    const aboveBy = upper === Infinity ? 0 : Math.max(one, other) - upper;
    return (
      belowBy <= IMPLIED_SLACK * (1 + Math.abs(lower)) + rounding &&
      aboveBy <= IMPLIED_SLACK * (1 + Math.abs(upper)) + rounding
    );
  }

  private know(row: number): void {
    const { work } = this;
    if (this.largest[row] >= 0) return;
    let largest = 0;
    this.leastSum[row] = 0;
    this.mostSum[row] = 0;
    this.leastInfinite[row] = 0;
    this.mostInfinite[row] = 0;
    this.magnitude[row] = 0;
    for (let e = work.rowHead[row]; e >= 0; e = work.nextInRow[e]) {
      largest = Math.max(largest, Math.abs(work.entryValue[e]));
      this.count(e, 1);
    }
    this.largest[row] = largest;
  }

  /** Adds the terms of an entry to the sums of its row, or takes them away. */
  private count(e: number, sign: number): void {
    const { work } = this;
    const row = work.entryRow[e];
    const column = work.entryColumn[e];
    const a = work.entryValue[e];
    const atLower = a * work.columnLower[column];
    const atUpper = a * work.columnUpper[column];
    const least = a > 0 ? atLower : atUpper;
    const most = a > 0 ? atUpper : atLower;
    if (least === -Infinity) this.leastInfinite[row] += sign;
    else this.leastSum[row] += sign * least;
    if (most === Infinity) this.mostInfinite[row] += sign;
    else this.mostSum[row] += sign * most;
    const size = (least === -Infinity ? 0 : Math.abs(least)) + (most === Infinity ? 0 : Math.abs(most));
    if (sign > 0) this.magnitude[row] += size;
  }
}
