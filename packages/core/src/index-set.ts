/**
 * Index lists: what a variable, parameter or constraint ranges over, such as `[link, hour]`. A sparse set contributes
 * all its dimensions. Members are numbered row by row, last set fastest; that order is what arrays are in.
 */
import { type Fault, refuse } from '@marginal/program';
import type { Label } from './label.ts';
import type { Axis, DenseSet } from './set.ts';
import type { KeyOf, SparseSet } from './sparse-set.ts';

export type IndexSet = Axis | SparseSet;
export type IndexList = readonly IndexSet[];

/** Dimensions by name, with the type of their labels. */
export type Dims = Readonly<Record<string, Label>>;
export type NoDims = Readonly<Record<never, never>>;

/** The axes of an index list, sparse sets unfolded. */
export type AxesOf<I extends readonly unknown[]> = I extends readonly [infer Head, ...infer Rest]
  ? [...(Head extends { readonly axes: infer A extends readonly Axis[] } ? A : [Head]), ...AxesOf<Rest>]
  : [];

/** Labels of one member of an index list, one per dimension. */
export type LabelsOf<I extends readonly unknown[]> =
  AxesOf<I> extends infer A extends readonly Axis[] ? { [P in keyof A]: KeyOf<A[P]> } : never;

/** Dimensions of an index list. */
export type DimsOf<I extends readonly unknown[]> = {
  readonly [X in AxesOf<I>[number] as X extends { readonly dim: infer D extends string }
    ? D
    : never]: KeyOf<X>;
};

/** One dimension at run time: where its ordinal comes from. */
export interface IndexDimension {
  readonly axis: Axis;
  /** Which set of the list it belongs to. */
  readonly position: number;
  /** Column of the sparse set, or -1 for a dense one. */
  readonly column: number;
}

export function isSparse(set: IndexSet): set is SparseSet {
  return set.kind === 'sparse';
}

export function sizeOf(set: IndexSet): number {
  return isSparse(set) ? set.size : set.base.size;
}

/** All dimensions of a list, in order. */
export function dimensionsOf(index: IndexList): IndexDimension[] {
  return index.flatMap((set, position) =>
    isSparse(set)
      ? set.axes.map((axis, column) => ({ axis, position, column }))
      : [{ axis: set, position, column: -1 }],
  );
}

/** Every set that a list names: its sparse sets, and the dense sets behind all dimensions. */
export function setsOf(index: IndexList): (DenseSet | SparseSet)[] {
  return [...index.filter(isSparse), ...dimensionsOf(index).map(({ axis }) => axis.base)];
}

/** Number of members of an index list; 1 for a scalar. */
export function memberCount(index: IndexList): number {
  return index.reduce((count, set) => count * sizeOf(set), 1);
}

/** For each set, by how much the member's number grows when its ordinal grows by one. */
export function stridesOf(index: IndexList): number[] {
  const strides = new Array<number>(index.length);
  let stride = 1;
  for (let p = index.length - 1; p >= 0; p--) {
    strides[p] = stride;
    stride *= sizeOf(index[p]);
  }
  return strides;
}

/** Labels of member `ordinal`, one per dimension. */
export function labelsAt(index: IndexList, ordinal: number): Label[] {
  const strides = stridesOf(index);
  const labels: Label[] = [];
  let rest = ordinal;
  for (let p = 0; p < index.length; p++) {
    const set = index[p];
    const at = Math.floor(rest / strides[p]);
    rest -= at * strides[p];
    if (isSparse(set)) labels.push(...(set.tuple(at) as readonly Label[]));
    else labels.push(set.base.labels[at]);
  }
  return labels;
}

/** Number of the member with these labels; collects a fault and returns -1 when there is none. */
export function locate(index: IndexList, labels: readonly Label[], place: string, faults: Fault[]): number {
  const dimensions = dimensionsOf(index);
  if (labels.length !== dimensions.length) {
    const expected = dimensions.map((d) => d.axis.dim).join(', ');
    faults.push({
      code: 'core.label-count',
      place,
      cause: `got ${labels.length} labels`,
      remedy: `give ${dimensions.length}: (${expected})`,
    });
    return -1;
  }
  let ordinal = 0;
  let next = 0;
  let found = true;
  for (const set of index) {
    if (isSparse(set)) {
      const part = labels.slice(next, next + set.axes.length);
      next += set.axes.length;
      const ordinals = part.map((label, c) => set.axes[c].base.find(label));
      ordinals.forEach((at, c) => {
        if (at < 0) faults.push(set.axes[c].base.unknownLabel(part[c], place));
      });
      const at = ordinals.some((o) => o < 0) ? -1 : set.findOrdinals(ordinals);
      if (at < 0) {
        if (!ordinals.some((o) => o < 0)) faults.push(set.missingTuple(part, place));
        found = false;
      }
      ordinal = ordinal * set.size + at;
    } else {
      const at = set.base.find(labels[next]);
      if (at < 0) {
        faults.push(set.base.unknownLabel(labels[next], place));
        found = false;
      }
      next++;
      ordinal = ordinal * set.base.size + at;
    }
  }
  return found ? ordinal : -1;
}

/** Throws when a dimension stands twice in an index list. */
export function checkIndex(index: IndexList, place: string): void {
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const { axis } of dimensionsOf(index)) {
    if (seen.has(axis.dim)) {
      faults.push({
        code: 'core.duplicate-dimension',
        place,
        cause: `dimension '${axis.dim}' stands twice`,
        remedy: `give one of them a role of its own, as in ${axis.base.name}.as('other')`,
      });
    }
    seen.add(axis.dim);
  }
  refuse(faults);
}
