/**
 * Intervals of the published prices. They are read off an optimum that stands exactly on its bounds, so they need an answer
 * of the vertex class. Where the solver asked for is of another class, or cannot settle an end, the same program with the
 * same objective is solved again, by our simplex, then by HiGHS, and it is said whose intervals they are.
 */
import { explainedDistance, OBJECTIVE_AGREEMENT } from '@marginal/conformance';
import { dualIntervals } from '@marginal/prices';
import {
  type Backend,
  MarginalError,
  NotAllowedError,
  type OptimalOutcome,
  type Program,
  type SolverIdentity,
  solveProgram,
} from '@marginal/program';
import type { Cleared, PriceHandle, PriceInterval } from './market-driver.ts';
import { withLimit } from './solve-stated.ts';
import { isBackend, loadSolver } from './solvers.ts';

type Duals = NonNullable<Cleared['duals']>;

/** An optimum of the vertex class, and the backend that found it. */
export interface VertexOptimum {
  readonly program: Program;
  readonly outcome: OptimalOutcome;
  readonly backend: Backend;
}

export interface PriceRanges {
  /** In the order of the prices; without `vertex` both ends of each are NaN. */
  readonly intervals: readonly PriceInterval[];
  /** What the intervals are read off; absent when nobody could settle them, and when there are no prices. */
  readonly vertex?: VertexOptimum;
  /** Why the solver's own answer did not do; with `vertex`, why another solver was asked. */
  readonly reason?: string;
  /** The time was over first. */
  readonly late?: true;
}

/** Who is asked for a vertex when the solver at hand has none. */
const VERTEX_SOLVERS = ['simplex', 'highs'] as const;

/** Nobody knows. */
const UNKNOWN: PriceInterval = { low: Number.NaN, high: Number.NaN, unique: false };

/** The dual of a row as the price that is made of it. */
export function priceOf({ row, sign }: PriceHandle, rowDual: Float64Array): number {
  return (sign ?? 1) * rowDual[row] + 0;
}

/** How far a price lies outside an interval, relative to 1 + |price|; zero inside. */
export function distanceOutside(price: number, { low, high }: PriceInterval): number {
  return Math.max(0, low - price, price - high) / (1 + Math.abs(price));
}

/** Digits that a relative distance leaves right, 15 at most. */
export function digitsOf(distance: number): number {
  return distance === 0 ? 15 : Math.max(0, Math.min(15, Math.floor(-Math.log10(distance))));
}

function outOfTime(solver: string): NotAllowedError {
  return new NotAllowedError({
    code: 'prices.limit',
    place: 'prices',
    cause: `the time was over before ${solver} had a vertex to read intervals off`,
    remedy: 'allow more time, or name a solver of the vertex class',
  });
}

/** A vertex optimum of the same program by another solver; or why there is none. */
async function solvedAgain(
  { program, outcome }: Duals,
  backend: Backend,
  name: string,
  timeLimit: number | undefined,
): Promise<VertexOptimum | string> {
  const loaded = await loadSolver(name, 'prices');
  if (!isBackend(loaded)) return loaded.cause;
  let found: VertexOptimum;
  try {
    const again = await solveProgram(program, loaded, withLimit(timeLimit));
    if (again.status === 'limit') throw outOfTime(name);
    if (again.status !== 'optimal') return `${name} came out ${again.status}`;
    found = { program, outcome: again, backend: loaded };
  } catch (error) {
    if (!(error instanceof MarginalError) || error.code === 'prices.limit') throw error;
    return `${name}: ${error.message}`;
  }
  const distance = Math.abs(found.outcome.objective - outcome.objective);
  const allowed =
    OBJECTIVE_AGREEMENT[backend.capabilities.toleranceClass] *
    (1 + Math.abs(found.outcome.objective - program.offset));
  const [ours, theirs] = [found.outcome.solution, outcome.solution];
  const explained =
    ours.kind === 'lp' && theirs.kind === 'lp'
      ? explainedDistance(program, ours.x, theirs.rowDual) +
        explainedDistance(program, theirs.x, ours.rowDual)
      : 0;
  if (distance <= allowed + explained) return found;
  return `${name} has another objective, ${found.outcome.objective} against ${outcome.objective}`;
}

