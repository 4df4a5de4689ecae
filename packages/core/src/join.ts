/**
 * Joins of sparse sets on shared dimensions: for each tuple of one set, the ordinal of its tuple in another. Linear in
 * the tuples but for one binary search each. A tuple that is missing on the other side is an error, never a zero.
 */
import { InvalidInputError } from '@marginal/program';
import { formatLabels, type Label } from './label.ts';
import type { SparseSet } from './sparse-set.ts';

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
