/**
 * How far a dual may lie: the least and the greatest value of one dual over all optimal duals. These are the one-sided
 * derivatives of the optimal objective in the right-hand side: for a minimisation `low` is what one unit less saves and
 * `high` is what one unit more costs; an infinite end means that no such step is feasible. At
 * most two small programs per dual on any backend, hot-started one after the other.
 */
import {
  type Backend,
  InvalidInputError,
  NotAllowedError,
  type OptimalOutcome,
  type Program,
  type SolveOptions,
} from '@marginal/program';
import { blockEnds, type Ends } from './block-ends.ts';
import { dualFace } from './dual-face.ts';
import { type FaceBlock, faceBlocks } from './face-blocks.ts';
import { settledDuals } from './settled-duals.ts';
import { UNIQUE_WIDTH } from './tolerances.ts';

export interface DualInterval {
  readonly low: number;
  readonly high: number;
  /** Whether there is only one optimal dual, up to `UNIQUE_WIDTH`. */
  readonly unique: boolean;
}

/** Solve options with what is left of the time limit of the whole call. */
function remaining(options: SolveOptions, start: number): SolveOptions {
  if (options.timeLimit === undefined) return options;
  return { ...options, timeLimit: Math.max(0, options.timeLimit - (performance.now() - start) / 1000) };
}

/**
 * Ends over a block. What was taken out of it is known to rounding only, and a block that is empty by a hair has no ends: then
 * the whole face is asked.
 */
async function endsOf(
  block: FaceBlock,
  columns: Int32Array,
  value: Float64Array,
  face: Program,
  backend: Backend,
  options: () => SolveOptions,
): Promise<Ends[]> {
  try {
    return await blockEnds(block, columns, (k) => value[block.rows[k]], backend, options);
  } catch (error) {
    if (!(error instanceof NotAllowedError) || error.code !== 'prices.no-interval') throw error;
    const rows = Int32Array.from(value.keys());
    return blockEnds(
      { program: face, rows },
      columns.map((k) => block.rows[k]),
      (i) => value[i],
      backend,
      options,
    );
  }
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
  const asked = new Uint8Array(program.matrix.rowCount);
  for (const row of rows) if (settled[row] === 0) asked[row] = 1;
  const flip = program.sense === 'minimize' ? 1 : -1;
  const value = solution.rowDual.map((dual) => flip * dual + 0);
  const found = new Map<number, Ends>();
  const left = (): SolveOptions => remaining(options, start);
  for (const block of faceBlocks(program, face, settled, value, asked)) {
    const columns = Int32Array.from(block.rows.keys()).filter((k) => asked[block.rows[k]] !== 0);
    const ends = await endsOf(block, columns, value, face, backend, left);
    columns.forEach((k, at) => {
      found.set(block.rows[k], ends[at]);
    });
  }
  return rows.map((row) => {
    const ends = found.get(row);
    if (ends === undefined) return alone(row);
    const [low, high] = flip === 1 ? [ends.low, ends.high] : [-ends.high, -ends.low];
    const width = high - low;
    return {
      low: low + 0,
      high: high + 0,
      unique: Number.isFinite(width) && width <= UNIQUE_WIDTH * (1 + Math.abs(low)),
    };
  });
}
