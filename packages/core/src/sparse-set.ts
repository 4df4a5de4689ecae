/**
 * Sparse sets: relations over dense sets, kept as integer columns sorted by tuple. Invariant: tuples are unique and in
 * lexicographic order of their ordinals, so a tuple's ordinal does not depend on the order of the data. A sum over a
 * sparse set walks its tuples and never the dense grid. An absent tuple does not exist; it is not a zero.
 */
import { type Fault, InvalidInputError, refuse } from '@marginal/program';
import { formatLabels, type Label } from './label.ts';
import type { Axis } from './set.ts';

/** Labels of one tuple, in the order of the axes. */
export type TupleOf<A extends readonly Axis[]> = { readonly [I in keyof A]: KeyOf<A[I]> };

/** Labels of an axis. */
export type KeyOf<X> = X extends { readonly base: { readonly labels: readonly (infer K)[] } } ? K : never;

/** One column of a sparse set: `link.to`. */
export interface SparseKey<A extends readonly Axis[] = readonly Axis[], X extends Axis = Axis> {
  readonly kind: 'key';
  readonly set: SparseSet<A>;
  /** Which column of the set. */
  readonly column: number;
  readonly axis: X;
}

export class SparseSet<A extends readonly Axis[] = readonly Axis[]> {
  readonly kind = 'sparse';
  readonly name: string;
  readonly axes: A;
  readonly size: number;
  /** One Int32Array of length `size` per axis: ordinals in the axis' base set, in tuple order. */
  readonly columns: readonly Int32Array[];
  /** Whether the rows were given in tuple order, so that arrays in the caller's order are in ours. */
  readonly givenInOrder: boolean;
  /** The set whose tuples these are some of, when a product dropped the others; identity only. */
  readonly partOf: SparseSet | undefined;
  private readonly groups: Groups[] = [];

  constructor(
    name: string,
    axes: A,
    columns: readonly Int32Array[],
    givenInOrder: boolean,
    partOf?: SparseSet,
  ) {
    this.name = name;
    this.axes = axes;
    this.columns = columns;
    this.size = columns[0].length;
    this.givenInOrder = givenInOrder;
    this.partOf = partOf;
  }

  /** Labels of the tuple with this ordinal. */
  tuple(ordinal: number): TupleOf<A> {
    return this.axes.map((axis, c) => axis.base.labels[this.columns[c][ordinal]]) as unknown as TupleOf<A>;
  }

