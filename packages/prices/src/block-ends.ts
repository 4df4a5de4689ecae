/**
 * Least and greatest values of duals over one block of the face. Two programs per dual at most: every point of the block
 * that some solve visits bounds all ends from inside, every ray takes some to infinity, and where such a value meets a bound
 * of the dual itself the end is proved without a program of its own.
 */
import type { Backend, Outcome, Session, SolveOptions } from '@marginal/program';
import { NotAllowedError } from '@marginal/program';
import type { FaceBlock } from './face-blocks.ts';
import { AT_END, ON_RAY } from './tolerances.ts';

/** Ends of one dual, of the minimisation. */
export interface Ends {
  low: number;
  high: number;
}

/** Why there is no end. */
function noEnd(outcome: Outcome, place: string): NotAllowedError {
  return new NotAllowedError({
    code: outcome.status === 'limit' ? 'prices.limit' : 'prices.no-interval',
    place,
    cause: `the program for its range came out ${outcome.status}${outcome.status === 'failed' ? ` (${outcome.cause})` : ''}`,
    remedy: 'try another backend, or smaller units',
  });
}

class BlockSearch {
  private readonly block: FaceBlock;
  private readonly session: Session;
  private readonly columns: Int32Array;
  private readonly options: () => SolveOptions;
  /** Positions of the duals that cost something now. */
  private costly: readonly number[] = [];
  /** Of each column asked for: the least and greatest value seen at a point of the block. */
  readonly inner: Ends[];

  constructor(
    block: FaceBlock,
    session: Session,
    columns: Int32Array,
    value: (column: number) => number,
    options: () => SolveOptions,
  ) {
    this.block = block;
    this.session = session;
    this.columns = columns;
    this.options = options;
    this.inner = Array.from(columns, (column) => ({ low: value(column), high: value(column) }));
  }

  /** One solve of direction * (sum of the duals at `positions`), from where the last one ended. */
  private async visit(positions: readonly number[], direction: 1 | -1): Promise<Outcome> {
    const cost = new Map(this.costly.map((at): [number, number] => [this.columns[at], 0]));
    for (const at of positions) cost.set(this.columns[at], direction);
    this.costly = positions;
    const value = Float64Array.from(cost.values());
    await this.session.update({ cost: { index: Int32Array.from(cost.keys()), value } });
    const outcome = await this.session.solve(this.options());
    if (outcome.status === 'optimal') this.seen(outcome.solution.x);
    if (outcome.status === 'unbounded') this.ray(outcome.ray);
    return outcome;
  }

  private seen(point: Float64Array): void {
    this.inner.forEach((ends, at) => {
      const value = point[this.columns[at]];
      ends.low = Math.min(ends.low, value);
      ends.high = Math.max(ends.high, value);
    });
  }

  private ray(direction: Float64Array): void {
    let largest = 0;
    for (const entry of direction) largest = Math.max(largest, Math.abs(entry));
    this.inner.forEach((ends, at) => {
      const share = direction[this.columns[at]] / largest;
      if (share < -ON_RAY) ends.low = -Infinity;
      if (share > ON_RAY) ends.high = Infinity;
    });
  }

  /** Pushes all duals one way at once: most ends of a market are reached together. */
  async together(direction: 1 | -1): Promise<void> {
    const all = Array.from(this.columns, (_, at) => at);
    const bounded = all.filter((at) => !this.isProved(at, direction));
    if (bounded.length > 1) await this.visit(bounded, direction);
  }

  private isProved(at: number, direction: 1 | -1): boolean {
    const { low, high } = this.inner[at];
    const { columnLower, columnUpper } = this.block.program;
    const column = this.columns[at];
    const [end, bound] = direction === 1 ? [low, columnLower[column]] : [high, columnUpper[column]];
    if (!Number.isFinite(end)) return true;
    return Number.isFinite(bound) && Math.abs(end - bound) <= AT_END * (1 + Math.abs(bound));
  }

  /** The end of one dual: the least value for direction 1, the greatest for -1. */
  async end(at: number, direction: 1 | -1): Promise<number> {
    const { low, high } = this.inner[at];
    if (this.isProved(at, direction)) return direction === 1 ? low : high;
    const outcome = await this.visit([at], direction);
    if (outcome.status === 'optimal') return direction * outcome.objective;
    if (outcome.status === 'unbounded') return direction * -Infinity;
    throw noEnd(outcome, this.block.program.names.column(this.columns[at]));
  }
}

/**
 * Ends of the duals that stand in `columns` of the block, in that order. `value`: an optimal dual, by column. `options`: what
 * is left of the limits, asked before each solve. Throws `NotAllowedError` `prices.limit` or `prices.no-interval`.
 */
export async function blockEnds(
  block: FaceBlock,
  columns: Int32Array,
  value: (column: number) => number,
  backend: Backend,
  options: () => SolveOptions,
): Promise<Ends[]> {
  const { program } = block;
  if (program.matrix.rowCount === 0)
    return Array.from(columns, (column) => ({
      low: program.columnLower[column],
      high: program.columnUpper[column],
    }));
  const session = await backend.open(program);
  try {
    const search = new BlockSearch(block, session, columns, value, options);
    const ends: Ends[] = search.inner.map(() => ({ low: 0, high: 0 }));
    for (const [direction, side] of [[1, 'low'] as const, [-1, 'high'] as const]) {
      await search.together(direction);
      for (let at = 0; at < ends.length; at++) ends[at][side] = await search.end(at, direction);
    }
    return ends;
  } finally {
    session.close();
  }
}
