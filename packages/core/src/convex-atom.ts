/**
 * Smooth convex functions of affine expressions in a model: `value >= f(argument)`, held by tangents that are added
 * while solving. A model declares the columns and `arguments == expressions`; the inequality itself cannot stand in a
 * linear program, so every atom also declares a row that nothing satisfies, "... needs outerApproximation", and
 * `outerApproximation` opens it: solved in any other way the model is infeasible and says why, and never an answer in
 * which the value is free to be too small.
 */
import { InvalidInputError } from '@marginal/program';
import { AffineRows, type Range } from './affine-rows.ts';
import type { ParameterValues } from './align.ts';
import type { Constraint } from './constraint.ts';
import {
  type ConvexFunction,
  ENTROPY,
  EXPONENTIAL,
  NEGATIVE_LOGARITHM,
  powerFunction,
  QUADRATIC_OVER_LINEAR,
  RECIPROCAL,
  SQUARE,
} from './convex-function.ts';
import type { AnyExpression } from './expression.ts';
import type { ModelFunction } from './function-check.ts';
import { inUnit, loosely } from './function-rows.ts';
import { type IndexList, labelsAt } from './index-set.ts';
import type { ModelKind } from './kind.ts';
import { formatLabels } from './label.ts';
import type { Fits, Model } from './model.ts';
import { agree, DIMENSIONLESS, divideUnits, formatUnit, multiplyUnits, type Unit } from './unit.ts';
import type { Variable } from './variable.ts';

/** How far outside its domain an argument may be and still be taken as the end of it: what a row holds to. */
const DOMAIN_ROUNDING = 1e-9;

export class ConvexAtom<I extends IndexList = IndexList> implements ModelFunction<I> {
  readonly name: string;
  readonly index: I;
  /** At least the function of the argument; equal to it where it costs anything. */
  readonly value: Variable<I>;
  /** The mathematics. */
  readonly function: ConvexFunction;
  /** One variable per argument, equal to its expression. */
  readonly arguments: readonly Variable[];
  /** The row that only `outerApproximation` opens. */
  readonly gate: Constraint;
  /** What the bounds of the variables leave each argument, inside the domain. */
  readonly ranges: readonly Range[];
  private readonly expressions: readonly AffineRows[];

  constructor(
    spec: Pick<ConvexAtom<I>, 'name' | 'index' | 'value' | 'function' | 'arguments' | 'gate' | 'ranges'>,
    expressions: readonly AffineRows[],
  ) {
    this.name = spec.name;
    this.index = spec.index;
    this.value = spec.value;
    this.function = spec.function;
    this.arguments = spec.arguments;
    this.gate = spec.gate;
    this.ranges = spec.ranges;
    this.expressions = expressions;
  }

  /** Writes arguments and value for what the expressions are at `x`; an infinite value where they leave the domain. */
  settle(x: Float64Array, read?: ParameterValues): void {
    const given = this.expressions.map((expression) => expression.at(x, read));
    for (let k = 0; k < this.value.size; k++) {
      const point = given.map((values, a) => {
        const { lower } = this.function.domain[a];
        return values[k] < lower && values[k] > lower - DOMAIN_ROUNDING ? lower : values[k];
      });
      point.forEach((u, a) => {
        x[this.arguments[a].start + k] = u;
      });
      x[this.value.start + k] = this.function.value(point);
    }
  }

  /** The arguments of member `k` as they stand in the columns of `x`. */
  pointAt(x: Float64Array, k: number): number[] {
    return this.arguments.map(({ start }) => x[start + k]);
  }
}

/** What all atoms do: columns for value and arguments, `argument == expression`, and the gate. */
function declareAtom<I extends IndexList>(
  model: Model<ModelKind>,
  name: string,
  index: I,
  fn: ConvexFunction,
  operands: readonly (readonly [what: string, expression: AnyExpression])[],
  unit: Unit,
): ConvexAtom<I> {
  const place = `${fn.name} '${name}'`;
  const rows = operands.map(([what, operand]) => AffineRows.of(operand, index, `${place}, ${what}`));
  const ranges = rows.map((row, a) => inDomain(row.range(), fn, a, name, index, operands[a][0]));
  const list: IndexList = index;
  const value = model.variable(name, list, { ...inUnit(unit), lower: fn.floor });
  const variables = operands.map(([what, operand], a) => {
    const { lower, upper } = fn.domain[a];
    const variable = model.variable(`${name}.${what}`, list, { ...inUnit(operand.unit), lower, upper });
    model.constraint(`${name}.${what} is`, list, loosely(variable), '==', loosely(operand));
    return variable;
  });
  const gate = model.constraint(`${name} needs outerApproximation`, [], 1, '<=', 0);
  const spec = { name, index, value: value as unknown as Variable<I>, function: fn, gate, ranges };
  return new ConvexAtom<I>({ ...spec, arguments: variables }, rows);
}

