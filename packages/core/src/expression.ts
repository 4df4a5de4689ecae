/**
 * Expressions: sums of blocks, of numbers (`data`) or linear in variables (`affine`). Immutable; every operation makes
 * a new one in time proportional to the number of blocks, not of terms. The type carries the free dimensions, so that
 * an unsummed dimension is a compile-time sentence, and the unit (unit-type.ts); units are checked at run time as well.
 */
import { InvalidInputError } from '@marginal/program';
import { type Block, constantBlock, laggedBy } from './block.ts';
import { readOver } from './block-join.ts';
import { multiplyBlocks } from './block-product.ts';
import { sumByKeys, sumOver, sumOverSets } from './block-sum.ts';
import type { Dims, DimsOf, IndexList, NoDims } from './index-set.ts';
import type { Names, Sentence } from './sentence.ts';
import type { Axis } from './set.ts';
import { commonSet, type KeyOf, type SparseKey } from './sparse-set.ts';
import { TimeSet } from './time-set.ts';
import { agree, formatUnit, multiplyUnits, type Unit } from './unit.ts';
import type { AddsTo, Known, Product, TakenFrom, UnitIn } from './unit-type.ts';

/** `data` holds numbers only; `affine` holds variables. */
export type ExpressionClass = 'data' | 'affine';

/** Any expression, dimensions and class unknown. */
export interface AnyExpression {
  readonly blocks: readonly Block[];
  readonly unit: Unit;
  /** Types only, never set. */
  readonly $dims: Dims;
  /** Types only, never set. */
  readonly $class: ExpressionClass;
  /** Types only, never set: exponents by symbol, or unknown. */
  readonly $unit: unknown;
}

/** What may stand where an expression is expected. */
export type Operand = number | AnyExpression;

type Flat<T> = { readonly [P in keyof T]: T[P] };
type DimsIn<X> = X extends { readonly $dims: infer D } ? D : NoDims;
type ClassIn<X> = X extends { readonly $class: 'affine' } ? 'affine' : 'data';
type Either<C extends ExpressionClass, X> = ClassIn<X> extends 'affine' ? 'affine' : C;

/** Accepts numbers and data, where variables cannot stand: bounds, ends of ranges, weights. */
export type DataOnly<X> =
  ClassIn<X> extends 'affine'
    ? Sentence<'Only numbers and parameters can stand here: state a constraint for limits that vary'>
    : unknown;

/** Accepts numbers and data; explains that a product of variables is not linear. */
type FactorOnly<X> =
  ClassIn<X> extends 'affine'
    ? Sentence<'A factor must be a number or built from parameters: a product with variables is not linear'>
    : unknown;

/** Accepts expressions without free dimensions. */
export type Scalar<X> = X extends number
  ? unknown
  : [keyof DimsIn<X>] extends [never]
    ? unknown
    : Sentence<`Dimension '${Names<keyof DimsIn<X>>}' is not summed: this must be a single number`>;

type Missing<D, S extends IndexList> = Exclude<keyof DimsOf<S>, keyof D>;
type CanSum<D, S extends IndexList> = [Missing<D, S>] extends [never]
  ? unknown
  : Sentence<`Cannot sum over '${Names<Missing<D, S>>}': the expression has no such free dimension`>;

type SetOf<Ks extends readonly SparseKey[]> = Ks[number]['set']['axes'][number]['dim'];
type BaseName<X extends Axis> = X['base']['name'];
/** Base names that two or more keys share. */
type Repeated<Ks extends readonly unknown[]> = Ks extends readonly [infer H, ...infer T]
  ? H extends SparseKey<infer _A, infer X>
    ? BaseName<X> extends BaseNames<T>
      ? BaseName<X> | Repeated<T>
      : Repeated<T>
    : never
  : never;
type BaseNames<Ks extends readonly unknown[]> = Ks[number] extends infer H
  ? H extends SparseKey<infer _A, infer X>
    ? BaseName<X>
    : never
  : never;
type KeptDims<Ks extends readonly SparseKey[]> = {
  readonly [H in Ks[number] as BaseName<H['axis']> extends Repeated<Ks>
    ? H['axis']['dim']
    : BaseName<H['axis']>]: KeyOf<H['axis']>;
};
type CanGroup<D, Ks extends readonly SparseKey[]> = [Exclude<SetOf<Ks>, keyof D>] extends [never]
  ? unknown
  : Sentence<`Cannot group: the expression does not range over dimension '${Names<Exclude<SetOf<Ks>, keyof D>>}'`>;
