/**
 * Prices of a program with integers. It has no duals; a linear program that stands for it has, and which one is a
 * choice with a name that every price carries in its provenance:
 *
 *   fixedIntegers   the integers held at the best point found. Its duals price what is continuous *given* those
 *                   integers. It is not a market-clearing price: at these prices an agent may lose money and still be
 *                   on, or earn money by being on and yet be off. What it would take to make agents whole is in the
 *                   reduced costs of the fixed integers, the prices of being on (O'Neill et al. 2005).
 *   relaxation      the integers relaxed to any number within their bounds. Its duals price the convex market; its
 *                   objective is a bound on the true one, and `gap` is what indivisibility costs.
 *
 * Checked: the fixed program has the objective of the integer program (up to the gap that the search was allowed to
 * leave), and the relaxation is not worse than it. A semicontinuous column counts as a choice of on or off.
 */
import {
  allowedDistance,
  type Backend,
  createProgram,
  type ImpreciseOutcome,
  InvalidInputError,
  isDiscrete,
  NotAllowedError,
  type OptimalOutcome,
  type OutcomeStatus,
  type Program,
  relaxation,
  type SolveOptions,
  searchLimits,
  solveProgram,
} from '@marginal/program';
import type { CompiledModel } from './compiled-model.ts';
import type { Balance } from './constraint.ts';
import type { Field } from './field.ts';
import type { IndexList } from './index-set.ts';
import type { ModelKind, PricedByRun } from './kind.ts';
import type { IntegerOptimum } from './optimum.ts';
import { OptimalResult, OtherResult, optimumOf, type Result } from './result.ts';
import { FIXED_OBJECTIVE } from './tolerances.ts';

/** A result without optimum. */
type FailedRun = Exclude<Result, { readonly status: 'optimal' }>;

export type IntegerRun = 'fixedIntegers' | 'relaxation';

/** Limits hold for both solves together. */
export interface IntegerPricingOptions extends Omit<SolveOptions, 'startBasis'> {
  /** Which linear program the prices are duals of. There is no default: the two differ, and so do their prices. */
  readonly run: IntegerRun;
}

/** Both programs are solved: values from the one with integers, prices from the one that stands for it. */
export class IntegerPrices {
  readonly status = 'optimal';
  readonly run: IntegerRun;
  /** Best point with integers. Reading duals or prices from it throws `core.no-duals`. */
  readonly integer: IntegerOptimum;
  /** The linear program of the run, with duals, rents and prices; their provenance names the run. */
  readonly pricing: OptimalResult;
  /** What `pricing` is an optimum of. */
  readonly program: Program;
  /**
   * By how much the integer objective is worse than that of the pricing run, in objective units: what indivisibility
   * costs for `relaxation`, rounding for `fixedIntegers`.
   */
  readonly gap: number;

  constructor(
    run: IntegerRun,
    integer: IntegerOptimum,
    program: Program,
    pricing: OptimalResult,
    gap: number,
  ) {
    this.run = run;
    this.integer = integer;
    this.program = program;
    this.pricing = pricing;
    this.gap = gap;
  }

  /** This result: the counterpart of what `IntegerPricingFailure` throws. */
  optimal(): this {
    return this;
  }

  /** What one more unit of demand costs in the pricing run. */
  price<I extends IndexList>(balance: Balance<I>): Field<I> {
    return this.pricing.price(balance);
  }
}

/** One of the two programs has no verified optimum, or the two contradict each other (`imprecise`). */
export class IntegerPricingFailure {
  readonly status: Exclude<OutcomeStatus, 'optimal'>;
  readonly run: IntegerRun;
  /** Which program stopped it. */
  readonly at: 'integer' | 'pricing';
  /** What became of that program. */
  readonly result: FailedRun;
  /** The best point with integers, when only the pricing run failed. */
  readonly integer: IntegerOptimum | undefined;

  constructor(run: IntegerRun, result: FailedRun, integer: IntegerOptimum | undefined) {
    this.status = result.status;
    this.run = run;
    this.at = integer === undefined ? 'integer' : 'pricing';
    this.result = result;
    this.integer = integer;
  }

  /** Throws `NotAllowedError` `core.not-optimal` with the program and what happened in it. */
  optimal(): never {
    try {
      return this.result.optimal();
    } catch (error) {
      if (!(error instanceof NotAllowedError)) throw error;
      const [fault] = error.faults;
      const program = this.at === 'integer' ? 'the program with integers' : `its pricing run '${this.run}'`;
      throw new NotAllowedError({ ...fault, place: `${program}, ${fault.place}` });
    }
  }
}

/** A union on `status`. */
export type IntegerPricing = IntegerPrices | IntegerPricingFailure;

