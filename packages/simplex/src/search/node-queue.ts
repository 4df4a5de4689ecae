/** Open nodes of the tree, the one with the best bound on top: a binary heap. Of equal bounds the younger comes first, so a dive goes on. */
import type { Basis } from '@marginal/program';

/** A part of the program: its parent's, with one column between other bounds. The root has neither. */
export interface TreeNode {
  readonly parent: TreeNode | undefined;
  readonly column: number;
  readonly lower: number;
  readonly upper: number;
  /** No point of this part is better. */
  readonly bound: number;
  /** Counts nodes as they are made. */
  readonly age: number;
  /** Where its parent ended: the solve starts there. */
  readonly basis: Basis | undefined;
  /** How the parent's value of the column was changed: +1 up, -1 down, and by how much. */
  readonly direction: 1 | -1;
  readonly distance: number;
}

function before(a: TreeNode, b: TreeNode): boolean {
  return a.bound < b.bound || (a.bound === b.bound && a.age > b.age);
}

export class NodeQueue {
  private readonly heap: TreeNode[] = [];

  get size(): number {
    return this.heap.length;
  }

  /** The best bound of all, Infinity when there is no node. */
  get bound(): number {
    return this.heap.length === 0 ? Infinity : this.heap[0].bound;
  }

  push(node: TreeNode): void {
    const { heap } = this;
    let k = heap.length;
    heap.push(node);
    while (k > 0) {
      const up = (k - 1) >> 1;
      if (!before(node, heap[up])) break;
      heap[k] = heap[up];
      k = up;
    }
    heap[k] = node;
  }

  pop(): TreeNode | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return last;
    let k = 0;
    for (;;) {
      let child = 2 * k + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], last)) break;
      heap[k] = heap[child];
      k = child;
    }
    heap[k] = last;
    return top;
  }
}
