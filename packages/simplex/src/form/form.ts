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
  /** Length total, scaled: true costs and bounds. */
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly scale: Scale;
  /** Power of two that all costs are multiplied with. */
  costScale: number;

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
    this.values = new Float64Array(matrix.values.length);
    this.cost = new Float64Array(this.total);
    this.lower = new Float64Array(this.total);
    this.upper = new Float64Array(this.total);
    const { row, column } = this.scale;
    const { starts, rows, values } = this;
    for (let j = 0; j < n; j++) {
      const factor = column[j];
      for (let k = starts[j]; k < starts[j + 1]; k++) values[k] = matrix.values[k] * row[rows[k]] * factor;
    }
    for (let j = 0; j < n; j++) {
      this.setCost(j, program.cost[j]);
      this.setColumnBounds(j, program.columnLower[j], program.columnUpper[j]);
    }
    for (let i = 0; i < m; i++) this.setRowBounds(i, program.rowLower[i], program.rowUpper[i]);
  }

  setCost(j: number, cost: number): void {
    this.cost[j] = cost * this.scale.column[j] * this.costScale;
  }

  setColumnBounds(j: number, lower: number, upper: number): void {
    const factor = 1 / this.scale.column[j];
    this.lower[j] = lower * factor;
    this.upper[j] = upper * factor;
  }

  setRowBounds(i: number, lower: number, upper: number): void {
    const factor = this.scale.row[i];
    this.lower[this.n + i] = 0 - upper * factor;
    this.upper[this.n + i] = 0 - lower * factor;
  }
}
