/**
 * Linear programs by GLOP, a simplex code. The usual run is presolved and scaled; what our check refutes is looked at
 * again without presolve and to tighter tolerances, by the other simplex too; infeasible and unbounded get their proof
 * from runs of their own. A session goes on from its last basis: by the primal simplex after costs, the dual after
 * bounds, and from nothing where a basis does not fit.
 */
import {
  type Basis,
  type Claim,
  checkFarkas,
  checkOptimal,
  checkRay,
  type Deadline,
  type Delta,
  type Program,
  type RunOptions,
  TOLERANCES,
} from '@marginal/program';
import { fits, grownBasis } from './basis-proto.ts';
import { type Run, runMathOpt } from './mathopt.ts';
import { proved } from './proof.ts';
import { DUAL_SIMPLEX, type LinearTerms, PRIMAL_SIMPLEX } from './request.ts';
import type { RuntimePool } from './runtime.ts';
import type { Solver } from './solver.ts';
import { FIRST_TOLERANCE, TIGHT_TOLERANCE } from './tolerances.ts';

const FIRST_LOOK: LinearTerms = {
  solver: 'glop',
  algorithm: PRIMAL_SIMPLEX,
  presolve: true,
  scaling: true,
  tolerance: FIRST_TOLERANCE,
};

/** From nothing, in this order. */
const SECOND_LOOKS: readonly LinearTerms[] = [
  { ...FIRST_LOOK, presolve: false, tolerance: TIGHT_TOLERANCE },
  { ...FIRST_LOOK, presolve: false, tolerance: TIGHT_TOLERANCE, algorithm: DUAL_SIMPLEX },
  { ...FIRST_LOOK, presolve: false, scaling: false },
];

/** A claim, and whether there is any point in looking again. */
interface Answer {
  readonly claim: Claim;
  readonly settled: boolean;
}

/** What a run claims; a claim of no answer is settled only when the time is over. */
function answer(program: Program, run: Run): Answer {
  const { meaning, iterations, said, x, rowDual, reducedCost, basis, farkas, ray } = run;
  switch (meaning) {
    case 'optimal': {
      if (x === undefined || rowDual === undefined || reducedCost === undefined)
        return {
          claim: { status: 'failed', cause: `${said}, but without a full answer`, iterations },
          settled: false,
        };
      const { verdict } = checkOptimal(program, { x, rowDual, reducedCost }, TOLERANCES.vertex);
      const vertex = basis === undefined ? {} : { basis };
      return {
        claim: { status: 'optimal', x, rowDual, reducedCost, ...vertex, iterations },
        settled: verdict === 'verified',
      };
    }
    case 'infeasible': {
      const proves = farkas !== undefined && checkFarkas(program, farkas).verdict === 'verified';
      return { claim: { status: meaning, ...(proves ? { farkas } : {}), iterations }, settled: proves };
    }
    case 'unbounded': {
      const proves = ray !== undefined && checkRay(program, ray).verdict === 'verified';
      return { claim: { status: meaning, ...(proves ? { ray } : {}), iterations }, settled: proves };
    }
    case 'infeasibleOrUnbounded':
      return { claim: { status: meaning, iterations }, settled: false };
    case 'time':
    case 'iterations':
    case 'nodes':
    case 'aborted': {
      const point = x === undefined ? {} : { x };
      // A limit of iterations is ours, against circles: another run may do better.
      const settled = meaning !== 'iterations';
      return { claim: { status: 'limit', which: meaning, ...point, iterations }, settled };
    }
    case 'unsettled':
      return { claim: { status: 'failed', cause: said, iterations }, settled: false };
  }
}

export class LinearSolver implements Solver {
  private readonly pool: RuntimePool;
  /** The last optimal basis. */
  private basis: Basis | undefined;
  /** Bounds have changed since: the basis is dual feasible still, so the dual simplex suits it. */
  private boundsChanged = false;

  constructor(pool: RuntimePool) {
    this.pool = pool;
  }

  changed(delta: Delta): void {
    this.boundsChanged ||= delta.rowBounds !== undefined || delta.columnBounds !== undefined;
    this.boundsChanged ||= delta.addRows !== undefined;
  }

  async solve(program: Program, options: RunOptions, deadline: Deadline): Promise<Claim> {
    let iterations = 0;
    let best: Claim | undefined;
    for (const look of [...this.firstLooks(program, options), ...SECOND_LOOKS]) {
      if (options.signal?.aborted) return { status: 'limit', which: 'aborted', iterations };
      if (deadline.late) return { status: 'limit', which: 'time', iterations };
      const run = await runMathOpt(this.pool, program, look, deadline);
      iterations += run.iterations;
      const { claim, settled } = answer(program, run);
      if (settled) return this.remembered({ ...claim, iterations });
      if (best === undefined || best.status === 'failed') best = claim;
      // A claim without proof is proved by other runs than those that solve; if it cannot be, it may have been wrong.
      const proof = await this.prove(program, claim, deadline);
      iterations += proof?.iterations ?? 0;
      if (proof !== undefined && proof.status !== 'failed') return { ...proof, iterations };
    }
    return { ...(best ?? { status: 'failed', cause: 'nothing was tried' }), iterations };
  }

  /** From where the last solve ended, else from nothing. */
  private firstLooks(program: Program, options: RunOptions): LinearTerms[] {
    const startBasis = options.startBasis ?? (this.basis && grownBasis(this.basis, program));
    if (startBasis === undefined || !fits(startBasis, program)) return [FIRST_LOOK];
    const dual = options.startBasis === undefined && this.boundsChanged;
    const algorithm = dual ? DUAL_SIMPLEX : PRIMAL_SIMPLEX;
    const warm: LinearTerms = { ...FIRST_LOOK, presolve: false, algorithm, startBasis };
    return [warm, FIRST_LOOK];
  }

  private remembered(claim: Claim): Claim {
    if (claim.status === 'optimal' && claim.basis !== undefined) {
      this.basis = claim.basis;
      this.boundsChanged = false;
    }
    return claim;
  }

  private async prove(program: Program, claim: Claim, deadline: Deadline): Promise<Claim | undefined> {
    if (claim.status === 'infeasible' || claim.status === 'unbounded')
      return proved(this.pool, program, claim.status, deadline);
    if (claim.status !== 'infeasibleOrUnbounded') return undefined;
    const first = await proved(this.pool, program, 'infeasible', deadline);
    if (first.status !== 'failed') return first;
    const second = await proved(this.pool, program, 'unbounded', deadline);
    return { ...second, iterations: first.iterations + second.iterations };
  }
}
