/**
 * What changed between two models, by names: a row or column is the same one when it has the same name, wherever it
 * stands. Changes are grouped by what they have in common, block by block, so that "every `flow` in `clear` lost its
 * losses" is one line and not a thousand. Coefficients of rows that are new or gone are not listed one by one: they
 * came and went with their row; those of new or gone columns in rows that stay are. O(nonzeros of both).
 */
import type { Sense } from '@marginal/program';
import { type ModelSource, NamedProgram, type NameIndex, nameIndex } from './named-program.ts';

/** Members of one block that only one of the models has. */
export interface BlockPresence {
  readonly block: string;
  /** Whether the whole block came or went. */
  readonly whole: boolean;
  readonly count: number;
  /** The first member. */
  readonly example: string;
}

/** A number before and after. */
export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

/** Changes of one kind in one block. */
export interface NumberChange {
  readonly kind:
    | 'rowLower'
    | 'rowUpper'
    | 'columnLower'
    | 'columnUpper'
    | 'cost'
    | 'integrality'
    | 'semicontinuity';
  readonly block: string;
  readonly count: number;
  /** The same for all when `same`; otherwise those of the first. */
  readonly change: Change<number>;
  readonly same: boolean;
  readonly example: string;
}

/** Coefficients of one block of columns in one block of rows. */
export interface CoefficientChange {
  readonly kind: 'gained' | 'lost' | 'changed';
  readonly rows: string;
  readonly columns: string;
  /** How many coefficients. */
  readonly count: number;
  /** In how many rows. */
  readonly rowCount: number;
  /** 0 where there is none. The same for all when `same`; otherwise those of the first. */
  readonly change: Change<number>;
  readonly same: boolean;
  readonly example: { readonly row: string; readonly column: string };
}

export interface ModelDiff {
  /** Whether nothing differs; then the fingerprints agree. */
  readonly same: boolean;
  readonly sense?: Change<Sense>;
  readonly offset?: Change<number>;
  readonly rows: { readonly added: readonly BlockPresence[]; readonly removed: readonly BlockPresence[] };
  readonly columns: { readonly added: readonly BlockPresence[]; readonly removed: readonly BlockPresence[] };
  readonly numbers: readonly NumberChange[];
  readonly coefficients: readonly CoefficientChange[];
}

/** As many different changes of one kind and block are listed one by one; more become one group. */
const SEPARATE_CHANGES = 4;

/** A model with its names looked up. */
interface Side {
  readonly named: NamedProgram;
  readonly rows: NameIndex;
  readonly columns: NameIndex;
}

function sideOf(source: ModelSource): Side {
  const named = new NamedProgram(source);
  const { matrix, names } = named.program;
  return {
    named,
    rows: nameIndex('row', matrix.rowCount, (i) => names.row(i)),
    columns: nameIndex('column', matrix.columnCount, (j) => names.column(j)),
  };
}

/** Position of each member in the other model, or -1. */
function matched(here: NameIndex, there: NameIndex): Int32Array {
  return Int32Array.from(here.names, (name) => there.positions.get(name) ?? -1);
}

/** Members without a partner, by block; a block of which nothing is left on the other side is whole. */
function presence(
  here: NameIndex,
  partners: Int32Array,
  blockOf: (at: number) => string,
  otherBlocks: ReadonlySet<string>,
): BlockPresence[] {
  const groups = new Map<string, { count: number; example: string }>();
  here.names.forEach((name, at) => {
    if (partners[at] >= 0) return;
    const block = blockOf(at);
    const group = groups.get(block);
    if (group === undefined) groups.set(block, { count: 1, example: name });
    else group.count++;
  });
  return [...groups].map(([block, group]) => ({ block, whole: !otherBlocks.has(block), ...group }));
}

function blocksOf(count: number, blockOf: (at: number) => string): Set<string> {
  const blocks = new Set<string>();
  for (let at = 0; at < count; at++) blocks.add(blockOf(at));
  return blocks;
}

