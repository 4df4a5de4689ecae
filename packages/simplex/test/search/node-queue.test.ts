/** Nodes come out by bound, and of equal bounds the youngest first. */
import { expect, test } from 'vitest';
import { NodeQueue, type TreeNode } from '../../src/search/node-queue.ts';
import { uniform } from '../support.ts';

function node(bound: number, age: number): TreeNode {
  return {
    parent: undefined,
    column: 0,
    lower: 0,
    upper: 0,
    bound,
    age,
    basis: undefined,
    direction: 1,
    distance: 0,
  };
}

test('random pushes and pops come out in order', () => {
  const draw = uniform(4);
  for (let round = 0; round < 30; round++) {
    const queue = new NodeQueue();
    const kept: TreeNode[] = [];
    for (let age = 0; age < 60; age++) {
      const next = node(Math.floor(8 * draw()), age);
      queue.push(next);
      kept.push(next);
      if (draw() > 0.3) continue;
      kept.sort((a, b) => a.bound - b.bound || b.age - a.age);
      expect(queue.bound).toBe(kept[0].bound);
      expect(queue.pop()).toBe(kept.shift());
    }
    kept.sort((a, b) => a.bound - b.bound || b.age - a.age);
    expect(queue.size).toBe(kept.length);
    for (const expected of kept) expect(queue.pop()).toBe(expected);
    expect(queue.bound).toBe(Infinity);
    expect(queue.pop()).toBeUndefined();
  }
});
