/**
 * The energy-latency frontier: least cost C* and least carbon E* as the round-trip budget of some classes relaxes, other
 * classes keeping theirs. The budget acts through the finitely many round trips of the routes, so both are step functions
 *
 *   C*(budget)  =  value[n]   for   from[n]  <=  budget  <  from[n+1]
 *
 * and they never rise. All thresholds are tried in order, each from the basis of the one before, none where screening
 * proves that nothing changes; equal values are merged. So the break points are exact: there is no grid.
 */
import { type Backend, InvalidInputError, type OptimalOutcome } from '@marginal/program';
import type { RelocationMarket } from './market.ts';
import type { AimName } from './objective.ts';
import { compileAim } from './plan.ts';
import { type ResolveOptions, Resolver } from './resolver.ts';
import { SAME_VALUE } from './tolerances.ts';

export interface FrontierStep {
  /** The step begins at this round trip, ms, and holds until the next one begins. */
  readonly fromMs: number;
  /** The value of the aim on the step, $ or kg. */
  readonly value: number;
}

export interface Frontier {
  readonly aim: AimName;
  /** Whose budget relaxes. */
  readonly classes: readonly string[];
  /** Falling values; the first begins at the least budget with which the demand can be served. Empty when there is none. */
  readonly steps: readonly FrontierStep[];
  /** All round trips that were tried, ms, rising. */
  readonly thresholds: readonly number[];
  /** Solves; the other thresholds were screened. */
  readonly solves: number;
}

/** Routes of the classes that only latency may forbid, and their distinct round trips. */
export function sweptRoutes(
  market: RelocationMarket,
  classes: readonly string[],
): { readonly swept: readonly number[]; readonly thresholds: readonly number[] } {
  const swept = [...market.routes.keys()].filter(
    (at) =>
      classes.includes(market.routes[at].class) && market.reasons[at].every(({ mask }) => mask === 'latency'),
  );
  const thresholds = [...new Set(swept.map((at) => market.routes[at].roundTripMs))].sort((a, b) => a - b);
  return { swept, thresholds };
}

/** Whether the client has any work of the class; nobody waits for a route that nothing is to travel on. */
function isWanted({ demand, data }: RelocationMarket, client: string, kind: string): boolean {
  for (let t = 0; t < data.hours; t++) if (demand.at(client, kind, t) > 0) return true;
  return false;
}

/** The round trips below which some demand of the classes has no route at all: a lower end for the search. */
function leastBudget(market: RelocationMarket, swept: readonly number[]): number {
  const nearest = new Map<string, number>();
  for (const at of swept) {
    const { client, class: kind, roundTripMs } = market.routes[at];
    if (!isWanted(market, client, kind)) continue;
    const key = JSON.stringify([client, kind]);
    nearest.set(key, Math.min(nearest.get(key) ?? Number.POSITIVE_INFINITY, roundTripMs));
  }
  return Math.max(0, ...nearest.values());
}

function refuseUnknown({ sets }: RelocationMarket, classes: readonly string[]): void {
  const known: readonly string[] = [...sets.class.labels];
  const unknown = classes.filter((name) => !known.includes(name));
  if (classes.length > 0 && unknown.length === 0) return;
  throw new InvalidInputError([
    {
      code: 'relocation.unknown-class',
      place: 'frontier, classes',
      cause:
        classes.length === 0
          ? 'no class is named, so no budget relaxes'
          : `'${unknown.join("', '")}' is not among the classes`,
      remedy: `name one or more of ${known.join(', ')}`,
    },
  ]);
}

/**
 * The frontier of one aim for these classes, all by default. Throws `InvalidInputError` `relocation.unknown-class`, and `NotAllowedError` `relocation.no-answer` when a solve
 * has no verified answer.
 */
export async function frontier(
  market: RelocationMarket,
  aim: AimName,
  backend: Backend,
  classes: readonly string[] = [...market.sets.class.labels],
  options: ResolveOptions = {},
): Promise<Frontier> {
  refuseUnknown(market, classes);
  const { swept, thresholds: trips } = sweptRoutes(market, classes);
  // Without any work on a swept route the least budget is none at all.
  const isIdle = swept.every((at) => !isWanted(market, market.routes[at].client, market.routes[at].class));
  const thresholds = isIdle && trips[0] !== 0 ? [0, ...trips] : trips;
  const isSwept = new Set(swept);
  const floor = leastBudget(market, swept);
  const resolver = await Resolver.open(market, compileAim(market, aim), backend, options);
  try {
    const openAt = (budget: number) => (at: number) =>
      isSwept.has(at) ? market.routes[at].roundTripMs <= budget : market.reasons[at].length === 0;
    const steps: FrontierStep[] = [];
    let known: OptimalOutcome | undefined;
    for (const threshold of thresholds) {
      if (threshold < floor) continue;
      const added = swept.filter((at) => market.routes[at].roundTripMs === threshold);
      if (known !== undefined && resolver.isScreened(known, added)) continue;
      await resolver.setOpen(openAt(threshold));
      known = await resolver.solve();
      if (known === undefined) continue;
      const { objective } = known;
      const last = steps.at(-1)?.value ?? Number.POSITIVE_INFINITY;
      if (last - objective > SAME_VALUE * (1 + Math.abs(objective)))
        steps.push({ fromMs: threshold, value: objective });
    }
    return { aim, classes, steps, thresholds, solves: resolver.solves };
  } finally {
    resolver.close();
  }
}

/** The value at a budget; undefined below the first step. */
export function valueAt({ steps }: Pick<Frontier, 'steps'>, budgetMs: number): number | undefined {
  return steps.findLast(({ fromMs }) => fromMs <= budgetMs)?.value;
}
