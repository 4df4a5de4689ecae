/**
 * Objectives by name: what several objectives of one model have in common, weighted or in order of rank. An objective
 * is lowered to costs and a constant, value(x) = offset + cost'x, in its own unit and its own sense; any unit will do,
 * not only money. Foreign handles, names used twice and numbers that are none are found here, before any solver.
 */
import {
  CompensatedSum,
  type Fault,
  InvalidInputError,
  NotAllowedError,
  refuse,
  type Sense,
} from '@marginal/program';
import type { Operand, Scalar } from './expression.ts';
import type { ModelKind } from './kind.ts';
import { lowerObjective } from './lower.ts';
import type { Model } from './model.ts';
import type { Unit } from './unit.ts';

/** One thing to minimise or maximise: a scalar expression under a name. */
export type Aim = { readonly name: string } & (
  | { readonly minimize: Operand; readonly maximize?: never }
  | { readonly maximize: Operand; readonly minimize?: never }
);

/** Accepts an aim whose expression has no free dimension; explains what is not summed. */
export type ScalarAim<A> = A extends { readonly minimize: infer E extends Operand }
  ? { readonly minimize: Scalar<E> }
  : A extends { readonly maximize: infer E extends Operand }
    ? { readonly maximize: Scalar<E> }
    : unknown;

/** An aim, lowered. */
export interface Objective<N extends string = string> {
  readonly name: N;
  readonly sense: Sense;
  readonly target: Operand;
  readonly unit: Unit;
  /** Length columnCount, in `unit` per unit of the column. */
  readonly cost: Float64Array;
  readonly offset: number;
}

const LISTED_FAULTS = 20;

/** Names and senses; throws `InvalidInputError` with every fault of the list. */
function checkAims(aims: readonly Aim[], place: string): void {
  const faults: Fault[] = [];
  if (aims.length === 0)
    faults.push({
      code: 'core.no-objectives',
      place,
      cause: 'the list of objectives is empty',
      remedy: 'give at least one objective',
    });
  const seen = new Set<string>();
  aims.forEach((aim, at) => {
    const here = `${place}, objective ${at + 1}`;
    if (typeof aim.name !== 'string' || aim.name === '')
      faults.push({
        code: 'core.empty-name',
        place: here,
        cause: 'has no name',
        remedy: 'name every objective',
      });
    else if (seen.has(aim.name))
      faults.push({
        code: 'core.duplicate-name',
        place: here,
        cause: `'${aim.name}' is the name of an objective before it`,
        remedy: 'give every objective a name of its own',
      });
    seen.add(aim.name);
    if ((aim.minimize === undefined) === (aim.maximize === undefined))
      faults.push({
        code: 'core.objective-sense',
        place: here,
        cause:
          aim.minimize === undefined ? 'says neither minimize nor maximize' : 'says minimize and maximize',
        remedy: 'give one of the two',
      });
  });
  refuse(faults);
}

/** Throws `core.foreign-handle` unless everything in the expression was declared in the model. */
export function checkOwned(model: Model<ModelKind>, operand: Operand, place: string): void {
  if (typeof operand === 'number') return;
  for (const { factors, variable } of operand.blocks) {
    for (const { target } of variable === undefined ? factors : [...factors, variable]) {
      if (target.owner === model) continue;
      throw new NotAllowedError({
        code: 'core.foreign-handle',
        place,
        cause: `${target.kind} '${target.name}' belongs to another model`,
        remedy: 'declare it in this model',
      });
    }
  }
}

function lowerAim(
  target: Operand,
  columnCount: number,
  place: string,
): { cost: Float64Array; offset: number } {
  try {
    return lowerObjective(target, columnCount);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(error.faults.map((fault) => ({ ...fault, place })));
  }
}

/**
 * Lowers every aim over the model's columns, `columnCount` of them. Throws `core.no-objectives`, `core.empty-name`,
 * `core.duplicate-name`, `core.objective-sense`, `core.foreign-handle`, `core.dimension-not-summed`, `core.cost`.
 */
export function lowerAims(
  model: Model<ModelKind>,
  columnCount: number,
  aims: readonly Aim[],
  place: string,
): Objective[] {
  checkAims(aims, place);
  const faults: Fault[] = [];
  const objectives = aims.map((aim) => {
    const here = `objective '${aim.name}'`;
    const sense: Sense = aim.minimize === undefined ? 'maximize' : 'minimize';
    const target: Operand = aim.minimize ?? aim.maximize ?? 0;
    checkOwned(model, target, here);
    const { cost, offset } = lowerAim(target, columnCount, here);
    const strange = [offset, ...cost].find((number) => !Number.isFinite(number));
    if (strange !== undefined && faults.length < LISTED_FAULTS)
      faults.push({
        code: 'core.cost',
        place: here,
        cause: `a cost or its constant comes to ${strange}`,
        remedy: 'give finite data',
      });
    const unit = typeof target === 'number' ? undefined : target.unit;
    return { name: aim.name, sense, target, unit, cost, offset };
  });
  refuse(faults);
  return objectives;
}

/** cost'x, without the constant, in compensated arithmetic. `x`: length columnCount. */
export function variablePart(objective: Objective, x: Float64Array): CompensatedSum {
  const sum = new CompensatedSum();
  objective.cost.forEach((cost, j) => {
    if (cost !== 0) sum.addProduct(cost, x[j]);
  });
  return sum;
}

/** offset + cost'x, in compensated arithmetic, in the objective's unit. */
export function amountAt(objective: Objective, x: Float64Array): number {
  const sum = variablePart(objective, x);
  sum.add(objective.offset);
  return sum.value + 0;
}
