/**
 * The computational form of a minimisation: `A x + z = 0`, every variable between its bounds, everything scaled. Variables 0..n-1 are
 * the columns, n + i is the logical of row i, `z_i = -(activity of row i)` with column +e_i and bounds [-upper_i, -lower_i].
 * Scaling is by powers of two, so nothing is lost either way.
 */
import type { Program } from '@marginal/program';
import { costFactor, equilibrate, type Scale, unitScale } from './scale.ts';

export class Form {
  /** Rows, columns, and both. */
  readonly m: number;
  readonly n: number;
  readonly total: number;
  /** The scaled matrix by column, as in `CscMatrix`. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
  /** Where true costs and bounds are read: kept scaled as well, they would be a large part of what a wide program takes. */
  private program: Program;
  readonly scale: Scale;
  /** Power of two that all costs are multiplied with. */
  costScale: number;
  /** Counts changes of costs. */
  costChanges = 0;

  /** `program` is a minimisation without integers. `scale`: factors to use, else found here; `scaled: false`: none. */
  constructor(program: Program, scaled: boolean, scale?: Scale) {
    const { matrix } = program;
    const m = matrix.rowCount;
    const n = matrix.columnCount;
    this.m = m;
    this.n = n;
    this.total = n + m;
    this.scale = scale ?? (scaled ? equilibrate(matrix) : unitScale(matrix));
    this.costScale = scaled ? costFactor(program.cost, this.scale.column) : 1;
    this.starts = matrix.starts;
    this.rows = matrix.rows;
    this.program = program;
    const { row, column } = this.scale;
    const { starts, rows } = this;
    // Where nothing is scaled the matrix is that of the program; neither is ever written into.
    const plain = row.every((factor) => factor === 1) && column.every((factor) => factor === 1);
    const values = plain ? matrix.values : new Float64Array(matrix.values.length);
    for (let j = 0; j < n && !plain; j++) {
      const factor = column[j];
      for (let k = starts[j]; k < starts[j + 1]; k++) values[k] = matrix.values[k] * row[rows[k]] * factor;
    }
    this.values = values;
  }

  /** Reads costs and bounds from `next` from now on: the same matrix. `costs`: whether any of them is another. */
  take(next: Program, costs: boolean): void {
    this.program = next;
    if (costs) this.costChanges++;
  }

  /** True lower bound of variable j. */
  lowerOf(j: number): number {
    const { n, program, scale } = this;
    if (j < n) return program.columnLower[j] * (1 / scale.column[j]);
    return 0 - program.rowUpper[j - n] * scale.row[j - n];
  }

  /** True upper bound of variable j. */
  upperOf(j: number): number {
    const { n, program, scale } = this;
    if (j < n) return program.columnUpper[j] * (1 / scale.column[j]);
    return 0 - program.rowLower[j - n] * scale.row[j - n];
  }

  /** Writes the true costs. Length total. */
  readCosts(cost: Float64Array): void {
    const { n, program, costScale } = this;
    const { column } = this.scale;
    for (let j = 0; j < n; j++) cost[j] = program.cost[j] * column[j] * costScale;
    cost.fill(0, n);
  }

  /** Writes the true bounds. Length total each. */
  readBounds(lower: Float64Array, upper: Float64Array): void {
    const { m, n } = this;
    const { columnLower, columnUpper, rowLower, rowUpper } = this.program;
    const { row, column } = this.scale;
    for (let j = 0; j < n; j++) {
      const factor = 1 / column[j];
      lower[j] = columnLower[j] * factor;
      upper[j] = columnUpper[j] * factor;
    }
    for (let i = 0; i < m; i++) {
      lower[n + i] = 0 - rowUpper[i] * row[i];
      upper[n + i] = 0 - rowLower[i] * row[i];
    }
  }
}
