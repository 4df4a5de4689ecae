/**
 * Piecewise-linear functions of an expression, one list of points per member. A convex function that is a cost, or a
 * concave one that is a benefit, is the largest (smallest) of its lines and needs rows only. Anything else is filled
 * segment by segment, in order, with one binary per inner point:
 *
 *     argument = x_0 + sum_k (x_k+1 - x_k) fill_k      value = y_0 + sum_k (y_k+1 - y_k) fill_k
 *     fill_k+1 <= step_k <= fill_k,   0 <= fill <= 1,   step binary
 *
 * the incremental formulation: its relaxation is the convex hull, the best there is (Markowitz & Manne 1957; Padberg,
 * "Approximating separable nonlinear functions via mixed zero-one programs", Oper. Res. Lett. 27, 2000).
 */
import { type Fault, refuse } from '@marginal/program';
import { AffineRows } from './affine-rows.ts';
import type { ParameterValues } from './align.ts';
import type { CompiledModel } from './compiled-model.ts';
import type { Constraint } from './constraint.ts';
import type { AnyExpression } from './expression.ts';
import {
  checkFunctions,
  type Formulation,
  type FunctionCheck,
  type FunctionUse,
  type ModelFunction,
} from './function-check.ts';
import { inUnit, type Loose, looseData, loosely } from './function-rows.ts';
import { type IndexList, type LabelsOf, labelsAt, memberCount } from './index-set.ts';
import { checkIntegersSaid, type ModelKind, type UseIn } from './kind.ts';
import { formatLabels, type Label } from './label.ts';
import type { Fits, Model } from './model.ts';
import type { Optimum } from './optimum.ts';
import type { Parameter } from './parameter.ts';
import { type Point, pointFaults, type Shape, shapeOf, slopesOf, valueAt } from './piecewise-points.ts';
import { divideUnits, parseUnit, type Unit } from './unit.ts';
import type { IsUnit, UnitOf } from './unit-type.ts';
import type { Variable } from './variable.ts';

export interface PiecewiseOptions<
  I extends IndexList,
  U extends FunctionUse = FunctionUse,
  N extends string = string,
> {
  /** At least two points with increasing x: the same for every member, or by labels. */
  readonly points: readonly Point[] | ((...labels: LabelsOf<I>) => readonly Point[]);
  readonly use: U;
  /** Unit of the value. */
  readonly unit?: N;
}

export class PiecewiseLinear<I extends IndexList = IndexList, U = unknown> implements ModelFunction<I> {
  readonly name: string;
  readonly index: I;
  /** Stands for the function wherever an expression may stand. */
  readonly value: Variable<I, U>;
  readonly use: FunctionUse;
  readonly formulation: Formulation;
  /** Why this formulation, in words. */
  readonly reason: string;
  /** first x <= argument <= last x. */
  readonly domain: Constraint<I>;
  private readonly argument: AffineRows;
  private readonly points: readonly (readonly Point[])[];

  constructor(
    spec: Pick<
      PiecewiseLinear<I, U>,
      'name' | 'index' | 'value' | 'use' | 'formulation' | 'reason' | 'domain'
    >,
    argument: AffineRows,
    points: readonly (readonly Point[])[],
  ) {
    this.name = spec.name;
    this.index = spec.index;
    this.value = spec.value;
    this.use = spec.use;
    this.formulation = spec.formulation;
    this.reason = spec.reason;
    this.domain = spec.domain;
    this.argument = argument;
    this.points = points;
  }

  settle(x: Float64Array, read?: ParameterValues): void {
    this.argument.at(x, read).forEach((u, k) => {
      x[this.value.start + k] = valueAt(this.points[k], u);
    });
  }

  /** Whether the values of a result are the function's. See `checkFunctions`. */
  check(compiled: CompiledModel<ModelKind>, result: Optimum): FunctionCheck {
    return checkFunctions(compiled, result, [this as unknown as ModelFunction]);
  }
}