type AllDimsOf<Ks extends readonly SparseKey[]> = {
  readonly [X in Ks[0]['set']['axes'][number] as X['dim']]: KeyOf<X>;
};
/** Dimensions that `over` reads: the role itself where the expression has it, else the key's base set. */
type ReadDims<D, Ks extends readonly SparseKey[]> = {
  [P in keyof Ks]: Ks[P]['axis']['dim'] extends keyof D ? Ks[P]['axis']['dim'] : BaseName<Ks[P]['axis']>;
}[number];
type CanRead<D, Ks extends readonly SparseKey[]> = [Exclude<ReadDims<D, Ks>, keyof D>] extends [never]
  ? unknown
  : Sentence<`Cannot read over these columns: the expression has no free dimension '${Names<Exclude<ReadDims<D, Ks>, keyof D>>}'`>;

/** Throws `core.operand` for what is neither a number nor an expression; TypeScript stops it before. */
export function checkIsOperand(operand: unknown, place: string): asserts operand is Operand {
  if (typeof operand === 'number' || operand instanceof Expression) return;
  const shown = typeof operand === 'string' ? `'${operand}'` : String(operand);
  throw new InvalidInputError([
    {
      code: 'core.operand',
      place,
      cause: `${shown} is neither a number nor an expression`,
      remedy: 'give a number, a parameter or an expression',
    },
  ]);
}

function blocksOf(operand: Operand, place: string): readonly Block[] {
  checkIsOperand(operand, place);
  return typeof operand === 'number' ? [constantBlock(operand)] : operand.blocks;
}

/** The unit of a number written in a sum is whatever the sum's is. */
function sumUnit(a: AnyExpression, b: Operand, what: string): Unit {
  if (typeof b === 'number') return a.unit;
  if (!agree(a.unit, b.unit)) {
    const cause = `${formatUnit(a.unit)} and ${formatUnit(b.unit)} do not add up`;
    throw new InvalidInputError([
      {
        code: 'core.unit-mismatch',
        place: what,
        cause,
        remedy: 'multiply by a parameter that converts one into the other',
      },
    ]);
  }
  return a.unit ?? b.unit;
}

