/**
 * Random models over dense and sparse sets, stated twice: in the language, and as plain functions from labels to a Map
 * of terms. The second is lowered by nested loops over every label, with no idea of blocks, loops or joins.
 *
 * An expression of the reference is partial: where a sparse set lacks the tuple it has no terms. Sums leave out what
 * is absent, rows leave out absent terms; absent numbers are what the language refuses.
 */
import {
  type AnyExpression,
  type Axis,
  type CompiledModel,
  type Expression,
  type IndexList,
  model,
  set,
  sparse,
} from '@marginal/core';
import type { SparseKey, SparseSet } from '../src/sparse-set.ts';
import { rowsOf } from './support.ts';

/** Labels by dimension. */
export type At = Readonly<Record<string, number>>;

/** Terms by column name, '' for the constant, and how many were written; undefined where absent. */
export type Terms = ReadonlyMap<string, { readonly value: number; readonly count: number }> | undefined;

/** An expression in both forms. */
export interface Twin {
  readonly stated: Expression;
  readonly dims: Readonly<Record<string, number>>;
  readonly at: (labels: At) => Terms;
  /** What a row without `orZero` must have: one per part over an index that no sum has settled. */
  readonly asks: readonly Ask[];
}

export interface Ask {
  readonly dims: readonly string[];
  readonly has: (labels: At) => boolean;
}

function askOf(index: IndexList): Ask {
  return { dims: Object.keys(dimsOf(index)), has: (labels) => member(index, labels) };
}

/** One ask per sparse set: a sum over one set leaves what the others ask. */
function asksOf(index: IndexList): Ask[] {
  return index.flatMap((s) => (s.kind === 'sparse' ? [askOf([s])] : []));
}

function left(asks: readonly Ask[], gone: readonly string[]): Ask[] {
  return asks.filter(({ dims }) => !dims.some((dim) => gone.includes(dim)));
}

/** Whether rows over this index, without `orZero`, would ask for what is not there. */
export function lacks(index: IndexList, { asks }: Twin): boolean {
  return members(index).some((labels) => asks.some((ask) => !ask.has(labels)));
}

export const NODES = 4;
export const HOURS = 3;
const node = set(
  'node',
  Array.from({ length: NODES }, (_, i) => i),
);
const hour = set(
  'hour',
  Array.from({ length: HOURS }, (_, i) => i),
);
const from = node.as('from');
const to = node.as('to');

/** The loosest types: random models are checked at run time. */
export type AnySparse = SparseSet & Readonly<Record<string, SparseKey>>;

export interface World {
  readonly link: AnySparse;
  readonly slot: AnySparse;
  readonly trip: AnySparse;
}

/** link over from and to; slot over node and hour; trip over from, to and hour, each on a link. */
export function world(
  links: readonly [number, number][],
  slots: readonly [number, number][],
  trips: readonly [link: number, hour: number][],
): World {
  const onLink = trips.filter(([at]) => at < links.length);
  return {
    link: sparse('link', [from, to], links) as unknown as AnySparse,
    slot: sparse('slot', [node, hour], slots) as unknown as AnySparse,
    trip: sparse(
      'trip',
      [from, to, hour],
      onLink.map(([at, h]) => [...links[at], h] as const),
    ) as unknown as AnySparse,
  };
}

const SIZES: Readonly<Record<string, number>> = { node: NODES, hour: HOURS, from: NODES, to: NODES };

export function dimsOf(index: IndexList): Record<string, number> {
  const axes = index.flatMap((s): readonly Axis[] => (s.kind === 'sparse' ? s.axes : [s]));
  return Object.fromEntries(axes.map(({ dim }) => [dim, SIZES[dim]]));
}

/** Whether the labels are in every sparse set of the index. */
export function member(index: IndexList, labels: At): boolean {
  return index.every((s) => s.kind !== 'sparse' || s.findOrdinals(s.axes.map(({ dim }) => labels[dim])) >= 0);
}

/** All combinations of labels, dimension by dimension, last fastest. */
export function grid(dims: Readonly<Record<string, number>>): At[] {
  return Object.entries(dims).reduce<At[]>(
    (partial, [dim, size]) =>
      partial.flatMap((labels) => Array.from({ length: size }, (_, i) => ({ ...labels, [dim]: i }))),
    [{}],
  );
}