/** Changes that are reported as one. */
interface Group<E> {
  /** Of the first. */
  readonly change: Change<number>;
  /** Of the first. */
  readonly example: E;
  count: number;
  readonly rows: Set<number>;
}

interface Kind<K, E> {
  readonly key: K;
  readonly all: Group<E>;
  /** By value, until there are too many of them. */
  apart: Map<string, Group<E>> | undefined;
}

type Grouped<K, E> = Omit<Group<E>, 'rows'> & { key: K; same: boolean; rowCount: number };

/** Collects changes under a key, apart by value until there are too many. */
class Grouping<K, E> {
  private readonly kinds = new Map<string, Kind<K, E>>();

  add(id: string, key: K, change: Change<number>, row: number, example: () => E): void {
    const started = (): Group<E> => ({ change, example: example(), count: 0, rows: new Set() });
    const kind = this.kinds.get(id) ?? { key, all: started(), apart: new Map<string, Group<E>>() };
    this.kinds.set(id, kind);
    const value = `${change.before} ${change.after}`;
    const group = kind.apart?.get(value) ?? started();
    kind.apart?.set(value, group);
    if (kind.apart !== undefined && kind.apart.size > SEPARATE_CHANGES) kind.apart = undefined;
    for (const counter of [kind.all, group]) {
      counter.count++;
      counter.rows.add(row);
    }
  }

  groups(): Grouped<K, E>[] {
    return [...this.kinds.values()].flatMap(({ key, all, apart }) =>
      [...(apart?.values() ?? [all])].map(({ rows, ...group }) => ({
        ...group,
        key,
        same: apart !== undefined,
        rowCount: rows.size,
      })),
    );
  }
}

type NumberKey = Pick<NumberChange, 'kind' | 'block'>;
type CoefficientKey = Pick<CoefficientChange, 'kind' | 'rows' | 'columns'>;

/** Bounds, costs and integrality of what both have. */
function numberChanges(a: Side, b: Side, rowInB: Int32Array, columnInB: Int32Array): NumberChange[] {
  const grouping = new Grouping<NumberKey, string>();
  const [p, q] = [a.named.program, b.named.program];
  const compare = (
    kind: NumberChange['kind'],
    partners: Int32Array,
    before: ArrayLike<number> | undefined,
    after: ArrayLike<number> | undefined,
    names: readonly string[],
    blockOf: (at: number) => string,
  ): void => {
    partners.forEach((to, at) => {
      const change = { before: before?.[at] ?? 0, after: after?.[to] ?? 0 };
      if (to < 0 || change.before === change.after) return;
      const block = blockOf(at);
      grouping.add(`${kind} ${block}`, { kind, block }, change, at, () => names[at]);
    });
  };
  const rowBlock = (i: number): string => a.named.rowBlock(i);
  const columnBlock = (j: number): string => a.named.columnBlock(j);
  for (const kind of ['rowLower', 'rowUpper'] as const)
    compare(kind, rowInB, p[kind], q[kind], a.rows.names, rowBlock);
  for (const kind of ['columnLower', 'columnUpper', 'cost'] as const)
    compare(kind, columnInB, p[kind], q[kind], a.columns.names, columnBlock);
  compare('integrality', columnInB, p.integer, q.integer, a.columns.names, columnBlock);
  compare('semicontinuity', columnInB, p.semicontinuous, q.semicontinuous, a.columns.names, columnBlock);
  return grouping.groups().map(({ key, rowCount: _, ...group }) => ({ ...key, ...group }));
}

