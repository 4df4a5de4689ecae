/**
 * The token-flow market for the command: prices by location, workload and hour, what they are made of, flows, limits with
 * rents, merit order, who pays whom. Labels and columns carry the hour only where the market has hours.
 */

import type { OptimalResult } from '@marginal/core';
import type { ToleranceClass } from '@marginal/program';
import {
  type Clearing,
  clearingOf,
  explainInfeasible,
  latencyLimit,
  marketOf,
  otherPricesOf,
  priceRowsOf,
  type TokenFlowData,
  type TokenFlowMarket,
} from '@marginal/token-flow';
import type { PriceInterval, Publication, StatedMarket } from './market-driver.ts';
import { formatNumber } from './number-format.ts';
import type { CsvTable } from './result-folder.ts';
import { notCleared } from './solve-stated.ts';
import { renderTable } from './table.ts';

type Intervals = readonly PriceInterval[];

const PRICE_UNIT = '$/Mtok';
const FLOW_UNIT = 'Mtok/h';

/** Flows below this share of the largest are left out of the table for people, with a count; files have them all. */
const VISIBLE_SHARE = 1e-9;

type Labels = Readonly<Record<string, string>>;

/** Labels as users see them: the hour, like all others, as text. */
function labelsOf(labels: Readonly<Record<string, string | number>>): Labels {
  return Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, String(label)]));
}

/** `['hour']` in a market with hours. */
function hourColumn({ data }: TokenFlowMarket): string[] {
  return data.hours === undefined || data.hours === null ? [] : ['hour'];
}

function priceLabels(price: { location: string; workload: string; hour?: number }): Labels {
  const { location, workload, hour } = price;
  return labelsOf({ node: location, workload, ...(hour === undefined ? {} : { hour }) });
}

function priceTable(market: TokenFlowMarket, clearing: Clearing, intervals: Intervals): CsvTable {
  const labels = ['node', 'workload', ...hourColumn(market)];
  return {
    columns: ['name', ...labels, 'value', 'low', 'high', 'unique', 'unit', 'demand', 'demandUnit'],
    rows: [
      ...clearing.prices.map((price, k) => ({
        name: 'service',
        ...priceLabels(price),
        value: price.value,
        ...intervals[k],
        unit: PRICE_UNIT,
        demand: price.demand,
        demandUnit: FLOW_UNIT,
      })),
      ...clearing.otherPrices.map(({ name, labels, value, unit, demand, demandUnit }, k) => ({
        name,
        ...labelsOf(labels),
        value,
        ...intervals[clearing.prices.length + k],
        unit,
        demand,
        demandUnit,
      })),
    ],
  };
}

function partTable(market: TokenFlowMarket, clearing: Clearing): CsvTable {
  const names = Object.keys(clearing.priceParts[0]?.parts ?? {});
  return {
    columns: ['node', 'workload', ...hourColumn(market), 'price', ...names, 'unit', 'path'],
    rows: clearing.priceParts.map((entry) => ({
      ...priceLabels(entry),
      price: entry.price,
      ...entry.parts,
      unit: PRICE_UNIT,
      path: JSON.stringify(entry.path),
    })),
  };
}

function flowTable(market: TokenFlowMarket, clearing: Clearing): CsvTable {
  const hour = hourColumn(market);
  const amounts = ['amount', 'unit', 'unitCost', 'unitCostUnit', 'cost', 'costUnit'];
  return {
    columns: ['kind', 'from', 'to', 'workload', ...hour, ...amounts],
    rows: clearing.flows.map((flow) => ({
      ...flow,
      unit: FLOW_UNIT,
      unitCostUnit: PRICE_UNIT,
      costUnit: '$/h',
    })),
  };
}

function limitTable(market: TokenFlowMarket, clearing: Clearing): CsvTable {
  const known = ['node', 'from', 'to', ...hourColumn(market)];
  const others = clearing.limits.flatMap(({ labels }) => Object.keys(labels));
  const numbers = ['use', 'cap', 'unit', 'saturated', 'rent', 'rentUnit', 'rentTotal', 'rentTotalUnit'];
  return {
    columns: ['name', ...new Set([...known, ...others]), ...numbers],
    rows: clearing.limits.map(({ labels, ...limit }) => ({ ...limit, ...labels, rentTotalUnit: '$/h' })),
  };
}

