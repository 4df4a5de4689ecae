/**
 * An engine over one glp_prob per session. Owns what happens to program and basis between solves; a basis is always one
 * of the relaxation, whose bounds are those of the program. Invariants: the problem in GLPK is always `program`; a
 * session whose instance was lost, by itself or by a neighbour, loads its program into a fresh one before the next run;
 * nothing is freed in a lost instance.
 */
import {
  type Basis,
  type Claim,
  type Delta,
  type Engine,
  type EngineSession,
  isDiscrete,
  keepsMatrix,
  type Program,
  type RunOptions,
  relaxation,
  searchLimits,
} from '@marginal/program';
import { DUAL_THEN_PRIMAL, type Method, PRIMAL } from './constants.ts';
import { type GlpkMethod, identityOf } from './identity.ts';
import { solveInterior } from './interior.ts';
import {
  createProblem,
  deleteProblem,
  type Problem,
  setColumnBounds,
  setCost,
  setRowBounds,
  writeBasis,
} from './problem.ts';
import { whileHeard } from './progress.ts';
import { type Runtime, RuntimePool } from './runtime.ts';
import { searchProblem } from './search.ts';
import { type Finding, solveProblem } from './solve.ts';

/** A program inside an instance. */
interface Loaded {
  readonly runtime: Runtime;
  readonly problem: Problem;
}

/** glp_smcp.meth of a method by name. The dual method goes on with the primal one where it is stuck. */
const SIMPLEX: Readonly<Record<Exclude<GlpkMethod, 'interior'>, Method>> = {
  dual: DUAL_THEN_PRIMAL,
  primal: PRIMAL,
};

class GlpkSession implements EngineSession {
  private readonly pool: RuntimePool;
  private readonly method: GlpkMethod | undefined;
  private program: Program;
  private loaded: Loaded | undefined;
  /** The last optimal basis; a solve starts from it unless it is told another. */
  private basis: Basis | undefined;
  /** Bounds have changed since `basis` was optimal: it is dual feasible still, so the dual method suits it. */
  private boundsChanged = false;

  constructor(pool: RuntimePool, program: Program, method: GlpkMethod | undefined) {
    this.pool = pool;
    this.method = method;
    this.program = program;
  }

  async run(options: RunOptions): Promise<Claim> {
    const deadline = performance.now() + 1000 * (options.timeLimit ?? Infinity);
    let told: { readonly claim: Claim; readonly thrown: { readonly error: unknown } | undefined };
    try {
      const { runtime, problem } = await this.load();
      if (options.signal?.aborted === true) return { status: 'limit', which: 'aborted', iterations: 0 };
      told = runtime.call((api) => {
        const before = api._glp_get_it_cnt(problem.address);
        const { result, thrown } = whileHeard(api, options.onProgress, before, () =>
          this.solve(problem, options, deadline),
        );
        return { claim: { ...result, iterations: api._glp_get_it_cnt(problem.address) - before }, thrown };
      });
    } catch (error) {
      this.unload();
      return {
        status: 'failed',
        cause: error instanceof Error ? error.message : String(error),
        iterations: 0,
      };
    }
    if (told.thrown !== undefined) throw told.thrown.error;
    return told.claim;
  }

  async update(delta: Delta, next: Program): Promise<void> {
    this.program = next;
    this.boundsChanged ||= delta.rowBounds !== undefined || delta.columnBounds !== undefined;
    const { loaded } = this;
    if (loaded === undefined || loaded.runtime.lost) return;
    if (keepsMatrix(delta)) loaded.runtime.call(() => patch(loaded.problem, delta, next));
    else this.unload();
  }

  close(): void {
    this.unload();
  }

  /** The program in a working instance, loaded now unless it is there. */
  async load(): Promise<Loaded> {
    if (this.loaded !== undefined && !this.loaded.runtime.lost) return this.loaded;
    this.unload();
    const runtime = await this.pool.acquire();
    try {
      const problem = runtime.call((api) => {
        const created = createProblem(api, this.program);
        if (this.basis !== undefined) writeBasis(created, this.basis);
        return created;
      });
      this.loaded = { runtime, problem };
      return this.loaded;
    } catch (error) {
      this.pool.release(runtime);
      throw error;
    }
  }

  private unload(): void {
    const { loaded } = this;
    if (loaded === undefined) return;
    this.loaded = undefined;
    try {
      if (!loaded.runtime.lost) loaded.runtime.call(() => deleteProblem(loaded.problem));
    } finally {
      this.pool.release(loaded.runtime);
    }
  }

  private solve(problem: Problem, options: RunOptions, deadline: number): Finding {
    const { method } = this;
    if (method === 'interior') return solveInterior(problem, this.program, deadline);
    const simplex = method && SIMPLEX[method];
    const { startBasis } = options;
    if (startBasis !== undefined) writeBasis(problem, startBasis);
    const warm = this.warmMethod(startBasis);
    if (!isDiscrete(this.program)) {
      const found = solveProblem(problem, this.program, warm, deadline, simplex);
      this.keepBasis(problem, found, found.status !== 'optimal');
      return found;
    }
    const relaxed = relaxation(this.program);
    const limits = searchLimits(options);
    const { root, finding } = searchProblem(problem, this.program, relaxed, limits, warm, deadline, simplex);
    this.keepBasis(problem, root, true);
    return finding;
  }

  /** `moved`: the run left the problem at some other basis; the last optimal one is the better start. */
  private keepBasis(problem: Problem, found: Finding, moved: boolean): void {
    if (found.status === 'optimal') {
      this.basis = found.basis;
      this.boundsChanged = false;
    }
    if (moved && this.basis !== undefined) writeBasis(problem, this.basis);
  }

  private warmMethod(startBasis: Basis | undefined): Method | undefined {
    if (startBasis !== undefined) return PRIMAL;
    if (this.basis === undefined) return undefined;
    return this.boundsChanged ? DUAL_THEN_PRIMAL : PRIMAL;
  }
}

/** Takes costs and bounds over in place; the basis stays. */
function patch(problem: Problem, delta: Delta, next: Program): void {
  for (const j of delta.cost?.index ?? []) setCost(problem, j, next.cost[j]);
  for (const j of delta.columnBounds?.index ?? [])
    setColumnBounds(problem, j, next.columnLower[j], next.columnUpper[j]);
  for (const i of delta.rowBounds?.index ?? []) setRowBounds(problem, i, next.rowLower[i], next.rowUpper[i]);
}

/** One instance serves every session of this thread. */
const SHARED_POOL = new RuntimePool();

/**
 * The engine on the calling thread. Sessions made of the same `pool` share an instance while it works. `method`: as suits
 * when absent.
 */
export function createEngine(pool: RuntimePool = SHARED_POOL, method?: GlpkMethod): Engine {
  return {
    ...identityOf(method, false),
    async open(program) {
      const session = new GlpkSession(pool, program, method);
      await session.load();
      return session;
    },
  };
}