/** Coefficients in rows that both have. */
function coefficientChanges(
  a: Side,
  b: Side,
  rowInB: Int32Array,
  rowInA: Int32Array,
  columnInB: Int32Array,
  columnInA: Int32Array,
): CoefficientChange[] {
  const grouping = new Grouping<CoefficientKey, CoefficientChange['example']>();
  const note = (side: Side, row: number, column: number, rowInItsB: number, change: Change<number>): void => {
    const kind = change.before === 0 ? 'gained' : change.after === 0 ? 'lost' : 'changed';
    const key = { kind, rows: side.named.rowBlock(row), columns: side.named.columnBlock(column) } as const;
    grouping.add(JSON.stringify(key), key, change, rowInItsB, () => ({
      row: side.rows.names[row],
      column: side.columns.names[column],
    }));
  };
  const [p, q] = [a.named.program.matrix, b.named.program.matrix];
  // Entries of one column of a, by row of b; `seen` says for which column an entry was written.
  const value = new Float64Array(q.rowCount);
  const seen = new Int32Array(q.rowCount).fill(-1);
  for (let j = 0; j < p.columnCount; j++) {
    const partner = columnInB[j];
    for (let k = p.starts[j]; k < p.starts[j + 1]; k++) {
      const row = rowInB[p.rows[k]];
      if (row < 0) continue;
      value[row] = p.values[k];
      seen[row] = j;
    }
    if (partner >= 0) {
      for (let k = q.starts[partner]; k < q.starts[partner + 1]; k++) {
        const row = q.rows[k];
        if (rowInA[row] < 0) continue;
        const before = seen[row] === j ? value[row] : 0;
        seen[row] = -1;
        if (before !== q.values[k]) note(b, row, partner, row, { before, after: q.values[k] });
      }
    }
    for (let k = p.starts[j]; k < p.starts[j + 1]; k++) {
      const row = rowInB[p.rows[k]];
      if (row >= 0 && seen[row] === j) note(a, p.rows[k], j, row, { before: p.values[k], after: 0 });
    }
  }
  for (let j = 0; j < q.columnCount; j++) {
    if (columnInA[j] >= 0) continue;
    for (let k = q.starts[j]; k < q.starts[j + 1]; k++)
      if (rowInA[q.rows[k]] >= 0) note(b, q.rows[k], j, q.rows[k], { before: 0, after: q.values[k] });
  }
  return grouping.groups().map(({ key, ...group }) => ({ ...key, ...group }));
}

/** What b has that a has not, and the other way round. Throws `core.ambiguous-name`. */
export function diffModels(a: ModelSource, b: ModelSource): ModelDiff {
  const [before, after] = [sideOf(a), sideOf(b)];
  const [p, q] = [before.named.program, after.named.program];
  const rowInB = matched(before.rows, after.rows);
  const rowInA = matched(after.rows, before.rows);
  const columnInB = matched(before.columns, after.columns);
  const columnInA = matched(after.columns, before.columns);
  const both = (
    here: NameIndex,
    there: NameIndex,
    hereBlock: (at: number) => string,
    thereBlock: (at: number) => string,
    inThere: Int32Array,
    inHere: Int32Array,
  ): ModelDiff['rows'] => ({
    added: presence(there, inHere, thereBlock, blocksOf(here.names.length, hereBlock)),
    removed: presence(here, inThere, hereBlock, blocksOf(there.names.length, thereBlock)),
  });
  const rows = both(
    before.rows,
    after.rows,
    (i) => before.named.rowBlock(i),
    (i) => after.named.rowBlock(i),
    rowInB,
    rowInA,
  );
  const columns = both(
    before.columns,
    after.columns,
    (j) => before.named.columnBlock(j),
    (j) => after.named.columnBlock(j),
    columnInB,
    columnInA,
  );
  const sense = p.sense === q.sense ? {} : { sense: { before: p.sense, after: q.sense } };
  const offset = p.offset === q.offset ? {} : { offset: { before: p.offset, after: q.offset } };
  const numbers = numberChanges(before, after, rowInB, columnInB);
  const coefficients = coefficientChanges(before, after, rowInB, rowInA, columnInB, columnInA);
  const lists = [rows.added, rows.removed, columns.added, columns.removed, numbers, coefficients];
  const same = p.sense === q.sense && p.offset === q.offset && lists.every((list) => list.length === 0);
  return { same, ...sense, ...offset, rows, columns, numbers, coefficients };
}