/** Members of an index list in its own order. */
export function members(index: IndexList): At[] {
  return grid(dimsOf(index)).filter((labels) => member(index, labels));
}

function nameAt(name: string, index: IndexList, labels: At): string {
  const dims = Object.keys(dimsOf(index));
  return dims.length === 0 ? name : `${name}[${dims.map((dim) => labels[dim]).join(',')}]`;
}

/** Adds terms; an absent side is left out, and only two absent sides are absent. */
function add(parts: readonly Terms[]): Terms {
  const present = parts.filter((part) => part !== undefined);
  if (present.length === 0) return undefined;
  const sum = new Map<string, { value: number; count: number }>();
  for (const part of present)
    for (const [name, { value, count }] of part) {
      const known = sum.get(name) ?? { value: 0, count: 0 };
      sum.set(name, { value: known.value + value, count: known.count + count });
    }
  return sum;
}

function scaled(terms: Terms, by: number): Terms {
  return terms && new Map([...terms].map(([name, { value, count }]) => [name, { value: value * by, count }]));
}

/** The stated model, with the reference beside it. */
export class TwinModel {
  readonly model = model();
  private next = 0;
  private readonly rows: { readonly index: IndexList; readonly body: Twin; readonly bound: number }[] = [];
  private readonly columns: { readonly name: string; readonly index: IndexList }[] = [];

  variable(index: IndexList): Twin {
    const name = `v${this.next++}`;
    this.columns.push({ name, index });
    return {
      stated: this.model.variable(name, index) as unknown as Expression,
      dims: dimsOf(index),
      asks: asksOf(index),
      at: (labels) =>
        member(index, labels) ? new Map([[nameAt(name, index, labels), { value: 1, count: 1 }]]) : undefined,
    };
  }

  /** Small whole numbers, zeros among them, so that every order of summation gives the same doubles. */
  parameter(index: IndexList, seed: number): Twin {
    const value = (labels: readonly number[]): number =>
      ((labels.reduce((mix, label) => mix * 5 + label, seed) * 7919) % 7) - 3;
    const stated = this.model.parameter(`p${this.next++}`, index as [Axis], {}, ((...labels: number[]) =>
      value(labels)) as () => number);
    const dims = dimsOf(index);
    return {
      stated: stated as unknown as Expression,
      dims,
      asks: asksOf(index),
      at: (labels) =>
        member(index, labels)
          ? new Map([['', { value: value(Object.keys(dims).map((dim) => labels[dim])), count: 1 }]])
          : undefined,
    };
  }

  /** body <= bound, one row per member. */
  constrain(index: IndexList, body: Twin, bound: number): void {
    this.rows.push({ index, body, bound });
    this.model.constraint(`c${this.next++}`, index, body.stated.orZero() as unknown as number, '<=', bound);
  }

  compile(objective: Twin): CompiledModel {
    return this.model.minimize(objective.stated as unknown as number).compile();
  }

  /** What the compiled program has to be. */
  expected(objective: Twin): {
    rows: number[][];
    upper: number[];
    cost: number[];
    offset: number;
    terms: { written: number; merged: number; zeros: number };
  } {
    const columns = new Map(
      this.columns
        .flatMap(({ name, index }) => members(index).map((at) => nameAt(name, index, at)))
        .map((n, j) => [n, j]),
    );
    const terms = { written: 0, merged: 0, zeros: 0 };
    const rows: number[][] = [];
    const upper: number[] = [];
    for (const { index, body, bound } of this.rows)
      for (const labels of members(index)) {
        const row = new Array<number>(columns.size).fill(0);
        let constant = 0;
        for (const [name, { value, count }] of body.at(labels) ?? []) {
          const column = columns.get(name);
          if (column === undefined) {
            constant += value;
            continue;
          }
          row[column] = value;
          terms.written += count;
          terms.merged += count - 1;
          if (value === 0) terms.zeros++;
        }
        rows.push(row.map((value) => value + 0));
        upper.push(bound - constant + 0);
      }
    const cost = new Array<number>(columns.size).fill(0);
    let offset = 0;
    for (const [name, { value }] of objective.at({}) ?? []) {
      const column = columns.get(name);
      if (column === undefined) offset += value;
      else cost[column] = value + 0;
    }
    return { rows, upper, cost, offset: offset + 0, terms };
  }
}

