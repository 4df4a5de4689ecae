/**
 * A model: variables, parameters and constraints under names, then an objective. Declarations check what they are
 * given at once (foreign handles, names used twice, units, index lists); data and shapes are checked when they are
 * lowered by `compile()`. A model only grows; what was compiled from it does not change any more.
 */
import { type Fault, InvalidInputError, NotAllowedError, refuse, type Sense } from '@marginal/program';
import { CompiledModel } from './compiled-model.ts';
import { Balance, Constraint, type Operator } from './constraint.ts';
import { type OrdinalsOf, type RowSink, writeRows } from './explicit-rows.ts';
import {
  type AnyExpression,
  asExpression,
  checkIsOperand,
  type DataOnly,
  Expression,
  type Operand,
  type Scalar,
} from './expression.ts';
import type { ModelFunction } from './function-check.ts';
import { checkIndex, type DimsOf, type IndexList, memberCount, setsOf } from './index-set.ts';
import { checkIntegersSaid, type KindOf, type ModelKind, type SaidInWords } from './kind.ts';
import {
  type BalanceSides,
  checkOptions,
  MODEL_OPTIONS,
  type ModelOptions,
  VARIABLE_OPTIONS,
  type VariableOptions,
} from './model-options.ts';
import { Parameter, type ParameterData, readParameterData } from './parameter.ts';
import type { Names, Sentence } from './sentence.ts';
import type { DenseSet } from './set.ts';
import type { SparseSet } from './sparse-set.ts';
import { agree, formatUnit, parseUnit, type Unit } from './unit.ts';
import type { Bounds, ComparesWith, InMoney, IsUnit, Known, UnitIn, UnitOf } from './unit-type.ts';
import { Variable } from './variable.ts';

type DimsIn<X> = X extends { readonly $dims: infer D } ? D : unknown;
type Extra<X, I extends IndexList> = Exclude<keyof DimsIn<X>, keyof DimsOf<I>>;

/** Accepts expressions whose free dimensions all stand in the index list. */
export type Fits<X, I extends IndexList> = X extends number
  ? unknown
  : [Extra<X, I>] extends [never]
    ? unknown
    : Sentence<`Dimension '${Names<Extra<X, I>>}' is neither summed nor in the index`>;

export class Model<K extends ModelKind = 'lp', Money extends string = string> {
  /** Symbol of money, such as `$`. */
  readonly money: Money;
  /** Linear (`lp`), or with integers (`mip`). Never changes. */
  readonly kind: K;
  /** In order of declaration; columns likewise. */
  readonly variables: Variable[] = [];
  /** In order of declaration; rows likewise. */
  readonly constraints: Constraint[] = [];
  readonly parameters: Parameter[] = [];
  /** In order of declaration. Every optimum is checked against them. */
  readonly functions: ModelFunction[] = [];
  private columnCount = 0;
  private rowCount = 0;
  private readonly names = new Set<string>();
  private readonly sets = new Map<string, DenseSet | SparseSet>();

  constructor(money: Money, kind: K) {
    this.money = money;
    this.kind = kind;
  }

  /** Declares one column per member of `index`. */
  variable<
    const N extends string,
    const I extends IndexList,
    S extends string = string,
    L extends Operand = number,
    U extends Operand = number,
  >(
    name: N,
    index: I,
    options: VariableOptions<
      K,
      S & IsUnit<S>,
      L & DataOnly<L> & Fits<L, I> & Bounds<UnitOf<S>, L>,
      U & DataOnly<U> & Fits<U, I> & Bounds<UnitOf<S>, U>
    > = {},
  ): Variable<I, UnitOf<S>> {
    const unit = this.check('variable', name, index, options.unit);
    checkOptions(options, VARIABLE_OPTIONS, `variable '${name}'`);
    const { lower = -Infinity, upper = Infinity }: VariableOptions<K> = options;
    const integer = options.integer === true;
    const semicontinuous = options.semicontinuous === true;
    if (integer) checkIntegersSaid(this, `variable '${name}'`, 'it is integer');
    if (semicontinuous) checkIntegersSaid(this, `variable '${name}'`, 'it is semicontinuous');
    for (const bound of [lower, upper]) this.checkOperand(bound, unit, `variable '${name}', bounds`, 'data');
    const size = memberCount(index);
    const variable = new Variable<I, UnitOf<S>>({
      name,
      index,
      unit,
      start: this.columnCount,
      size,
      lower,
      upper,
      integer,
      semicontinuous,
      owner: this,
    });
    this.claim(name, index);
    this.columnCount += size;
    this.variables.push(variable as unknown as Variable);
    return variable;
  }

