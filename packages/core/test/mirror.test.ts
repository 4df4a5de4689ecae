/** Outcomes of min -f read as max f: what is measured in objective units is negated, nothing else. */
import type { Outcome } from '@marginal/program';
import { expect, test } from 'vitest';
import { mirrored } from '../src/mirror.ts';

const record = { solver: { name: 'stub', version: '0' }, iterations: 3, seconds: 0 };
const residuals = { primal: 0, dual: 0, complementarity: 0, gap: 0 };
const x = Float64Array.of(1, 0);

test('an optimum of a linear program', () => {
  const outcome: Outcome = {
    ...record,
    status: 'optimal',
    objective: -5,
    residuals,
    solution: {
      kind: 'lp',
      x,
      rowActivity: Float64Array.of(1),
      rowDual: Float64Array.of(-2),
      reducedCost: Float64Array.of(0, 3),
    },
  };
  const other = mirrored(outcome);
  expect(other).toEqual({
    ...outcome,
    objective: 5,
    solution: { ...outcome.solution, rowDual: Float64Array.of(2), reducedCost: Float64Array.of(0, -3) },
  });
  expect(mirrored(other)).toEqual(outcome);
});

test('a best point with integers, a limit with and without a point', () => {
  const solution = { kind: 'mip', x, rowActivity: Float64Array.of(1), bound: -6, gap: 0.1 } as const;
  expect(mirrored({ ...record, status: 'optimal', objective: -5, residuals, solution })).toEqual({
    ...record,
    status: 'optimal',
    objective: 5,
    residuals,
    solution: { ...solution, bound: 6 },
  });
  const limit = { ...record, status: 'limit', which: 'time' } as const;
  expect(mirrored(limit)).toEqual(limit);
  expect(mirrored({ ...limit, incumbent: { x, objective: -5 }, bound: -6 })).toEqual({
    ...limit,
    incumbent: { x, objective: 5 },
    bound: 6,
  });
});

test('certificates do not depend on the sense', () => {
  const outcome: Outcome = { ...record, status: 'unbounded', ray: x, point: x };
  expect(mirrored(outcome)).toBe(outcome);
});
