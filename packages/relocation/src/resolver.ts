/**
 * One market in one open session, solved again and again as routes open and close and capacities change. Invariant: every
 * value is a verified optimum of the program as it stands, or infinite for one that is verified to be infeasible.
 *
 * Screening: when a route closed at bounds [0, 0] opens, an optimum stays one exactly if none of its columns has a
 * negative reduced cost. So a change that only opens such routes needs no solve.
 */
import type { CompiledModel } from '@marginal/core';
import {
  type Backend,
  type Delta,
  NotAllowedError,
  type OptimalOutcome,
  type Program,
  type Session,
  type SolveOptions,
} from '@marginal/program';
import { type RelocationMarket, upperBound } from './market.ts';
import { NO_GAIN } from './tolerances.ts';

export type ResolveOptions = Omit<SolveOptions, 'startBasis'>;

/** Throws `NotAllowedError` `relocation.no-vertex`: without a vertex no value is exact enough to tell one step from the next. */
export function refuseWithoutVertices({ name, capabilities }: Backend): void {
  if (capabilities.vertexSolutions) return;
  throw new NotAllowedError({
    code: 'relocation.no-vertex',
    place: `solver '${name}'`,
    cause:
      'its answers are no vertices, and break points, worths and ranges come from differences too small for them',
    remedy: 'take a simplex solver, such as highs, glpk or simplex',
  });
}

export class Resolver {
  readonly market: RelocationMarket;
  /** Solves so far; screened changes are not among them. */
  solves = 0;
  private readonly session: Session;
  private readonly options: ResolveOptions;
  private readonly start = performance.now();
  /** Length routes: whether the route is open in the session. */
  private readonly open: Uint8Array;
  private readonly scale: number;

  private constructor(market: RelocationMarket, program: Program, session: Session, options: ResolveOptions) {
    this.market = market;
    this.session = session;
    this.options = options;
    this.open = Uint8Array.from(market.reasons, (why) => (why.length === 0 ? 1 : 0));
    this.scale = 1 + program.cost.reduce((most, c) => Math.max(most, Math.abs(c)), 0);
  }

  /** `compiled` is the market under any objective, rows and columns as the market's. */
  static async open(
    market: RelocationMarket,
    compiled: CompiledModel,
    backend: Backend,
    options: ResolveOptions = {},
  ): Promise<Resolver> {
    refuseWithoutVertices(backend);
    const session = await backend.open(compiled.program);
    return new Resolver(market, compiled.program, session, options);
  }

  close(): void {
    this.session.close();
  }

  /** Column of a route in an hour. */
  private column(route: number, hour: number): number {
    return this.market.flow.start + route * this.market.data.hours + hour;
  }

  /** Opens the routes for which `isOpen` holds and closes the others; routes are by ordinal. */
  async setOpen(isOpen: (route: number) => boolean): Promise<void> {
    const changed = [...this.open.keys()].filter((route) => isOpen(route) !== (this.open[route] === 1));
    const { hours } = this.market.data;
    if (changed.length === 0) return;
    const index = new Int32Array(changed.length * hours);
    const upper = new Float64Array(index.length);
    changed.forEach((route, at) => {
      const opens = this.open[route] === 0;
      this.open[route] = opens ? 1 : 0;
      for (let t = 0; t < hours; t++) {
        index[at * hours + t] = this.column(route, t);
        upper[at * hours + t] = upperBound(opens);
      }
    });
    await this.session.update({ columnBounds: { index, lower: new Float64Array(index.length), upper } });
  }

  /** Gives a compute node so many MW more in every hour than the data have; 0 takes it back. */
  async addCapacity(compute: string, megawatts: number): Promise<void> {
    const { capacity, cap, sets, data } = this.market;
    const index = new Int32Array(data.hours);
    const upper = new Float64Array(data.hours);
    const first = sets.compute.ordinal(compute) * data.hours;
    for (let t = 0; t < data.hours; t++) {
      index[t] = capacity.start + first + t;
      upper[t] = cap.values[first + t] + megawatts;
    }
    const rowBounds: Delta['rowBounds'] = {
      index,
      lower: new Float64Array(data.hours).fill(-Infinity),
      upper,
    };
    await this.session.update({ rowBounds });
  }

  /** The optimum as things stand; undefined when there is no feasible point. Throws `relocation.no-answer` otherwise. */
  async solve(): Promise<OptimalOutcome | undefined> {
    const { timeLimit, ...rest } = this.options;
    const left =
      timeLimit === undefined
        ? {}
        : { timeLimit: Math.max(0, timeLimit - (performance.now() - this.start) / 1000) };
    this.solves++;
    const outcome = await this.session.solve({ ...rest, ...left });
    if (outcome.status === 'optimal') return outcome;
    if (outcome.status === 'infeasible') return undefined;
    throw new NotAllowedError({
      code: 'relocation.no-answer',
      place: 'relocation, solving again',
      cause: `a solve came out ${outcome.status}`,
      remedy:
        outcome.status === 'limit' && timeLimit !== undefined ? 'give more time' : 'try another backend',
    });
  }

  /** Least reduced cost over the hours of routes that are closed at this optimum: what opening one saves per Mreq. */
  leastReducedCost(outcome: OptimalOutcome, routes: readonly number[]): number {
    const { solution } = outcome;
    if (solution.kind !== 'lp') return Number.NEGATIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    for (const route of routes)
      for (let t = 0; t < this.market.data.hours; t++)
        least = Math.min(least, solution.reducedCost[this.column(route, t)]);
    return least;
  }

  /** Work on these routes over all hours, Mreq. */
  work(outcome: OptimalOutcome, routes: readonly number[]): number {
    let sum = 0;
    for (const route of routes)
      for (let t = 0; t < this.market.data.hours; t++) sum += outcome.solution.x[this.column(route, t)];
    return sum;
  }

  /** Whether opening these routes leaves the optimum as it is. */
  isScreened(outcome: OptimalOutcome, routes: readonly number[]): boolean {
    return this.leastReducedCost(outcome, routes) >= -NO_GAIN * this.scale;
  }
}