  /** Declares numbers over `index`: one value per member, none missing. */
  parameter<const I extends IndexList, S extends string = string>(
    name: string,
    index: I,
    options: { readonly unit?: S & IsUnit<S> },
    data: ParameterData<I>,
  ): Parameter<I, UnitOf<S>> {
    const unit = this.check('parameter', name, index, options.unit);
    const parameter = new Parameter<I, UnitOf<S>>({
      name,
      index,
      unit,
      values: readParameterData(name, index, data),
      owner: this,
    });
    this.claim(name, index);
    this.parameters.push(parameter as unknown as Parameter);
    return parameter;
  }

  /** Declares rows `left <= right`, `left >= right`, `left == right`, or `low <= body <= high`, one per member of `index`. */
  constraint<const I extends IndexList, L extends Operand, R extends Operand>(
    name: string,
    index: I,
    left: L & Fits<L, I>,
    operator: Operator,
    right: R & Fits<R, I> & ComparesWith<UnitIn<L>, R>,
  ): Constraint<I>;
  constraint<const I extends IndexList, L extends Operand, B extends AnyExpression, H extends Operand>(
    name: string,
    index: I,
    low: L & DataOnly<L> & Fits<L, I>,
    first: '<=',
    body: B & Fits<B, I> & ComparesWith<UnitIn<L>, B>,
    second: '<=',
    high: H & DataOnly<H> & Fits<H, I> & ComparesWith<Known<UnitIn<L>, UnitIn<B>>, H>,
  ): Constraint<I>;
  constraint(
    name: string,
    index: IndexList,
    left: Operand,
    operator: Operator,
    middle: Operand,
    second?: '<=',
    high?: Operand,
  ): Constraint {
    const place = `constraint '${name}'`;
    this.check('constraint', name, index, undefined);
    const ranged = second !== undefined || high !== undefined;
    checkOperators(
      ranged ? [operator, high === undefined ? undefined : second] : [operator],
      ranged ? ['<='] : ['<=', '>=', '=='],
      place,
    );
    if (second === undefined || high === undefined) {
      const unit = this.commonUnit([left, middle], place);
      // `5 <= x` is the row `x >= 5`: a dual is per unit of the side that holds no variable.
      const flipped = isData(left) && !isData(middle);
      const body = asExpression(flipped ? middle : left, unit) as Expression;
      const other = flipped ? left : middle;
      const atMost = operator === (flipped ? '>=' : '<=');
      // Data on the other side stay there as the limit, which may be infinite where that means no limit.
      const limit = isData(other) && !isData(flipped ? middle : left);
      if (limit) this.checkOperand(other, unit, place, 'data');
      const end = limit ? other : 0;
      const lower = atMost ? -Infinity : end;
      const upper = atMost || operator === '==' ? end : Infinity;
      const rows = limit ? body : body.minus(other);
      return this.addRows(new Constraint(this.rowSpec(name, index, unit, rows, lower, upper)), place);
    }
    const unit = this.commonUnit([left, middle, high], place);
    for (const side of [left, high]) this.checkOperand(side, unit, place, 'data');
    return this.addRows(
      new Constraint(this.rowSpec(name, index, unit, asExpression(middle, unit), left, high)),
      place,
    );
  }

