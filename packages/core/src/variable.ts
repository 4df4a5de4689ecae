/** Variables: one column of the program per member of an index list, contiguous and in index order. */
import { walkIndex } from './block.ts';
import { type AnyExpression, Expression } from './expression.ts';
import { type DimsOf, type IndexList, sizeOf, stridesOf } from './index-set.ts';
import type { Unit } from './unit.ts';

export class Variable<I extends IndexList = IndexList, U = unknown> extends Expression<
  DimsOf<I>,
  'affine',
  U
> {
  readonly kind = 'variable';
  readonly name: string;
  readonly index: I;
  /** Column of the first member. */
  readonly start: number;
  /** Number of members. */
  readonly size: number;
  /** Length of each set of the index list. */
  readonly sizes: readonly number[];
  /** How far apart in columns neighbours in each set are. */
  readonly strides: readonly number[];
  readonly lower: AnyExpression | number;
  readonly upper: AnyExpression | number;
  readonly integer: boolean;
  /** Zero, or between its bounds. */
  readonly semicontinuous: boolean;
  /** The model it belongs to; identity only. */
  readonly owner: object;

  constructor(spec: {
    readonly name: string;
    readonly index: I;
    readonly unit: Unit;
    readonly start: number;
    readonly size: number;
    readonly lower: AnyExpression | number;
    readonly upper: AnyExpression | number;
    readonly integer: boolean;
    readonly semicontinuous: boolean;
    readonly owner: object;
  }) {
    const { loops, free, claims, sources } = walkIndex(spec.index);
    const blocks: [Expression['blocks'][number]] = [{ loops, free, claims, scale: 1, factors: [] }];
    super(blocks, spec.unit);
    this.name = spec.name;
    this.index = spec.index;
    this.start = spec.start;
    this.size = spec.size;
    this.sizes = spec.index.map((set) => sizeOf(set));
    this.strides = stridesOf(spec.index);
    this.lower = spec.lower;
    this.upper = spec.upper;
    this.integer = spec.integer;
    this.semicontinuous = spec.semicontinuous;
    this.owner = spec.owner;
    blocks[0] = { ...blocks[0], variable: { target: this, sources } };
  }
}
