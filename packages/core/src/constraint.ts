/**
 * Constraints: one row of the program per member of an index list. A balance is a constraint of its own kind, because
 * it has a price: the cost of one more unit of demand (docs/conventions.md, section 1.4).
 */
import type { ExplicitRows } from './explicit-rows.ts';
import type { AnyExpression } from './expression.ts';
import type { IndexList } from './index-set.ts';
import type { Unit } from './unit.ts';

export type Operator = '<=' | '>=' | '==';

export class Constraint<I extends IndexList = IndexList> {
  readonly kind: 'constraint' | 'balance' = 'constraint';
  readonly name: string;
  readonly index: I;
  readonly unit: Unit;
  /** Row of the first member. */
  readonly start: number;
  /** Number of members. */
  readonly size: number;
  /** Terms of the row: everything that holds variables, right-hand side brought over. */
  readonly body: AnyExpression;
  readonly lower: AnyExpression | number;
  readonly upper: AnyExpression | number;
  /** Rows written by a callback; the body is then empty. */
  readonly explicit: ExplicitRows | undefined;
  /** The model it belongs to; identity only. */
  readonly owner: object;

  constructor(spec: Omit<Constraint<I>, 'kind'>) {
    this.name = spec.name;
    this.index = spec.index;
    this.unit = spec.unit;
    this.start = spec.start;
    this.size = spec.size;
    this.body = spec.body;
    this.lower = spec.lower;
    this.upper = spec.upper;
    this.explicit = spec.explicit;
    this.owner = spec.owner;
  }
}

/** `supply == demand`, stored as supply - demand == 0, with what is constant on the right-hand side. */
export class Balance<I extends IndexList = IndexList> extends Constraint<I> {
  override readonly kind = 'balance';
  /** What one row counts for, such as the hours of a time step; prices are divided by it. */
  readonly weight: AnyExpression | number;

  constructor(spec: Omit<Balance<I>, 'kind'>) {
    super(spec);
    this.weight = spec.weight;
  }
}
