/** A relation with a wrong way back is noticed, so a backend that breaks one is, too. */
import { highs } from '@marginal/highs';
import { checkOptimal, type OptimalOutcome, type Program, solveProgram, TOLERANCES } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { dualOf } from '../src/duality.ts';
import { RELATIONS } from '../src/relations.ts';
import { stated } from '../src/sketch.ts';

/** Bounds on both sides, a range, an equation, a free column; every dual and reduced cost that can be nonzero is. */
const PROGRAM = stated({
  sense: 'maximize',
  offset: 2,
  cost: [3, 2, -5, 1],
  columns: [
    [0, 2],
    [1, 9],
    [-Infinity, Infinity],
    [-4, Infinity],
  ],
  rows: [
    [1, 1, 0, 1],
    [1, -1, -2, 0],
    [2, 0, 1, 3],
  ],
  between: [
    [-3, 7],
    [0, 0],
    [-Infinity, 12],
  ],
});

async function optimum(
  program: Program,
): Promise<OptimalOutcome & { readonly solution: { readonly kind: 'lp' } }> {
  const outcome = await solveProgram(program, highs());
  if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp')
    throw new Error(`it is ${outcome.status}`);
  return { ...outcome, solution: outcome.solution };
}

const pick = (k: number): number => (k * 5 + 3) % 8;

describe.each(RELATIONS)('$name', (relation) => {
  test('carries an optimum and its duals back', async () => {
    const related = relation.relate(PROGRAM, pick);
    const { objective, solution } = await optimum(related.program);
    const x = Float64Array.from(related.point([...solution.x]));
    const rowDual = Float64Array.from(related.duals([...solution.rowDual]));
    expect(checkOptimal(PROGRAM, { x, rowDual }, TOLERANCES.vertex).failures).toEqual([]);
    expect(related.objective(objective)).toBeCloseTo((await optimum(PROGRAM)).objective, 9);
  });
});

const MOVING = [
  'rows in other units',
  'rows turned',
  'columns in other units',
  'columns turned',
  'rows in another order',
  'columns in another order',
];

test.for(MOVING)('without its way back, "%s" proves nothing', async (name) => {
  const relation = RELATIONS.find((known) => known.name === name);
  if (relation === undefined) throw new Error('no such relation');
  const { solution } = await optimum(relation.relate(PROGRAM, pick).program);
  const { x, rowDual } = solution;
  expect(checkOptimal(PROGRAM, { x, rowDual }, TOLERANCES.vertex).verdict).toBe('refuted');
});

test('the dual of a program has its value, its duals and its point', async () => {
  for (const program of [
    PROGRAM,
    { ...PROGRAM, sense: 'minimize' as const, cost: PROGRAM.cost.map((c) => -c) },
  ]) {
    const dual = dualOf(program);
    const { objective, solution } = await optimum(dual.program);
    expect(dual.objective(objective)).toBeCloseTo((await optimum(program)).objective, 9);
    const [x, rowDual] = [dual.point(solution.rowDual), dual.duals(solution.x)];
    expect(checkOptimal(program, { x, rowDual }, TOLERANCES.vertex).failures).toEqual([]);
    const twice = dualOf(dual.program);
    expect(twice.objective((await optimum(twice.program)).objective)).toBeCloseTo(objective, 9);
  }
});