/** The linear program whose duals are the prices. `x`: the best point with integers. */
function pricingProgram(program: Program, run: IntegerRun, x: Float64Array): Program {
  if (run === 'relaxation') return relaxation(program);
  const { integer, semicontinuous, ...linear } = program;
  const columnLower = program.columnLower.slice();
  const columnUpper = program.columnUpper.slice();
  const fix = (j: number, value: number): void => {
    columnLower[j] = value + 0;
    columnUpper[j] = value + 0;
  };
  // A semicontinuous column is a choice, too: it stays off, or on within its bounds.
  semicontinuous?.forEach((flag, j) => {
    if (flag !== 0 && x[j] < program.columnLower[j] / 2) fix(j, 0);
  });
  integer?.forEach((flag, j) => {
    if (flag !== 0) fix(j, Math.round(x[j]));
  });
  return createProgram({ ...linear, columnLower, columnUpper });
}

/**
 * Whether bounds are still what parameters set: only then has a result marginals of parameters. Bounds of integers are
 * rounded when they are lowered, and replaced when integers are fixed.
 */
function keepsBounds(compiled: CompiledModel<ModelKind>): boolean {
  if (compiled.program.semicontinuous !== undefined) return false;
  return compiled.columnBlocks.every(
    ({ integer, lower, upper }) => !integer || (typeof lower === 'number' && typeof upper === 'number'),
  );
}

function contradiction(run: IntegerRun, integer: OptimalOutcome, linear: OptimalOutcome): ImpreciseOutcome {
  const verb = run === 'relaxation' ? 'must not be worse than' : 'must equal';
  const { solver, iterations, seconds, residuals } = linear;
  return {
    status: 'imprecise',
    claimed: 'optimal',
    solver,
    iterations,
    seconds,
    residuals,
    failures: [
      `objective: the ${run} run has ${linear.objective}, which ${verb} ${integer.objective}, that of the program with integers`,
    ],
  };
}

function checkRun(compiled: CompiledModel<ModelKind>, run: IntegerRun): void {
  if (run !== 'fixedIntegers' && run !== 'relaxation') {
    throw new InvalidInputError([
      {
        code: 'core.pricing-run',
        place: 'priceIntegers',
        cause: `'${String(run)}' is no pricing run`,
        remedy: "write 'fixedIntegers' or 'relaxation'",
      },
    ]);
  }
  if (isDiscrete(compiled.program)) return;
  throw new NotAllowedError({
    code: 'core.no-integers',
    place: 'priceIntegers',
    cause: 'no column of the program is integer or semicontinuous',
    remedy: 'make the model without integers: then its own duals are its prices',
  });
}

/**
 * Solves the program with integers, then the linear program of the run, and checks one against the other. Throws
 * `core.pricing-run`, `core.no-integers`, and `UnsupportedError` `program.integers-unsupported` when the backend has no
 * `mip`. See the head of this file for what the prices of each run mean; neither clears a market with indivisibilities.
 */
export async function priceIntegers<K extends ModelKind>(
  compiled: CompiledModel<K> & PricedByRun<K>,
  backend: Backend,
  options: IntegerPricingOptions,
): Promise<IntegerPricing> {
  const { run, ...limits } = options;
  checkRun(compiled, run);
  const start = performance.now();
  const best = await solveProgram(compiled.program, backend, limits);
  if (best.status !== 'optimal')
    return new IntegerPricingFailure(run, new OtherResult(compiled, best) as FailedRun, undefined);
  const integer = optimumOf(compiled as CompiledModel<'mip'>, best);
  const program = pricingProgram(compiled.program, run, best.solution.x);
  const objective = keepsBounds(compiled) ? compiled.objective : undefined;
  const variant = compiled.variant(program, compiled.objectiveUnit, objective);
  const spent = (performance.now() - start) / 1000;
  const left =
    limits.timeLimit === undefined ? limits : { ...limits, timeLimit: Math.max(0, limits.timeLimit - spent) };
  const linear = await solveProgram(variant.program, backend, left);
  if (linear.status !== 'optimal')
    return new IntegerPricingFailure(run, new OtherResult(variant, linear) as FailedRun, integer);
  const worse = compiled.program.sense === 'minimize' ? 1 : -1;
  const gap = worse * (best.objective - linear.objective) + 0;
  const size = Math.abs(best.objective - compiled.program.offset);
  const rounding = FIXED_OBJECTIVE * (1 + size);
  const unfinished = Math.max(rounding, allowedDistance(searchLimits(limits), size));
  if (gap < -rounding || (run === 'fixedIntegers' && gap > unfinished)) {
    const outcome = contradiction(run, best, linear);
    return new IntegerPricingFailure(run, new OtherResult(variant, outcome), integer);
  }
  const pricing = new OptimalResult(variant, linear, { kind: run });
  return new IntegerPrices(run, integer, program, pricing, gap);
}
