/** Typed arrays that grow by doubling: what readers fill without knowing the size, with no object per entry. */

const FIRST_CAPACITY = 64;

abstract class Growing<Store extends Float64Array | Int32Array> {
  /** Entries in use. */
  length = 0;
  protected store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  protected abstract grown(capacity: number): Store;

  push(value: number): void {
    if (this.length === this.store.length) this.store = this.grown(2 * this.store.length);
    this.store[this.length++] = value;
  }

  get(index: number): number {
    return this.store[index];
  }

  set(index: number, value: number): void {
    this.store[index] = value;
  }
}

export class GrowingFloats extends Growing<Float64Array> {
  constructor() {
    super(new Float64Array(FIRST_CAPACITY));
  }

  protected grown(capacity: number): Float64Array {
    const store = new Float64Array(capacity);
    store.set(this.store);
    return store;
  }

  /** The entries, length `length`, owned by the caller. */
  done(): Float64Array {
    return this.store.slice(0, this.length);
  }
}

export class GrowingInts extends Growing<Int32Array> {
  constructor() {
    super(new Int32Array(FIRST_CAPACITY));
  }

  protected grown(capacity: number): Int32Array {
    const store = new Int32Array(capacity);
    store.set(this.store);
    return store;
  }

  /** The entries, length `length`, owned by the caller. */
  done(): Int32Array {
    return this.store.slice(0, this.length);
  }
}
