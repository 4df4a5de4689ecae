/** Columns that moved the bound more are preferred; columns without observations count as average. */
import { expect, test } from 'vitest';
import { PseudoCosts } from '../../src/search/pseudo-costs.ts';

const split = (column: number, down: number) => ({ column, below: 0, above: 1, down, up: 1 - down });

test('scores follow what was observed, per unit', () => {
  const costs = new PseudoCosts(3);
  expect(costs.score(split(0, 0.5))).toBeGreaterThan(costs.score(split(0, 0.1)));
  for (const direction of [1, -1] as const) {
    costs.note(0, direction, 0.5, 4);
    costs.note(1, direction, 0.5, 1);
  }
  const [high, low, unknown] = [0, 1, 2].map((j) => costs.score(split(j, 0.5)));
  expect(high).toBe(16);
  expect(low).toBe(1);
  expect(unknown).toBe(6.25);
});
