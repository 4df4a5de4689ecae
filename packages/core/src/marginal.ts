/**
 * The derivative of the optimal objective in a parameter, wherever it stands. By the envelope theorem only the partial
 * derivative of the Lagrangian counts, with L = offset + c'x - y'(A x - b) at the optimum, in the objective's own sense:
 *
 *   cost c_j: x_j      offset: 1      coefficient a_ij: -y_i x_j      constant on the left of row i: -y_i
 *   end of a range or bound of a column: its dual or reduced cost, when it stands on that side
 *
 * times the derivative of that number in the parameter (a product of the other factors). At a degenerate optimum it is
 * one of several one-sided derivatives (docs/conventions.md, section 1.6). Weights are not part of the objective.
 */
import { type LpSolution, NotAllowedError } from '@marginal/program';
import { type OrdinalPlan, type Plan, planBlock } from './align.ts';
import type { CompiledModel } from './compiled-model.ts';
import { type AnyExpression, asExpression, type Operand } from './expression.ts';
import type { IndexList } from './index-set.ts';
import type { ModelKind } from './kind.ts';
import type { Parameter } from './parameter.ts';

/** An ordinal at the present counters of the loops. */
function ordinalAt(plan: OrdinalPlan, counters: Int32Array): number {
  let sum = plan.start;
  for (let l = 0; l < counters.length; l++) {
    const { stride, table } = plan.perLoop[l];
    sum += table === undefined ? stride * counters[l] : table[counters[l]];
  }
  return sum;
}

/**
 * Adds to `gradient`, for every term, the weight of its coefficient times the coefficient's derivative in the factors
 * for which `isTarget` holds.
 */
function accumulate(
  plan: Plan,
  isTarget: readonly boolean[],
  weight: (row: number, column: number) => number,
  gradient: Float64Array,
): void {
  const { sizes, factors, scale } = plan;
  if (sizes.some((size) => size === 0)) return;
  const counters = new Int32Array(sizes.length);
  const ordinals = new Int32Array(factors.length);
  for (;;) {
    const row = ordinalAt(plan.row, counters);
    const column = plan.column === undefined ? -1 : ordinalAt(plan.column, counters);
    const w = scale * weight(row, column);
    if (w !== 0) {
      for (let f = 0; f < factors.length; f++) ordinals[f] = ordinalAt(factors[f], counters);
      for (let f = 0; f < factors.length; f++) {
        if (!isTarget[f]) continue;
        let others = w;
        for (let g = 0; g < factors.length; g++) if (g !== f) others *= factors[g].values[ordinals[g]];
        gradient[ordinals[f]] += others;
      }
    }
    let l = counters.length - 1;
    while (l >= 0 && ++counters[l] === sizes[l]) counters[l--] = 0;
    if (l < 0) return;
  }
}

/** The part of a dual or reduced cost that stands on one side. */
function sideOf(multiplier: number, side: 'lower' | 'upper', minimize: boolean): number {
  const onLower = minimize ? multiplier > 0 : multiplier < 0;
  return (side === 'lower') === onLower ? multiplier : 0;
}

/** d(objective)/d(parameter), length and order of the parameter's values. O(terms that hold it). */
export function gradientOf(
  model: CompiledModel<ModelKind>,
  solution: LpSolution,
  parameter: Parameter,
): Float64Array {
  const gradient = new Float64Array(parameter.values.length);
  const { x, rowDual, reducedCost } = solution;
  const minimize = model.program.sense === 'minimize';
  const add = (
    operand: Operand,
    index: IndexList,
    start: number,
    weight: (row: number, column: number) => number,
  ): void => {
    const { blocks }: AnyExpression = asExpression(operand, undefined);
    for (const block of blocks) {
      const isTarget = block.factors.map((factor) => factor.target === parameter);
      if (isTarget.includes(true))
        accumulate(planBlock(block, index, start, parameter.name, model.values), isTarget, weight, gradient);
    }
  };
  if (model.objective === undefined) {
    throw new NotAllowedError({
      code: 'core.no-marginal',
      place: `parameter '${parameter.name}'`,
      cause: 'this result is of another objective than the one that was compiled',
      remedy: 'compile that objective by itself and read the marginal there',
    });
  }
  add(model.objective, [], 0, (_row, column) => (column < 0 ? 1 : x[column]));
  for (const { body, lower, upper, index, start } of model.rowBlocks) {
    add(body, index, start, (row, column) => -rowDual[row] * (column < 0 ? 1 : x[column]));
    add(lower, index, start, (row) => sideOf(rowDual[row], 'lower', minimize));
    add(upper, index, start, (row) => sideOf(rowDual[row], 'upper', minimize));
  }
  for (const { lower, upper, index, start } of model.columnBlocks) {
    add(lower, index, start, (column) => sideOf(reducedCost[column], 'lower', minimize));
    add(upper, index, start, (column) => sideOf(reducedCost[column], 'upper', minimize));
  }
  return gradient.map((g) => g + 0);
}
