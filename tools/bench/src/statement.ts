/**
 * What an implementation of a problem is: user-level construction, then lowering to the form its solver takes, then the
 * same numbers as plain arrays, so that nobody is timed on another model. Only `build` and `lower` are timed.
 */

/** A linear program by rows or by columns. The common ground of all implementations; never timed. */
export interface ModelArrays {
  readonly sense: 'minimize' | 'maximize';
  /** Length columns. */
  readonly cost: Float64Array;
  /** Length columns. */
  readonly columnLower: Float64Array;
  /** Length columns. */
  readonly columnUpper: Float64Array;
  /** Length columns, 1 where whole; absent when none is. */
  readonly integer?: Uint8Array;
  /** Length rows. */
  readonly rowLower: Float64Array;
  /** Length rows. */
  readonly rowUpper: Float64Array;
  readonly matrix: {
    readonly by: 'row' | 'column';
    /** Length rows + 1, or columns + 1. */
    readonly starts: Int32Array;
    /** Length nonzeros: columns, or rows. */
    readonly index: Int32Array;
    /** Length nonzeros. */
    readonly values: Float64Array;
  };
}

export interface Solved {
  readonly objective: number;
  /** Reads every value by name or label, as a user would, and adds them up. */
  readonly extract?: () => number;
}

/** A model in the form that its library hands to a solver. */
export interface Lowered {
  arrays(): ModelArrays;
  solve(): Promise<Solved>;
}

/** A model as its user wrote it. */
export interface Built {
  lower(): Lowered;
}

/** One implementation of one problem. */
export interface Statement<D> {
  build(data: D): Built;
}
