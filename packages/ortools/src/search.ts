/**
 * Programs with integer columns by SCIP or CP-SAT. The relaxation is solved first, by GLOP: what it proves, infeasible
 * or unbounded, is proved with a vector, and SCIP never meets an unbounded program, which it can search for ever. A
 * search is from nothing every time, so that what a session solved before does not change what it finds. The constant
 * is kept from the solver, whose relative gap would count it. Its point is checked here; one that our check refutes is
 * looked for once more, without presolve.
 */
import {
  type Claim,
  checkOptimal,
  type Deadline,
  type Program,
  type RunOptions,
  relaxation,
  type SearchLimits,
  searchLimits,
  TOLERANCES,
} from '@marginal/program';
import { LinearSolver } from './linear.ts';
import { type Run, runMathOpt } from './mathopt.ts';
import type { SearchTerms } from './request.ts';
import { OrToolsRefusal } from './response.ts';
import type { RuntimePool } from './runtime.ts';
import type { Solver } from './solver.ts';
import { SEARCH_TOLERANCE } from './tolerances.ts';
import { hasEmptyRow } from './whole-rows.ts';

function terms(solver: SearchTerms['solver'], limits: SearchLimits, presolve: boolean): SearchTerms {
  return {
    solver,
    presolve,
    // Either gap ends the search; so with the same number for both it ends no later than at that times 1 + |objective|.
    relativeGap: limits.mipGap,
    absoluteGap: Math.max(limits.mipGap, limits.mipAbsoluteGap),
    nodeLimit: limits.nodeLimit,
    tolerance: SEARCH_TOLERANCE,
  };
}

/** The claim of a run that reached an optimum, absent when it names no point or no bound. */
function optimum(program: Program, run: Run): (Claim & { readonly status: 'optimal' }) | undefined {
  const { x, bound, nodes, iterations } = run;
  if (x === undefined || bound === undefined) return undefined;
  const tree = nodes === undefined ? {} : { nodes };
  return { status: 'optimal', x, bound: bound + program.offset, ...tree, iterations };
}

/** What a run amounts to; undefined when it came to no end or its point does not stand up to our check. */
function conclude(program: Program, run: Run): Claim | undefined {
  const { meaning, iterations, x, bound } = run;
  switch (meaning) {
    case 'optimal': {
      const claim = optimum(program, run);
      if (claim === undefined) return undefined;
      const { verdict } = checkOptimal(program, { x: claim.x }, TOLERANCES.vertex);
      return verdict === 'verified' ? claim : undefined;
    }
    case 'infeasible':
      return { status: 'infeasible', search: true, iterations };
    case 'time':
    case 'iterations':
    case 'nodes':
    case 'aborted':
      return {
        status: 'limit',
        which: meaning,
        ...(x === undefined ? {} : { x }),
        ...(bound === undefined ? {} : { bound: bound + program.offset }),
        iterations,
      };
    // The relaxation is not unbounded, so this is not so.
    case 'unbounded':
    case 'infeasibleOrUnbounded':
    case 'unsettled':
      return undefined;
  }
}

export class SearchSolver implements Solver {
  private readonly pool: RuntimePool;
  private readonly solver: SearchTerms['solver'];

  constructor(pool: RuntimePool, solver: SearchTerms['solver']) {
    this.pool = pool;
    this.solver = solver;
  }

  changed(): void {}

  async solve(program: Program, options: RunOptions, deadline: Deadline): Promise<Claim> {
    const root = await new LinearSolver(this.pool).solve(relaxation(program), options, deadline);
    const { iterations } = root;
    switch (root.status) {
      case 'infeasible':
      case 'infeasibleOrUnbounded':
        return root;
      case 'unbounded': {
        // The point of the relaxation need not be whole.
        const { point: _point, ...rest } = root;
        return rest;
      }
      case 'limit':
        return { status: 'limit', which: root.which, iterations };
      case 'optimal':
      case 'failed': {
        const found = await this.search(program, options, deadline);
        return { ...found, iterations: iterations + found.iterations };
      }
    }
  }

  private async search(program: Program, options: RunOptions, deadline: Deadline): Promise<Claim> {
    const limits = searchLimits(options);
    const sent = { ...program, offset: 0 };
    let iterations = 0;
    let doubtful: Claim | undefined;
    for (const presolve of [true, false]) {
      if (options.signal?.aborted) return { status: 'limit', which: 'aborted', iterations };
      if (deadline.late) return { status: 'limit', which: 'time', iterations };
      const run = await this.run(sent, terms(this.solver, limits, presolve), deadline);
      if (run instanceof OrToolsRefusal) {
        // What CP-SAT finds out while it reads a program, it calls an invalid model.
        if (/MODEL_INVALID, details: infeasible/i.test(run.message) || hasEmptyRow(program))
          return { status: 'infeasible', search: true, iterations };
        doubtful ??= { status: 'failed', cause: run.message, iterations: 0 };
        continue;
      }
      iterations += run.iterations;
      const claim = conclude(program, run);
      if (claim !== undefined) return { ...claim, iterations };
      const found = run.meaning === 'optimal' ? optimum(program, run) : undefined;
      doubtful = found ?? doubtful ?? { status: 'failed', cause: run.said, iterations: 0 };
    }
    return { ...(doubtful ?? { status: 'failed', cause: 'no search was made' }), iterations };
  }

  /** A run, or that the solver would not start with these terms. */
  private async run(
    program: Program,
    search: SearchTerms,
    deadline: Deadline,
  ): Promise<Run | OrToolsRefusal> {
    try {
      return await runMathOpt(this.pool, program, search, deadline);
    } catch (error) {
      if (error instanceof OrToolsRefusal) return error;
      throw error;
    }
  }
}
