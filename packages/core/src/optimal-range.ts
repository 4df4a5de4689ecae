/**
 * How far an amount may lie at an optimum: its least and greatest value over all optimal points. With z the optimum,
 *
 *   low, high  =  min, max of a(x)   subject to   x feasible,   f(x) within the precision of z
 *
 * Where the two meet, the amount is the same at every optimum, whichever vertex a solver picked; where they do not, only
 * the interval is an answer. It is to amounts what intervals of optimal duals are to prices. All amounts are asked in one
 * open session, hot-started one after the other.
 */
import {
  applyDelta,
  type Backend,
  createProgram,
  InvalidInputError,
  NotAllowedError,
  type OptimalOutcome,
  type Outcome,
  type Program,
  type SolveOptions,
  solveProgram,
  TOLERANCES,
} from '@marginal/program';
import { capBounds, capRows, NO_SLACK } from './cap.ts';
import type { CompiledModel } from './compiled-model.ts';
import type { Expression } from './expression.ts';
import type { NoDims } from './index-set.ts';
import { lowerObjective } from './lower.ts';
import { type Objective, variablePart } from './objectives.ts';
import { AMOUNT_WIDTH, LOOSE_OPTIMUM } from './tolerances.ts';

export interface OptimalRange {
  readonly low: number;
  readonly high: number;
  /** Whether every optimum has the same amount, up to `AMOUNT_WIDTH`. */
  readonly unique: boolean;
}

function endOf(outcome: Outcome, infinite: number, name: string): number {
  if (outcome.status === 'optimal') return outcome.objective;
  if (outcome.status === 'unbounded') return infinite;
  throw new NotAllowedError({
    code: outcome.status === 'limit' ? 'core.range-limit' : 'core.no-range',
    place: `range of '${name}'`,
    cause: `the program for its range came out ${outcome.status}`,
    remedy: outcome.status === 'limit' ? 'give more time' : 'try another backend, or smaller units',
  });
}

/** The program with a row that holds its objective at the optimum `x`, give or take the relative `precision`. */
function heldAtOptimum(program: Program, x: Float64Array, precision: number): Program {
  const { rowCount, columnCount } = program.matrix;
  const { sense, cost, offset } = program;
  const objective: Objective = { name: 'optimum', sense, target: 0, unit: undefined, cost, offset };
  const { lower, upper } = capBounds(objective, NO_SLACK, variablePart(objective, x).value, precision);
  const held = applyDelta(program, {
    addRows: {
      lower: Float64Array.of(lower),
      upper: Float64Array.of(upper),
      matrix: capRows([objective], columnCount),
    },
    names: {
      row: (index) => (index < rowCount ? program.names.row(index) : 'optimum'),
      column: (index) => program.names.column(index),
    },
  });
  return createProgram({ ...held, sense: 'minimize' });
}

/** Whether asking again would say nothing new. */
function settled({ status }: Outcome): boolean {
  return status !== 'imprecise' && status !== 'failed' && status !== 'infeasible';
}

/**
 * Ranges of `amounts` over the optima of `compiled`, a model without integers, of which `outcome` is a verified optimum.
 * For a stage of several objectives give `ranked.compiled.variant(stage.program)` and the stage's own outcome. `options`
 * hold for the whole call. Throws `InvalidInputError` `core.range-outcome` when the outcome is not one of this program,
 * `NotAllowedError` `core.range-limit` at a limit, `core.no-range` when the backend cannot settle one.
 */
export async function optimalRanges<N extends string>(
  compiled: CompiledModel,
  outcome: OptimalOutcome,
  amounts: Readonly<Record<N, Expression<NoDims>>>,
  backend: Backend,
  options: Omit<SolveOptions, 'startBasis'> = {},
): Promise<Readonly<Record<N, OptimalRange>>> {
  const { program } = compiled;
  const { rowCount, columnCount } = program.matrix;
  const { solution } = outcome;
  if (solution.kind !== 'lp' || solution.x.length !== columnCount || solution.rowActivity.length !== rowCount)
    throw new InvalidInputError([
      {
        code: 'core.range-outcome',
        place: 'optimalRanges',
        cause: 'the outcome is not one of this program',
        remedy: 'give the model that was solved, without integers, and what came of it',
      },
    ]);
  const start = performance.now();
  const held = heldAtOptimum(program, solution.x, TOLERANCES[backend.capabilities.toleranceClass].gap);
  const every = Int32Array.from({ length: columnCount }, (_, j) => j);
  const session = await backend.open(held);
  const left = (): typeof options =>
    options.timeLimit === undefined
      ? options
      : { ...options, timeLimit: Math.max(0, options.timeLimit - (performance.now() - start) / 1000) };
  const solve = async (cost: Float64Array, offset: number): Promise<Outcome> => {
    await session.update({ cost: { index: every, value: cost }, offset });
    const outcome = await session.solve(left());
    if (settled(outcome)) return outcome;
    // A long chain of hot starts may have worn the basis out, or the optimum is held too tightly for this solver.
    const fresh = await solveProgram(session.program, backend, left());
    if (settled(fresh)) return fresh;
    const loose = heldAtOptimum(program, solution.x, LOOSE_OPTIMUM);
    return solveProgram(createProgram({ ...loose, cost, offset }), backend, left());
  };
  try {
    const ranges: Partial<Record<N, OptimalRange>> = {};
    for (const name of Object.keys(amounts) as N[]) {
      const { cost, offset } = lowerObjective(amounts[name], columnCount, compiled.values);
      const low = endOf(await solve(cost, offset), -Infinity, name);
      const high = -endOf(
        await solve(
          cost.map((c) => 0 - c),
          0 - offset,
        ),
        -Infinity,
        name,
      );
      ranges[name] = { low, high, unique: high - low <= AMOUNT_WIDTH * (1 + Math.abs(low)) };
    }
    return ranges as Record<N, OptimalRange>;
  } finally {
    session.close();
  }
}
