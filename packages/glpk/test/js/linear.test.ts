/** Statuses that glpk.js loses, shown to be lost, and found again with a proof. */
import { checkFarkas, checkRay, type Program, solveProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { glpk } from '../../src/index.ts';
import { documentOf } from '../../src/js/document.ts';
import { Instance, locatePackage } from '../../src/js/package.ts';
import { statusName } from '../../src/status.ts';
import { dense } from '../support.ts';

const instance = new Instance(locatePackage());
const backend = glpk({ engine: 'glpk.js' });

/** The status of a run with the presolver, glpk.js's own default. */
async function alone(program: Program): Promise<string | undefined> {
  const { result } = await instance.call((module) => module.solve(documentOf(program), { msglev: 0 }));
  return statusName(result.status);
}

const INFEASIBLE = dense({
  cost: [1, 1],
  columns: [
    [0, 2],
    [-Infinity, 2],
  ],
  rows: [[1, 1]],
  between: [[5, 9]],
});
const UNBOUNDED = dense({ cost: [-1, 1], rows: [[-1, 1]], between: [[-Infinity, 2]] });

test('infeasible', async () => {
  expect(await alone(INFEASIBLE)).toBe('undefined');
  const outcome = await solveProgram(INFEASIBLE, backend);
  expect(outcome).toMatchObject({ status: 'infeasible', proof: 'farkas' });
  if (outcome.status === 'infeasible' && outcome.proof === 'farkas')
    expect(checkFarkas(INFEASIBLE, outcome.farkas).verdict).toBe('verified');
});

test('unbounded, with a ray and a point to start from', async () => {
  expect(await alone(UNBOUNDED)).toBe('undefined');
  const outcome = await solveProgram(UNBOUNDED, backend);
  expect(outcome.status).toBe('unbounded');
  if (outcome.status === 'unbounded') expect(checkRay(UNBOUNDED, outcome.ray).verdict).toBe('verified');
});

test('out of time', async () => {
  expect(await solveProgram(UNBOUNDED, backend, { timeLimit: 0 })).toMatchObject({
    status: 'limit',
    which: 'time',
  });
});

test('a demand below the tolerance of GLPK is met', async () => {
  // 1e-8 x >= 4e-8: to the bare package x = 0 is good enough.
  const program = dense({ cost: [3], columns: [[0, 10]], rows: [[1e-8]], between: [[4e-8, Infinity]] });
  const bare = await instance.call((module) =>
    module.solve(documentOf(program), { msglev: 0, presol: false }),
  );
  expect(bare.result).toMatchObject({ status: 5, vars: { c0: 0 } });
  const outcome = await solveProgram(program, backend);
  expect(outcome.status).toBe('optimal');
  if (outcome.status === 'optimal') expect(outcome.objective).toBeCloseTo(12, 9);
});

test('equal bounds, free rows and columns that no row knows', async () => {
  const program = dense({
    sense: 'maximize',
    cost: [3, -1, 2],
    columns: [
      [2, 2],
      [-Infinity, Infinity],
      [-1, 5],
    ],
    rows: [
      [1, 1, 0],
      [1, 0, 0],
    ],
    between: [
      [4, 4],
      [-Infinity, Infinity],
    ],
    offset: 7,
  });
  const outcome = await solveProgram(program, backend);
  expect(outcome).toMatchObject({ status: 'optimal', objective: 21 });
  if (outcome.status === 'optimal' && outcome.solution.kind === 'lp') {
    expect([...outcome.solution.rowDual]).toEqual([-1, 0]);
    expect([...outcome.solution.reducedCost]).toEqual([4, 0, 2]);
  }
});
