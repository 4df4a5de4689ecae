/** What one cell found out. Passed from the cell's process to the runner as one line of JSON. */

/** Milliseconds per phase; what a peer does not do is absent. */
export interface Phases {
  /** Loading the library and the statement of the problem. */
  readonly import?: number;
  /** What a user writes, run once in a fresh process. */
  readonly build?: number;
  /** From there to what the library hands to a solver. */
  readonly lower?: number;
  /** Build and lower once more in the same process. */
  readonly warm?: number;
  /** From compiled arrays into HiGHS. */
  readonly handOff?: number;
  /** Build, lower and solve after a change of data, median of the rounds. */
  readonly rebuild?: number;
  /** The same change to an open model, median of the rounds. */
  readonly update?: number;
  /** A whole market cleared and its optimum verified. */
  readonly solve?: number;
  /** Reading every value by name or label. */
  readonly extract?: number;
}

export interface Measures {
  readonly phases: Phases;
  /** Kilobytes, resident: before building, and the most until everything above was done. */
  readonly memory: { readonly base: number; readonly peak: number };
  /** Kilobytes of WebAssembly memory, where a solver was loaded. */
  readonly wasm?: number;
  readonly rows: number;
  readonly columns: number;
  readonly nonzeros: number;
  readonly fingerprint: string;
  readonly objective?: number;
}

/** Why a cell has no number. */
export interface NoNumber {
  readonly reason: string;
}

/** One process to run. */
export interface Job {
  readonly experiment: 'build' | 'handoff' | 'update' | 'market';
  readonly problem: string;
  readonly peer: string;
  readonly size: string;
  /** Also solve, to compare objectives. For small sizes. */
  readonly solve: boolean;
}