/**
 * Declares `value`, the function's value at `argument` for every member of `index`, and rows that keep the argument
 * between the first and the last point. Throws `InvalidInputError` for points that make no function.
 *
 *     const fuel = piecewiseLinear(m, 'fuel', [plant], output, { points: curve, use: 'cost', unit: '$/h' });
 *     m.minimize(fuel.value.sum());
 *
 * With `use: 'cost'` of a convex function the value is only held from below, with `'benefit'` of a concave one only
 * from above: `check` says after a solve whether it is the function's. `'exact'` holds it from both sides.
 */
export function piecewiseLinear<
  const I extends IndexList,
  X extends AnyExpression,
  K extends ModelKind,
  U extends FunctionUse,
  N extends string = string,
>(
  model: Model<K>,
  name: string,
  index: I,
  argument: X & Fits<X, I>,
  options: PiecewiseOptions<I, U & UseIn<K, U, 'cost' | 'benefit'>, N & IsUnit<N>>,
): PiecewiseLinear<I, UnitOf<N>> {
  const use: FunctionUse = options.use;
  const place = `piecewise-linear '${name}'`;
  const points = readPoints(index, options.points, place);
  const rows = AffineRows.of(argument, index, place);
  const shape = commonShape(points);
  const sufficient = use === 'cost' ? 'convex' : 'concave';
  const inRows = shape === 'linear' || (use !== 'exact' && shape === sufficient);
  const what = shape === 'neither' ? 'neither convex nor concave' : shape;
  const whole = use === 'exact' ? `it is ${what} and must be exact` : `it is ${what} and used as a ${use}`;
  if (!inRows) checkIntegersSaid(model, place, `${whole}, which needs binaries`);
  const value = model.variable(name, index as IndexList, inUnit(parseUnit(options.unit)));
  const build = new Builder(model, name, index, loosely(argument), value, points);
  const domain = build.domain();
  let formulation: Formulation = 'lp';
  let reason = 'it is one straight line';
  if (shape === 'linear') build.line();
  else if (inRows && use !== 'exact') {
    build.lines(use);
    reason = whole;
  } else {
    build.segments();
    formulation = 'binaries';
    reason = whole;
  }
  const spec = { name, index, value: value as unknown as Variable<I, UnitOf<N>>, use, formulation, reason };
  const parts = { ...spec, domain: domain as unknown as Constraint<I> };
  const declared = new PiecewiseLinear<I, UnitOf<N>>(parts, rows, points);
  model.addFunction(declared as unknown as ModelFunction);
  return declared;
}

function readPoints<I extends IndexList>(
  index: I,
  given: PiecewiseOptions<I>['points'],
  place: string,
): (readonly Point[])[] {
  const faults: Fault[] = [];
  const by = given as readonly Point[] | ((...labels: Label[]) => readonly Point[]);
  const lists: (readonly Point[])[] = [];
  if (typeof by !== 'function') faults.push(...pointFaults(by, place));
  for (let at = 0; at < memberCount(index); at++) {
    if (typeof by !== 'function') {
      lists.push(by);
      continue;
    }
    const labels = labelsAt(index, at);
    const list = by(...labels);
    faults.push(...pointFaults(list, `${place}${formatLabels(labels)}`));
    lists.push(list);
  }
  refuse(faults);
  return lists;
}

/** The shape that all members have: a straight line is convex and concave. */
function commonShape(points: readonly (readonly Point[])[]): Shape {
  const shapes = new Set(points.map(shapeOf));
  shapes.delete('linear');
  if (shapes.size === 0) return 'linear';
  const [first] = shapes;
  return shapes.size === 1 ? first : 'neither';
}

/** Declares the rows of each formulation. Members with fewer segments than others have the rest switched off. */
class Builder {
  private readonly model: Model<ModelKind>;
  private readonly name: string;
  private readonly index: IndexList;
  private readonly argument: Loose;
  private readonly value: Variable;
  private readonly points: readonly (readonly Point[])[];

  constructor(
    model: Model<ModelKind>,
    name: string,
    index: IndexList,
    argument: Loose,
    value: Variable,
    points: readonly (readonly Point[])[],
  ) {
    this.model = model;
    this.name = name;
    this.index = index;
    this.argument = argument;
    this.value = value;
    this.points = points;
  }

