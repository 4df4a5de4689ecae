/** The token-flow market for the command: prices by location and workload, flows, limits with rents, who pays what. */
import type { OptimalResult } from '@marginal/core';
import { type Clearing, clearingOf, type TokenFlowMarket, tokenFlow } from '@marginal/token-flow';
import type { MarketDriver, Publication } from './market-driver.ts';
import { formatNumber } from './number-format.ts';
import type { CsvTable } from './result-folder.ts';
import { renderTable } from './table.ts';

type Intervals = readonly { low: number; high: number; unique: boolean }[];

const PRICE_UNIT = '$/Mtok';
const FLOW_UNIT = 'Mtok/h';

/** Flows below this share of the largest are left out of the table for people, with a count; files have them all. */
const VISIBLE_SHARE = 1e-9;

function priceTable(clearing: Clearing, intervals: Intervals): CsvTable {
  return {
    columns: ['name', 'node', 'workload', 'value', 'low', 'high', 'unique', 'unit', 'demand', 'demandUnit'],
    rows: clearing.prices.map((price, k) => ({
      name: 'service',
      node: price.location,
      workload: price.workload,
      value: price.value,
      ...intervals[k],
      unit: PRICE_UNIT,
      demand: price.demand,
      demandUnit: FLOW_UNIT,
    })),
  };
}

function flowTable(clearing: Clearing): CsvTable {
  return {
    columns: [
      'kind',
      'from',
      'to',
      'workload',
      'amount',
      'unit',
      'unitCost',
      'unitCostUnit',
      'cost',
      'costUnit',
    ],
    rows: clearing.flows.map((flow) => ({
      ...flow,
      unit: FLOW_UNIT,
      unitCostUnit: PRICE_UNIT,
      costUnit: '$/h',
    })),
  };
}

function limitTable(clearing: Clearing): CsvTable {
  return {
    columns: [
      'name',
      'node',
      'from',
      'to',
      'use',
      'cap',
      'unit',
      'saturated',
      'rent',
      'rentUnit',
      'rentTotal',
      'rentTotalUnit',
    ],
    rows: clearing.limits.map(({ labels, ...limit }) => ({ ...limit, ...labels, rentTotalUnit: '$/h' })),
  };
}

function range(low: number, high: number, unique: boolean): string {
  return unique ? '' : `${formatNumber(low)} .. ${formatNumber(high)}`;
}

function text(market: TokenFlowMarket, clearing: Clearing, intervals: Intervals): string {
  const prices = clearing.prices.map((p, k) => [
    p.location,
    p.workload,
    formatNumber(p.demand),
    formatNumber(p.value),
    range(intervals[k].low, intervals[k].high, intervals[k].unique),
  ]);
  const largest = Math.max(0, ...clearing.served.map((s) => s.amount));
  const visible = clearing.served.filter((s) => s.amount > VISIBLE_SHARE * largest);
  const served = visible.map((s) => [
    s.workload,
    s.origin,
    s.path.length === 1 ? 'at home' : s.path.slice(1).join(' > '),
    formatNumber(s.amount),
    String(s.latencyMs),
    String(market.data.workloads[s.workload].latencyMs ?? 'none'),
  ]);
  const limits = clearing.limits
    .filter((l) => l.saturated)
    .map((l) => [
      l.name,
      Object.values(l.labels).join(' > '),
      `${formatNumber(l.cap)} ${l.unit}`,
      `${formatNumber(l.rent)} ${l.rentUnit}`,
      formatNumber(l.rentTotal),
    ]);
  const { energy, gpu, transport, total } = clearing.costs;
  const { buyersPay, computeRents, linkRents } = clearing.settlement;
  const money: [string, number][] = [
    ['energy', energy],
    ['GPU time', gpu],
    ['transport', transport],
    ['cost of the clearing', total],
    ['compute rents', computeRents],
    ['link rents', linkRents],
    ['what buyers pay', buyersPay],
  ];
  const hidden = clearing.served.length - visible.length;
  const open = clearing.limits.filter((l) => !l.saturated).length;
  return [
    'Prices: what one more unit of a workload costs at a location',
    renderTable(
      ['node', 'workload', `demand ${FLOW_UNIT}`, `price ${PRICE_UNIT}`, 'range if not unique'],
      prices,
      [2, 3, 4],
    ),
    '',
    `Flows: who serves whom${hidden === 0 ? '' : ` (${hidden} tiny ones only in flows.csv)`}`,
    renderTable(['workload', 'from', 'served at', FLOW_UNIT, 'ms', 'limit ms'], served, [3, 4, 5]),
    '',
    `Saturated limits and their rents (${open} others have room and no rent)`,
    limits.length === 0
      ? '  none'
      : renderTable(['limit', 'where', 'cap', 'rent', 'rent $/h'], limits, [2, 3, 4]),
    '',
    'Money, $/h',
    renderTable(
      ['', ''],
      money.map(([what, amount]) => [what, amount.toFixed(2)]),
      [1],
    ),
    `  carbon: ${formatNumber(clearing.carbonKg)} kgCO2/h`,
  ].join('\n');
}

function publish(market: TokenFlowMarket, result: OptimalResult, intervals: Intervals): Publication {
  const clearing = clearingOf(market, result);
  const { provenance, settlement } = clearing;
  return {
    costs: clearing.costs,
    prices: clearing.prices.map((price, k) => ({
      name: 'service',
      labels: { node: price.location, workload: price.workload },
      value: price.value,
      ...intervals[k],
      unit: PRICE_UNIT,
      provenance,
    })),
    limits: clearing.limits.map(({ name, labels, use, cap, rent, saturated, unit }) => ({
      name,
      labels,
      use,
      cap,
      rent,
      saturated,
      unit,
    })),
    ledger: settlement,
    details: { tokenFlow: { flows: clearing.flows, served: clearing.served, carbonKg: clearing.carbonKg } },
    tables: {
      prices: priceTable(clearing, intervals),
      flows: flowTable(clearing),
      limits: limitTable(clearing),
    },
    text: text(market, clearing, intervals),
  };
}

export const tokenFlowDriver: MarketDriver = (data) => {
  const market = tokenFlow(data);
  const requests = market.meet.index[0];
  return {
    compiled: market.compiled,
    prices: [...requests].map(([node, workload], k) => ({
      name: 'service',
      labels: { node, workload },
      row: market.meet.start + k,
      unit: PRICE_UNIT,
    })),
    publish: (result, intervals) => publish(market, result, intervals),
  };
};
