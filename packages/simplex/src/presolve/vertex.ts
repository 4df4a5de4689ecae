/**
 * A vertex on its way back to the original program. Invariant after each undone reduction: over the rows and columns
 * that are alive again, x, y and d = c - A'y are the basic solution of the basis (as many basic as rows), and optimal
 * when they were before. Signs as in docs/conventions.md, sections 1 and 2, for a minimisation.
 */
import { AT_LOWER, AT_UPPER } from '@marginal/program';

export class Vertex {
  /** Length columnCount of the original. */
  readonly x: Float64Array;
  readonly reducedCost: Float64Array;
  readonly columnStatus: Int8Array;
  /** Length rowCount of the original. */
  readonly rowDual: Float64Array;
  readonly rowStatus: Int8Array;
  /** Length rowCount of the original: A x over the living columns. */
  readonly activity: Float64Array;

  constructor(rowCount: number, columnCount: number) {
    this.x = new Float64Array(columnCount);
    this.reducedCost = new Float64Array(columnCount);
    this.columnStatus = new Int8Array(columnCount);
    this.rowDual = new Float64Array(rowCount);
    this.rowStatus = new Int8Array(rowCount);
    this.activity = new Float64Array(rowCount);
  }
}

/** The side on which a multiplier of this sign stands; for intervals of one point, which have both. */
export function sideBySign(multiplier: number): number {
  return multiplier >= 0 ? AT_LOWER : AT_UPPER;
}

/** The side on which something nonbasic stands: its status, or the multiplier's sign when both sides are one point. */
export function activeSide(status: number, lower: number, upper: number, multiplier: number): number {
  return lower === upper ? sideBySign(multiplier) : status;
}