function meritTable(market: TokenFlowMarket, clearing: Clearing): CsvTable {
  const numbers = ['processing', 'computeRent', 'processed', 'gpus', 'gpusInUse', 'capacity', 'marginal'];
  return {
    columns: ['workload', ...hourColumn(market), 'rank', 'node', ...numbers],
    rows: clearing.meritOrder.map((step) => ({ ...step })),
  };
}

function ledgerTable({ ledger }: Clearing): CsvTable {
  return {
    columns: ['from', 'to', 'what', 'amount', 'unit'],
    rows: ledger.entries.map((entry) => ({ ...entry, unit: '$' })),
  };
}

function range(low: number, high: number, unique: boolean): string {
  return unique ? '' : `${formatNumber(low)} .. ${formatNumber(high)}`;
}

function limitText({ data }: TokenFlowMarket, workload: string, origin: string): string {
  const limit = latencyLimit(data, workload, origin);
  return Number.isFinite(limit) ? String(limit) : 'none';
}

/** Who works and who does not, cheapest first; with hours there are too many to read. */
function meritText({ meritOrder }: Clearing, hour: readonly string[]): string[] {
  if (hour.length > 0) return ['Merit order: see merit-order.csv, or --json'];
  const steps = meritOrder.map((step) => [
    step.workload,
    String(step.rank),
    step.node,
    formatNumber(step.processing),
    formatNumber(step.processed),
    `${formatNumber(step.gpusInUse)} of ${formatNumber(step.capacity)}`,
    step.marginal ? 'marginal' : step.processed > 0 ? 'full' : '',
  ]);
  return [
    'Merit order: where a workload is cheapest to process, and what is done there',
    renderTable(
      ['workload', '', 'node', `cost ${PRICE_UNIT}`, FLOW_UNIT, 'all GPUs in use', ''],
      steps,
      [1, 3, 4, 5],
    ),
  ];
}

