/** A Green-LLM plan as tables: CSV files, and the page for people. */
import type { OptimalRange } from '@marginal/core';
import { amountsOf, type Front, type GreenOptimum } from '@marginal/green-llm';
import { delaysOf, type ServedRow, type SupplyRow, sum } from './green-llm-plan.ts';
import type { Publication } from './market-driver.ts';
import { formatNumber } from './number-format.ts';
import type { CsvTable } from './result-folder.ts';
import { renderTable } from './table.ts';

/** Rows of a table for people. */
const SHOWN = 12;

const RANGE_COLUMNS = ['value', 'low', 'high', 'unique'] as const;

export function tablesOf(
  publication: Pick<Publication, 'prices' | 'limits'>,
  supply: readonly SupplyRow[],
  served: readonly ServedRow[],
  fronts: Readonly<Record<string, Front>>,
): Readonly<Record<string, CsvTable>> {
  return {
    prices: {
      columns: ['name', 'site', 'hour', ...RANGE_COLUMNS, 'unit'],
      rows: publication.prices.map(({ name, labels, value, low, high, unique, unit }) => ({
        name,
        ...labels,
        value,
        low,
        high,
        unique,
        unit,
      })),
    },
    flows: {
      columns: ['area', 'query', 'site', 'hour', 'share', 'queries'],
      rows: served.map((row) => ({ ...row })),
    },
    limits: {
      columns: [
        'name',
        'resource',
        'site',
        'area',
        'query',
        'hour',
        'use',
        'cap',
        'unit',
        'saturated',
        'rent',
      ],
      rows: publication.limits.map(({ labels, ...limit }) => ({ ...limit, ...labels })),
    },
    supply: {
      columns: ['site', 'hour', 'facility', 'grid', 'renewable', 'curtailed', 'unit'],
      rows: supply.map((row) => ({ ...row, unit: 'kWh' })),
    },
    ...Object.fromEntries(
      Object.entries(fronts).map(([name, { corners, rates }]) => [
        name,
        {
          columns: ['energy', 'energyUnit', 'other', 'savedPerDollar'],
          rows: corners.map(({ a, b }, k) => ({
            energy: a,
            energyUnit: '$',
            other: b,
            savedPerDollar: rates[k] ?? '',
          })),
        },
      ]),
    ),
  };
}

const AMOUNT_UNITS: Readonly<Record<string, string>> = { gridKwh: 'kWh', carbonKg: 'kg', waterL: 'L' };

function rangeText({ low, high, unique }: OptimalRange): string {
  return unique ? '' : `${formatNumber(low)} .. ${formatNumber(high)}`;
}

export function textOf(
  optimum: GreenOptimum,
  ranges: Readonly<Record<string, OptimalRange>>,
  publication: Pick<Publication, 'prices' | 'limits'>,
  supply: readonly SupplyRow[],
  served: readonly ServedRow[],
): string {
  const { market, result, stages } = optimum;
  const amounts = Object.entries(amountsOf(market)).map(([name, amount]) => [
    name,
    result.evaluate(amount).toFixed(4),
    AMOUNT_UNITS[name] ?? '$',
    rangeText(ranges[name]),
  ]);
  const sites = Object.keys(market.data.sites);
  const daily = (
    rows: readonly SupplyRow[],
    field: 'facility' | 'grid' | 'renewable' | 'curtailed',
  ): string => sum(rows.map((row) => row[field])).toFixed(1);
  const bySite = sites.map((site) => {
    const rows = supply.filter((row) => row.site === site);
    const worth = publication.prices.filter(
      (price) => price.name === 'renewable' && price.labels.site === site,
    );
    const values = worth.map((price) => price.value);
    return [
      site,
      daily(rows, 'facility'),
      daily(rows, 'grid'),
      daily(rows, 'renewable'),
      daily(rows, 'curtailed'),
      `${Math.min(...values).toFixed(3)} .. ${Math.max(...values).toFixed(3)}`,
    ];
  });
  const whom = Object.keys(market.data.areas).map((area) => {
    const rows = served.filter((row) => row.area === area);
    const total = sum(rows.map((row) => row.queries));
    const bySiteShare = sites
      .map((site) => [site, sum(rows.filter((r) => r.site === site).map((r) => r.queries)) / total] as const)
      .filter(([, share]) => share >= 0.005)
      .sort(([, a], [, b]) => b - a);
    return [
      area,
      total.toFixed(0),
      bySiteShare.map(([site, share]) => `${site} ${(100 * share).toFixed(0)} %`).join(', '),
    ];
  });
  const delays = delaysOf(optimum);
  const binding = publication.limits.filter((limit) => limit.rent > 0).sort((a, b) => b.rent - a.rent);
  return [
    'What the plan comes to, over the day',
    renderTable(['', 'amount', '', 'range if not unique'], amounts, [1]),
    ...(stages.length === 0
      ? []
      : [
          '',
          'Stages, in order of rank',
          renderTable(
            ['stage', 'optimum $', 'what the caps before it cost'],
            stages.map(({ name, optimum: best, tradeOffs }) => [
              name,
              best.toFixed(4),
              tradeOffs.map(({ of, rate }) => `${formatNumber(rate)} $ per $ of ${of}`).join(', '),
            ]),
            [1],
          ),
        ]),
    '',
    `Delay of ${market.data.delayDefinition === 'batch' ? "an hour's load" : 'a query'}, s: mean ${delays.mean.toFixed(3)}, largest ${delays.max.toFixed(3)}; ${Object.entries(
      delays.byQuery,
    )
      .map(([query, delay]) => `${query} ${delay.toFixed(3)}`)
      .join(', ')}`,
    '',
    'Energy by site, kWh over the day, and what one more kWh of renewables is worth there, $/kWh over the hours',
    renderTable(['site', 'used', 'grid', 'renewable', 'curtailed', 'worth'], bySite, [1, 2, 3, 4, 5]),
    '',
    'Who serves whom, queries of the day',
    renderTable(['area', 'queries', 'served at'], whom, [1]),
    '',
    `Limits with a rent: ${binding.length}`,
    binding.length === 0
      ? '  none'
      : renderTable(
          ['limit', 'where', 'cap', 'rent $'],
          binding
            .slice(0, SHOWN)
            .map(({ name, labels, cap, unit, rent }) => [
              name,
              Object.values(labels).join(', '),
              `${formatNumber(cap)} ${unit}`,
              `${formatNumber(rent)} /${unit}`,
            ]),
          [2, 3],
        ),
  ].join('\n');
}