  /** Ordinal of the tuple with these member ordinals, or -1. O(log size). */
  findOrdinals(ordinals: ArrayLike<number>): number {
    let low = 0;
    let high = this.size - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.compare(middle, ordinals);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** Whether the tuple is in the set. Labels that are in no base set throw `core.unknown-label`. */
  has(...labels: TupleOf<A>): boolean {
    return (
      this.findOrdinals((labels as readonly Label[]).map((label, c) => this.axes[c].base.ordinal(label))) >= 0
    );
  }

  /** The fault for a tuple that is not here. */
  missingTuple(labels: readonly Label[], place: string): Fault {
    return {
      code: 'core.missing-tuple',
      place,
      cause: `${formatLabels(labels)} is not in sparse set '${this.name}'`,
      remedy: `add the tuple to '${this.name}', or do not ask for it`,
    };
  }

  /**
   * Ordinals of the tuples whose `dim` column is the member with this ordinal, increasing. The groups of a column are
   * sorted out on first use, in linear time. The array is shared: do not write into it.
   */
  group(dim: A[number]['dim'], member: number): Int32Array {
    let column = this.axes.length - 1;
    while (column >= 0 && this.axes[column].dim !== dim) column--;
    const known = this.groups[column];
    if (known !== undefined && known.member === member) return known.group;
    if (column < 0 || !(member >= 0 && member < this.axes[column].base.size)) {
      throw new InvalidInputError([
        {
          code: 'core.unknown-group',
          place: `sparse set '${this.name}'`,
          cause: `there is no group ${member} of '${dim}'`,
          remedy: `name one of ${this.axes.map((axis) => axis.dim).join(', ')} and an ordinal of its set`,
        },
      ]);
    }
    this.groups[column] ??= groupsOf(this.columns[column], this.axes[column].base.size);
    const groups = this.groups[column];
    groups.member = member;
    groups.group = groups.members.subarray(groups.starts[member], groups.starts[member + 1]);
    return groups.group;
  }

  *[Symbol.iterator](): Iterator<TupleOf<A>> {
    for (let i = 0; i < this.size; i++) yield this.tuple(i);
  }

  private compare(at: number, ordinals: ArrayLike<number>): number {
    for (let c = 0; c < this.columns.length; c++) {
      const order = this.columns[c][at] - ordinals[c];
      if (order !== 0) return order;
    }
    return 0;
  }
}

/** Tuples of each member of one column: `members[starts[m]..starts[m + 1]]`. */
interface Groups {
  readonly starts: Int32Array;
  readonly members: Int32Array;
  /** The group that was asked for last: a loop over rows asks for the same one many times. */
  member: number;
  group: Int32Array;
}

/** One counting sort. */
function groupsOf(column: Int32Array, size: number): Groups {
  const starts = new Int32Array(size + 1);
  for (const member of column) starts[member + 1]++;
  for (let m = 0; m < size; m++) starts[m + 1] += starts[m];
  const next = starts.slice(0, size);
  const members = new Int32Array(column.length);
  for (let t = 0; t < column.length; t++) members[next[column[t]]++] = t;
  return { starts, members, member: Number.NaN, group: members };
}

/** The columns of a sparse set as properties: `link.from`, `link.to`. */
export type SparseKeys<A extends readonly Axis[]> = {
  readonly [X in A[number] as X['dim']]: SparseKey<A, X>;
};

/** Fields of every sparse set; its methods are found on the prototype. */
const FIELDS: ReadonlySet<string> = new Set([
  'kind',
  'name',
  'axes',
  'size',
  'columns',
  'givenInOrder',
  'groups',
  'partOf',
]);

function checkAxes(name: string, axes: readonly Axis[]): void {
  const faults: Fault[] = [];
  const place = `sparse set '${name}'`;
  if (axes.length === 0)
    faults.push({ code: 'core.no-axes', place, cause: 'has no axes', remedy: 'give at least one set' });
  const seen = new Set<string>();
  for (const { dim } of axes) {
    if (seen.has(dim))
      faults.push({
        code: 'core.duplicate-dimension',
        place,
        cause: `dimension '${dim}' stands twice`,
        remedy: `give one of them a role, as in ${dim}.as('from')`,
      });
    seen.add(dim);
    if (FIELDS.has(dim) || dim in SparseSet.prototype)
      faults.push({
        code: 'core.reserved-name',
        place,
        cause: `'${dim}' is a member of every sparse set`,
        remedy: 'choose another role name',
      });
  }
  refuse(faults);
}

/** Ordinals of all rows, tuple after tuple; throws with every unknown label and wrong length. */
function readOrdinals(name: string, axes: readonly Axis[], rows: readonly (readonly Label[])[]): Int32Array {
  const width = axes.length;
  const flat = new Int32Array(rows.length * width);
  const faults: Fault[] = [];
  const placeOf = (r: number): string => `sparse set '${name}', row ${r + 1}`;
  rows.forEach((row, r) => {
    if (!Array.isArray(row) || row.length !== width) {
      faults.push({
        code: 'core.tuple-length',
        place: placeOf(r),
        cause: Array.isArray(row)
          ? `has ${row.length} labels, not ${width}`
          : `${String(row)} is not a list of labels`,
        remedy: `give (${axes.map((a) => a.dim).join(', ')})`,
      });
      return;
    }
    for (let c = 0; c < width; c++) {
      const at = axes[c].base.find(row[c]);
      if (at < 0) faults.push(axes[c].base.unknownLabel(row[c], `${placeOf(r)}, '${axes[c].dim}'`));
      flat[r * width + c] = at;
    }
  });
  refuse(faults);
  return flat;
}

/** A counting sort by one column may cost this many times the tuples; for larger sets comparing is cheaper. */
const COUNTING_COST = 4;

/**
 * Rows in order of their tuples, equal ones as given: as they are when they are in order, else one counting sort per
 * column from the last to the first, O(tuples + members), or a sort by comparison where the sets are much larger.
 */
function tupleOrder(
  count: number,
  axes: readonly Axis[],
  flat: Int32Array,
  compare: (a: number, b: number) => number,
): Uint32Array {
  let order = new Uint32Array(count);
  for (let r = 0; r < count; r++) order[r] = r;
  let sorted = true;
  for (let r = 1; r < count && sorted; r++) sorted = compare(r - 1, r) <= 0;
  if (sorted) return order;
  if (axes.some((axis) => axis.base.size > COUNTING_COST * count))
    return order.sort((a, b) => compare(a, b) || a - b);
  let other = new Uint32Array(count);
  const width = axes.length;
  for (let c = width - 1; c >= 0; c--) {
    const next = new Int32Array(axes[c].base.size + 1);
    for (let r = 0; r < count; r++) next[flat[r * width + c] + 1]++;
    for (let m = 1; m < next.length; m++) next[m] += next[m - 1];
    for (let t = 0; t < count; t++) other[next[flat[order[t] * width + c]]++] = order[t];
    [order, other] = [other, order];
  }
  return order;
}

/**
 * Declares a sparse set: a table of tuples over dense sets. Each axis is a property of the result:
 *
 *     const link = sparse('link', [node.as('from'), node.as('to')], [['a', 'b'], ['b', 'a']]);
 *     flow.sumBy(link.to)
 *
 * Throws `InvalidInputError` with every unknown label and every duplicate tuple.
 */
export function sparse<const A extends readonly [Axis, ...Axis[]]>(
  name: string,
  axes: A,
  rows: readonly TupleOf<A>[],
): SparseSet<A> & SparseKeys<A> {
  checkAxes(name, axes);
  const width = axes.length;
  const flat = readOrdinals(name, axes, rows as unknown as readonly (readonly Label[])[]);
  const compare = (a: number, b: number): number => {
    for (let c = 0; c < width; c++) {
      const difference = flat[a * width + c] - flat[b * width + c];
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const order = tupleOrder(rows.length, axes, flat, compare);
  const columns = axes.map((_, c) => {
    const column = new Int32Array(order.length);
    for (let t = 0; t < order.length; t++) column[t] = flat[order[t] * width + c];
    return column;
  });
  const result = new SparseSet<A>(
    name,
    axes,
    columns,
    order.every((r, t) => r === t),
  );
  const faults: Fault[] = [];
  for (let t = 1; t < order.length; t++) {
    if (compare(order[t - 1], order[t]) !== 0) continue;
    const tuple = formatLabels(result.tuple(t) as readonly Label[]);
    const place = `sparse set '${name}', row ${order[t] + 1}`;
    faults.push({
      code: 'core.duplicate-tuple',
      place,
      cause: `${tuple} stands already in row ${order[t - 1] + 1}`,
      remedy: 'give every tuple once',
    });
  }
  refuse(faults);
  axes.forEach((axis, column) => {
    const key: SparseKey = { kind: 'key', set: result as unknown as SparseSet, column, axis };
    Object.defineProperty(result, axis.dim, { value: key, enumerable: true });
  });
  return result as SparseSet<A> & SparseKeys<A>;
}

/**
 * The members of a set, or tuples of a sparse set, for which `keep` holds, as a sparse set of its own: a filter that is
 * an index. `where('late', hour, (h) => h > 0)`.
 */
export function where<const X extends Axis>(
  name: string,
  set: X,
  keep: (label: KeyOf<X>) => boolean,
): SparseSet<readonly [X]> & SparseKeys<readonly [X]>;
export function where<const A extends readonly [Axis, ...Axis[]]>(
  name: string,
  set: SparseSet<A>,
  keep: (...labels: TupleOf<A>) => boolean,
): SparseSet<A> & SparseKeys<A>;
export function where(name: string, set: Axis | SparseSet, keep: (...labels: never[]) => boolean): SparseSet {
  const holds = keep as unknown as (...labels: readonly Label[]) => boolean;
  const axes = set.kind === 'sparse' ? set.axes : [set];
  const tuples: (readonly Label[])[] =
    set.kind === 'sparse'
      ? [...set].map((tuple) => tuple as readonly Label[])
      : set.base.labels.map((label) => [label]);
  const kept = tuples.filter((tuple) => holds(...tuple));
  return sparse(name, axes as unknown as readonly [Axis, ...Axis[]], kept as never);
}

/** Throws unless all keys are columns of one sparse set; returns that set. */
export function commonSet(keys: readonly SparseKey[], place: string): SparseSet {
  const first = keys[0]?.set;
  if (first === undefined || keys.some((key) => key.set !== first)) {
    const cause =
      first === undefined
        ? 'no column is named'
        : `the columns belong to '${[...new Set(keys.map((key) => key.set.name))].join("' and '")}'`;
    throw new InvalidInputError([
      { code: 'core.keys-of-one-set', place, cause, remedy: 'name columns of one sparse set, as in link.to' },
    ]);
  }
  return first;
}