  /** Declares a balance of supply and demand, one row per member of `index`. Its price is the cost of one more unit of demand. */
  balance<const I extends IndexList, S extends Operand, D extends Operand, W extends Operand = number>(
    name: string,
    index: I,
    sides: BalanceSides<
      S & Fits<S, I>,
      D & Fits<D, I> & ComparesWith<UnitIn<S>, D>,
      W & DataOnly<W> & Fits<W, I>
    >,
  ): Balance<I> {
    const place = `balance '${name}'`;
    this.check('balance', name, index, undefined);
    const unit = this.commonUnit([sides.supply, sides.demand], place);
    const weight: Operand = sides.weight ?? 1;
    this.checkOperand(weight, undefined, `${place}, weight`, 'data');
    const supply = asExpression(sides.supply, unit) as Expression;
    const rows = this.rowSpec(name, index, unit, supply.minus(sides.demand as Operand), 0, 0);
    return this.addRows(new Balance<I>({ ...rows, weight }), place);
  }

  /**
   * Declares rows term by term, one call of `build` per member of `index`, with one ordinal per set:
   *
   *     m.rows('ramp', [hour], (row, h) => {
   *       row.add(1, output, h);
   *       if (h > 0) row.add(-1, output, h - 1);
   *       row.atMost(5);
   *     });
   *
   * `build` runs at once. Throws `InvalidInputError` with every wrong ordinal, coefficient and missing bound.
   */
  rows<const I extends IndexList>(
    name: string,
    index: I,
    build: (row: RowSink, ...ordinals: OrdinalsOf<I>) => void,
  ): Constraint<I> {
    const place = `constraint '${name}'`;
    this.check('constraint', name, index, undefined);
    const explicit = writeRows(name, index, this, build);
    const spec = this.rowSpec(name, index, undefined, new Expression([], undefined), 0, 0);
    return this.addRows(new Constraint({ ...spec, explicit }), place);
  }

  minimize<E extends Operand>(objective: E & Scalar<E> & InMoney<E, Money>): Problem<K> {
    return this.problem('minimize', objective);
  }

  maximize<E extends Operand>(objective: E & Scalar<E> & InMoney<E, Money>): Problem<K> {
    return this.problem('maximize', objective);
  }

  /** Takes a function that was declared by variables and rows of this model. */
  addFunction(fn: ModelFunction): void {
    this.functions.push(fn);
  }

  private problem(sense: Sense, objective: Operand): Problem<K> {
    this.checkOperand(objective, undefined, 'objective', 'any');
    const unit = typeof objective === 'number' ? undefined : objective.unit;
    if (unit !== undefined && unit.get(this.money) !== 1) {
      throw new InvalidInputError([
        {
          code: 'core.objective-unit',
          place: 'objective',
          cause: `its unit is ${formatUnit(unit)}, the model's money is ${this.money}`,
          remedy: `multiply by prices in ${this.money} per unit, or state the model in another money`,
        },
      ]);
    }
    return new Problem(this, sense, objective);
  }

  private rowSpec<I extends IndexList>(
    name: string,
    index: I,
    unit: Unit,
    body: AnyExpression,
    lower: Operand,
    upper: Operand,
  ): Omit<Constraint<I>, 'kind'> {
    return {
      name,
      index,
      unit,
      body,
      lower,
      upper,
      start: this.rowCount,
      size: memberCount(index),
      owner: this,
      explicit: undefined,
    };
  }

  private addRows<C extends Constraint>(constraint: C, place: string): C {
    this.checkOperand(constraint.body, undefined, place, 'any');
    this.claim(constraint.name, constraint.index);
    this.rowCount += constraint.size;
    this.constraints.push(constraint);
    return constraint;
  }

  /** Takes the name and the sets of a block that has passed every check. */
  private claim(name: string, index: IndexList): void {
    for (const set of setsOf(index)) this.sets.set(set.name, set);
    this.names.add(name);
  }

  /** Checks name, index and sets of a new block; returns its unit. */
  private check(kind: string, name: string, index: IndexList, unit: string | undefined): Unit {
    const place = `${kind} '${name}'`;
    const faults: Fault[] = [];
    if (name === '')
      faults.push({ code: 'core.empty-name', place, cause: 'has no name', remedy: 'name every block' });
    if (this.names.has(name))
      faults.push({
        code: 'core.duplicate-name',
        place,
        cause: 'the name is taken in this model',
        remedy: 'give every variable, parameter and constraint a name of its own',
      });
    const seen = new Map(this.sets);
    for (const set of setsOf(index)) {
      const known = seen.get(set.name);
      seen.set(set.name, known ?? set);
      if (known !== undefined && known !== set) {
        faults.push({
          code: 'core.two-sets-one-name',
          place,
          cause: `set '${set.name}' is not the set of that name that the model uses already`,
          remedy: 'declare a set once and use the same object everywhere',
        });
      }
    }
    refuse(faults);
    checkIndex(index, place);
    return parseUnit(unit);
  }

