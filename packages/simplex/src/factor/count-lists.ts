/** Items 0..m-1 in doubly linked lists by count, so that the sparsest rows and columns are found without a search. */
export class CountLists {
  /** Length m + 1: first item of each count, -1 if none. */
  readonly head: Int32Array;
  /** Length m: next item, -1 at the end. */
  readonly next: Int32Array;
  /** Length m: previous item, or -2 - count at the head. */
  private readonly previous: Int32Array;

  constructor(m: number) {
    this.head = new Int32Array(m + 1).fill(-1);
    this.next = new Int32Array(m);
    this.previous = new Int32Array(m);
  }

  clear(): void {
    this.head.fill(-1);
  }

  /** Puts an item that is in no list at the head of the list of `count`. */
  add(item: number, count: number): void {
    const first = this.head[count];
    this.next[item] = first;
    this.previous[item] = -2 - count;
    this.head[count] = item;
    if (first >= 0) this.previous[first] = item;
  }

  /** Takes an item out of the list it is in. */
  remove(item: number): void {
    const before = this.previous[item];
    const after = this.next[item];
    if (before < 0) this.head[-2 - before] = after;
    else this.next[before] = after;
    if (after >= 0) this.previous[after] = before;
  }
}
