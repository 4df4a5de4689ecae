/**
 * What the kit asks and what it may hear. A case is run on one backend. If every capability that it needs is claimed it
 * must pass; if one is denied the backend must be seen to refuse or to leave out, and a zero in its place fails.
 */
import type { Backend, Capabilities } from '@marginal/program';

export const LAYERS = ['contract', 'analytic', 'metamorphic', 'life cycle', 'cross-backend'] as const;
export type Layer = (typeof LAYERS)[number];

/** The capabilities that are yes or no. */
export type Need = {
  [Key in keyof Capabilities]: Capabilities[Key] extends boolean ? Key : never;
}[keyof Capabilities];

export type Verdict =
  | {
      readonly status: 'passed';
      /** What the pass does not cover. */
      readonly note?: string;
    }
  | { readonly status: 'failed'; readonly reasons: readonly string[] }
  /** Denied, and seen to be refused or absent. */
  | { readonly status: 'refused'; readonly reason: string }
  /** Not looked at, and why. */
  | { readonly status: 'skipped'; readonly reason: string };

export type CaseResult = Verdict & { readonly case: string; readonly layer: Layer };

/** How much of what is drawn or repeated to do. */
export interface KitSize {
  /** Programs drawn per relation. */
  readonly runs: number;
  /** Sessions opened and closed. */
  readonly sessions: number;
  /** Programs drawn for the comparison with peers. */
  readonly compared: number;
}

export const QUICK: KitSize = { runs: 12, sessions: 100, compared: 60 };
export const NIGHTLY: KitSize = { runs: 400, sessions: 1000, compared: 2000 };

/** One drawn program of one relation, to be run again. */
export interface Replay {
  readonly case: string;
  readonly seed: number;
  readonly path: string;
}

/** What a case is run on. */
export interface Bench {
  readonly backend: Backend;
  readonly peers: readonly Backend[];
  readonly size: KitSize;
  readonly seed: number;
  readonly replay?: Replay;
  /** Codes of `UnsupportedError` by which `open` narrows a claimed capability. */
  readonly declines: readonly string[];
}

export interface Case {
  /** Stable, by family: `signs: row at its upper side, maximised, row turned, offset 7`. */
  readonly id: string;
  readonly layer: Layer;
  run(bench: Bench): Promise<Verdict>;
}

export const PASSED: Verdict = { status: 'passed' };

/** Passed when nothing was found. */
export function verdictOf(reasons: readonly string[]): Verdict {
  return reasons.length === 0 ? PASSED : { status: 'failed', reasons };
}

/** Which of the needs this backend denies. */
export function denied(capabilities: Capabilities, needs: readonly Need[]): Need[] {
  return needs.filter((need) => !capabilities[need]);
}
