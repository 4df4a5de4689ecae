/** The metrics of a relocation plan, for `--metrics` and `--front`: definitions in docs/models/relocation.md. */
import { type OptimalRange, optimalRanges } from '@marginal/core';
import { type Backend, NotAllowedError, type SolveOptions } from '@marginal/program';
import {
  type BreakEven,
  breakEvens,
  compileAim,
  copiesPaid,
  type Flow,
  type Frontier,
  frictions,
  frontier,
  isPresent,
  type LatencyReturn,
  type LayerShare,
  LIMITS,
  type Limit,
  layersOf,
  type RelocatableDemand,
  type RelocationData,
  type RelocationExtension,
  type RelocationMarket,
  type RelocationOptimum,
  relocatableDemand,
  relocation,
  returnOnLatency,
  variant,
  type WeightCopy,
  type Worth,
  worthOf,
} from '@marginal/relocation';

/** Least cost of the same data with other limits. */
export interface Cut {
  readonly variant: string;
  /** $; null where the variant is infeasible. */
  readonly cost: number | null;
  /** Cost above that of the variant with latency alone, $. */
  readonly takesAway: number | null;
}

export interface NamedFrontier extends Frontier {
  readonly variant: string;
  readonly returns: readonly LatencyReturn[];
}

export interface Metrics {
  readonly relocatableDemand: readonly RelocatableDemand[];
  /** What does move, MWh, over all plans of this optimum. */
  readonly movedRange: Readonly<Record<string, OptimalRange>>;
  readonly layers: readonly LayerShare[];
  readonly breakEven: readonly BreakEven[];
  readonly worth: readonly Worth[];
  readonly cuts: readonly Cut[];
  readonly frontiers: readonly NamedFrontier[];
}

async function leastCostOf(
  market: RelocationMarket,
  limits: readonly Limit[],
  backend: Backend,
  options: SolveOptions,
): Promise<number | null> {
  const result = await compileAim(market, 'cost').solve(backend, options);
  if (result.status === 'optimal') return result.objective;
  if (result.status === 'infeasible') return null;
  throw new NotAllowedError({
    code: 'cli.no-metrics',
    place: `--metrics, with ${limits.join(', ')}`,
    cause: `the solve came out ${result.status}`,
    remedy:
      result.status === 'limit' && options.timeLimit !== undefined ? 'give more time' : 'try another solver',
  });
}

/** Limits of the data by themselves, and together; `paid` is what every plan pays. */
async function cutsOf(
  data: RelocationData,
  paid: RelocationExtension,
  backend: Backend,
  options: () => SolveOptions,
): Promise<Cut[]> {
  const leastCost = (limits: readonly Limit[]): Promise<number | null> =>
    leastCostOf(variant(data, limits, [paid]), limits, backend, options());
  const present = LIMITS.filter((limit) => isPresent(data, limit));
  const free = await leastCost([]);
  const cuts: Cut[] = [{ variant: 'latency alone', cost: free, takesAway: 0 }];
  for (const limits of [...present.map((limit) => [limit]), present]) {
    const cost = await leastCost(limits);
    const name = limits.length === 1 ? `with ${limits[0]}` : 'with all';
    cuts.push({ variant: name, cost, takesAway: cost === null || free === null ? null : cost - free });
  }
  return cuts;
}

export async function metricsOf(
  optimum: RelocationOptimum,
  flows: readonly Flow[],
  backend: Backend,
  limit: SolveOptions,
  everyFrontier: boolean,
  copies: readonly WeightCopy[],
): Promise<Metrics> {
  const start = performance.now();
  const left = (): SolveOptions =>
    limit.timeLimit === undefined
      ? limit
      : { ...limit, timeLimit: Math.max(0, limit.timeLimit - (performance.now() - start) / 1000) };
  const { market, compiled, result } = optimum;
  const { data } = market;
  // A route that two masks forbid is opened by nothing that is asked here.
  const paid = copiesPaid(copies);
  const lean = relocation(data, { extensions: [...frictions(), paid], mostMasks: 1 });
  const kinds = Object.keys(data.classes);
  const frontiers: NamedFrontier[] = [];
  const add = async (name: string, found: Frontier): Promise<void> => {
    frontiers.push({ variant: name, ...found, returns: returnOnLatency(found) });
  };
  for (const aim of ['cost', 'carbon'] as const)
    await add('with all', await frontier(lean, aim, backend, kinds, left()));
  if (everyFrontier) {
    for (const kind of kinds)
      for (const aim of ['cost', 'carbon'] as const)
        await add('with all', await frontier(lean, aim, backend, [kind], left()));
    const present = LIMITS.filter((one) => isPresent(data, one));
    for (const without of present)
      await add(
        `without ${without}`,
        await frontier(
          variant(
            data,
            present.filter((one) => one !== without),
            [paid],
          ),
          'cost',
          backend,
          kinds,
          left(),
        ),
      );
    await add('latency alone', await frontier(variant(data, [], [paid]), 'cost', backend, kinds, left()));
  }
  return {
    relocatableDemand: relocatableDemand(market, flows),
    movedRange: await optimalRanges(compiled, result.outcome, market.moved, backend, left()),
    layers: layersOf(data, flows),
    breakEven: breakEvens(market),
    worth: await worthOf(lean, backend, left()),
    cuts: await cutsOf(data, paid, backend, left),
    frontiers,
  };
}