function text(market: TokenFlowMarket, clearing: Clearing, intervals: Intervals): string {
  const hour = hourColumn(market);
  const ofHour = (entry: { hour?: number }): string[] => hour.map(() => String(entry.hour));
  const prices = clearing.prices.map((p, k) => [
    p.location,
    p.workload,
    ...ofHour(p),
    formatNumber(p.demand),
    formatNumber(p.value),
    range(intervals[k].low, intervals[k].high, intervals[k].unique),
  ]);
  const largest = Math.max(0, ...clearing.served.map((s) => s.amount));
  const visible = clearing.served.filter((s) => s.amount > VISIBLE_SHARE * largest);
  const served = visible.map((s) => [
    s.workload,
    ...ofHour(s),
    s.origin,
    s.path.length === 1 ? 'at home' : s.path.slice(1).join(' > '),
    formatNumber(s.amount),
    String(s.latencyMs),
    limitText(market, s.workload, s.origin),
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
  const { energy, gpu, transport, total, ...otherCosts } = clearing.costs;
  const { buyersPay, computeRents, linkRents, processing, transport: moved, ...others } = clearing.settlement;
  const money: [string, number][] = [
    ['energy', energy],
    ['GPU time', gpu],
    ['transport', transport],
    ...Object.entries(otherCosts),
    ['cost of the clearing', total],
    ['compute rents', computeRents],
    ['link rents', linkRents],
    ...Object.entries(others).filter(([name]) => !Object.hasOwn(otherCosts, name)),
    ['what buyers pay', buyersPay],
  ];
  const hidden = clearing.served.length - visible.length;
  const open = clearing.limits.filter((l) => !l.saturated).length;
  return [
    'Prices: what one more unit of a workload costs at a location',
    renderTable(
      ['node', 'workload', ...hour, `demand ${FLOW_UNIT}`, `price ${PRICE_UNIT}`, 'range if not unique'],
      prices,
      [2, 3, 4].map((column) => column + hour.length),
    ),
    ...clearing.otherPrices.map(
      ({ name, labels, value, unit }) =>
        `  ${[name, ...Object.values(labels)].join(' ')}: ${formatNumber(value)} ${unit}`,
    ),
    '',
    `Flows: who serves whom${hidden === 0 ? '' : ` (${hidden} tiny ones only in flows.csv)`}`,
    renderTable(
      ['workload', ...hour, 'from', 'served at', FLOW_UNIT, 'ms', 'limit ms'],
      served,
      [3, 4, 5].map((column) => column + hour.length),
    ),
    '',
    ...meritText(clearing, hour),
    '',
    `Saturated limits and their rents (${open} others have room and no rent)`,
    limits.length === 0
      ? '  none'
      : renderTable(['limit', 'where', 'cap', 'rent', 'rent $/h'], limits, [2, 3, 4]),
    '',
    hour.length === 0 ? 'Money, $/h' : `Money, $ in ${market.data.hours} hours`,
    renderTable(
      ['', ''],
      money.map(([what, amount]) => [what, amount.toFixed(2)]),
      [1],
    ),
    `  carbon: ${formatNumber(clearing.carbonKg)} kgCO2${hour.length === 0 ? '/h' : ''}`,
    `  the ledger ${clearing.ledger.status === 'balanced' ? 'balances' : 'DOES NOT BALANCE'} to ${clearing.ledger.imbalance.toExponential(1)} relative (allowed ${clearing.ledger.tolerance.toExponential(0)})`,
  ].join('\n');
}

function publish(
  market: TokenFlowMarket,
  result: OptimalResult,
  toleranceClass: ToleranceClass,
  intervals: Intervals,
): Publication {
  const clearing = clearingOf(market, result, toleranceClass);
  const { provenance, settlement } = clearing;
  return {
    costs: clearing.costs,
    prices: [
      ...clearing.prices.map((price, k) => ({
        name: 'service',
        labels: priceLabels(price),
        value: price.value,
        ...intervals[k],
        unit: PRICE_UNIT,
        provenance,
      })),
      ...clearing.otherPrices.map(({ name, labels, value, unit }, k) => ({
        name,
        labels: labelsOf(labels),
        value,
        ...intervals[clearing.prices.length + k],
        unit,
        provenance,
      })),
    ],
    limits: clearing.limits.map(({ name, labels, use, cap, rent, saturated, unit }) => ({
      name,
      labels: labelsOf(labels),
      use,
      cap,
      rent,
      saturated,
      unit,
    })),
    ledger: settlement,
    details: {
      tokenFlow: {
        flows: clearing.flows,
        served: clearing.served,
        carbonKg: clearing.carbonKg,
        priceParts: clearing.priceParts,
        meritOrder: clearing.meritOrder,
        ledger: clearing.ledger,
      },
    },
    tables: {
      prices: priceTable(market, clearing, intervals),
      flows: flowTable(market, clearing),
      limits: limitTable(market, clearing),
      ledger: ledgerTable(clearing),
      'price-parts': partTable(market, clearing),
      'merit-order': meritTable(market, clearing),
    },
    text: text(market, clearing, intervals),
  };
}

/** States the market of checked data. */
export function tokenFlowDriver(data: TokenFlowData): StatedMarket {
  const market = marketOf(data);
  const { compiled } = market;
  const { rowCount, columnCount } = compiled.program.matrix;
  const prices = [
    ...priceRowsOf(market).map((priced) => ({
      name: 'service',
      labels: priceLabels(priced),
      row: priced.row,
      unit: PRICE_UNIT,
    })),
    ...otherPricesOf(market).map(({ name, labels, row, unit }) => ({
      name,
      labels: labelsOf(labels),
      row,
      unit,
    })),
  ];
  return {
    rows: rowCount,
    columns: columnCount,
    objectiveUnit: hourColumn(market).length === 0 ? '$/h' : '$',
    solve: async (backend, options) => {
      const result = await compiled.solve(backend, options);
      if (result.status === 'infeasible') {
        const { lines, ...explanation } = explainInfeasible(market, result);
        return notCleared(result, { lines, details: { explanation } });
      }
      if (result.status !== 'optimal') return notCleared(result, { lines: [], details: {} });
      const { outcome } = result;
      return {
        status: 'optimal',
        solver: result.solver,
        objective: result.objective,
        residuals: result.residuals,
        iterations: outcome.iterations,
        seconds: outcome.seconds,
        duals: { program: compiled.program, outcome, prices },
        publish: (intervals) => publish(market, result, backend.capabilities.toleranceClass, intervals),
      };
    },
  };
}
