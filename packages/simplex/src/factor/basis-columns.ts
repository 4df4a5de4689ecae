/**
 * The columns of the basis on their way through the factorisation. `c` is a position in the caller's list, `i` a row.
 * Row i is active until it has a pivot; position c is open until its column has one.
 */

/** The parts of a CSC matrix that the factor reads: the structural columns, by column. */
export interface ColumnMatrix {
  /** Length columnCount + 1, offsets into `rows` and `values`. */
  readonly starts: Int32Array;
  /** Length nnz, row of each nonzero, no duplicates within a column. */
  readonly rows: Int32Array;
  /** Length nnz, coefficient of each nonzero, finite. */
  readonly values: Float64Array;
}

export class BasisColumns {
  readonly m: number;
  /** Number of structural columns; variable n + i is the logical of row i, with column +e_i. */
  readonly n: number;
  matrix: ColumnMatrix;
  /** Length m: variable at each position. */
  readonly variable: Int32Array;
  /** Length m: pivot row of each position, -1 while open. */
  readonly rowOf: Int32Array;
  /** Length m: 1 while the row has no pivot. */
  readonly active: Uint8Array;
  /** Structural positions still open: the first `openCount`. */
  readonly open: Int32Array;
  openCount = 0;
  /** Nonzeros of the basis, logicals included. */
  nonzeros = 0;

  constructor(m: number, n: number, matrix: ColumnMatrix) {
    this.m = m;
    this.n = n;
    this.matrix = matrix;
    this.variable = new Int32Array(m);
    this.rowOf = new Int32Array(m);
    this.active = new Uint8Array(m);
    this.open = new Int32Array(m);
  }
}
