/** Records come back as they were written, last one first. */
import { expect, test } from 'vitest';
import { FIXED_COLUMN, REMOVED_ROW, ReductionStack } from '../../src/presolve/reduction-stack.ts';

test('thousands of records of every length are read in reverse', () => {
  const stack = new ReductionStack();
  const COUNT = 3000;
  for (let k = 0; k < COUNT; k++) {
    stack.push(k % 2 === 0 ? FIXED_COLUMN : REMOVED_ROW);
    for (let i = 0; i < k % 5; i++) stack.writeInteger(k * i);
    for (let i = 0; i < k % 3; i++) stack.writeNumber(k / (i + 3));
  }
  expect(stack.count).toBe(COUNT);
  for (let k = COUNT - 1; k >= 0; k--) {
    expect(stack.open(k)).toBe(k % 2 === 0 ? FIXED_COLUMN : REMOVED_ROW);
    for (let i = 0; i < k % 5; i++) expect(stack.readInteger()).toBe(k * i);
    for (let i = 0; i < k % 3; i++) expect(stack.readNumber()).toBe(k / (i + 3));
  }
});
