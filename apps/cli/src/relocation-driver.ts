/** Relocation for the command: a plan, who runs what where, what limits are worth, metrics and the frontier. */
import type { Backend, SolveOptions } from '@marginal/program';
import {
  accountsOf,
  type Flow,
  flowsOf,
  frictions,
  parseObjective,
  type RelocationData,
  type RelocationMarket,
  type RelocationOptimum,
  relocation,
  solveRelocation,
} from '@marginal/relocation';
import type { MarketRequest, PriceHandle, PublishedLimit, StatedMarket } from './market-driver.ts';
import { type Metrics, metricsOf } from './relocation-metrics.ts';
import { tablesOf, textOf } from './relocation-tables.ts';
import { notCleared } from './solve-stated.ts';

/** A limit counts as saturated when no more than this share of it is left: ten times the solvers' own tolerance. */
const SATURATION = 1e-6;
/** Demands without a route that are worth a line; the rest is in `--json`. */
const SHOWN = 12;

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

/** Demand that no open route can serve, with the masks that are in the way on each of its routes. */
function stranded({ data, routes, reasons, demand }: RelocationMarket) {
  const open = new Set<string>();
  const masks = new Map<string, Set<string>>();
  routes.forEach(({ client, class: kind }, at) => {
    const key = JSON.stringify([client, kind]);
    if (reasons[at].length === 0) open.add(key);
    const names = masks.get(key) ?? new Set<string>();
    for (const { mask } of reasons[at]) names.add(mask);
    masks.set(key, names);
  });
  return Object.keys(data.clients).flatMap((client) =>
    Object.keys(data.classes).flatMap((kind) => {
      const key = JSON.stringify([client, kind]);
      const wanted = Array.from({ length: data.hours }, (_, t) => demand.at(client, kind, t)).some(
        (d) => d > 0,
      );
      return open.has(key) || !wanted ? [] : [{ client, class: kind, masks: [...(masks.get(key) ?? [])] }];
    }),
  );
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

/** States the market with all its frictions, for an objective such as `cost` or `lex:cost,carbon:1%`; `cost` by default. */
export function relocationDriver(data: RelocationData, request: MarketRequest): StatedMarket {
  const objective = parseObjective(request.objective ?? 'cost');
  const market = relocation(data, { extensions: frictions() });
  const size = market.model.minimize(market.total).compile().program.matrix;
  const unit = objective.kind === 'ranked' && objective.order.at(-1) === 'carbon' ? 'kg' : '$';
  return {
    rows: size.rowCount,
    columns: size.columnCount,
    objectiveUnit: unit,
    solve: async (backend: Backend, options) => {
      const start = performance.now();
      const solved = await solveRelocation(market, objective, backend, options);
      if (solved.status !== 'optimal') {
        const without = stranded(market);
        const failed = solved.result as Parameters<typeof notCleared>[0];
        return notCleared(failed, {
          lines: [
            ...(solved.stage === undefined ? [] : [`aim '${solved.stage}' stopped it`]),
            ...without
              .slice(0, SHOWN)
              .map(
                ({ client, class: kind, masks }) =>
                  `class '${kind}' of '${client}' has no open route: ${masks.join(', ')} are in the way`,
              ),
          ],
          details: { withoutRoute: without },
        });
      }
      const { result, compiled, stages } = solved;
      const flows = flowsOf(solved);
      const metrics =
        request.metrics === true || request.front === true
          ? await metricsOf(solved, flows, backend, remaining(options, start), request.front === true)
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
              relocation: { accounts, flows: found.flows, ...(metrics === undefined ? {} : metrics) },
            },
            tables: tablesOf(solved, { prices, limits }, found.flows, accounts, metrics),
            text: textOf(solved, { prices, limits }, found.flows, accounts, metrics),
          };
        },
      };
    },
  };
}
