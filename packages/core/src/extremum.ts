/**
 * The largest or smallest of several expressions, member by member. The largest as a cost, or the smallest as a
 * benefit, needs one row per expression. Otherwise one binary per expression picks the one that is met:
 *
 *     value >= e_i,   value <= e_i + M_i (1 - pick_i),   sum_i pick_i = 1,   M_i = max over j != i of upper_j - lower_i
 *
 * (for the smallest with all signs turned). An expression that can nowhere be the largest is left out of the picking.
 */

import { AffineRows, type Range } from './affine-rows.ts';
import type { ParameterValues } from './align.ts';
import type { CompiledModel } from './compiled-model.ts';
import { type AnyExpression, asExpression, type Operand } from './expression.ts';
import { freezeRanges } from './frozen-range.ts';
import {
  checkFunctions,
  type Formulation,
  type FunctionCheck,
  type FunctionUse,
  type ModelFunction,
  refuseInfinite,
} from './function-check.ts';
import { inUnit, type Loose, looseData, loosely } from './function-rows.ts';
import type { IndexList } from './index-set.ts';
import { checkIntegersSaid, type ModelKind, type UseIn } from './kind.ts';
import type { Fits, Model } from './model.ts';
import type { Optimum } from './optimum.ts';
import { EXCESS_ROUNDING } from './tolerances.ts';
import type { Unit } from './unit.ts';
import type { Known, UnitIn } from './unit-type.ts';
import type { Variable } from './variable.ts';

/** Every operand fits the index list. */
type AllFit<Xs extends readonly unknown[], I extends IndexList> = {
  readonly [P in keyof Xs]: Fits<Xs[P], I>;
};

/** Unit of the first operand that has one. */
type FirstUnit<Xs extends readonly unknown[]> = Xs extends readonly [infer X, ...infer Rest]
  ? Known<UnitIn<X>, FirstUnit<Rest>>
  : unknown;

type Direction = 'maximum' | 'minimum';

export class Extremum<I extends IndexList = IndexList, U = unknown> implements ModelFunction<I> {
  readonly kind: Direction;
  readonly name: string;
  readonly index: I;
  /** Stands for the extremum wherever an expression may stand. */
  readonly value: Variable<I, U>;
  readonly use: FunctionUse;
  readonly formulation: Formulation;
  /** Why this formulation, in words. */
  readonly reason: string;
  private readonly operands: readonly AffineRows[];

  constructor(
    spec: Pick<Extremum<I, U>, 'kind' | 'name' | 'index' | 'value' | 'use' | 'formulation' | 'reason'>,
    operands: readonly AffineRows[],
  ) {
    this.kind = spec.kind;
    this.name = spec.name;
    this.index = spec.index;
    this.value = spec.value;
    this.use = spec.use;
    this.formulation = spec.formulation;
    this.reason = spec.reason;
    this.operands = operands;
  }

  settle(x: Float64Array, read?: ParameterValues): void {
    const pick = this.kind === 'maximum' ? Math.max : Math.min;
    const values = this.operands.map((operand) => operand.at(x, read));
    for (let k = 0; k < this.value.size; k++) x[this.value.start + k] = pick(...values.map((at) => at[k]));
  }

  /** Whether the values of a result are the function's. See `checkFunctions`. */
  check(compiled: CompiledModel<ModelKind>, result: Optimum): FunctionCheck {
    return checkFunctions(compiled, result, [this as unknown as ModelFunction]);
  }
}

/**
 * Declares `value`, the largest of the operands (numbers, parameters, expressions) for every member of `index`. With
 * `use: 'cost'` it is held from below only; otherwise exactly, with binaries, for which the operands' ranges must be
 * finite (`core.infinite-range`): those of the bounds and parameters as they are now, so declare it anew if they change.
 */
export function maximum<
  const I extends IndexList,
  const Xs extends readonly [Operand, ...Operand[]],
  K extends ModelKind,
  U extends FunctionUse,
>(
  model: Model<K>,
  name: string,
  index: I,
  operands: Xs & AllFit<Xs, I>,
  options: { readonly use: U & UseIn<K, U, 'cost'> },
): Extremum<I, FirstUnit<Xs>> {
  return extremum('maximum', model, name, index, operands, options.use);
}

/** The smallest of the operands; `use: 'benefit'` is the one that needs no binaries. See `maximum`. */
export function minimum<
  const I extends IndexList,
  const Xs extends readonly [Operand, ...Operand[]],
  K extends ModelKind,
  U extends FunctionUse,
>(
  model: Model<K>,
  name: string,
  index: I,
  operands: Xs & AllFit<Xs, I>,
  options: { readonly use: U & UseIn<K, U, 'benefit'> },
): Extremum<I, FirstUnit<Xs>> {
  return extremum('minimum', model, name, index, operands, options.use);
}