  private commonUnit(operands: readonly Operand[], place: string): Unit {
    let unit: Unit;
    for (const operand of operands) {
      checkIsOperand(operand, place);
      if (typeof operand === 'number') continue;
      if (!agree(unit, operand.unit)) {
        throw new InvalidInputError([
          {
            code: 'core.unit-mismatch',
            place,
            cause: `compares ${formatUnit(unit)} with ${formatUnit(operand.unit)}`,
            remedy: 'multiply one side by a parameter that converts it',
          },
        ]);
      }
      unit ??= operand.unit;
    }
    return unit;
  }

  /** Handles must be of this model, data must be data, units must agree. */
  private checkOperand(operand: Operand, unit: Unit, place: string, want: 'data' | 'any'): void {
    checkIsOperand(operand, place);
    if (typeof operand === 'number') {
      if (Number.isNaN(operand))
        throw new InvalidInputError([
          { code: 'core.nan', place, cause: 'is not a number', remedy: 'give a number' },
        ]);
      return;
    }
    for (const block of operand.blocks) {
      for (const { target } of [
        ...block.factors,
        ...(block.variable === undefined ? [] : [block.variable]),
      ]) {
        if (target.owner === this) continue;
        throw new NotAllowedError({
          code: 'core.foreign-handle',
          place,
          cause: `${target.kind} '${target.name}' belongs to another model`,
          remedy: 'declare it in this model',
        });
      }
      if (want === 'data' && block.variable !== undefined) {
        throw new InvalidInputError([
          {
            code: 'core.not-data',
            place,
            cause: `holds variable '${block.variable.target.name}'`,
            remedy: 'use numbers and parameters here, and a constraint for limits that vary',
          },
        ]);
      }
    }
    if (!agree(unit, operand.unit)) {
      throw new InvalidInputError([
        {
          code: 'core.unit-mismatch',
          place,
          cause: `is in ${formatUnit(operand.unit)}, not ${formatUnit(unit)}`,
          remedy: 'multiply by a parameter that converts it',
        },
      ]);
    }
  }
}

/** For callers whom the compiler does not check: an operator that is not known would be read as another one. */
function checkOperators(given: readonly unknown[], known: readonly Operator[], place: string): void {
  const stranger = given.find((operator) => !known.some((one) => one === operator));
  if (stranger === undefined && !given.includes(undefined)) return;
  const cause = `'${String(stranger)}' is not an operator here`;
  throw new InvalidInputError([
    { code: 'core.operator', place, cause, remedy: `write '${known.join("', '")}'` },
  ]);
}

function isData(operand: Operand): boolean {
  return typeof operand === 'number' || operand.blocks.every((block) => block.variable === undefined);
}

/** A model with its objective: ready to be compiled. */
export class Problem<K extends ModelKind = 'lp'> {
  private readonly model: Model<K>;
  private readonly sense: Sense;
  private readonly objective: Operand;

  constructor(model: Model<K>, sense: Sense, objective: Operand) {
    this.model = model;
    this.sense = sense;
    this.objective = objective;
  }

  /** Lowers everything declared so far. Throws `InvalidInputError` for data and shapes that do not fit. */
  compile(): CompiledModel<K> {
    return CompiledModel.of(this.model, this.sense, this.objective);
  }
}

/** Starts a model whose objective is in `money`: a linear one, or one with integers where that is said. */
export function model<const Money extends string = '$', const I extends boolean = false>(
  options: ModelOptions<Money, I & SaidInWords<I>> = {},
): Model<KindOf<I>, Money> {
  checkOptions(options, MODEL_OPTIONS, 'model');
  const { money = '$', integers = false }: ModelOptions = options;
  return new Model(money as Money, (integers === true ? 'mip' : 'lp') as KindOf<I>);
}