export class Expression<D extends Dims = Dims, C extends ExpressionClass = ExpressionClass, U = unknown>
  implements AnyExpression
{
  declare readonly $dims: D;
  declare readonly $class: C;
  declare readonly $unit: U;
  readonly blocks: readonly Block[];
  readonly unit: Unit;

  constructor(blocks: readonly Block[], unit: Unit) {
    this.blocks = blocks;
    this.unit = unit;
  }

  /** Sum. Dimensions that only one side has are repeated over the other's when the expression becomes rows. */
  plus<X extends Operand>(
    other: X & AddsTo<U, X>,
  ): Expression<Flat<D & DimsIn<X>>, Either<C, X>, Known<U, UnitIn<X>>> {
    return new Expression([...this.blocks, ...blocksOf(other, 'plus')], sumUnit(this, other, 'plus'));
  }

  /** Difference. */
  minus<X extends Operand>(
    other: X & TakenFrom<U, X>,
  ): Expression<Flat<D & DimsIn<X>>, Either<C, X>, Known<U, UnitIn<X>>> {
    const negated = blocksOf(other, 'minus').map((block) => ({ ...block, scale: -block.scale }));
    return new Expression([...this.blocks, ...negated], sumUnit(this, other, 'minus'));
  }

  /**
   * Product with a number or data. Dimensions of the same name are matched label by label; dimensions that only the
   * factor has are added.
   */
  times<X extends Operand>(
    factor: X & FactorOnly<X>,
  ): Expression<Flat<D & DimsIn<X>>, C, X extends number ? U : Product<U, UnitIn<X>>> {
    const operand: Operand = factor;
    checkIsOperand(operand, 'times');
    if (typeof operand === 'number') {
      return new Expression(
        this.blocks.map((block) => ({ ...block, scale: block.scale * operand })),
        this.unit,
      );
    }
    const blocks = this.blocks.flatMap((block) =>
      operand.blocks.map((other) => {
        if (other.variable !== undefined) {
          throw new InvalidInputError([
            {
              code: 'core.not-linear',
              place: 'times',
              cause: `the factor holds variable '${other.variable.target.name}'`,
              remedy: 'multiply by numbers and parameters only',
            },
          ]);
        }
        return multiplyBlocks(block, other);
      }),
    );
    return new Expression(blocks, multiplyUnits(this.unit, operand.unit));
  }

  /** The same, counting as zero where it has no tuple: without this, a row that it does not reach is an error. */
  orZero(): Expression<D, C, U> {
    return new Expression(
      this.blocks.map((block) => ({ ...block, claims: [] })),
      this.unit,
    );
  }

  /**
   * The value `by` members earlier in an ordered set: `level.lag(hour, 1, 'wrap')`. At the edge it wraps around or is
   * zero; a `time` set that is cyclic wraps by itself. A negative `by` looks ahead.
   */
  lag<X extends Axis>(
    set: X & CanSum<D, readonly [X]>,
    by: number,
    edge?: 'wrap' | 'zero',
  ): Expression<D, C, U> {
    const axis: Axis = set;
    const cyclic = axis.base instanceof TimeSet && axis.base.cyclic;
    const chosen = edge ?? (cyclic ? 'wrap' : undefined);
    if (!Number.isInteger(by) || (chosen !== 'wrap' && chosen !== 'zero')) {
      const cause =
        chosen === undefined
          ? `'${axis.base.name}' does not wrap and no edge is named`
          : Number.isInteger(by)
            ? `edge '${String(chosen)}' is neither 'wrap' nor 'zero'`
            : `${by} is not a whole number of members`;
      throw new InvalidInputError([
        { code: 'core.lag', place: 'lag', cause, remedy: "write lag(set, 1, 'wrap') or lag(set, 1, 'zero')" },
      ]);
    }
    return new Expression(
      this.blocks.map((block) => laggedBy(block, axis.base, axis.dim, by, chosen)),
      this.unit,
    );
  }

  /**
   * Sum over whole sets, or over everything when none is named. Every part of the expression must have the dimensions:
   * sum parts that range over different sets one by one.
   */
  sum<const S extends IndexList>(
    ...sets: S & CanSum<D, S>
  ): Expression<S extends readonly [] ? NoDims : Flat<Omit<D, keyof DimsOf<S>>>, C, U> {
    const all = new Set(this.blocks.flatMap((block) => block.free.map((free) => free.dim)));
    return new Expression(
      this.blocks.map((block) => (sets.length === 0 ? sumOver(block, all) : sumOverSets(block, sets))),
      this.unit,
    );
  }

  /**
   * Sum over a sparse set, grouped by some of its columns: `flow.sumBy(link.to)` adds up all links into each node. A
   * kept column takes the name of its set (`node`); where two kept columns share a set, both keep their roles.
   */
  sumBy<const Ks extends readonly [SparseKey, ...SparseKey[]]>(
    ...keys: Ks & CanGroup<D, Ks>
  ): Expression<Flat<Omit<D, SetOf<Ks>> & KeptDims<Ks>>, C, U> {
    const list = keys as readonly SparseKey[];
    const set = commonSet(list, 'sumBy');
    return new Expression(
      this.blocks.map((block) => sumByKeys(block, set, list)),
      this.unit,
    );
  }

  /**
   * The expression read along columns of a sparse set: `angle.over(link.from)` has one member per link, the angle at
   * its start. The result ranges over the sparse set.
   */
  over<const Ks extends readonly [SparseKey, ...SparseKey[]]>(
    ...keys: Ks & CanRead<D, Ks>
  ): Expression<Flat<Omit<D, ReadDims<D, Ks>> & AllDimsOf<Ks>>, C, U> {
    const list = keys as readonly SparseKey[];
    const set = commonSet(list, 'over');
    return new Expression(
      this.blocks.map((block) => readOver(block, set, list)),
      this.unit,
    );
  }
}

/** The operand as an expression; a number takes the unit of what it stands beside. */
export function asExpression(operand: Operand, unit: Unit): AnyExpression {
  return typeof operand === 'number'
    ? new Expression<NoDims, 'data'>([constantBlock(operand)], unit)
    : operand;
}
