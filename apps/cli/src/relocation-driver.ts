/** Relocation for the command: a plan, who runs what where, what limits are worth, metrics and the frontier. */
import { type Backend, NotAllowedError, type SolveOptions } from '@marginal/program';
import {
  accountsOf,
  copiesPaid,
  type Flow,
  flowsOf,
  frictions,
  parseObjective,
  planCopies,
  type RelocationData,
  type RelocationMarket,
  type RelocationObjective,
  type RelocationOptimum,
  refuseWithoutVertices,
  relocation,
  solveRelocation,
  type WeightCopy,
  withCopies,
} from '@marginal/relocation';
import type { MarketRequest, PriceHandle, PublishedLimit, StatedMarket } from './market-driver.ts';
import { notClearedRelocation } from './relocation-failure.ts';
import { type Metrics, metricsOf } from './relocation-metrics.ts';
import { rollingDriver } from './relocation-rolling.ts';
import { copyLines, copyTable, tablesOf, textOf } from './relocation-tables.ts';

/** A limit counts as saturated when no more than this share of it is left: ten times the solvers' own tolerance. */
const SATURATION = 1e-6;
/** Two solves of one plan agree to this, relative: the gap at which a search over whole numbers may stop. */
const SAME_PLAN = 1e-6;

/** Prices of demand, in the order in which they are published. */
function priceHandles(market: RelocationMarket, unit: string): PriceHandle[] {
  const { client, class: kind, hour } = market.sets;
  let row = market.serve.start;
  return [...client.labels].flatMap((i) =>
    [...kind.labels].flatMap((k) =>
      [...hour.labels].map((t) => ({
        name: 'serve',
        labels: { client: i, class: k, hour: String(t) },
        row: row++,
        unit: `${unit}/Mreq`,
      })),
    ),
  );
}

function limitsOf({ market, result, unit }: RelocationOptimum): PublishedLimit[] {
  const rents = result.rent(market.capacity).upper.values;
  return [...result.activity(market.capacity)].map(([[compute, hour], use], at) => {
    const cap = market.cap.values[at];
    return {
      name: 'capacity',
      labels: { compute, hour: String(hour) },
      use,
      cap,
      rent: rents[at],
      saturated: cap - use <= SATURATION * cap,
      unit: `MWh; rent in ${unit}/MWh`,
    };
  });
}

/** What buyers pay and who gets it; equal by strong duality when nothing but this market's rows and bounds is priced. */
function ledgerOf(
  optimum: RelocationOptimum,
  limits: readonly PublishedLimit[],
): Readonly<Record<string, number>> {
  const { market, result } = optimum;
  const prices = result.price(market.serve).values;
  return {
    buyersPay: prices.reduce((sum, price, at) => sum + price * market.demand.values[at], 0),
    plan: result.objective,
    capacityRents: limits.reduce((sum, { rent, cap }) => sum + rent * cap, 0),
  };
}

function remaining(options: SolveOptions, start: number): SolveOptions {
  if (options.timeLimit === undefined) return options;
  return { ...options, timeLimit: Math.max(0, options.timeLimit - (performance.now() - start) / 1000) };
}

interface Found {
  readonly flows: readonly Flow[];
  readonly metrics: Metrics | undefined;
}

/** Copies of weights are chosen over whole numbers, at least cost, for one horizon; anything else has no meaning here. */
function refuseWithCopies(objective: RelocationObjective, { days }: RelocationData): void {
  const place = days !== undefined ? 'days' : '--objective';
  if (isLeastCost(objective) && days === undefined) return;
  throw new NotAllowedError({
    code: 'cli.copies-and-more',
    place,
    cause: 'copies of weights are chosen for one horizon at least cost',
    remedy:
      days !== undefined
        ? 'take a scenario of one horizon'
        : 'leave the objective out, or set weightCopies=false',
  });
}

function isLeastCost(objective: RelocationObjective): boolean {
  return objective.kind === 'ranked' && objective.order.length === 1 && objective.order[0] === 'cost';
}

/** Worth, cuts and break-even are differences of least costs, in $; beside another objective they would contradict its rents. */
function refuseMetricsOfAnother(
  objective: RelocationObjective,
  { metrics, front }: MarketRequest,
  { days }: RelocationData,
): void {
  if (isLeastCost(objective) || (metrics !== true && front !== true) || days !== undefined) return;
  throw new NotAllowedError({
    code: 'cli.metrics-objective',
    place: metrics === true ? '--metrics' : '--front',
    cause: 'worth, cuts and break-even are of the least cost, and the objective is another one',
    remedy:
      objective.kind === 'weighted'
        ? `leave the objective out, and set carbonPrice=${objective.carbonPrice}: the optimum is the same`
        : 'leave the objective out: there are frontiers of cost and of carbon among the metrics',
  });
}

