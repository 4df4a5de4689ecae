/** The synthetic market clears, and each solver finds the same optimum of the same program. */
import { expect, test } from 'vitest';
import { measure } from '../src/cell.ts';

test('solvers that need no large download clear the same market at the same cost', async () => {
  const measures = await Promise.all(
    ['highs', 'glpk', 'simplex'].map((peer) =>
      measure({ experiment: 'market', problem: 'token-flow', peer, size: '12x40x3x4', solve: true }),
    ),
  );
  const [first] = measures;
  expect(first.columns).toBeGreaterThan(12 * 3 * 4);
  for (const { fingerprint, objective = Number.NaN, phases } of measures) {
    expect(fingerprint).toBe(first.fingerprint);
    expect(objective / (first.objective ?? Number.NaN)).toBeCloseTo(1, 9);
    expect(phases.solve).toBeGreaterThan(0);
  }
});