function extremum<I extends IndexList, U>(
  kind: Direction,
  model: Model<ModelKind>,
  name: string,
  index: I,
  operands: readonly Operand[],
  use: FunctionUse,
): Extremum<I, U> {
  const rows = operands.map((operand, i) =>
    AffineRows.of(operand, index, `${kind} '${name}', operand ${i + 1}`),
  );
  const unit = unitOf(operands);
  const bodies = operands.map((operand) => loosely(asExpression(operand, unit)));
  const sufficient: FunctionUse = kind === 'maximum' ? 'cost' : 'benefit';
  const shape = kind === 'maximum' ? 'convex' : 'concave';
  const spec = { kind, name, index, use };
  const declared = (): Variable => model.variable(name, index as IndexList, inUnit(unit));
  const done = (value: Variable, formulation: Formulation, reason: string): Extremum<I, U> => {
    const parts = { ...spec, value: value as unknown as Variable<I, U>, formulation, reason };
    const stated = new Extremum<I, U>(parts, rows);
    model.addFunction(stated as unknown as ModelFunction);
    return stated;
  };

  if (use === sufficient) {
    const value = declared();
    const operator = kind === 'maximum' ? '>=' : '<=';
    bodies.forEach((body, i) => {
      model.constraint(`${name}.operand${i}`, index as IndexList, loosely(value), operator, body);
    });
    return done(value, 'lp', `it is ${shape} and used as a ${use}`);
  }
  const sign = kind === 'maximum' ? 1 : -1;
  const ranges = rows.map((row) => turned(row.range(), sign));
  const candidates = candidatesOf(ranges);
  if (candidates.length > 1) {
    refuseEndless(name, index, ranges, candidates);
    checkIntegersSaid(model, `${kind} '${name}'`, `used as '${use}' it needs binaries`);
  }
  freezeRanges(model, bodies);
  const value = declared();
  if (candidates.length === 1) {
    const [only] = candidates;
    model.constraint(`${name}.operand${only}`, index as IndexList, loosely(value), '==', bodies[only]);
    return done(value, 'lp', `operand ${only + 1} is the ${kind} throughout`);
  }
  pickOne(model, name, index, value, bodies, ranges, candidates, sign);
  const why = use === 'exact' ? 'must be exact' : `is used as a ${use}`;
  return done(value, 'binaries', `it is ${shape} and ${why}`);
}

function unitOf(operands: readonly Operand[]): Unit {
  const known = operands.find((operand): operand is AnyExpression => {
    return typeof operand !== 'number' && operand.unit !== undefined;
  });
  return known?.unit;
}

/** The range of the expression, or of its negative. */
function turned(range: Range, sign: number): Range {
  if (sign > 0) return range;
  return { lower: range.upper.map((end) => -end), upper: range.lower.map((end) => -end) };
}

/** By how much `top` is above `low`; nothing where rounding explains it, which is no coefficient for a solver. */
function exceeds(top: number, low: number): number {
  if (!Number.isFinite(top) || !Number.isFinite(low)) return top > low ? Infinity : 0;
  const excess = top - low;
  return excess > EXCESS_ROUNDING * (Math.abs(top) + Math.abs(low)) ? excess : 0;
}

/** Operands that can be the largest somewhere: not at or below another's smallest value in every member. */
function candidatesOf(ranges: readonly Range[]): number[] {
  const kept = ranges.map((_, i) => i);
  for (let i = ranges.length - 1; i >= 0; i--) {
    const others = kept.filter((j) => j !== i);
    const dominated = ranges[i].upper.every((top, k) =>
      others.some((j) => exceeds(top, ranges[j].lower[k]) === 0),
    );
    if (dominated && others.length > 0) kept.splice(kept.indexOf(i), 1);
  }
  return kept;
}

function refuseEndless(
  name: string,
  index: IndexList,
  ranges: readonly Range[],
  candidates: readonly number[],
): void {
  const endless = candidates.flatMap((i) => {
    const { lower, upper } = ranges[i];
    const members = Array.from(lower.keys()).filter((k) => lower[k] === -Infinity || upper[k] === Infinity);
    return members.map((at) => ({
      at,
      what: `operand ${i + 1}`,
      range: [lower[at], upper[at]] as const,
    }));
  });
  refuseInfinite(name, index, endless);
}

/** The rows with binaries; for the smallest, those of the largest of the negatives. */
function pickOne(
  model: Model<ModelKind>,
  name: string,
  index: IndexList,
  value: Variable,
  bodies: readonly Loose[],
  ranges: readonly Range[],
  candidates: readonly number[],
  sign: number,
): void {
  let picks: Loose | undefined;
  for (const i of candidates) {
    const over = loosely(value).minus(bodies[i]).times(sign);
    const others = candidates.filter((j) => j !== i);
    const reach = ranges[i].lower.map((low, k) =>
      Math.max(...others.map((j) => exceeds(ranges[j].upper[k], low))),
    );
    const most = looseData(model.parameter(`${name}.reach${i}`, index, inUnit(value.unit), reach));
    const options = { unit: '1', integer: true, lower: 0, upper: 1 };
    const pick = loosely(model.variable(`${name}.pick${i}`, index, options));
    model.constraint(`${name}.operand${i}`, index, over, '>=', 0);
    const excess = over.plus(pick.times(most));
    model.constraint(`${name}.met${i}`, index, -Infinity, '<=', excess, '<=', most);
    picks = picks === undefined ? pick : loosely(picks.plus(pick));
  }
  if (picks !== undefined) model.constraint(`${name}.one`, index, picks, '==', 1);
}
