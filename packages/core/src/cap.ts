/**
 * Caps that keep an objective near its optimum z while a later one is optimised, with s the slack:
 *
 *   minimised:   offset + c'x <= z + s          maximised:   offset + c'x >= z - s
 *
 * Stored as one row per objective, scaled by a power of two so that its largest coefficient lies in [1, 2): tolerances
 * of solvers and checks are then measured against the costs themselves, and scaling adds no rounding. Absolute slack is
 * in the objective's unit; relative slack r is s = r |z|, with the constant of the objective in z: a negative z gets
 * room just the same, and a z near zero gets none to speak of, so give an absolute slack there.
 */
import type { CscMatrix, Fault } from '@marginal/program';
import { transpose } from '@marginal/program';
import type { Objective } from './objectives.ts';

/** How much an objective may lose to those after it: an amount in its unit, or a share of its optimum's size. */
export type Slack =
  | { readonly absolute: number; readonly relative?: never }
  | { readonly relative: number; readonly absolute?: never };

export const NO_SLACK: Slack = { absolute: 0 };

/** A cap in force: an objective that has had its turn. */
export interface Cap<N extends string = string> {
  /** The objective that is capped. */
  readonly of: N;
  /** Its optimum z, in its unit. */
  readonly optimum: number;
  /** z + s when it is minimised, z - s when it is maximised, in its unit. */
  readonly limit: number;
  readonly slack: {
    /** As asked for, in the objective's unit. */
    readonly asked: number;
    /** As used: never less than the precision to which z is known. */
    readonly effective: number;
  };
}

/** Bounds of a cap's row, and the cap as reported. */
export interface CapBounds<N extends string> {
  readonly cap: Cap<N>;
  readonly lower: number;
  readonly upper: number;
}

/** Power of two that brings the largest cost to [1, 2); 1 when there is none. */
export function capScale(objective: Objective): number {
  const largest = objective.cost.reduce((size, cost) => Math.max(size, Math.abs(cost)), 0);
  return largest === 0 ? 1 : 2 ** -Math.floor(Math.log2(largest));
}

/** One scaled row per objective, in the order given. */
export function capRows(objectives: readonly Objective[], columnCount: number): CscMatrix {
  const starts = new Int32Array(objectives.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  objectives.forEach((objective, row) => {
    const scale = capScale(objective);
    objective.cost.forEach((cost, j) => {
      if (cost * scale === 0) return;
      columns.push(j);
      values.push(cost * scale);
    });
    starts[row + 1] = columns.length;
  });
  return transpose({
    rowCount: columnCount,
    columnCount: objectives.length,
    starts,
    rows: Int32Array.from(columns),
    values: Float64Array.from(values),
  });
}

/**
 * The cap on an objective whose optimum is offset + `body`. `precision` times 1 + |body| is the least slack that is
 * used: the optimum is not known any better, and a tighter cap may leave no point at all.
 */
export function capBounds<N extends string>(
  objective: Objective<N>,
  slack: Slack,
  body: number,
  precision: number,
): CapBounds<N> {
  const optimum = objective.offset + body;
  const asked = slack.absolute ?? (slack.relative ?? 0) * Math.abs(optimum);
  const effective = Math.max(asked, precision * (1 + Math.abs(body)));
  const scale = capScale(objective);
  const minimized = objective.sense === 'minimize';
  return {
    cap: {
      of: objective.name,
      optimum,
      limit: minimized ? optimum + effective : optimum - effective,
      slack: { asked, effective },
    },
    lower: minimized ? -Infinity : (body - effective) * scale,
    upper: minimized ? (body + effective) * scale : Infinity,
  };
}

/** What is wrong with a slack, for callers whom the compiler does not check as well. */
export function slackFaults(slack: Slack, place: string): Fault[] {
  const remedy =
    'give { absolute: amount } in the unit of the objective, or { relative: share }; zero or more';
  const amount = slack.absolute ?? slack.relative;
  if (amount === undefined || (slack.absolute !== undefined && slack.relative !== undefined)) {
    const cause = amount === undefined ? 'is neither absolute nor relative' : 'is absolute and relative';
    return [{ code: 'core.slack', place, cause, remedy }];
  }
  if (amount >= 0 && amount < Infinity) return [];
  return [{ code: 'core.slack', place, cause: `is ${amount}`, remedy }];
}
