/** A relocation plan as tables: CSV files behind every picture, and the page for people. */
import type {
  Accounts,
  CopyPlan,
  Flow,
  RelocationData,
  RelocationObjective,
  RelocationOptimum,
  WeightCopy,
} from '@marginal/relocation';
import { LAYERS, layersOf } from '@marginal/relocation';
import type { Publication } from './market-driver.ts';
import { formatNumber } from './number-format.ts';
import type { Metrics } from './relocation-metrics.ts';
import type { CsvTable } from './result-folder.ts';
import { renderTable } from './table.ts';

/** Rows of a table for people. */
const SHOWN = 12;

type Shown = Pick<Publication, 'prices' | 'limits'>;

/** A table of records that all have the same fields. */
export function tableOf(columns: readonly string[], rows: readonly object[]): CsvTable {
  return {
    columns: [...columns],
    rows: rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          Array.isArray(value) ? value.join(' ') : (value ?? ''),
        ]),
      ),
    ),
  };
}

/** Routes with the whole horizon's work on them, for a map: where from, through, to. */
export function mapRows(data: RelocationData, flows: readonly Flow[]): object[] {
  const byRoute = new Map<string, { flow: Flow; mreq: number; energyMwh: number }>();
  for (const flow of flows) {
    const key = JSON.stringify([flow.client, flow.class, flow.service, flow.compute]);
    const known = byRoute.get(key);
    byRoute.set(key, {
      flow,
      mreq: (known?.mreq ?? 0) + flow.mreq,
      energyMwh: (known?.energyMwh ?? 0) + flow.energyMwh,
    });
  }
  return [...byRoute.values()].map(({ flow, mreq, energyMwh }) => {
    const [from, to] = [
      data.nodes[data.clients[flow.client].node],
      data.nodes[data.computes[flow.compute].node],
    ];
    return {
      client: flow.client,
      class: flow.class,
      service: flow.service,
      compute: flow.compute,
      layer: flow.layer,
      fromLatitude: from.latitude,
      fromLongitude: from.longitude,
      toLatitude: to.latitude,
      toLongitude: to.longitude,
      roundTripMs: flow.roundTripMs,
      mreq,
      energyMwh,
    };
  });
}

export function copyTable(copies: readonly WeightCopy[]): CsvTable {
  return tableOf(['compute', 'model', 'weightsGb', 'cost'], copies);
}

/** Where weights were copied to, for people. */
export function copyLines({ copies, choices }: Extract<CopyPlan, { status: 'optimal' }>): string[] {
  return [
    '',
    `Copies of weights: ${copies.length} of ${choices} that could be made; prices hold while these stay`,
    ...(copies.length === 0
      ? []
      : [
          renderTable(
            ['model', 'to', 'GB', '$'],
            copies.map(({ model, compute, weightsGb, cost }) => [
              model,
              compute,
              formatNumber(weightsGb),
              cost.toFixed(2),
            ]),
            [2, 3],
          ),
        ]),
  ];
}

/** Where the work is: by route for a map, by layer, by site. */
export function placeTables(
  data: RelocationData,
  flows: readonly Flow[],
  accounts: Accounts,
): Readonly<Record<string, CsvTable>> {
  return {
    map: tableOf(
      [
        'client',
        'class',
        'service',
        'compute',
        'layer',
        'fromLatitude',
        'fromLongitude',
        'toLatitude',
        'toLongitude',
        'roundTripMs',
        'mreq',
        'energyMwh',
      ],
      mapRows(data, flows),
    ),
    layers: tableOf(['class', 'layer', 'energyMwh', 'share'], layersOf(data, flows)),
    accounts: tableOf(
      ['compute', 'drawnMwh', 'homeDemandMwh', 'goneMwh', 'comeMwh', 'carbonKg', 'energyCost'],
      accounts.sites,
    ),
  };
}

/** Where classes run and what sites draw, for people. */
export function placeLines(data: RelocationData, flows: readonly Flow[], accounts: Accounts): string[] {
  const layers = layersOf(data, flows);
  const { digital, physical } = accounts;
  return [
    'Where classes run, share of their energy',
    renderTable(
      ['class', ...LAYERS],
      Object.keys(data.classes).map((kind) => [
        kind,
        ...layers.filter((row) => row.class === kind).map(({ share }) => `${(100 * share).toFixed(1)} %`),
      ]),
      [1, 2, 3],
    ),
    '',
    `Moved digitally: ${digital.leftMwh.toFixed(1)} MWh left home and take ${digital.arrivedMwh.toFixed(1)} MWh elsewhere, ${digital.movedGb.toFixed(0)} GB of requests and answers; state that migrates is not among them.`,
    `Transmitted physically from site to site: ${physical.transmittedMwh} MWh; ${data.networkEnergy === 0 ? 'what networks take is not given' : `networks take ${physical.networkMwh.toFixed(3)} MWh for these bytes`}.`,
    renderTable(
      ['compute node', 'home demand', 'gone', 'come', 'drawn MWh', 't CO2'],
      accounts.sites.map((site) => [
        site.compute,
        ...[site.homeDemandMwh, site.goneMwh, site.comeMwh, site.drawnMwh, site.carbonKg / 1000].map(
          (value) => value.toFixed(1),
        ),
      ]),
      [1, 2, 3, 4, 5],
    ),
  ];
}