/** The search for copies and the linear program with them in place must agree: they are the same plan. */
function refuseOtherCost(search: number, plan: number): void {
  if (Math.abs(search - plan) <= SAME_PLAN * (1 + Math.abs(plan))) return;
  throw new NotAllowedError({
    code: 'cli.copies-disagree',
    place: 'weightCopies',
    cause: `the search says ${search} $, and the plan with its copies costs ${plan} $`,
    remedy: 'try another solver, and report it',
  });
}

function marketWith(data: RelocationData, copies: readonly WeightCopy[]): RelocationMarket {
  return relocation(withCopies(data, copies), { extensions: [...frictions(), copiesPaid(copies)] });
}

/** States the market with all its frictions, for an objective such as `cost` or `lex:cost,carbon:1%`; `cost` by default. */
export function relocationDriver(data: RelocationData, request: MarketRequest): StatedMarket {
  const objective = parseObjective(request.objective ?? 'cost');
  refuseMetricsOfAnother(objective, request, data);
  if (data.weightCopies) refuseWithCopies(objective, data);
  if (data.days !== undefined) return rollingDriver(data, data.days, request);
  const stated = marketWith(data, []);
  const size = stated.model.minimize(stated.total).compile().program.matrix;
  const unit = objective.kind === 'ranked' && objective.order.at(-1) === 'carbon' ? 'kg' : '$';
  return {
    rows: size.rowCount,
    columns: size.columnCount,
    objectiveUnit: unit,
    solve: async (backend: Backend, options) => {
      if (request.metrics === true || request.front === true) refuseWithoutVertices(backend);
      const start = performance.now();
      const search = data.weightCopies ? await planCopies(data, backend, options) : undefined;
      if (search?.status === 'failed')
        return notClearedRelocation(search.market, {
          status: 'failed',
          stage: undefined,
          result: search.result,
        });
      const copies = search?.copies ?? [];
      const market = copies.length === 0 ? stated : marketWith(data, copies);
      const solved = await solveRelocation(market, objective, backend, remaining(options, start));
      if (solved.status !== 'optimal') return notClearedRelocation(market, solved);
      if (search !== undefined) refuseOtherCost(search.objective, solved.result.objective);
      const { result, compiled, stages } = solved;
      const flows = flowsOf(solved);
      const metrics =
        request.metrics === true || request.front === true
          ? await metricsOf(solved, flows, backend, remaining(options, start), request.front === true, copies)
          : undefined;
      const found: Found = { flows, metrics };
      const handles = priceHandles(market, unit);
      return {
        status: 'optimal',
        solver: result.solver,
        objective: result.objective,
        residuals: result.residuals,
        iterations: result.outcome.iterations,
        seconds: result.outcome.seconds,
        duals: { program: compiled.program, outcome: result.outcome, prices: handles },
        publish: (intervals) => {
          const published = result.price(market.serve);
          const { provenance } = published;
          const prices = handles.map((handle, k) => ({
            name: handle.name,
            labels: handle.labels,
            value: published.values[k],
            ...intervals[k],
            unit: handle.unit,
            provenance,
          }));
          const limits = limitsOf(solved);
          const accounts = accountsOf(market, found.flows);
          const parts = Object.entries(market.costs).map(
            ([name, cost]) => [name, result.evaluate(cost)] as const,
          );
          return {
            costs: { ...Object.fromEntries(parts), total: result.evaluate(market.total) },
            prices,
            limits,
            ledger: ledgerOf(solved, limits),
            details: {
              carbonKg: result.evaluate(market.carbonKg),
              energyMwh: result.evaluate(market.energyMwh),
              stages,
              relocation: {
                accounts,
                flows: found.flows,
                ...(search === undefined ? {} : { copies: search }),
                ...(metrics === undefined ? {} : metrics),
              },
            },
            tables: {
              ...tablesOf(solved, { prices, limits }, found.flows, accounts, metrics),
              ...(search === undefined ? {} : { copies: copyTable(copies) }),
            },
            text: [
              textOf(solved, { prices, limits }, found.flows, accounts, metrics, objective),
              ...(search === undefined ? [] : copyLines(search)),
            ].join('\n'),
          };
        },
      };
    },
  };
}
