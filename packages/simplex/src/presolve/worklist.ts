/** Rows or columns that a rule has yet to look at: a ring, each index at most once, first in, first out. */

export class Worklist {
  /** Length size, indices in the order they came. */
  private readonly ring: Int32Array;
  /** Length size, 1 while listed. */
  private readonly listed: Uint8Array;
  private first = 0;
  count = 0;

  /** Of indices below `size`; starts with all of them, or with none. */
  constructor(size: number, full = true) {
    this.ring = new Int32Array(size);
    this.listed = new Uint8Array(size);
    for (let k = 0; k < size && full; k++) this.push(k);
  }

  push(index: number): void {
    if (this.listed[index] !== 0) return;
    this.listed[index] = 1;
    let at = this.first + this.count++;
    if (at >= this.ring.length) at -= this.ring.length;
    this.ring[at] = index;
  }

  /** The index that has waited longest. Only when `count > 0`. */
  pop(): number {
    const index = this.ring[this.first];
    if (++this.first === this.ring.length) this.first = 0;
    this.count--;
    this.listed[index] = 0;
    return index;
  }
}
