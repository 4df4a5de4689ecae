/**
 * An engine over one algorithm of OR-Tools. The solvers hold nothing between calls, so a session is the program and a
 * memory of where its last solve ended; a broken instance costs the solve that broke it and nothing else.
 */
import {
  type Claim,
  Deadline,
  type Delta,
  type Engine,
  type EngineSession,
  type Program,
  type RunOptions,
} from '@marginal/program';
import { type Algorithm, CAPABILITIES, refusal } from './capabilities.ts';
import { PACKAGE_VERSION } from './environment.ts';
import { FirstOrderSolver } from './first-order.ts';
import { LinearSolver } from './linear.ts';
import { describeError, RuntimePool } from './runtime.ts';
import { SearchSolver } from './search.ts';
import type { Solver } from './solver.ts';

/** What the backend is called, and the version of the package that carries the solver. */
export function identity(algorithm: Algorithm) {
  return { name: `ortools:${algorithm}`, version: PACKAGE_VERSION };
}

function createSolver(algorithm: Algorithm, pool: RuntimePool): Solver {
  switch (algorithm) {
    case 'glop':
      return new LinearSolver(pool);
    case 'pdlp':
      return new FirstOrderSolver(pool);
    case 'scip':
      return new SearchSolver(pool, 'scip');
    case 'cp-sat':
      return new SearchSolver(pool, 'cpSat');
  }
}

class OrtoolsSession implements EngineSession {
  private readonly algorithm: Algorithm;
  private readonly solver: Solver;
  private program: Program;

  constructor(algorithm: Algorithm, pool: RuntimePool, program: Program) {
    this.algorithm = algorithm;
    this.solver = createSolver(algorithm, pool);
    this.program = program;
  }

  async run(options: RunOptions): Promise<Claim> {
    const aborted: Claim = { status: 'limit', which: 'aborted', iterations: 0 };
    if (options.signal?.aborted) return aborted;
    const deadline = new Deadline(options.timeLimit);
    if (deadline.late) return { ...aborted, which: 'time' };
    const refused = refusal(this.algorithm, this.program);
    if (refused !== undefined) return { status: 'failed', cause: describeError(refused), iterations: 0 };
    try {
      const claim = await this.solver.solve(this.program, options, deadline);
      return options.signal?.aborted ? { ...aborted, iterations: claim.iterations } : claim;
    } catch (error) {
      return { status: 'failed', cause: describeError(error), iterations: 0 };
    }
  }

  async update(delta: Delta, next: Program): Promise<void> {
    this.program = next;
    this.solver.changed(delta);
  }

  close(): void {}
}

const SHARED_POOL = new RuntimePool();

/** The engine on the calling thread. Sessions made of the same `pool` share its instances. */
export function createEngine(algorithm: Algorithm, pool: RuntimePool = SHARED_POOL): Engine {
  return {
    ...identity(algorithm),
    capabilities: CAPABILITIES[algorithm],
    open: async (program) => new OrtoolsSession(algorithm, pool, program),
  };
}
