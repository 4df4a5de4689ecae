/**
 * A vector with a list of its nonzeros. Invariant while `count >= 0`: every nonzero of `value` is listed in
 * `index[0..count)` exactly once; a listed entry may hold zero or a value below 1e-14. With `count < 0` the list is not
 * maintained and the vector is dense. After HiGHS's HVector.
 */
import { CLEAR_BY_LIST, TINY } from './tolerances.ts';

const NO_INDICES = new Int32Array(0);
const NO_VALUES = new Float64Array(0);

export class SparseVector {
  /** Number of entries. */
  readonly size: number;
  /** Length size, dense. */
  readonly value: Float64Array;
  /** Length size; the first `count` are the listed entries, without duplicates, in no particular order. */
  readonly index: Int32Array;
  /** Number listed; -1: the list is not maintained, the vector is dense. */
  count: number;
  /** Length of the packed copy. */
  packCount: number;
  /** Length size from the first packing on; the first `packCount` are entries of the packed copy. */
  packIndex: Int32Array = NO_INDICES;
  /** The same for the values that belong to `packIndex`. */
  packValue: Float64Array = NO_VALUES;
  /** Which state of which factor the packed copy belongs to; 0: none. Written and read by `BasisFactor`. */
  packStamp: number;

  constructor(size: number) {
    this.size = size;
    this.value = new Float64Array(size);
    this.index = new Int32Array(size);
    this.count = 0;
    this.packCount = 0;
    this.packStamp = 0;
  }

  /** All zero, empty list, no packed copy. Touches the listed entries alone when they are few. */
  clear(): void {
    const { value, index, count, size } = this;
    if (count < 0 || count > CLEAR_BY_LIST * size) value.fill(0);
    else for (let k = 0; k < count; k++) value[index[k]] = 0;
    this.count = 0;
    this.packCount = 0;
    this.packStamp = 0;
  }

  /** Makes the packed copy of all entries above 1e-14. */
  pack(): void {
    const { value, index, count, size } = this;
    if (this.packIndex.length < size) {
      this.packIndex = new Int32Array(size);
      this.packValue = new Float64Array(size);
    }
    const { packIndex, packValue } = this;
    let packed = 0;
    if (count < 0) {
      for (let i = 0; i < size; i++) {
        const x = value[i];
        if (x === 0 || (x <= TINY && x >= -TINY)) continue;
        packIndex[packed] = i;
        packValue[packed++] = x;
      }
    } else {
      for (let k = 0; k < count; k++) {
        const i = index[k];
        const x = value[i];
        if (x <= TINY && x >= -TINY) continue;
        packIndex[packed] = i;
        packValue[packed++] = x;
      }
    }
    this.packCount = packed;
  }

  /** Zeroes entries up to 1e-14 and rebuilds the list: from the list if there is one, else from the dense values. */
  tidy(): void {
    const { value, index, count, size } = this;
    let kept = 0;
    if (count < 0) {
      for (let i = 0; i < size; i++) {
        const x = value[i];
        if (x === 0) continue;
        if (x <= TINY && x >= -TINY) value[i] = 0;
        else index[kept++] = i;
      }
    } else {
      for (let k = 0; k < count; k++) {
        const i = index[k];
        const x = value[i];
        if (x <= TINY && x >= -TINY) value[i] = 0;
        else index[kept++] = i;
      }
    }
    this.count = kept;
  }

  /** Builds the list from the dense values, in increasing order; every nonzero is listed. */
  reindex(): void {
    const { value, index, size } = this;
    let count = 0;
    for (let i = 0; i < size; i++) if (value[i] !== 0) index[count++] = i;
    this.count = count;
  }

  /** Makes this a copy of the values and list of `other`, which has the same size; the packed copy is not taken. */
  copyFrom(other: SparseVector): void {
    this.clear();
    const { value, index } = this;
    const count = other.count;
    if (count < 0 || count > CLEAR_BY_LIST * this.size) value.set(other.value);
    for (let k = 0; k < count; k++) {
      const i = other.index[k];
      index[k] = i;
      value[i] = other.value[i];
    }
    this.count = count;
  }
}
