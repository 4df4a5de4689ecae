/** Each measured pitfall of or-tools-wasm that lies on our path, first shown to exist, then avoided. */
import {
  AT_LOWER,
  BASIC,
  type Basis,
  checkFarkas,
  checkRay,
  Deadline,
  elastic,
  type Program,
  recession,
  solveProgram,
} from '@marginal/program';
import { describe, expect, test, vi } from 'vitest';
import { ortools } from '../src/index.ts';
import { runMathOpt } from '../src/mathopt.ts';
import { DUAL_SIMPLEX, type LinearTerms, PRIMAL_SIMPLEX, type SearchTerms } from '../src/request.ts';
import { RuntimePool } from '../src/runtime.ts';
import { boxed, dense } from './support.ts';

const pool = new RuntimePool();
const backend = ortools();
const USUAL: LinearTerms = {
  solver: 'glop',
  algorithm: PRIMAL_SIMPLEX,
  presolve: true,
  scaling: true,
  tolerance: 1e-9,
};
const run = (program: Program, terms: LinearTerms | SearchTerms, seconds?: number) =>
  runMathOpt(pool, program, terms, new Deadline(seconds));

const INFEASIBLE = dense({
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
const UNBOUNDED = dense({ cost: [-2, 1], rows: [[1, -1]], between: [[-Infinity, 2]] });

describe('proofs', () => {
  test('presolved, GLOP proves nothing; the outcome has multipliers', async () => {
    expect(await run(INFEASIBLE, USUAL)).toMatchObject({ meaning: 'infeasible' });
    expect(await run(INFEASIBLE, USUAL)).not.toHaveProperty('farkas');
    const outcome = await solveProgram(INFEASIBLE, backend);
    if (outcome.status !== 'infeasible' || outcome.proof !== 'farkas') throw new Error(outcome.status);
    expect(checkFarkas(INFEASIBLE, outcome.farkas).verdict).toBe('verified');
  });

  test('presolved, GLOP calls unbounded "infeasible or unbounded"; the outcome says which, with ray and point', async () => {
    expect(await run(UNBOUNDED, USUAL)).toMatchObject({ meaning: 'infeasibleOrUnbounded' });
    const outcome = await solveProgram(UNBOUNDED, backend);
    if (outcome.status !== 'unbounded') throw new Error(outcome.status);
    expect(checkRay(UNBOUNDED, outcome.ray).verdict).toBe('verified');
    expect(outcome.point[0] - outcome.point[1]).toBeLessThanOrEqual(2);
  });

  test('infeasible both ways ends with the proof of infeasibility', async () => {
    const both = dense({
      cost: [-1, -1],
      rows: [
        [1, -1],
        [1, -1],
      ],
      between: [
        [3, Infinity],
        [-Infinity, 2],
      ],
    });
    const outcome = await solveProgram(both, backend);
    if (outcome.status !== 'infeasible' || outcome.proof !== 'farkas') throw new Error(outcome.status);
    expect(checkFarkas(both, outcome.farkas).verdict).toBe('verified');
  });

  test('the point of an infeasible run comes with duals as if it were one; it is not claimed', async () => {
    const bare = await run(INFEASIBLE, {
      ...USUAL,
      presolve: false,
      scaling: false,
      algorithm: DUAL_SIMPLEX,
    });
    expect(bare).toMatchObject({ feasible: false, x: expect.anything(), rowDual: expect.anything() });
    expect(await solveProgram(INFEASIBLE, backend)).not.toHaveProperty('solution');
  });

  test('the auxiliary programs decide, whatever the solver says of rays', async () => {
    const violation = await run(elastic(INFEASIBLE), USUAL);
    expect(checkFarkas(INFEASIBLE, violation.rowDual ?? new Float64Array(2)).verdict).toBe('verified');
    const descent = await run(recession(UNBOUNDED), USUAL);
    expect(checkRay(UNBOUNDED, descent.x ?? new Float64Array(2)).verdict).toBe('verified');
  });
});

describe('limits', () => {
  test('a run cut short by the clock is called IMPRECISE; the outcome is a time limit', async () => {
    const long = boxed(3000, 6000, 6);
    const cut = await run(long, USUAL, 0.3);
    expect(cut.said).not.toMatch(/^(OPTIMAL|INFEASIBLE|UNBOUNDED)/);
    expect(cut.meaning).toBe('time');
    expect(await solveProgram(long, backend, { timeLimit: 0.3 })).toMatchObject({
      status: 'limit',
      which: 'time',
    });
  });
});

describe('numbers that are zero', () => {
  test('a bound of zero is left out of the answer, and is zero all the same', async () => {
    const program = dense({ cost: [0], columns: [[0, 0]], rows: [[1]], between: [[-1, 1]], integer: [1] });
    expect(await solveProgram(program, ortools({ algorithm: 'scip' }))).toMatchObject({
      status: 'optimal',
      objective: 0,
      solution: { kind: 'mip', bound: 0 },
    });
  });
});

describe('SCIP', () => {
  const terms: SearchTerms = {
    solver: 'scip',
    presolve: true,
    relativeGap: 0,
    absoluteGap: 0,
    nodeLimit: Infinity,
    tolerance: 1e-9,
  };

  test('gives no duals even for a linear program; such a program is refused', async () => {
    const linear = dense({ cost: [1, 2], rows: [[1, 1]], between: [[3, Infinity]] });
    const answer = await run(linear, terms);
    expect(answer.meaning).toBe('optimal');
    expect(answer).not.toHaveProperty('rowDual');
    await expect(ortools({ algorithm: 'scip' }).open(linear)).rejects.toMatchObject({
      code: 'program.linear-unsupported',
    });
  });

  test('never meets an unbounded program, which it searches for ever, past its time limit at times', async () => {
    const endless = dense({ cost: [-1, -1], rows: [[1, -1]], between: [[0.5, 2]], integer: [1, 1] });
    expect(await solveProgram(endless, ortools({ algorithm: 'scip' }))).toMatchObject({
      status: 'unbounded',
    });
  });

  test('its relative gap counts the constant; ours does not', async () => {
    const columns = Array.from({ length: 12 }, () => [0, 1] as const);
    const weights = columns.map((_, j) => 11 + ((7 * j) % 13));
    const knapsack = dense({
      sense: 'maximize',
      offset: 1e6,
      cost: weights.map((weight, j) => weight + (j % 3)),
      columns,
      rows: [weights],
      between: [[-Infinity, 77]],
      integer: columns.map(() => 1),
    });
    const scip = ortools({ algorithm: 'scip' });
    const exact = await solveProgram(knapsack, scip, { mipGap: 0 });
    const usual = await solveProgram(knapsack, scip, { mipGap: 1e-4 });
    if (exact.status !== 'optimal' || usual.status !== 'optimal') throw new Error('no optimum');
    expect(exact.objective - usual.objective).toBeLessThanOrEqual(1e-4 * (1 + exact.objective - 1e6));
  });
});

describe('bases', () => {
  const program = dense({
    cost: [1, 1, 3],
    rows: [
      [1, 2, 1],
      [2, 4, 1],
    ],
    between: [
      [4, Infinity],
      [7, Infinity],
    ],
  });
  const basis = (columns: number[], rows: number[]): Basis => ({
    columns: Int8Array.from(columns),
    rows: Int8Array.from(rows),
  });

  test.each<[string, Basis]>([
    ['with too many basic entries', basis([BASIC, BASIC, BASIC], [BASIC, BASIC])],
    ['that is singular', basis([BASIC, BASIC, AT_LOWER], [AT_LOWER, AT_LOWER])],
    ['of another shape', basis([], [])],
    ['with unknown codes', basis([9, 9, 9], [BASIC, BASIC])],
    ['at bounds that are not there', basis([2, 2, 2], [BASIC, BASIC])],
  ])('one %s does no harm', async (_what, startBasis) => {
    expect(await solveProgram(program, backend, { startBasis })).toMatchObject({
      status: 'optimal',
      objective: 2,
    });
  });

  test('an optimal basis put back in takes no iterations', async () => {
    const wide = boxed(40, 80, 5);
    const first = await solveProgram(wide, backend);
    if (first.status !== 'optimal' || first.solution.kind !== 'lp') throw new Error(first.status);
    const { basis: startBasis } = first.solution;
    if (startBasis === undefined) throw new Error('no basis came back');
    const basics = [...startBasis.columns, ...startBasis.rows].filter((code) => code === BASIC);
    expect(basics).toHaveLength(wide.matrix.rowCount);
    expect(await solveProgram(wide, backend, { startBasis })).toMatchObject({
      status: 'optimal',
      iterations: 0,
    });
  });
});

test('neither solves nor refusals print anything', async () => {
  const written: unknown[] = [];
  const spies = [
    ...[process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write')),
    ...(['log', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method)),
  ];
  for (const spy of spies) spy.mockImplementation((line: unknown) => written.push(line) > 0);
  try {
    for (const program of [INFEASIBLE, UNBOUNDED, boxed(20, 40, 4)]) {
      await solveProgram(program, backend);
      await solveProgram(program, ortools({ algorithm: 'pdlp' }));
    }
    await expect(pool.call('mathopt', () => new Uint8Array(2 ** 31))).rejects.toThrow();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  expect(written).toEqual([]);
});
