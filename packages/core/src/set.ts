/**
 * Dense sets: ordered lists of labels, each with an ordinal. A set used twice in one index takes a role,
 * `node.as('from')`: same labels, another dimension. Sets are immutable and may be shared by models.
 */
import { type Fault, InvalidInputError, refuse } from '@marginal/program';
import { type Label, quoteLabel, sampleLabels } from './label.ts';

/** One dimension of an index: the members of `base` under the name `dim`. */
export interface Axis<D extends string = string, K extends Label = Label, N extends string = string> {
  readonly kind: 'axis';
  /** Name of the dimension: the role, or the set's own name. */
  readonly dim: D;
  readonly base: DenseSet<N, K>;
}

export class DenseSet<N extends string = string, K extends Label = Label> implements Axis<N, K, N> {
  readonly kind = 'axis';
  readonly name: N;
  readonly dim: N;
  readonly labels: readonly K[];
  /** Absent where every label is its own ordinal, as in `range(24)`. */
  private readonly ordinals: ReadonlyMap<Label, number> | undefined;

  /** `ordinals`: position of every label, where they are known already. */
  constructor(name: N, labels: readonly K[], ordinals: ReadonlyMap<Label, number> = ordinalsOf(labels)) {
    this.name = name;
    this.dim = name;
    this.labels = Object.freeze([...labels]);
    this.ordinals = isRange(this.labels) ? undefined : ordinals;
  }

  get base(): this {
    return this;
  }

  get size(): number {
    return this.labels.length;
  }

  /** The same members as another dimension. */
  as<const R extends string>(role: R): Axis<R, K, N> {
    return { kind: 'axis', dim: role, base: this };
  }

  /** Position of a label, or -1. */
  find(label: Label): number {
    if (this.ordinals !== undefined) return this.ordinals.get(label) ?? -1;
    const known =
      typeof label === 'number' && Number.isInteger(label) && label >= 0 && label < this.labels.length;
    // `+ 0`: -0 is the label 0.
    return known ? label + 0 : -1;
  }

  /** Position of a label; throws `InvalidInputError` `core.unknown-label`. */
  ordinal(label: K): number {
    const at = this.find(label);
    if (at < 0) throw new InvalidInputError([this.unknownLabel(label, `set '${this.name}'`)]);
    return at;
  }

  /** The fault for a label that is not here. */
  unknownLabel(label: Label, place: string): Fault {
    const stranger = this.labels.find((known) => String(known) === String(label));
    const hint =
      stranger === undefined
        ? ''
        : `; ${quoteLabel(stranger)} is a ${typeof stranger}, not a ${typeof label}`;
    return {
      code: 'core.unknown-label',
      place,
      cause: `${quoteLabel(label)} is not in set '${this.name}'${hint}`,
      remedy: `use one of ${sampleLabels(this.labels)}`,
    };
  }

  [Symbol.iterator](): Iterator<K> {
    return this.labels[Symbol.iterator]();
  }
}

/**
 * Declares a dense set. Throws `InvalidInputError` for duplicate labels, empty strings and NaN; an empty set is fine.
 */
export function set<const N extends string, const K extends Label>(
  name: N,
  labels: Iterable<K>,
): DenseSet<N, K> {
  const list = [...labels];
  if (isRange(list)) return new DenseSet(name, list, NO_ORDINALS);
  const faults: Fault[] = [];
  const seen = new Map<Label, number>();
  for (let position = 0; position < list.length; position++) {
    const label = list[position];
    const first = seen.get(label);
    seen.set(label, position);
    const named =
      (typeof label === 'string' && label !== '') || (typeof label === 'number' && Number.isFinite(label));
    if (first === undefined && named) continue;
    const place = `set '${name}', member ${position + 1}`;
    if (first !== undefined) {
      const cause = `${quoteLabel(label)} stands already as member ${first + 1}`;
      faults.push({ code: 'core.duplicate-label', place, cause, remedy: 'give every label once' });
    }
    if (!named) {
      faults.push({
        code: 'core.bad-label',
        place,
        cause: `${quoteLabel(label)} cannot name anything`,
        remedy: 'use non-empty strings or finite numbers',
      });
    }
  }
  refuse(faults);
  return new DenseSet(name, list, seen);
}

const NO_ORDINALS: ReadonlyMap<Label, number> = new Map();

/** Whether the labels are 0, 1, 2, ...: all different, all good names, and each its own ordinal. */
function isRange(labels: readonly Label[]): boolean {
  for (let at = 0; at < labels.length; at++) if (labels[at] !== at) return false;
  return true;
}

function ordinalsOf(labels: readonly Label[]): ReadonlyMap<Label, number> {
  return new Map(labels.map((label, ordinal) => [label, ordinal]));
}

/** 0, 1, ..., count - 1. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
