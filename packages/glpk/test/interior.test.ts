/** Where GLPK's interior point method ends without an answer, shown to exist, and what is made of it. */
import { checkFarkas, checkRay, type Program, solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { INTERIOR_PARAMETER_BYTES } from '../src/constants.ts';
import { glpk } from '../src/index.ts';
import { createProblem, deleteProblem } from '../src/problem.ts';
import { loadRuntime, withScratch } from '../src/runtime.ts';
import { interiorCode, statusName } from '../src/status.ts';
import { dense } from './support.ts';

const runtime = await loadRuntime();
const backend = glpk({ method: 'interior' });

/** What glp_interior says of a program by itself: its return code, and where that is `ok` its status. */
function alone(program: Program): string | undefined {
  return runtime.call((api) => {
    const problem = createProblem(api, program);
    const code = withScratch(api, INTERIOR_PARAMETER_BYTES, (parameters) => {
      api.HEAP32.fill(-1, parameters / 4, (parameters + INTERIOR_PARAMETER_BYTES) / 4);
      api._glp_init_iptcp(parameters);
      // Nothing is written beyond the last field.
      expect(api.HEAP32[(parameters + INTERIOR_PARAMETER_BYTES) / 4 - 1]).toBe(-1);
      api.HEAP32[parameters / 4] = 0;
      return api._glp_interior(problem.address, parameters);
    });
    const status = statusName(api._glp_ipt_status(problem.address));
    deleteProblem(problem);
    return code === 0 ? status : interiorCode(code);
  });
}

describe('no optimum: the simplex method proves why', () => {
  test('infeasible', async () => {
    const program = dense({
      cost: [1, 1],
      rows: [
        [1, 1],
        [1, 1],
      ],
      between: [
        [5, Infinity],
        [-Infinity, 3],
      ],
    });
    expect(alone(program)).not.toBe('optimal');
    const outcome = await solveProgram(program, backend);
    expect(outcome).toMatchObject({ status: 'infeasible', proof: 'farkas' });
    if (outcome.status === 'infeasible' && outcome.proof === 'farkas')
      expect(checkFarkas(program, outcome.farkas).verdict).toBe('verified');
  });

  test('unbounded', async () => {
    const program = dense({ cost: [-1, 1], rows: [[-1, 1]], between: [[-Infinity, 2]] });
    expect(alone(program)).not.toBe('optimal');
    const outcome = await solveProgram(program, backend);
    expect(outcome.status).toBe('unbounded');
    if (outcome.status === 'unbounded') expect(checkRay(program, outcome.ray).verdict).toBe('verified');
  });
});

test('rows that hold nothing: the method refuses to start, and there is an optimum all the same', async () => {
  const program = dense({
    cost: [1, -2],
    columns: [
      [3, Infinity],
      [-Infinity, 4],
    ],
    rows: [[1, 1]],
    between: [[-Infinity, Infinity]],
  });
  expect(alone(program)).toBe('failure');
  const outcome = await solveProgram(program, backend);
  expect(outcome.status).toBe('optimal');
  if (outcome.status === 'optimal') expect(outcome.objective).toBeCloseTo(-5, 5);
});

test('dependent equations and a point that is all there is', async () => {
  const program = dense({
    cost: [1, 2, 3],
    rows: [
      [1, 1, 1],
      [2, 2, 2],
      [1, -1, 0],
      [0, 0, 1],
    ],
    between: [
      [6, 6],
      [12, 12],
      [0, 0],
      [2, 2],
    ],
  });
  const outcome = await solveProgram(program, backend);
  expect(outcome.status).toBe('optimal');
  if (outcome.status === 'optimal') expect(outcome.objective).toBeCloseTo(12, 5);
});

test('integers are refused before anything is solved', async () => {
  const program = dense({ cost: [1], rows: [[2]], between: [[3, 9]], integer: [1] });
  await expect(backend.open(program)).rejects.toMatchObject({ code: 'program.integers-unsupported' });
});

test('an answer that comes after its time is a limit: the method itself looks at no clock', async () => {
  const size = 60;
  const program = dense({
    cost: Array.from({ length: size }, (_, j) => 1 + ((7 * j) % 11)),
    rows: Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => 1 + ((3 * i + 5 * j) % 7)),
    ),
    between: Array.from({ length: size }, (_, i) => [10 + i, Infinity]),
  });
  expect(await solveProgram(program, backend)).toMatchObject({ status: 'optimal' });
  // Far less than one run takes, and more than the first look at the clock.
  const limited = await solveProgram(program, backend, { timeLimit: 1e-3 });
  expect(limited).toMatchObject({ status: 'limit', which: 'time' });
});
