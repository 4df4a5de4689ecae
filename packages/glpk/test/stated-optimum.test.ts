/**
 * What GLPK states is taken only where it is exact but for rounding: then it is what a refinement would make of it; and it is
 * refused on every single thing that a program can have otherwise than the one that was solved.
 */
import { checkOptimal, type Program } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { PRIMAL } from '../src/constants.ts';
import { Factors } from '../src/factors.ts';
import { refinedOptimum } from '../src/optimum.ts';
import { createProblem, deleteProblem, type Problem, readBasis } from '../src/problem.ts';
import { loadRuntime } from '../src/runtime.ts';
import { simplex } from '../src/simplex.ts';
import { statedOptimum } from '../src/stated-optimum.ts';
import { type Dense, dense, generator } from './support.ts';

const runtime = await loadRuntime();

/** `work` on the optimum of a program as a presolved run leaves it. */
function atOptimum<Result>(program: Program, work: (problem: Problem) => Result): Result {
  return runtime.call((api) => {
    const problem = createProblem(api, program);
    expect(simplex(problem, { method: PRIMAL, presolve: true, deadline: Infinity })).toBe('optimal');
    const result = work(problem);
    deleteProblem(problem);
    return result;
  });
}

/** Optimum (3, 1, 0) with duals (2.5, -0.5, 0) and a reduced cost of 2.5 on the last column. */
const PLAIN = {
  cost: [2, 3, 5],
  rows: [
    [1, 1, 1],
    [1, -1, 0],
    [1, 2, 0],
  ],
  between: [
    [4, Infinity],
    [-Infinity, 2],
    [-Infinity, 6],
  ],
} satisfies Dense;

test('the optimum, with what is nonbasic exactly on its bound', () => {
  const program = dense(PLAIN);
  const stated = atOptimum(program, (problem) =>
    statedOptimum(problem, program, readBasis(problem, program)),
  );
  expect(stated?.x).toEqual(Float64Array.of(3, 1, 0));
  expect(stated?.rowDual).toEqual(Float64Array.of(2.5, -0.5, 0));
  expect(stated?.reducedCost).toEqual(Float64Array.of(0, 0, 2.5));
});

describe('refused for a program that is another', () => {
  const OTHERS: Record<string, Dense> = {
    'by a nonbasic row bound': {
      ...PLAIN,
      between: [
        [4 * (1 + 1e-12), Infinity],
        [-Infinity, 2],
        [-Infinity, 6],
      ],
    },
    'by the bound of a basic row': {
      ...PLAIN,
      between: [
        [4, Infinity],
        [-Infinity, 2],
        [-Infinity, 5 * (1 - 1e-8)],
      ],
    },
    'by the bound of a basic column': {
      ...PLAIN,
      columns: [
        [0, 3 * (1 - 1e-8)],
        [0, Infinity],
        [0, Infinity],
      ],
    },
    'by the cost of a basic column': { ...PLAIN, cost: [2 * (1 + 1e-12), 3, 5] },
    'by a cost that would bring a column in': { ...PLAIN, cost: [2, 3, 2.5 * (1 - 1e-12)] },
    'by a row that is held from the other side': {
      ...PLAIN,
      between: [
        [-Infinity, 4],
        [-Infinity, 2],
        [-Infinity, 6],
      ],
    },
  };
  for (const [name, other] of Object.entries(OTHERS))
    test(name, () => {
      const program = dense(PLAIN);
      const stated = atOptimum(program, (problem) => {
        const basis = readBasis(problem, program);
        return statedOptimum(problem, dense(other), basis);
      });
      expect(stated).toBeUndefined();
    });

  test('by a basis with too few in it', () => {
    const program = dense({ ...PLAIN, cost: [2, 3, 2.5] });
    const stated = atOptimum(program, (problem) => {
      const { rows, columns } = readBasis(problem, program);
      return statedOptimum(problem, program, { columns, rows: rows.map(() => 0) });
    });
    expect(stated).toBeUndefined();
  });
});

test('a stated optimum is the refined one but for rounding, and most of these are stated', () => {
  const random = generator(11);
  let taken = 0;
  const rounds = 60;
  for (let round = 0; round < rounds; round++) {
    const [m, n] = [8, 12];
    const rows = Array.from({ length: m }, () =>
      Array.from({ length: n }, () => (random() < 0.5 ? 0 : Math.ceil(9 * random()))),
    );
    const program = dense({
      cost: Array.from({ length: n }, () => 1 + random()),
      rows,
      between: rows.map((row) => [row.reduce((sum, a) => sum + a, 0) * random(), Infinity]),
      columns: Array.from({ length: n }, () => [0, 5]),
    });
    atOptimum(program, (problem) => {
      const basis = readBasis(problem, program);
      const stated = statedOptimum(problem, program, basis);
      const factors = Factors.of(problem, program);
      if (factors === undefined) throw new Error('the basis is singular');
      if (stated === undefined) return;
      taken++;
      const exact = { primal: 1e-12, dual: 1e-12, complementarity: 1e-12, gap: 1e-12 };
      expect(checkOptimal(program, stated, exact).failures).toEqual([]);
      const refined = refinedOptimum(problem, program, basis, factors);
      for (const part of ['x', 'rowDual', 'reducedCost'] as const)
        refined[part].forEach((value, k) => {
          expect(Math.abs(stated[part][k] - value)).toBeLessThan(1e-11 * (1 + Math.abs(value)));
        });
    });
  }
  expect(taken).toBeGreaterThan(rounds / 2);
});
