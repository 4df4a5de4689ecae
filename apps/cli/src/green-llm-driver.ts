/** Green-LLM for the command: a plan for an objective, what it costs and emits, who serves whom, what limits are worth. */
import {
  amountRanges,
  amountsOf,
  type Front,
  type GreenData,
  type GreenMarket,
  type GreenOptimum,
  greenLlm,
  leastWater,
  paretoFront,
  parseObjective,
  solveGreen,
} from '@marginal/green-llm';
import { type Backend, NotAllowedError, type SolveOptions } from '@marginal/program';
import { claimsOf, claimText } from './green-llm-claims.ts';
import { delaysOf, servedOf, sum, supplyOf } from './green-llm-plan.ts';
import { tablesOf, textOf } from './green-llm-tables.ts';
import type { PriceHandle, PublishedLimit, StatedMarket } from './market-driver.ts';
import { formatNumber } from './number-format.ts';
import { notCleared } from './solve-stated.ts';

type Labels = Readonly<Record<string, string>>;

/** A limit counts as saturated when no more than this share of it is left: ten times the solvers' own tolerance. */
const SATURATION = 1e-6;
/** Prices that a planner asks for, in the order in which they are published. */
function priceHandles(market: GreenMarket): PriceHandle[] {
  const places = [...market.sets.site.labels].flatMap((site) =>
    [...market.sets.hour.labels].map((hour) => ({ site, hour: String(hour) })),
  );
  return [
    ...places.map((labels, at) => ({
      name: 'renewable',
      labels,
      row: market.power.start + at,
      sign: -1 as const,
      unit: '$/kWh',
    })),
    { name: 'water', labels: {}, row: market.water.start, sign: -1 as const, unit: '$/L' },
  ];
}

interface Capped {
  readonly name: string;
  readonly labels: Labels;
  readonly use: number;
  readonly cap: number;
  readonly rent: number;
  readonly unit: string;
}

function limitsOf({ market, result }: GreenOptimum): PublishedLimit[] {
  const { data } = market;
  const capped: Capped[] = [
    {
      name: 'water',
      labels: {},
      use: result.evaluate(market.waterL),
      cap: data.waterBudget,
      rent: result.rent(market.water).upper.at(),
      unit: 'L',
    },
  ];
  const resourceRent = result.rent(market.resource).upper;
  [...result.activity(market.resource)].forEach(([[resource, site, hour], use], at) => {
    capped.push({
      name: 'resource',
      labels: { resource, site, hour: String(hour) },
      use,
      cap: data.sites[site].resources[resource],
      rent: resourceRent.values[at],
      unit: 'unit',
    });
  });
  const delayRent = result.rent(market.delayCap).upper;
  [...result.activity(market.delayCap)].forEach(([[area, query, hour], use], at) => {
    capped.push({
      name: 'delay',
      labels: { area, query, hour: String(hour) },
      use,
      cap: data.areas[area].delayLimit[query],
      rent: delayRent.values[at],
      unit: 's',
    });
  });
  const gridRent = result.boundRent(market.grid).upper;
  [...result.value(market.grid)].forEach(([[site, hour], use], at) => {
    capped.push({
      name: 'grid',
      labels: { site, hour: String(hour) },
      use,
      cap: data.sites[site].gridCap[hour],
      rent: gridRent.values[at],
      unit: 'kWh',
    });
  });
  return capped.map((limit) => ({ ...limit, saturated: limit.cap - limit.use <= SATURATION * limit.cap }));
}

/** What the loads pay for the plan and for the limits that bind, $; equal by strong duality when the objective is money. */
function ledgerOf(
  optimum: GreenOptimum,
  limits: readonly PublishedLimit[],
): Readonly<Record<string, number>> {
  const { market, result } = optimum;
  const { renewable } = market.parameters;
  const renewableRent = result.rent(market.power).upper.values;
  const rents = (name: string): number =>
    sum(limits.filter((limit) => limit.name === name).map(({ rent, cap }) => rent * cap));
  return {
    loadsPay: sum([...result.price(market.allocate).values]),
    plan: result.objective,
    renewableRents: sum(
      Array.from(renewableRent, (rent, at) => rent * renewable.values[at] * market.data.renewableScale),
    ),
    gridRents: rents('grid'),
    waterRents: rents('water'),
    resourceRents: rents('resource'),
    delayRents: rents('delay'),
  };
}

