/**
 * Sums of terms without rows of their own: constants of rows, bounds, costs. Invariant: a sum does not depend on the
 * order in which its terms were declared. Up to two terms per place are added as they come, which is the same in either
 * order; where a place may get more, all terms are gathered by place, and each sum is the exact one, rounded once.
 */
import { exactSum } from '@marginal/program';
import type { OrdinalPlan, Plan } from './align.ts';
import { addTerms, countColumns, isOneToOne, putTerms, termCount } from './term-walk.ts';

/** Which ordinal of a plan says where its terms go: its row, or its column for costs. */
export type Place = (plan: Plan) => OrdinalPlan;

/**
 * Adds the terms of all plans to `sums[from..to)`, in which they all go and which is zero before. Others may be added to
 * other places, never to these.
 */
export function addUp(
  plans: readonly Plan[],
  place: Place,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  if (plans.length <= 2 && plans.every((plan) => isOneToOne(plan, place(plan)))) {
    for (const plan of plans) addTerms(plan, place(plan), sums, plan === plans[0]);
    return;
  }
  const count = to - from;
  const gathered = plans.map((plan) => {
    const target = place(plan);
    return { ...plan, row: target, column: { ...target, start: target.start - from } };
  });
  const ends = new Int32Array(count + 2);
  const next = ends.subarray(1);
  for (const plan of gathered) countColumns(plan, ends.subarray(2));
  for (let at = 0; at < count; at++) ends[at + 2] += ends[at + 1];
  const terms = plans.reduce((total, plan) => total + termCount(plan), 0);
  const values = new Float64Array(terms);
  const sink = { next, rows: new Int32Array(terms), values };
  for (const plan of gathered) putTerms(plan, sink);
  for (let at = 0; at < count; at++) sums[from + at] = exactSum(values, ends[at], ends[at + 1]);
}
