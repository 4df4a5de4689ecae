/**
 * Time sets: ordered steps, each with a length. A cyclic one goes on from its last step to its first, as a typical day
 * does; lags then wrap by themselves.
 */
import { type Fault, refuse } from '@marginal/program';
import type { Label } from './label.ts';
import { DenseSet, set } from './set.ts';

export class TimeSet<N extends string = string, K extends Label = Label> extends DenseSet<N, K> {
  /** Length = members, in order: how long each step is, in the unit of the caller's choice. */
  readonly steps: Float64Array;
  readonly cyclic: boolean;

  constructor(name: N, labels: readonly K[], steps: Float64Array, cyclic: boolean) {
    super(name, labels);
    this.steps = steps;
    this.cyclic = cyclic;
  }
}

/**
 * Declares a time set. `step` is the length of each step, or one per label; 1 by default. Throws `InvalidInputError` for
 * steps that are not positive numbers, and like `set` for labels.
 */
export function time<const N extends string, const K extends Label>(
  name: N,
  labels: Iterable<K>,
  options: { readonly step?: number | readonly number[]; readonly cyclic?: boolean } = {},
): TimeSet<N, K> {
  const base = set(name, labels);
  const { step = 1, cyclic = false } = options;
  const steps = typeof step === 'number' ? new Float64Array(base.size).fill(step) : Float64Array.from(step);
  const faults: Fault[] = [];
  const place = `time set '${name}'`;
  if (steps.length !== base.size) {
    faults.push({
      code: 'core.data-length',
      place,
      cause: `${steps.length} steps for ${base.size} labels`,
      remedy: 'give one step per label',
    });
  }
  steps.forEach((length, k) => {
    if (length > 0 && length < Infinity) return;
    faults.push({
      code: 'core.time-step',
      place: `${place}, step ${k + 1}`,
      cause: `is ${length}`,
      remedy: 'give a positive number',
    });
  });
  refuse(faults);
  return new TimeSet(name, base.labels, steps, cyclic);
}