async function intervalsAt(
  { program, outcome, backend }: VertexOptimum,
  prices: readonly PriceHandle[],
  timeLimit: number | undefined,
): Promise<PriceInterval[]> {
  const rows = prices.map(({ row }) => row);
  const intervals = await dualIntervals(program, outcome, rows, backend, withLimit(timeLimit));
  return intervals.map((interval, k) =>
    prices[k].sign === -1 ? { ...interval, low: 0 - interval.high, high: 0 - interval.low } : interval,
  );
}

/** Why the answer of this backend does not do by itself; undefined when it may. */
function unfit({ name, capabilities }: Backend): string | undefined {
  if (capabilities.toleranceClass === 'vertex') return undefined;
  return `${name} is of the ${capabilities.toleranceClass} class, and intervals need a vertex`;
}

/**
 * Intervals of all published prices, in what is left of the time limit. Throws `NotAllowedError` `prices.limit` when the
 * time is over first.
 */
export async function priceRanges(
  { duals, seconds }: Cleared,
  backend: Backend,
  timeLimit: number | undefined,
): Promise<PriceRanges> {
  if (duals === undefined) return { intervals: [] };
  const { program, outcome, prices } = duals;
  const start = performance.now() - 1000 * seconds;
  const left = (): number | undefined =>
    timeLimit === undefined ? undefined : Math.max(0, timeLimit - (performance.now() - start) / 1000);
  const reasons: string[] = [];
  const attempt = async (vertex: VertexOptimum): Promise<PriceRanges | undefined> => {
    try {
      const intervals = await intervalsAt(vertex, prices, left());
      return { intervals, vertex, ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }) };
    } catch (error) {
      if (!(error instanceof NotAllowedError) || error.code !== 'prices.no-interval') throw error;
      reasons.push(`${vertex.backend.name}: ${error.message}`);
      return undefined;
    }
  };
  const own = unfit(backend);
  if (own === undefined) {
    const ranges = await attempt({ program, outcome, backend });
    if (ranges !== undefined) return ranges;
  } else reasons.push(own);
  for (const name of VERTEX_SOLVERS) {
    if (name === backend.name) continue;
    const vertex = await solvedAgain(duals, backend, name, left());
    if (typeof vertex === 'string') reasons.push(vertex);
    else {
      const ranges = await attempt(vertex);
      if (ranges !== undefined) return ranges;
    }
  }
  return { intervals: prices.map(() => UNKNOWN), reason: reasons.join('; ') };
}

/** The intervals of all published prices, or that the time was over first: then nothing is known about any. */
export async function priceRangesInTime(
  cleared: Cleared,
  backend: Backend,
  timeLimit: number | undefined,
): Promise<PriceRanges> {
  try {
    return await priceRanges(cleared, backend, timeLimit);
  } catch (error) {
    if (!(error instanceof NotAllowedError) || error.code !== 'prices.limit') throw error;
    const intervals = cleared.duals?.prices.map(() => UNKNOWN) ?? [];
    return { intervals, late: true, reason: 'time: the limit came first; give more time' };
  }
}

/** Whose intervals they are, for files and `--json`; absent when they are the solver's own. */
export interface RangeProvenance {
  readonly solver: SolverIdentity | null;
  readonly reason: string;
  /** Digits to which the solver's prices agree with the intervals. */
  readonly digits?: number;
}

/** What is to be said about intervals that are not the solver's own. */
export function rangeProvenance(
  { duals }: Cleared,
  { intervals, vertex, reason }: PriceRanges,
): RangeProvenance | undefined {
  if (reason === undefined) return undefined;
  if (vertex === undefined) return { solver: null, reason };
  const { name, version } = vertex.backend;
  const solver = { name, version };
  if (duals?.outcome.solution.kind !== 'lp') return { solver, reason };
  const { rowDual } = duals.outcome.solution;
  const distances = duals.prices.map((price, k) => distanceOutside(priceOf(price, rowDual), intervals[k]));
  return { solver, reason, digits: digitsOf(Math.max(0, ...distances)) };
}