  domain(): Constraint {
    const first = this.data('first', this.argument.unit, (points) => points[0][0]);
    const last = this.data('last', this.argument.unit, (points) => points[points.length - 1][0]);
    const name = `${this.name}.domain`;
    return this.model.constraint(
      name,
      this.index,
      looseData(first),
      '<=',
      this.argument,
      '<=',
      looseData(last),
    );
  }

  /** value == y_0 + slope (argument - x_0). */
  line(): void {
    const ends = (points: readonly Point[]): Point[] => [points[0], points[points.length - 1]];
    const slope = this.data('slope', this.slopeUnit(), (points) => slopesOf(ends(points))[0]);
    const start = this.data('start', this.value.unit, (points) => {
      const [[x, y]] = points;
      return y - slopesOf(ends(points))[0] * x;
    });
    const line = this.argument.times(looseData(slope)).plus(looseData(start));
    this.model.constraint(`${this.name}.line`, this.index, loosely(this.value), '==', line);
  }

  /** value on the right side of the line through each segment. */
  lines(use: 'cost' | 'benefit'): void {
    const none = use === 'cost' ? -Infinity : Infinity;
    for (let k = 0; k < this.segmentCount(); k++) {
      const slope = this.data(`slope${k}`, this.slopeUnit(), (points) => slopesOf(points)[k] ?? 0);
      const start = this.data(`start${k}`, this.value.unit, (points) =>
        k < points.length - 1 ? points[k][1] - slopesOf(points)[k] * points[k][0] : none,
      );
      const above = loosely(this.value).minus(this.argument.times(looseData(slope)));
      const [low, high] = use === 'cost' ? [looseData(start), Infinity] : [-Infinity, looseData(start)];
      this.model.constraint(`${this.name}.line${k}`, this.index, low, '<=', above, '<=', high);
    }
  }

  /** The incremental formulation. */
  segments(): void {
    const count = this.segmentCount();
    const fills = Array.from({ length: count }, (_, k) => {
      const upper = this.data(`open${k}`, parseUnit('1'), (points) => (k < points.length - 1 ? 1 : 0));
      const options = { unit: '1', lower: 0, upper: looseData(upper) };
      return this.model.variable(`${this.name}.fill${k}`, this.index, options);
    });
    const along = (what: string, unit: Unit, c: 0 | 1): Loose => {
      const start = this.data(`${what}.first`, unit, (points) => points[0][c]);
      return fills.reduce<Loose>((sum, fill, k) => {
        const step = this.data(`${what}${k}`, unit, (points) =>
          k < points.length - 1 ? points[k + 1][c] - points[k][c] : 0,
        );
        return loosely(sum.plus(loosely(fill.times(looseData(step)))));
      }, loosely(start));
    };
    const { model, name, index } = this;
    model.constraint(`${name}.argument`, index, this.argument, '==', along('width', this.argument.unit, 0));
    model.constraint(`${name}.level`, index, loosely(this.value), '==', along('height', this.value.unit, 1));
    for (let k = 0; k + 1 < count; k++) {
      const options = { unit: '1', integer: true, lower: 0, upper: 1 };
      const step = model.variable(`${name}.step${k}`, index, options);
      model.constraint(`${name}.before${k}`, index, loosely(step), '<=', loosely(fills[k]));
      model.constraint(`${name}.after${k}`, index, loosely(fills[k + 1]), '<=', loosely(step));
    }
  }

  private segmentCount(): number {
    return this.points.reduce((most, points) => Math.max(most, points.length - 1), 0);
  }

  private slopeUnit(): Unit {
    return divideUnits(this.value.unit, this.argument.unit);
  }

  private data(what: string, unit: Unit, read: (points: readonly Point[]) => number): Parameter {
    const values = Float64Array.from(this.points, read);
    return this.model.parameter(`${this.name}.${what}`, this.index, inUnit(unit), values);
  }
}