/** What was compiled, in the form of `expected`. */
export function actual({ program, terms }: CompiledModel): ReturnType<TwinModel['expected']> {
  return {
    rows: rowsOf(program),
    upper: [...program.rowUpper],
    cost: [...program.cost].map((c) => c + 0),
    offset: program.offset + 0,
    terms,
  };
}

export function plus(a: Twin, b: Twin): Twin {
  return {
    stated: a.stated.plus(b.stated) as unknown as Expression,
    dims: { ...a.dims, ...b.dims },
    asks: [...a.asks, ...b.asks],
    at: (labels) => add([a.at(labels), b.at(labels)]),
  };
}

export function minus(a: Twin, b: Twin): Twin {
  return {
    stated: a.stated.minus(b.stated) as unknown as Expression,
    dims: { ...a.dims, ...b.dims },
    asks: [...a.asks, ...b.asks],
    at: (labels) => add([a.at(labels), scaled(b.at(labels), -1)]),
  };
}

export function times(a: Twin, factor: Twin | number): Twin {
  if (typeof factor === 'number')
    return {
      ...a,
      stated: a.stated.times(factor) as unknown as Expression,
      at: (labels) => scaled(a.at(labels), factor),
    };
  return {
    stated: (a.stated.times as (x: AnyExpression) => unknown).call(a.stated, factor.stated) as Expression,
    dims: { ...a.dims, ...factor.dims },
    asks: [...a.asks, ...factor.asks],
    at: (labels) => {
      const terms = a.at(labels);
      const constant = factor.at(labels)?.get('');
      if (terms === undefined || constant === undefined) return undefined;
      return new Map(
        [...terms].map(([name, { value, count }]) => [
          name,
          { value: value * constant.value, count: count * constant.count },
        ]),
      );
    },
  };
}

/** Sum over dimensions, named by the sets they come from. */
export function sum(a: Twin, sets: IndexList): Twin {
  const gone = sets.length === 0 ? a.dims : dimsOf(sets);
  const dims = Object.fromEntries(Object.entries(a.dims).filter(([dim]) => !(dim in gone)));
  return {
    stated: (a.stated.sum as (...s: IndexList) => unknown).call(a.stated, ...sets) as Expression,
    dims,
    asks: left(a.asks, Object.keys(gone)),
    at: (labels) => add(grid(gone).map((more) => a.at({ ...labels, ...more }))) ?? new Map(),
  };
}

/** Group by one column: the others are summed, and the column takes the name of its set. */
export function sumByOne(a: Twin, relation: AnySparse, kept: string): Twin {
  const base = relation[kept].axis.base.name;
  const gone = Object.fromEntries(
    relation.axes.flatMap(({ dim }) => (dim === kept ? [] : [[dim, SIZES[dim]]])),
  );
  const rest = Object.entries(a.dims).filter(([dim]) => !relation.axes.some((axis) => axis.dim === dim));
  const dims = { ...Object.fromEntries(rest), [base]: SIZES[kept] };
  return {
    stated: (a.stated.sumBy as (key: SparseKey) => unknown).call(a.stated, relation[kept]) as Expression,
    dims,
    asks: left(
      a.asks,
      relation.axes.map(({ dim }) => dim),
    ),
    at: (labels) => {
      const { [base]: label, ...others } = labels;
      return add(grid(gone).map((more) => a.at({ ...others, [kept]: label, ...more }))) ?? new Map();
    },
  };
}

/** Read along one column: the base set gives way to the dimensions of the relation. */
export function over(a: Twin, relation: AnySparse, column: string): Twin {
  const base = relation[column].axis.base.name;
  const rest = Object.entries(a.dims).filter(([dim]) => dim !== base);
  return {
    stated: (a.stated.over as (key: SparseKey) => unknown).call(a.stated, relation[column]) as Expression,
    dims: { ...Object.fromEntries(rest), ...dimsOf([relation]) },
    asks: [
      ...a.asks.map(({ dims, has }) => ({
        dims: dims.map((dim) => (dim === base ? column : dim)),
        has: (labels: At) => has({ ...labels, [base]: labels[column] }),
      })),
      askOf([relation]),
    ],
    at: (labels) => (member([relation], labels) ? a.at({ ...labels, [base]: labels[column] }) : undefined),
  };
}

/** The sets that the random models are made of. */
export const SETS = { node, hour, from, to } as const;
