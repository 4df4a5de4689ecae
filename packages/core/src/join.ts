/**
 * Joins of sparse sets on shared dimensions: for each tuple of one set, the ordinal of its tuple in another, or all pairs
 * of tuples that agree. Linear in the tuples and the pairs but for one binary search each. A tuple that is missing on the
 * other side is an error, never a zero.
 */
import { InvalidInputError } from '@marginal/program';
import { formatLabels, type Label } from './label.ts';
import { SparseSet } from './sparse-set.ts';

/** Ordinals of the tuples of `walked` whose `columns` are a tuple of `target`, increasing. */
export function commonTuples(walked: SparseSet, columns: readonly number[], target: SparseSet): Int32Array {
  const ordinals = new Int32Array(columns.length);
  const kept: number[] = [];
  for (let t = 0; t < walked.size; t++) {
    for (let c = 0; c < columns.length; c++) ordinals[c] = walked.columns[columns[c]][t];
    if (target.findOrdinals(ordinals) >= 0) kept.push(t);
  }
  return Int32Array.from(kept);
}

/**
 * Length `walked.size`: ordinal in `target` of the tuple made of `columns` of `walked`, one column per axis of
 * `target`. Throws `core.missing-tuple`.
 */
export function joinTable(
  walked: SparseSet,
  columns: readonly number[],
  target: SparseSet,
  place: string,
): Int32Array {
  const table = new Int32Array(walked.size);
  const ordinals = new Int32Array(columns.length);
  for (let i = 0; i < table.length; i++) {
    for (let c = 0; c < columns.length; c++) ordinals[c] = walked.columns[columns[c]][i];
    table[i] = target.findOrdinals(ordinals);
    if (table[i] >= 0) continue;
    const labels: Label[] = columns.map(
      (column) => walked.axes[column].base.labels[walked.columns[column][i]],
    );
    const tuple = formatLabels(walked.tuple(i) as readonly Label[]);
    const fault = target.missingTuple(labels, place);
    throw new InvalidInputError([
      { ...fault, cause: `${fault.cause}, but '${walked.name}'${tuple} has terms for it` },
    ]);
  }
  return table;
}

/** Tuples of two sets, pair by pair: ordinals of equal length, in order of the left and then of the right. */
export interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** All pairs of tuples that have the same members in these columns, one right column per left column. */
export function matchingPairs(
  left: SparseSet,
  leftColumns: readonly number[],
  right: SparseSet,
  rightColumns: readonly number[],
): Pairs {
  const ours = leftColumns.map((column) => left.columns[column]);
  const theirs = rightColumns.map((column) => right.columns[column]);
  const order = Int32Array.from({ length: right.size }, (_, t) => t).sort((a, b) => {
    for (const column of theirs) if (column[a] !== column[b]) return column[a] - column[b];
    return a - b;
  });
  const compare = (t: number, l: number): number => {
    for (let c = 0; c < ours.length; c++) {
      const difference = theirs[c][t] - ours[c][l];
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const pairs: { left: number[]; right: number[] } = { left: [], right: [] };
  for (let l = 0; l < left.size; l++) {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(order[middle], l) < 0) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < order.length && compare(order[at], l) === 0; at++) {
      pairs.left.push(l);
      pairs.right.push(order[at]);
    }
  }
  return { left: Int32Array.from(pairs.left), right: Int32Array.from(pairs.right) };
}

/** The pairs as a set: the columns of the left one, then those of the right one. Its tuples are unique and in order. */
export function pairedSet(left: SparseSet, right: SparseSet, pairs: Pairs): SparseSet {
  const columns = [
    ...left.columns.map((column) => pairs.left.map((t) => column[t])),
    ...right.columns.map((column) => pairs.right.map((t) => column[t])),
  ];
  return new SparseSet(`${left.name} with ${right.name}`, [...left.axes, ...right.axes], columns, true);
}

/** The set's tuples cut down to some columns, each once and in order. */
export function projected(set: SparseSet, columns: readonly number[]): SparseSet {
  const kept = columns.map((column) => set.columns[column]);
  const compare = (s: number, t: number): number => {
    for (const column of kept) if (column[s] !== column[t]) return column[s] - column[t];
    return 0;
  };
  const order = Int32Array.from({ length: set.size }, (_, t) => t).sort(compare);
  const once = order.filter((t, k) => k === 0 || compare(order[k - 1], t) !== 0);
  return new SparseSet(
    set.name,
    columns.map((column) => set.axes[column]),
    kept.map((column) => once.map((t) => column[t])),
    true,
  );
}

/**
 * Throws `core.missing-tuple` when a member that the other side has, 0 to `size` - 1 or those in `members`, stands in no
 * tuple of the set.
 */
export function checkPartners(
  set: SparseSet,
  column: number,
  members: Int32Array | number,
  place: string,
): void {
  const { base, dim } = set.axes[column];
  const known = new Uint8Array(base.size);
  for (const member of set.columns[column]) known[member] = 1;
  const wanted = typeof members === 'number' ? Int32Array.from({ length: members }, (_, m) => m) : members;
  const lonely = wanted.find((member) => known[member] === 0);
  if (lonely === undefined) return;
  throw new InvalidInputError([
    {
      code: 'core.missing-tuple',
      place,
      cause: `no tuple of '${set.name}' has ${formatLabels([base.labels[lonely]])} as '${dim}'`,
      remedy: 'add one, or say .orZero() on the factor: absent is not zero',
    },
  ]);
}
