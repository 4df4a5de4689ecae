/**
 * Parameters: named numbers over an index list, one value per member, none missing, none NaN. Data may come as one
 * number, as rows of labels and a value, as a record for one set, as a function of the labels, or as an array in index
 * order.
 */
import { type Fault, InvalidInputError, refuse } from '@marginal/program';
import { type Block, walkIndex } from './block.ts';
import { Expression } from './expression.ts';
import {
  type AxesOf,
  type DimsOf,
  type IndexList,
  type LabelsOf,
  labelsAt,
  locate,
  memberCount,
} from './index-set.ts';
import { formatLabels, type Label } from './label.ts';
import type { Axis } from './set.ts';
import type { Unit } from './unit.ts';

type RecordOf<A> = A extends readonly [Axis<string, infer K>] ? Readonly<Record<K, number>> : never;

/** Values for every member of the index list `I`. */
export type ParameterData<I extends IndexList> =
  | number
  | Float64Array // in index order; over a sparse set only if its tuples were given sorted
  | ((...labels: LabelsOf<I>) => number)
  | readonly (readonly [...LabelsOf<I>, number])[]
  | RecordOf<AxesOf<I>>;

const LISTED_FAULTS = 20;

export class Parameter<I extends IndexList = IndexList, U = unknown> extends Expression<
  DimsOf<I>,
  'data',
  U
> {
  readonly kind = 'parameter';
  readonly name: string;
  readonly index: I;
  /** Length = members of the index list, in index order, in `unit`. Owned by the parameter. */
  readonly values: Float64Array;
  /** The model it belongs to; identity only. */
  readonly owner: object;

  constructor(spec: {
    readonly name: string;
    readonly index: I;
    readonly unit: Unit;
    readonly values: Float64Array;
    readonly owner: object;
  }) {
    const { loops, free, claims, sources } = walkIndex(spec.index);
    const blocks: [Block] = [{ loops, free, claims, scale: 1, factors: [] }];
    super(blocks, spec.unit);
    this.name = spec.name;
    this.index = spec.index;
    this.values = spec.values;
    this.owner = spec.owner;
    blocks[0] = { ...blocks[0], factors: [{ target: this, sources }] };
  }

  /** Value at these labels. Throws `core.unknown-label` or `core.missing-tuple`. */
  at(...labels: LabelsOf<I>): number {
    const faults: Fault[] = [];
    const at = locate(this.index, labels as readonly Label[], `parameter '${this.name}'`, faults);
    refuse(faults);
    return this.values[at];
  }
}

/** Anything but a number is NaN: null and '' must not become zeros. */
function numberOr(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function fromRows(
  place: string,
  index: IndexList,
  rows: Iterable<readonly unknown[]>,
  values: Float64Array,
  faults: Fault[],
): void {
  const given = new Uint8Array(values.length);
  let r = 0;
  for (const row of rows) {
    r++;
    if (!Array.isArray(row)) {
      faults.push({
        code: 'core.data-form',
        place: `${place}, row ${r}`,
        cause: `is of type ${typeof row}, not a list`,
        remedy: 'give each row as its labels and then the value',
      });
      continue;
    }
    const labels = row.slice(0, -1) as Label[];
    const at = locate(index, labels, `${place}, row ${r}`, faults);
    if (at < 0) continue;
    if (given[at] === 1) {
      faults.push({
        code: 'core.duplicate-key',
        place: `${place}, row ${r}`,
        cause: `${formatLabels(labels)} has a value already`,
        remedy: 'give one value per member',
      });
    }
    given[at] = 1;
    values[at] = numberOr(row.at(-1));
  }
  let missing = 0;
  for (let at = 0; at < values.length; at++) {
    if (given[at] === 1) continue;
    if (missing++ < LISTED_FAULTS) {
      faults.push({
        code: 'core.missing-value',
        place,
        cause: `no value for ${formatLabels(labelsAt(index, at)) || 'the scalar'}`,
        remedy: 'give one; an absent value is not a zero',
      });
    }
  }
  if (missing > LISTED_FAULTS) {
    faults.push({
      code: 'core.missing-value',
      place,
      cause: `no value for ${missing - LISTED_FAULTS} more members`,
      remedy: 'give one for each; an absent value is not a zero',
    });
  }
}

/** Reads data into one array in index order; throws with every unknown label, duplicate, missing value and NaN. */
export function readParameterData(name: string, index: IndexList, data: unknown): Float64Array {
  const place = `parameter '${name}'`;
  const values = new Float64Array(memberCount(index));
  const faults: Fault[] = [];
  if (typeof data === 'number') values.fill(data);
  else if (typeof data === 'function') {
    for (let at = 0; at < values.length; at++) values[at] = numberOr(data(...labelsAt(index, at)));
  } else if (data instanceof Float64Array) {
    if (data.length !== values.length) {
      throw new InvalidInputError([
        {
          code: 'core.data-length',
          place,
          cause: `got ${data.length} values for ${values.length} members`,
          remedy: 'give one value per member, in index order',
        },
      ]);
    }
    for (const set of index) {
      if (set.kind === 'axis' || set.givenInOrder) continue;
      throw new InvalidInputError([
        {
          code: 'core.data-order',
          place,
          cause: `sparse set '${set.name}' sorts its tuples and was not given them sorted, so an array would be permuted`,
          remedy: 'give rows of labels and a value, a function of the labels, or sort the tuples of the set',
        },
      ]);
    }
    values.set(data);
  } else if (Array.isArray(data)) fromRows(place, index, data, values, faults);
  else if (data !== null && typeof data === 'object' && index.length === 1 && index[0].kind === 'axis') {
    const { base } = index[0];
    const numeric = base.labels.some((label) => typeof label === 'number');
    // Only what String gives of a number is that label: '' and '0x10' are not.
    const key = (text: string): Label =>
      numeric && base.find(text) < 0 && text === String(Number(text)) ? Number(text) : text;
    fromRows(
      place,
      index,
      Object.entries(data).map(([label, value]) => [key(label), value]),
      values,
      faults,
    );
  } else {
    throw new InvalidInputError([
      {
        code: 'core.data-form',
        place,
        cause: `cannot read data of type ${data === null ? 'null' : typeof data}`,
        remedy: 'give a number, rows, a record, a function or a Float64Array',
      },
    ]);
  }
  for (let at = 0; at < values.length && faults.length < LISTED_FAULTS; at++) {
    if (Number.isNaN(values[at])) {
      faults.push({
        code: 'core.nan',
        place,
        cause: `the value at ${formatLabels(labelsAt(index, at)) || 'the scalar'} is not a number`,
        remedy: 'give a number; leave out members that do not exist',
      });
    }
  }
  refuse(faults);
  return values;
}