async function frontsOf(
  optimum: GreenOptimum,
  backend: Backend,
  options: SolveOptions,
): Promise<Readonly<Record<string, Front>>> {
  const { market } = optimum;
  const { energy, delay } = market.costs;
  return {
    'front-energy-carbon': await paretoFront(market, energy, market.carbonKg, backend, options),
    'front-energy-delay': await paretoFront(market, energy, delay, backend, options),
  };
}

function remaining(options: SolveOptions, start: number): SolveOptions {
  if (options.timeLimit === undefined) return options;
  return { ...options, timeLimit: Math.max(0, options.timeLimit - (performance.now() - start) / 1000) };
}

/** States the market for an objective such as `hybrid` or `lex:energy,carbon:0.1%`; `total` by default. */
export function greenLlmDriver(
  data: GreenData,
  request: { readonly objective?: string; readonly front?: boolean },
): StatedMarket {
  const objective = parseObjective(request.objective ?? 'total');
  const market = greenLlm(data);
  const size = market.model.minimize(market.costs.energy).compile().program.matrix;
  return {
    rows: size.rowCount,
    columns: size.columnCount,
    objectiveUnit: '$',
    solve: async (backend, options) => {
      const start = performance.now();
      const solved = await solveGreen(market, objective, backend, options);
      if (solved.status !== 'optimal') {
        const stage = solved.stage === undefined ? [] : [`stage '${solved.stage}' stopped it`];
        const result = solved.result as Parameters<typeof notCleared>[0];
        const thirsty =
          result.status === 'infeasible' && result.conflict().some(({ name }) => name === 'water');
        const needed = thirsty ? await leastWater(data, backend) : undefined;
        return notCleared(result, {
          lines: [
            ...stage,
            ...(needed === undefined
              ? []
              : [
                  `the demand needs ${needed.toFixed(1)} L of water at the least, wherever it is served, and the budget is ${formatNumber(data.waterBudget)} L: raise waterBudget, or lower demandScale or tokenEnergyScale`,
                ]),
          ],
          details: needed === undefined ? {} : { leastWaterL: needed, waterBudget: data.waterBudget },
        });
      }
      const { result, compiled, stages } = solved;
      const ranges = await amountRanges(solved, backend, remaining(options, start));
      const fronts = request.front === true ? await frontsOf(solved, backend, remaining(options, start)) : {};
      const claims = await claimsOf(solved, backend, remaining(options, start));
      const handles = priceHandles(market);
      return {
        status: 'optimal',
        solver: result.solver,
        objective: result.objective,
        residuals: result.residuals,
        iterations: result.outcome.iterations,
        seconds: result.outcome.seconds,
        duals: { program: compiled.program, outcome: result.outcome, prices: handles },
        publish: (intervals) => {
          const { solution } = result.outcome;
          if (solution.kind !== 'lp')
            throw new NotAllowedError({
              code: 'cli.no-duals',
              place: 'green-llm',
              cause: 'the plan has no duals',
              remedy: 'report this case',
            });
          const { provenance } = result.price(market.allocate);
          const prices = handles.map(({ name, labels, row, unit }, k) => ({
            name,
            labels,
            value: 0 - solution.rowDual[row],
            ...intervals[k],
            unit,
            provenance,
          }));
          const limits = limitsOf(solved);
          const supply = supplyOf(solved);
          const served = servedOf(solved);
          const amounts = amountsOf(market);
          const amount = (name: string): number => result.evaluate(amounts[name]);
          const money = Object.keys(market.costs);
          return {
            costs: {
              ...Object.fromEntries(money.map((name) => [name, amount(name)])),
              total: amount('total'),
            },
            prices,
            limits,
            ledger: ledgerOf(solved, limits),
            details: {
              physical: {
                gridKwh: amount('gridKwh'),
                carbonKg: amount('carbonKg'),
                waterL: amount('waterL'),
              },
              delaySeconds: delaysOf(solved),
              ...(claims === undefined ? {} : { claims }),
              ranges,
              stages,
              ...(request.front === true ? { fronts } : {}),
              greenLlm: { supply, served },
            },
            tables: tablesOf({ prices, limits }, supply, served, fronts),
            text: [
              textOf(solved, ranges, { prices, limits }, supply, served),
              ...(claims === undefined ? [] : ['', claimText(claims)]),
            ].join('\n'),
          };
        },
      };
    },
  };
}