/** The range inside the domain; throws `core.outside-domain` where nothing is left. */
function inDomain(
  range: Range,
  fn: ConvexFunction,
  argument: number,
  name: string,
  index: IndexList,
  what: string,
): Range {
  const { lower, upper } = fn.domain[argument];
  const outside = Array.from(range.lower.keys()).filter(
    (k) => range.upper[k] < lower || range.lower[k] > upper,
  );
  if (outside.length > 0) {
    throw new InvalidInputError(
      outside.slice(0, 20).map((k) => ({
        code: 'core.outside-domain',
        place: `${name}${formatLabels(labelsAt(index, k))}, ${what}`,
        cause: `ranges over [${range.lower[k]}, ${range.upper[k]}], and ${fn.name} is defined from ${lower} to ${upper}`,
        remedy: 'mend the expression or the bounds of its variables',
      })),
    );
  }
  return {
    lower: range.lower.map((end) => Math.max(end, lower)),
    upper: range.upper.map((end) => Math.min(end, upper)),
  };
}

/** The unit of a function that only a pure number has: that of its argument, known or not. */
function pureNumber(unit: Unit, place: string): Unit {
  if (agree(unit, DIMENSIONLESS)) return unit;
  throw new InvalidInputError([
    {
      code: 'core.unit-mismatch',
      place,
      cause: `its argument is in ${formatUnit(unit)}, and only a pure number has one`,
      remedy: 'divide by a reference amount in that unit',
    },
  ]);
}

/** `value >= exp(argument)`. The argument is a pure number. */
export function exponential<const I extends IndexList, X extends AnyExpression>(
  model: Model<ModelKind>,
  name: string,
  index: I,
  argument: X & Fits<X, I>,
): ConvexAtom<I> {
  const unit = pureNumber(argument.unit, `exp(u) '${name}'`);
  return declareAtom(model, name, index, EXPONENTIAL, [['argument', argument]], unit);
}

/** `value >= argument^2`. */
export function square<const I extends IndexList, X extends AnyExpression>(
  model: Model<ModelKind>,
  name: string,
  index: I,
  argument: X & Fits<X, I>,
): ConvexAtom<I> {
  const unit = multiplyUnits(argument.unit, argument.unit);
  return declareAtom(model, name, index, SQUARE, [['argument', argument]], unit);
}

/** `value >= -ln(argument)`, argument > 0. The argument is a pure number. */
export function negativeLogarithm<const I extends IndexList, X extends AnyExpression>(
  model: Model<ModelKind>,
  name: string,
  index: I,
  argument: X & Fits<X, I>,
): ConvexAtom<I> {
  const unit = pureNumber(argument.unit, `-ln(u) '${name}'`);
  return declareAtom(model, name, index, NEGATIVE_LOGARITHM, [['argument', argument]], unit);
}

/** `value >= argument * ln(argument)`, argument >= 0. The argument is a pure number. */
export function entropy<const I extends IndexList, X extends AnyExpression>(
  model: Model<ModelKind>,
  name: string,
  index: I,
  argument: X & Fits<X, I>,
): ConvexAtom<I> {
  const unit = pureNumber(argument.unit, `u ln(u) '${name}'`);
  return declareAtom(model, name, index, ENTROPY, [['argument', argument]], unit);
}

/** `value >= 1 / argument`, argument > 0. */
export function reciprocal<const I extends IndexList, X extends AnyExpression>(
  model: Model<ModelKind>,
  name: string,
  index: I,
  argument: X & Fits<X, I>,
): ConvexAtom<I> {
  const unit = divideUnits(DIMENSIONLESS, argument.unit);
  return declareAtom(model, name, index, RECIPROCAL, [['argument', argument]], unit);
}

/** `value >= argument^exponent`, argument >= 0, exponent > 1. Whole exponents keep the unit; others need a pure number. */
export function power<const I extends IndexList, X extends AnyExpression>(
  model: Model<ModelKind>,
  name: string,
  index: I,
  argument: X & Fits<X, I>,
  exponent: number,
): ConvexAtom<I> {
  if (!(exponent > 1 && exponent < Infinity)) {
    throw new InvalidInputError([
      {
        code: 'core.exponent',
        place: `power '${name}'`,
        cause: `its exponent is ${exponent}`,
        remedy: 'give one above 1: others are not convex, or are linear',
      },
    ]);
  }
  let unit: Unit = argument.unit;
  if (Number.isInteger(exponent)) {
    for (let k = 1; k < exponent; k++) unit = multiplyUnits(unit, argument.unit);
  } else pureNumber(unit, `u^${exponent} '${name}'`);
  return declareAtom(model, name, index, powerFunction(exponent), [['argument', argument]], unit);
}

/** `value >= numerator^2 / denominator`, denominator > 0: the form of M/G/1 delays and of every mean of squares. */
export function quadraticOverLinear<
  const I extends IndexList,
  X extends AnyExpression,
  Y extends AnyExpression,
>(
  model: Model<ModelKind>,
  name: string,
  index: I,
  numerator: X & Fits<X, I>,
  denominator: Y & Fits<Y, I>,
): ConvexAtom<I> {
  const unit = divideUnits(multiplyUnits(numerator.unit, numerator.unit), denominator.unit);
  const operands = [
    ['numerator', numerator],
    ['denominator', denominator],
  ] as const;
  return declareAtom(model, name, index, QUADRATIC_OVER_LINEAR, operands, unit);
}