export function tablesOf(
  optimum: RelocationOptimum,
  { prices, limits }: Shown,
  flows: readonly Flow[],
  accounts: Accounts,
  metrics: Metrics | undefined,
): Readonly<Record<string, CsvTable>> {
  const { data, routes, reasons } = optimum.market;
  return {
    prices: tableOf(
      ['name', 'client', 'class', 'hour', 'value', 'low', 'high', 'unique', 'unit'],
      prices.map(({ name, labels, value, low, high, unique, unit }) => ({
        name,
        ...labels,
        value,
        low,
        high,
        unique,
        unit,
      })),
    ),
    limits: tableOf(
      ['name', 'compute', 'hour', 'use', 'cap', 'unit', 'saturated', 'rent'],
      limits.map(({ labels, ...limit }) => ({ ...limit, ...labels })),
    ),
    flows: tableOf(
      [
        'client',
        'class',
        'service',
        'compute',
        'hour',
        'layer',
        'mreq',
        'roundTripMs',
        'latencyMs',
        'energyMwh',
        'homeMwh',
      ],
      flows,
    ),
    ...placeTables(data, flows, accounts),
    masks: tableOf(
      ['client', 'class', 'service', 'compute', 'mask', 'because'],
      routes.flatMap(({ client, class: kind, service, compute }, at) =>
        reasons[at].map(({ mask, because }) => ({ client, class: kind, service, compute, mask, because })),
      ),
    ),
    ...(metrics === undefined
      ? {}
      : {
          'relocatable-demand': tableOf(
            ['class', 'demandMwh', 'couldMoveMwh', 'doesMoveMwh', 'doesMoveLow', 'doesMoveHigh'],
            metrics.relocatableDemand.map((row) => ({
              ...row,
              doesMoveLow: metrics.movedRange[row.class].low,
              doesMoveHigh: metrics.movedRange[row.class].high,
            })),
          ),
          'break-even': tableOf(
            [
              'client',
              'class',
              'from',
              'to',
              'energyGain',
              'carbonGain',
              'breakEven',
              'bestHour',
              'worstHour',
              'egress',
              'friction',
              'net',
              'hours',
              'payingHours',
              'forbiddenBy',
              'homeForbiddenBy',
            ],
            metrics.breakEven,
          ),
          worth: tableOf(
            ['of', 'name', 'change', 'worth', 'rateLow', 'rateHigh', 'unique', 'unit', 'routes', 'screened'],
            metrics.worth,
          ),
          cuts: tableOf(['variant', 'cost', 'takesAway'], metrics.cuts),
          frontier: tableOf(
            ['variant', 'aim', 'classes', 'fromMs', 'value', 'perMs', 'averagePerMs'],
            metrics.frontiers.flatMap(({ variant, aim, classes, steps, returns }) =>
              steps.map(({ fromMs, value }, at) => ({
                variant,
                aim,
                classes: classes.join(' '),
                fromMs,
                value,
                perMs: at === 0 ? '' : returns[at - 1].perMs,
                averagePerMs: at === 0 ? '' : returns[at - 1].averagePerMs,
              })),
            ),
          ),
        }),
  };
}

