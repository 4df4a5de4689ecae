/**
 * How far a dual may lie: the least and the greatest value of one dual over all optimal duals. These are the one-sided
 * derivatives of the optimal objective in the right-hand side: for a minimisation `low` is what one unit less saves and
 * `high` is what one unit more costs; an infinite end means that no such step is feasible. Two small programs per dual
 * on any backend, hot-started one after the other.
 */
import {
  type Backend,
  InvalidInputError,
  NotAllowedError,
  type OptimalOutcome,
  type Outcome,
  type Program,
  type Session,
  type SolveOptions,
} from '@marginal/program';
import { dualFace } from './dual-face.ts';
import { settledDuals } from './settled-duals.ts';
import { UNIQUE_WIDTH } from './tolerances.ts';

export interface DualInterval {
  readonly low: number;
  readonly high: number;
  /** Whether there is only one optimal dual, up to `UNIQUE_WIDTH`. */
  readonly unique: boolean;
}

/** The end of an interval, or a reason why there is none. */
function endOf(outcome: Outcome, place: string): number {
  if (outcome.status === 'optimal') return outcome.objective;
  if (outcome.status === 'unbounded') return Number.NEGATIVE_INFINITY;
  throw new NotAllowedError({
    code: outcome.status === 'limit' ? 'prices.limit' : 'prices.no-interval',
    place,
    cause: `the program for its range came out ${outcome.status}${outcome.status === 'failed' ? ` (${outcome.cause})` : ''}`,
    remedy: 'try another backend, or smaller units',
  });
}

/** Solve options with what is left of the time limit of the whole call. */
function remaining(options: SolveOptions, start: number): SolveOptions {
  if (options.timeLimit === undefined) return options;
  return { ...options, timeLimit: Math.max(0, options.timeLimit - (performance.now() - start) / 1000) };
}

async function least(
  session: Session,
  row: number,
  direction: 1 | -1,
  place: string,
  options: SolveOptions,
): Promise<number> {
  await session.update({ cost: { index: Int32Array.of(row), value: Float64Array.of(direction) } });
  return direction * endOf(await session.solve(options), place);
}

/**
 * Intervals of the optimal duals of `rows`, in the objective's own sense. `outcome` must be the verified optimum of
 * `program`, a linear one. `options` hold for the whole call. Throws
 * `NotAllowedError`: `prices.limit` when a limit was reached first, `prices.no-interval` when the backend cannot settle one.
 */
export async function dualIntervals(
  program: Program,
  outcome: OptimalOutcome,
  rows: readonly number[],
  backend: Backend,
  options: SolveOptions = {},
): Promise<DualInterval[]> {
  const start = performance.now();
  const { solution } = outcome;
  if (solution.kind !== 'lp') {
    throw new NotAllowedError({
      code: 'prices.no-duals',
      place: 'dualIntervals',
      cause: 'a program with integers has no duals',
      remedy: 'fix the integers or relax them',
    });
  }
  const outside = rows.find((row) => !(Number.isInteger(row) && row >= 0 && row < program.matrix.rowCount));
  if (outside !== undefined) {
    throw new InvalidInputError([
      {
        code: 'prices.row',
        place: 'dualIntervals',
        cause: `row ${outside} is not in the program`,
        remedy: `give rows 0 to ${program.matrix.rowCount - 1}`,
      },
    ]);
  }
  const face = dualFace(program, solution);
  const settled = settledDuals(program, face);
  const alone = (row: number): DualInterval => {
    const value = solution.rowDual[row] + 0;
    return { low: value, high: value, unique: true };
  };
  if (rows.every((row) => settled[row] !== 0)) return rows.map(alone);
  const session = await backend.open(face);
  const intervals: DualInterval[] = [];
  try {
    for (const row of rows) {
      if (settled[row] !== 0) {
        intervals.push(alone(row));
        continue;
      }
      const place = `dual of ${program.names.row(row)}`;
      const lowest = await least(session, row, 1, place, remaining(options, start));
      const highest = await least(session, row, -1, place, remaining(options, start));
      await session.update({ cost: { index: Int32Array.of(row), value: Float64Array.of(0) } });
      const [low, high] = program.sense === 'minimize' ? [lowest, highest] : [-highest, -lowest];
      const width = high - low;
      intervals.push({
        low: low + 0,
        high: high + 0,
        unique: Number.isFinite(width) && width <= UNIQUE_WIDTH * (1 + Math.abs(low)),
      });
    }
  } finally {
    session.close();
  }
  return intervals;
}
