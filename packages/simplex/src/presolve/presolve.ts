/**
 * A smaller program with the same answer. `presolve` removes rows and columns by eight rules, each of which can be
 * undone exactly: an optimal vertex of the reduced program becomes one of the original, with x, duals, reduced costs
 * and basis. Bounds that only follow from rows are used for reasoning and never written into the reduced program, so no
 * dual stands on a bound that the user does not have; bounds that were a row give their multiplier back to that row.
 * Sources: Andersen and Andersen, Math. Prog. 71 (1995); Gondzio, INFORMS J. Comp. 9 (1997).
 */
import { isDiscrete, type Program } from '@marginal/program';
import { RULE_NAMES, type RuleName, reduce } from './driver.ts';
import { postsolve, type VertexPoint } from './postsolve.ts';
import { reducedProgram } from './reduced-program.ts';
import { ReductionStack } from './reduction-stack.ts';
import { WorkingProblem } from './working-problem.ts';

export type { RuleName } from './driver.ts';
export { RULE_NAMES } from './driver.ts';
export type { VertexPoint } from './postsolve.ts';

export interface PresolveOptions {
  /** Only these rules, in the usual order. All by default. */
  readonly rules?: readonly RuleName[];
  /** Leave the program alone unless this share of its rows goes. Any reduction counts by default. */
  readonly leastRows?: number;
}

/** A union on `status`. */
export type Presolved =
  | {
      readonly status: 'unchanged';
      /**
       * Nothing could be removed, or fewer rows than asked for; or the program has integer or semicontinuous columns, or is a
       * maximisation, for which the rules are not made.
       */
      readonly reason: 'irreducible' | 'fewRows' | 'discrete' | 'maximisation';
    }
  | {
      readonly status: 'reduced';
      readonly program: Program;
      /** From an optimal vertex of `program` to one of the original. */
      postsolve(point: VertexPoint): VertexPoint;
    }
  | {
      /** Nothing is left to solve. */
      readonly status: 'solved';
      /** The optimal vertex of the original. */
      readonly point: VertexPoint;
    }
  /** Not to be believed: the caller solves the original for a proof. */
  | { readonly status: 'infeasible' }
  | { readonly status: 'unboundedOrInfeasible' };

const EMPTY_POINT: VertexPoint = {
  x: new Float64Array(0),
  rowDual: new Float64Array(0),
  reducedCost: new Float64Array(0),
  basis: { columns: new Int8Array(0), rows: new Int8Array(0) },
};

/** Reduces a linear minimisation. Deterministic; the program is not written into. Throws nothing of its own. */
export function presolve(program: Program, options: PresolveOptions = {}): Presolved {
  if (isDiscrete(program)) return { status: 'unchanged', reason: 'discrete' };
  if (program.sense !== 'minimize') return { status: 'unchanged', reason: 'maximisation' };
  const work = new WorkingProblem(program);
  const stack = new ReductionStack();
  reduce(work, stack, new Set(options.rules ?? RULE_NAMES));
  if (work.verdict !== undefined) return { status: work.verdict };
  if (stack.count === 0) return { status: 'unchanged', reason: 'irreducible' };
  const fewest = (options.leastRows ?? 0) * work.rowCount;
  if (work.rowCount - work.livingRows < fewest) return { status: 'unchanged', reason: 'fewRows' };
  const reduced = reducedProgram(work, program);
  if (work.livingRows === 0 && work.livingColumns === 0)
    return { status: 'solved', point: postsolve(program, reduced, stack, EMPTY_POINT) };
  return {
    status: 'reduced',
    program: reduced.program,
    postsolve: (point) => postsolve(program, reduced, stack, point),
  };
}
