/** A fixed bound never excludes a point that is better than the best one known: by enumeration. */
import { relaxation } from '@marginal/program';
import { expect, test } from 'vitest';
import { solveSync } from '../../src/index.ts';
import { DiscreteColumns } from '../../src/search/discrete-columns.ts';
import { ReducedCostFixing } from '../../src/search/reduced-cost-fixing.ts';
import { discreteProgram, enumerate } from './support.ts';

test('with the optimum as the best point, shrunken bounds keep the optimum of what lies above', () => {
  let shrunk = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const stated = discreteProgram(seed, 3, 4, { integer: 1, semicontinuous: 0 });
    const program = { ...stated, sense: 'minimize' as const };
    const expected = enumerate(program);
    if (expected === undefined) continue;
    const relaxed = relaxation(program);
    const root = solveSync(relaxed);
    if (root.status !== 'optimal' || root.solution.kind !== 'lp') throw new Error(root.status);
    const fixing = new ReducedCostFixing(
      relaxed.columnLower,
      relaxed.columnUpper,
      new DiscreteColumns(program),
    );
    fixing.setRoot(root.objective, root.solution.reducedCost);
    // A point one unit worse than the optimum is known: the optimum must stay.
    fixing.tighten(expected + 1);
    if (fixing.lower.some((low, j) => low > relaxed.columnLower[j])) shrunk++;
    if (fixing.upper.some((high, j) => high < relaxed.columnUpper[j])) shrunk++;
    const kept = enumerate({ ...program, columnLower: fixing.lower, columnUpper: fixing.upper });
    expect(kept, `seed ${seed}`).toBe(expected);
  }
  expect(shrunk).toBeGreaterThan(50);
});
