/** Each measured pitfall of glpk-wasm that lies on our path, first shown to exist where it can be, then avoided. */
import { AT_LOWER, BASIC, type Basis, type Program, solveProgram } from '@marginal/program';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { GlpkApi } from '../src/api.ts';
import { DOUBLE, DUAL, PARAMETER_BYTES, PRIMAL } from '../src/constants.ts';
import { findFarkas } from '../src/farkas.ts';
import { glpk } from '../src/index.ts';
import { createProblem, deleteProblem, type Problem, writeBasis } from '../src/problem.ts';
import { loadRuntime, type Runtime, withScratch } from '../src/runtime.ts';
import { simplex } from '../src/simplex.ts';
import { dense, generator } from './support.ts';

const backend = glpk();
let runtime: Runtime;
beforeAll(async () => {
  runtime = await loadRuntime();
});

function inProblem<Result>(program: Program, work: (problem: Problem) => Result): Result {
  return runtime.call((api) => {
    const problem = createProblem(api, program);
    const result = work(problem);
    deleteProblem(problem);
    return result;
  });
}

function rawReturnCode(api: GlpkApi, problem: Problem, method: number): number {
  return withScratch(api, PARAMETER_BYTES, (parameters) => {
    api._glp_init_smcp(parameters);
    api.HEAP32[parameters / 4] = 0;
    api.HEAP32[parameters / 4 + 1] = method;
    return api._glp_simplex(problem.address, parameters);
  });
}

const EQUALITY = dense({
  cost: [1, 2],
  rows: [[1, 1]],
  between: [[3, 3]],
  columns: [
    [0, 2],
    [0, 5],
  ],
});
const INFEASIBLE = dense({
  cost: [1, 1],
  rows: [
    [1, 1],
    [1, -1],
  ],
  between: [
    [5, Infinity],
    [-1, 1],
  ],
  columns: [
    [0, 2],
    [0, 2],
  ],
});
const UNBOUNDED = dense({ cost: [-2, 1], rows: [[1, -1]], between: [[-Infinity, 2]] });

describe('bounds', () => {
  test('lower = upper sent as DB is refused by GLPK (rc 4); we send FX', async () => {
    const code = inProblem(EQUALITY, (problem) => {
      problem.api._glp_set_row_bnds(problem.address, 1, DOUBLE, 3, 3);
      return rawReturnCode(problem.api, problem, PRIMAL);
    });
    expect(code).toBe(4);
    const outcome = await solveProgram(EQUALITY, backend);
    expect(outcome.status === 'optimal' && outcome.objective).toBe(4);
  });

  test('fixed columns, free columns, free rows and empty rows all pass', async () => {
    const program = dense({
      cost: [1, 1, 0],
      rows: [
        [1, 1, 0],
        [1, 2, 0],
        [0, 0, 0],
      ],
      between: [
        [4, Infinity],
        [-Infinity, Infinity],
        [-1, 1],
      ],
      columns: [
        [3, 3],
        [-Infinity, Infinity],
        [-Infinity, 7],
      ],
    });
    const outcome = await solveProgram(program, backend);
    expect(outcome.status === 'optimal' && outcome.objective).toBe(4);
  });
});

