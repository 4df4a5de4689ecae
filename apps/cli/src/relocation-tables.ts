/** A relocation plan as tables: CSV files behind every picture, and the page for people. */
import type { Accounts, Flow, RelocationOptimum } from '@marginal/relocation';
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
function tableOf(columns: readonly string[], rows: readonly object[]): CsvTable {
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
function mapRows({ market }: RelocationOptimum, flows: readonly Flow[]): object[] {
  const { data } = market;
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
      mapRows(optimum, flows),
    ),
    layers: tableOf(['class', 'layer', 'energyMwh', 'share'], layersOf(data, flows)),
    accounts: tableOf(
      ['compute', 'drawnMwh', 'homeDemandMwh', 'goneMwh', 'comeMwh', 'carbonKg', 'energyCost'],
      accounts.sites,
    ),
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
              'egress',
              'friction',
              'net',
              'forbiddenBy',
            ],
            metrics.breakEven,
          ),
          worth: tableOf(
            ['of', 'name', 'change', 'worth', 'rate', 'unit', 'routes', 'screened'],
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
    .filter(({ forbiddenBy }) => forbiddenBy.length === 0)
    .sort((a, b) => b.net - a.net);
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
        .map(({ of, name, change, worth, rate, unit }) => [
          of,
          name,
          change,
          worth.toFixed(2),
          `${formatNumber(rate)} ${unit}`,
        ]),
      [3, 4],
    ),
    '',
    `Break-even, $/Mreq: ${best.filter(({ net }) => net > 0).length} of ${metrics.breakEven.length} pairs pay every hour; the best`,
    renderTable(
      ['class', 'from', 'to', 'gain', 'egress', 'friction', 'net'],
      best
        .slice(0, SHOWN)
        .map((pair) => [
          pair.class,
          pair.from,
          pair.to,
          ...[pair.breakEven, pair.egress, pair.friction, pair.net].map((value) => value.toFixed(2)),
        ]),
      [3, 4, 5, 6],
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

export function textOf(
  { market, result, stages }: RelocationOptimum,
  { limits }: Shown,
  flows: readonly Flow[],
  accounts: Accounts,
  metrics: Metrics | undefined,
): string {
  const layers = layersOf(market.data, flows);
  const { digital, physical } = accounts;
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
    `carbon ${result.evaluate(market.carbonKg).toFixed(1)} kg, electricity ${physical.drawnMwh.toFixed(1)} MWh`,
    ...stages
      .filter(() => stages.length > 1)
      .map(
        ({ name, optimum, tradeOffs }) =>
          `  stage ${name}: ${optimum.toFixed(2)}; ${tradeOffs.map(({ sentence }) => sentence).join('; ')}`,
      ),
    '',
    'Where classes run, share of their energy',
    renderTable(
      ['class', ...LAYERS],
      Object.keys(market.data.classes).map((kind) => [
        kind,
        ...layers.filter((row) => row.class === kind).map(({ share }) => `${(100 * share).toFixed(1)} %`),
      ]),
      [1, 2, 3],
    ),
    '',
    `Moved digitally: ${digital.leftMwh.toFixed(1)} MWh left home and take ${digital.arrivedMwh.toFixed(1)} MWh elsewhere, ${digital.movedGb.toFixed(0)} GB.`,
    `Transmitted physically from site to site: ${physical.transmittedMwh} MWh; networks take ${physical.networkMwh.toFixed(3)} MWh.`,
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
