/**
 * What one more MW, one more millisecond, or lifting one mask is worth: the fall of the least cost, by solving again, so
 * exact for the finite change; and the interval in which the first small piece of it is worth, per unit.
 *
 *   worth  =  C*(as it is)  -  C*(changed)   >=  0          worth / amount  <=  rate  <=  dual
 *
 * A change that only opens routes without a negative reduced cost is worth nothing, and needs no solve.
 */
import type { Backend, OptimalOutcome } from '@marginal/program';
import { NotAllowedError } from '@marginal/program';
import type { RelocationMarket } from './market.ts';
import { compileAim } from './plan.ts';
import { type ResolveOptions, Resolver } from './resolver.ts';
import { SAME_RATE } from './tolerances.ts';

export interface Worth {
  /** `capacity`, `latency` or `mask`. */
  readonly of: 'capacity' | 'latency' | 'mask';
  /** The compute node, the class, or the mask. */
  readonly name: string;
  /** What changes: 1 MW in every hour, 1 ms, or all routes that this mask alone forbids. */
  readonly change: string;
  /** $ over the horizon, by solving again. */
  readonly worth: number;
  /**
   * What the first small piece of the change saves, per MW in every hour, or per Mreq on the routes that open, in the mix that
   * saves most. Least cost is convex in the change, so this is no less than the average over the finite change and no more
   * than any optimal dual says. `rateHigh` is of one optimal dual: where duals tie, another solver may give another bound.
   */
  readonly rateLow: number;
  readonly rateHigh: number;
  /** Whether both ends agree. */
  readonly unique: boolean;
  readonly unit: '$/MW' | '$/Mreq';
  /** Routes that open; 0 for capacity. */
  readonly routes: number;
  /** Whether reduced costs proved that it is worth nothing. */
  readonly screened: boolean;
}

/** Ends that agree to the accuracy of a dual; the lower one carries the rounding of two solves. */
function rateBetween(low: number, high: number): Pick<Worth, 'rateLow' | 'rateHigh' | 'unique'> {
  const unique = high - low <= SAME_RATE * (1 + Math.abs(high));
  return { rateLow: Math.min(low, high) + 0, rateHigh: high + 0, unique };
}

/** The worth of everything that limits the plan of least cost. Throws `relocation.no-answer`, also when it is infeasible. */
export async function worthOf(
  market: RelocationMarket,
  backend: Backend,
  options: ResolveOptions = {},
): Promise<Worth[]> {
  const resolver = await Resolver.open(market, compileAim(market, 'cost'), backend, options);
  const needed = async (): Promise<OptimalOutcome> => {
    const outcome = await resolver.solve();
    if (outcome !== undefined) return outcome;
    throw new NotAllowedError({
      code: 'relocation.no-answer',
      place: 'worthOf',
      cause: 'the market is infeasible',
      remedy: 'solve the market alone first',
    });
  };
  const { routes, reasons, data, capacity } = market;
  const isOpen = (at: number): boolean => reasons[at].length === 0;
  try {
    const base = await needed();
    const rows: Worth[] = [];
    const rents = base.solution.kind === 'lp' ? base.solution.rowDual : new Float64Array(0);
    for (const [place, name] of [...market.sets.compute.labels].entries()) {
      let rate = 0;
      for (let t = 0; t < data.hours; t++) rate -= rents[capacity.start + place * data.hours + t];
      const screened = rate === 0;
      let worth = 0;
      if (!screened) {
        await resolver.addCapacity(name, 1);
        worth = Math.max(0, base.objective - (await needed()).objective);
        await resolver.addCapacity(name, 0);
      }
      rows.push({
        of: 'capacity',
        name,
        change: '1 MW more',
        worth,
        ...rateBetween(worth, rate),
        unit: '$/MW',
        routes: 0,
        screened,
      });
    }
    const opened = async (
      of: Worth['of'],
      name: string,
      change: string,
      also: readonly number[],
    ): Promise<void> => {
      const rate = Math.max(0, -resolver.leastReducedCost(base, also));
      const screened = resolver.isScreened(base, also);
      let [worth, amount] = [0, 0];
      if (!screened) {
        const more = new Set(also);
        await resolver.setOpen((at) => isOpen(at) || more.has(at));
        const changed = await needed();
        worth = Math.max(0, base.objective - changed.objective);
        amount = resolver.work(changed, also);
        await resolver.setOpen(isOpen);
      }
      const average = amount > 0 ? worth / amount : 0;
      rows.push({
        of,
        name,
        change,
        worth,
        ...rateBetween(average, screened ? 0 : rate),
        unit: '$/Mreq',
        routes: also.length,
        screened,
      });
    };
    const onlyFor = (at: number, mask: string): boolean =>
      reasons[at].length === 1 && reasons[at][0].mask === mask;
    for (const [name, { latencyMs }] of Object.entries(data.classes)) {
      const also = [...routes.keys()].filter(
        (at) => routes[at].class === name && onlyFor(at, 'latency') && routes[at].latencyMs <= latencyMs + 1,
      );
      await opened('latency', name, '1 ms more', also);
    }
    for (const { name } of market.masks) {
      const also = [...routes.keys()].filter((at) => onlyFor(at, name));
      await opened('mask', name, 'lifted', also);
    }
    return rows;
  } finally {
    resolver.close();
  }
}