describe('presolve', () => {
  test('ENOPFS: the presolver gives no proof, the outcome has one', async () => {
    const result = inProblem(INFEASIBLE, (problem) =>
      simplex(problem, { method: PRIMAL, presolve: true, deadline: Infinity }),
    );
    expect(result).toBe('infeasible');
    const outcome = await solveProgram(INFEASIBLE, backend);
    expect(outcome.status === 'infeasible' && outcome.proof === 'farkas' && outcome.margin).toBeGreaterThan(
      0,
    );
  });

  test('ENODFS: the presolver does not say which, the outcome has ray and point', async () => {
    const result = inProblem(UNBOUNDED, (problem) =>
      simplex(problem, { method: PRIMAL, presolve: true, deadline: Infinity }),
    );
    expect(result).toBe('noOptimum');
    const outcome = await solveProgram(UNBOUNDED, backend);
    if (outcome.status !== 'unbounded') throw new Error(outcome.status);
    expect(outcome.ray[0]).toBeGreaterThan(0);
    expect(outcome.ray[0] - outcome.ray[1]).toBeLessThanOrEqual(0);
    expect(outcome.point[0] - outcome.point[1]).toBeLessThanOrEqual(2);
  });

  test('ENODFS of a program that is infeasible as well ends with the proof of infeasibility', async () => {
    const program = dense({
      cost: [-1, 0],
      rows: [
        [0, 1],
        [1, 0],
      ],
      between: [
        [3, Infinity],
        [-Infinity, Infinity],
      ],
      columns: [
        [0, Infinity],
        [0, 2],
      ],
    });
    expect((await solveProgram(program, backend)).status).toBe('infeasible');
  });

  test('the presolver lets an empty row miss its bound by up to 1e-3; the outcome does not', async () => {
    const program = dense({
      cost: [1],
      rows: [[1], [0]],
      between: [
        [1, Infinity],
        [5e-4, Infinity],
      ],
    });
    const presolved = inProblem(program, (problem) =>
      simplex(problem, { method: PRIMAL, presolve: true, deadline: Infinity }),
    );
    expect(presolved).toBe('optimal');
    expect((await solveProgram(program, backend)).status).toBe('infeasible');
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
  const bad = basis([BASIC, BASIC, BASIC], [BASIC, BASIC]);
  const singular = basis([BASIC, BASIC, AT_LOWER], [AT_LOWER, AT_LOWER]);

  test('EBADB: a basis with too many basic variables is refused, then ignored', async () => {
    const code = inProblem(program, (problem) => {
      writeBasis(problem, bad);
      return rawReturnCode(problem.api, problem, PRIMAL);
    });
    expect(code).toBe(1);
    const outcome = await solveProgram(program, backend, { startBasis: bad });
    expect(outcome.status === 'optimal' && outcome.objective).toBe(2);
  });

  test('ESING: a singular basis is refused, then ignored', async () => {
    const code = inProblem(program, (problem) => {
      writeBasis(problem, singular);
      return rawReturnCode(problem.api, problem, PRIMAL);
    });
    expect(code).toBe(2);
    const outcome = await solveProgram(program, backend, { startBasis: singular });
    expect(outcome.status === 'optimal' && outcome.objective).toBe(2);
  });

  test('a basis of another shape or with unknown codes does no harm', async () => {
    for (const startBasis of [basis([], []), basis([9, 9, 9, 9], [7]), basis([3, 2, 1], [1, 2, 0, 0, 0])]) {
      const outcome = await solveProgram(program, backend, { startBasis });
      expect(outcome.status === 'optimal' && outcome.objective).toBe(2);
    }
  });

  test('an optimal basis put back in takes no iterations', async () => {
    const first = await solveProgram(program, backend);
    if (first.status !== 'optimal' || first.solution.kind !== 'lp') throw new Error(first.status);
    const { basis: startBasis } = first.solution;
    if (startBasis === undefined) throw new Error('no basis came back');
    const basics = [...startBasis.columns, ...startBasis.rows].filter((code) => code === BASIC);
    expect(basics).toHaveLength(program.matrix.rowCount);
    const second = await solveProgram(program, backend, { startBasis });
    expect(second.iterations).toBe(0);
    expect(second.status === 'optimal' && second.objective).toBe(first.objective);
  });
});

describe('certificates', () => {
  /** Equalities over thirteen decades whose dual simplex run breaks down without scaling, as Netlib's vol1 does. */
  function badlyScaled(): Program {
    const random = generator(2548);
    random();
    random();
    const size = (): number => 2 + Math.floor(random() * 6);
    const rowCount = size();
    const columnCount = size();
    const entry = (): number => (random() - 0.5) * 10 ** (Math.floor(random() * 13) - 6);
    const columns = Array.from({ length: columnCount }, () =>
      Array.from({ length: rowCount }, () => (random() < 0.6 ? entry() : 0)),
    );
    return dense({
      cost: columns.map(() => 0),
      rows: Array.from({ length: rowCount }, (_, i) => columns.map((column) => column[i])),
      between: Array.from({ length: rowCount }, () => {
        const value = entry();
        return [value, value] as const;
      }),
    });
  }

  test('EFAIL without scaling (rc 5), a proof with it', async () => {
    const program = badlyScaled();
    const code = inProblem(program, (problem) => {
      for (let i = 1; i <= problem.rowCount; i++) problem.api._glp_set_rii(problem.address, i, 1);
      for (let j = 1; j <= problem.columnCount; j++) problem.api._glp_set_sjj(problem.address, j, 1);
      return rawReturnCode(problem.api, problem, DUAL);
    });
    expect(code).toBe(5);
    const outcome = await solveProgram(program, backend);
    expect(outcome.status === 'infeasible' && outcome.proof === 'farkas' && outcome.margin).toBeGreaterThan(
      1e-9,
    );
  });

  test('the search for multipliers puts the costs back', () => {
    const result = inProblem(INFEASIBLE, (problem) => {
      const proof = findFarkas(problem, INFEASIBLE, { deadline: Infinity });
      // Relaxed, the same problem must be optimal under its own costs.
      problem.api._glp_set_row_bnds(problem.address, 1, 2, 3, 0);
      const verdict = simplex(problem, { method: PRIMAL, deadline: Infinity });
      return { proof, verdict, x: [1, 2].map((j) => problem.api._glp_get_col_prim(problem.address, j)) };
    });
    expect(result.proof).toHaveProperty('farkas');
    expect(result.verdict).toBe('optimal');
    expect(result.x[0] + result.x[1]).toBeCloseTo(3, 12);
  });

  test('multipliers stand on the side their sign says, whichever way the row is written', async () => {
    for (const sign of [1, -1]) {
      const program = dense({
        cost: [1],
        rows: [[sign], [1]],
        between: [sign === 1 ? [5, Infinity] : [-Infinity, -5], [-Infinity, 3]],
      });
      const outcome = await solveProgram(program, backend);
      if (outcome.status !== 'infeasible' || outcome.proof !== 'farkas') throw new Error(outcome.status);
      expect(Math.sign(outcome.farkas[0])).toBe(sign);
      expect(outcome.farkas[1]).toBeLessThan(0);
      expect(sign * outcome.farkas[0] + outcome.farkas[1]).toBeCloseTo(0, 12);
    }
  });
});

describe('hygiene', () => {
  test('loading leaves no listener on process', async () => {
    const events = ['uncaughtException', 'unhandledRejection'] as const;
    const before = events.map((event) => process.listenerCount(event));
    await loadRuntime();
    expect(events.map((event) => process.listenerCount(event))).toEqual(before);
  });

  test('neither solves nor errors print anything', async () => {
    const written: unknown[] = [];
    const streams = [process.stdout, process.stderr] as const;
    const spies = [
      ...streams.map((stream) => vi.spyOn(stream, 'write')),
      ...(['log', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method)),
    ];
    for (const spy of spies) spy.mockImplementation((line: unknown) => written.push(line) > 0);
    try {
      for (const program of [EQUALITY, INFEASIBLE, UNBOUNDED]) await solveProgram(program, backend);
      const victim = await loadRuntime();
      expect(() => victim.call((api) => api._glp_add_rows(api._glp_create_prob(), -1))).toThrow(/add_rows/);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(written).toEqual([]);
  });
});