function metricLines(metrics: Metrics): string[] {
  const best = [...metrics.breakEven]
    .filter(({ forbiddenBy, homeForbiddenBy }) => forbiddenBy.length === 0 && homeForbiddenBy.length === 0)
    .sort((a, b) => b.net - a.net);
  const compulsory = metrics.breakEven.filter(
    ({ forbiddenBy, homeForbiddenBy }) => forbiddenBy.length === 0 && homeForbiddenBy.length > 0,
  );
  return [
    '',
    'Relocatable demand, MWh at home',
    renderTable(
      ['class', 'demand', 'could move', 'does move', 'range if not unique'],
      metrics.relocatableDemand.map(({ class: kind, demandMwh, couldMoveMwh, doesMoveMwh }) => {
        const { low, high, unique } = metrics.movedRange[kind];
        return [
          kind,
          demandMwh.toFixed(1),
          couldMoveMwh.toFixed(1),
          doesMoveMwh.toFixed(1),
          unique ? '' : `${low.toFixed(1)} .. ${high.toFixed(1)}`,
        ];
      }),
      [1, 2, 3],
    ),
    '',
    'What each limit takes away from latency alone, $',
    renderTable(
      ['', 'least cost', 'takes away'],
      metrics.cuts.map(({ variant, cost, takesAway }) => [
        variant,
        cost === null ? 'infeasible' : cost.toFixed(2),
        takesAway === null ? '' : takesAway.toFixed(2),
      ]),
      [1, 2],
    ),
    '',
    'What one more is worth, $ over the horizon, by solving again',
    renderTable(
      ['limit', 'of', 'change', 'worth', 'at first'],
      metrics.worth
        .filter(({ worth }) => worth > 0)
        .sort((a, b) => b.worth - a.worth)
        .slice(0, SHOWN)
        .map(({ of, name, change, worth, rateLow, rateHigh, unique, unit }) => [
          of,
          name,
          change,
          worth.toFixed(2),
          unique
            ? `${formatNumber(rateHigh)} ${unit}`
            : `${formatNumber(rateLow)} .. ${formatNumber(rateHigh)} ${unit}`,
        ]),
      [3, 4],
    ),
    '',
    `Break-even, $/Mreq: of ${metrics.breakEven.length} pairs ${best.length} may move; ${best.filter(({ hours, payingHours }) => payingHours === hours).length} pay in every hour with demand, ${best.filter(({ net }) => net > 0).length} on average over these hours; the best on average`,
    ...(compulsory.length === 0
      ? []
      : [
          `  ${compulsory.length} more begin at a home that the masks forbid to the class: there moving is compulsory, and is not counted`,
        ]),
    renderTable(
      ['class', 'from', 'to', 'gain', 'egress', 'friction', 'net', 'hours that pay'],
      best
        .slice(0, SHOWN)
        .map((pair) => [
          pair.class,
          pair.from,
          pair.to,
          ...[pair.breakEven, pair.egress, pair.friction, pair.net].map((value) => value.toFixed(2)),
          `${pair.payingHours} of ${pair.hours}`,
        ]),
      [3, 4, 5, 6, 7],
    ),
    ...metrics.frontiers.flatMap(({ variant, aim, classes, steps, thresholds, solves, returns }) => [
      '',
      `Frontier of ${aim}, ${variant}, round-trip budget of ${classes.join(', ')}: ${steps.length} steps of ${thresholds.length} round trips (${solves} solves)`,
      renderTable(
        ['from ms', aim === 'cost' ? '$' : 'kg', 'per ms', 'average per ms'],
        (steps.length <= SHOWN ? steps : [...steps.slice(0, SHOWN - 1), steps[steps.length - 1]]).map(
          (step) => {
            const at = steps.indexOf(step);
            return [
              step.fromMs.toFixed(1),
              step.value.toFixed(2),
              ...(at === 0
                ? ['', '']
                : [returns[at - 1].perMs.toFixed(3), returns[at - 1].averagePerMs.toFixed(3)]),
            ];
          },
        ),
        [0, 1, 2, 3],
      ),
    ]),
  ];
}

/** What was minimised, where that is not the total above it. */
function minimisedLines(
  objective: RelocationObjective,
  market: RelocationOptimum['market'],
  result: RelocationOptimum['result'],
): string[] {
  if (objective.kind === 'weighted') {
    const carbon = objective.carbonPrice * result.evaluate(market.carbonKg);
    return [
      `minimised: ${result.objective.toFixed(2)} $, carbon at ${objective.carbonPrice} $/kg, which is ${carbon.toFixed(2)} $ of it; prices and rents are of this`,
    ];
  }
  return objective.order.length === 1 && objective.order[0] === 'carbon'
    ? [`minimised: ${result.objective.toFixed(2)} kg; prices and rents are in kg`]
    : [];
}

export function textOf(
  { market, result, stages }: RelocationOptimum,
  { limits }: Shown,
  flows: readonly Flow[],
  accounts: Accounts,
  metrics: Metrics | undefined,
  objective: RelocationObjective,
): string {
  const { physical } = accounts;
  const full = limits.filter(({ rent }) => rent > 0).sort((a, b) => b.rent - a.rent);
  return [
    'What the plan costs, $',
    renderTable(
      ['', '$'],
      [...Object.entries(market.costs), ['total', market.total] as const].map(([name, cost]) => [
        name,
        result.evaluate(cost).toFixed(2),
      ]),
      [1],
    ),
    ...minimisedLines(objective, market, result),
    `carbon ${result.evaluate(market.carbonKg).toFixed(1)} kg, electricity ${physical.drawnMwh.toFixed(1)} MWh`,
    ...stages
      .filter(() => stages.length > 1)
      .map(
        ({ name, optimum, tradeOffs }) =>
          `  stage ${name}: ${optimum.toFixed(2)}; ${tradeOffs.map(({ sentence }) => sentence).join('; ')}`,
      ),
    '',
    ...placeLines(market.data, flows, accounts),
    '',
    `Capacities with a rent: ${full.length} of ${limits.length}`,
    ...(full.length === 0
      ? []
      : [
          renderTable(
            ['compute node', 'hour', 'MW', 'rent'],
            full
              .slice(0, SHOWN)
              .map(({ labels, cap, rent }) => [
                labels.compute,
                labels.hour,
                formatNumber(cap),
                rent.toFixed(3),
              ]),
            [1, 2, 3],
          ),
        ]),
    ...(metrics === undefined ? [] : metricLines(metrics)),
  ].join('\n');
}
