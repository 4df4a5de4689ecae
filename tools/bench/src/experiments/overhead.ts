/**
 * What the contract costs: from arrays to a checked outcome, over what the bare solver needs from the same arrays to its own answer. Both in
 * one process, in turn, least of some rounds; time is that of the processor. Ours: `createProgram`, and `solveProgram` with its admission,
 * its load and its check. Bare: load by arrays, run with the options that the backend uses first, every value and dual, and where there is a
 * basis every status, read; nothing looked at.
 */
import { type Backend, createProgram, Deadline, type Program, solveProgram } from '@marginal/program';
import { loadHighs, passArrays, runToEnd } from '../peers/highs-arrays.ts';
import { basic } from '../problems/basic/marginal.ts';
import { problem } from '../problems/basic/problem.ts';
import { market as nodal } from '../problems/nodal/marginal.ts';
import { problem as nodalProblem } from '../problems/nodal/problem.ts';
import { SOLVERS, type SolverName } from './solvers.ts';

/** Milliseconds of the processor. */
export interface Overhead {
  readonly nonzeros: number;
  readonly ours: number;
  readonly bare: number;
  readonly rounds: number;
}

/** Rounds: at least so many, then on until it has taken a while. The first is for the compiler. */
const ROUNDS = 4;
const MOST_ROUNDS = 200;
const WHILE = 4000;
/** Optima must agree, or there is no number. */
const AGREEMENT = 1e-6;

type Bare = (program: Program) => number | Promise<number>;

/** Each gives the objective by its own word. */
const BARE: Readonly<Record<SolverName, () => Promise<Bare>>> = {
  highs: async () => {
    const module = await loadHighs();
    return (program) => {
      const { matrix } = program;
      const native = passArrays(module, {
        sense: program.sense,
        cost: program.cost,
        columnLower: program.columnLower,
        columnUpper: program.columnUpper,
        rowLower: program.rowLower,
        rowUpper: program.rowUpper,
        matrix: { by: 'column', starts: matrix.starts, index: matrix.rows, values: matrix.values },
      });
      const objective = runToEnd(native);
      native.getSolution();
      native.dispose();
      return objective;
    };
  },
  glpk: async () => {
    const { loadRuntime } = await import('../../../../packages/glpk/src/runtime.ts');
    const { createProblem, deleteProblem, primalPoint, readBasis } = await import(
      '../../../../packages/glpk/src/problem.ts'
    );
    const { simplex } = await import('../../../../packages/glpk/src/simplex.ts');
    const { PRIMAL } = await import('../../../../packages/glpk/src/constants.ts');
    const runtime = await loadRuntime();
    return (program) =>
      runtime.call((api) => {
        const native = createProblem(api, program);
        simplex(native, { method: PRIMAL, presolve: true, deadline: Infinity });
        const x = primalPoint(native);
        const { rowCount, columnCount } = program.matrix;
        const duals = new Float64Array(rowCount);
        for (let i = 0; i < rowCount; i++) duals[i] = api._glp_get_row_dual(native.address, i + 1);
        const reduced = new Float64Array(columnCount);
        for (let j = 0; j < columnCount; j++) reduced[j] = api._glp_get_col_dual(native.address, j + 1);
        readBasis(native, program);
        deleteProblem(native);
        return program.cost.reduce((sum, c, j) => sum + c * x[j], 0);
      });
  },
  ortools: async () => {
    const { RuntimePool } = await import('../../../../packages/ortools/src/runtime.ts');
    const { runMathOpt } = await import('../../../../packages/ortools/src/mathopt.ts');
    const { PRIMAL_SIMPLEX } = await import('../../../../packages/ortools/src/request.ts');
    const { FIRST_TOLERANCE } = await import('../../../../packages/ortools/src/tolerances.ts');
    const pool = new RuntimePool();
    const terms = {
      solver: 'glop',
      algorithm: PRIMAL_SIMPLEX,
      presolve: true,
      scaling: true,
      tolerance: FIRST_TOLERANCE,
    } as const;
    return async (program) => {
      const { x } = await runMathOpt(pool, program, terms, new Deadline(undefined));
      if (x === undefined) throw new Error('GLOP gave no point');
      return program.cost.reduce((sum, c, j) => sum + c * x[j], 0);
    };
  },
  simplex: async () => {
    const { Solver } = await import('../../../../packages/simplex/src/solver.ts');
    const { driveSync } = await import('../../../../packages/simplex/src/drive.ts');
    return (program) => {
      const claim = driveSync(new Solver(program, true, program.matrix.rowCount >= 100), {}, false);
      if (claim.status !== 'optimal') throw new Error(claim.status);
      return program.cost.reduce((sum, c, j) => sum + c * claim.x[j], 0);
    };
  },
};

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function checked(program: Program, backend: Backend): Promise<number> {
  const outcome = await solveProgram(createProgram(program), backend);
  if (outcome.status !== 'optimal') throw new Error(outcome.status);
  return outcome.objective;
}

/**
 * `basic` presolves to almost nothing: what is left is what the contract costs. `nodal` takes iterations, as programs do that somebody
 * has a question about.
 */
const COMPILED = {
  basic: (size: string) => basic(problem.data(size)).problem.compile().program,
  nodal: (size: string) => nodal(nodalProblem.data(size)).problem.compile().program,
} as const;
export type OverheadProblem = keyof typeof COMPILED;

/** `size`: as the problem takes it. */
export async function measureOverhead(
  solver: SolverName,
  name: OverheadProblem,
  size: string,
): Promise<Overhead> {
  const program = COMPILED[name](size);
  const backend = await SOLVERS[solver]();
  const bare = await BARE[solver]();
  const least = { ours: Infinity, bare: Infinity };
  const start = processorTime();
  let rounds = 0;
  while (rounds < MOST_ROUNDS && (rounds < ROUNDS || processorTime() - start < WHILE)) {
    const t0 = processorTime();
    const theirs = await bare(program);
    const t1 = processorTime();
    const ours = await checked(program, backend);
    const t2 = processorTime();
    if (!(Math.abs(ours - theirs) <= AGREEMENT * (1 + Math.abs(ours))))
      throw new Error(`${ours}, bare ${theirs}`);
    if (rounds++ === 0) continue;
    least.bare = Math.min(least.bare, t1 - t0);
    least.ours = Math.min(least.ours, t2 - t1);
  }
  return { nonzeros: program.matrix.values.length, ...least, rounds };
}
