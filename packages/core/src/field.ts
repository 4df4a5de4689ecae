/** Numbers by label: what a result hands out for a variable or a constraint. Read-only; the arrays are the reader's. */
import { type Fault, refuse } from '@marginal/program';
import { dimensionsOf, type IndexList, type LabelsOf, labelsAt, locate } from './index-set.ts';
import type { Label } from './label.ts';

/** Which program a price is a dual of. */
export interface PricingRun {
  /**
   * `lp`: the linear program itself. `mip`: a program with integers, which has values and no prices. `relaxation`: its
   * integers relaxed. `fixedIntegers`: its integers held at the best point found. `stage`: one objective of several, the
   * earlier ones capped. `tangents`: the linear program of tangents that stands for convex functions.
   */
  readonly kind: 'lp' | 'mip' | 'relaxation' | 'fixedIntegers' | 'stage' | 'tangents';
  /** Name of the stage. */
  readonly stage?: string;
  /** Proved relative gap of the point and the duals of `tangents`, as `Bracket` has it; absent otherwise. */
  readonly gap?: number;
}

/** Where a number comes from. Travels with every price. */
export interface Provenance extends PricingRun {
  readonly solver: string;
  readonly version: string;
}

export class Field<I extends IndexList = IndexList> {
  readonly name: string;
  readonly index: I;
  /** `$/Mtok`, or `unknown unit`. */
  readonly unit: string;
  readonly provenance: Provenance;
  /** Length = members of the index, in index order, in `unit`. */
  readonly values: Float64Array;

  constructor(spec: {
    readonly name: string;
    readonly index: I;
    readonly unit: string;
    readonly provenance: Provenance;
    readonly values: Float64Array;
  }) {
    this.name = spec.name;
    this.index = spec.index;
    this.unit = spec.unit;
    this.provenance = spec.provenance;
    this.values = spec.values;
  }

  /** Value at these labels. Throws `core.unknown-label` or `core.missing-tuple`. */
  at(...labels: LabelsOf<I>): number {
    const faults: Fault[] = [];
    const at = locate(this.index, labels as readonly Label[], `'${this.name}'`, faults);
    refuse(faults);
    return this.values[at];
  }

  /** Names of the dimensions, in the order of the labels. */
  get dimensions(): readonly string[] {
    return dimensionsOf(this.index).map((dimension) => dimension.axis.dim);
  }

  /** All members in index order: labels and value. */
  *entries(): IterableIterator<readonly [labels: LabelsOf<I>, value: number]> {
    for (let at = 0; at < this.values.length; at++)
      yield [labelsAt(this.index, at) as unknown as LabelsOf<I>, this.values[at]];
  }

  [Symbol.iterator](): IterableIterator<readonly [labels: LabelsOf<I>, value: number]> {
    return this.entries();
  }
}
