/**
 * Owns which tables a folder of CSVs may hold, which columns each has, in which unit, and what a blank means. Every
 * default is a value that does nothing: no cost, no limit. What would be a guess has none and must be written.
 */

export interface Column {
  readonly kind: 'number' | 'text' | 'flag' | 'names';
  /** Of the field the column goes to; a header may repeat it in brackets, and may not say another. */
  readonly unit?: string;
  /** Of a blank cell, or of all rows when there is no such column; null means no limit. */
  readonly default?: number | null;
  /** A blank, and a table without this column, is a fault. */
  readonly required?: true;
}

export type Columns = Readonly<Record<string, Column>>;

const TEXT: Column = { kind: 'text' };

function amount(unit: string): Column {
  return { kind: 'number', unit };
}

function amountOr(unit: string, standard: number | null): Column {
  return { kind: 'number', unit, default: standard };
}

function needed(column: Column): Column {
  return { ...column, required: true };
}

/** One row per entry of a named set, keyed by `name`. `source` cites a row of sources.csv for every number of the row. */
export const ENTRY_TABLES: Readonly<Record<'nodes' | 'links' | 'workloads' | 'bids' | 'outages', Columns>> = {
  nodes: {
    name: needed(TEXT),
    title: TEXT,
    source: TEXT,
    region: TEXT,
    capacity: needed(amount('GPU')),
    electricityPrice: amountOr('$/kWh', 0),
    pue: amountOr('1', 1),
    carbonIntensity: amountOr('gCO2/kWh', 0),
    gpuCost: amountOr('$/(GPU h)', 0),
    latitude: amount('degrees'),
    longitude: amount('degrees'),
    reserveCost: amount('$/(GPU h)'),
  },
  links: {
    name: TEXT,
    source: TEXT,
    from: needed(TEXT),
    to: needed(TEXT),
    bandwidth: needed(amount('Mtok/h')),
    transportCost: amountOr('$/Mtok', 0),
    roundTripMs: amount('ms'),
    capacityGB: amount('GB/h'),
    costPerGB: amount('$/GB'),
    owner: TEXT,
  },
  workloads: {
    name: needed(TEXT),
    title: TEXT,
    source: TEXT,
    latencyMs: amountOr('ms', null),
    gpuHours: needed(amount('GPU h/Mtok')),
    energy: amountOr('kWh/Mtok', 0),
    transferGB: amount('GB/Mtok'),
    serveMs: amount('ms'),
    valueOfLostService: amount('$/Mtok'),
    deferHours: amount('h'),
  },
  bids: {
    name: needed(TEXT),
    source: TEXT,
    node: needed(TEXT),
    workload: needed(TEXT),
    amount: needed(amount('Mtok/h')),
    value: needed(amount('$/Mtok')),
  },
  outages: {
    name: needed(TEXT),
    source: TEXT,
    links: needed({ kind: 'names' }),
    shortTermFactor: amount('1'),
  },
};

/** One row for the whole market. */
export const MARKET_COLUMNS: Columns = {
  name: TEXT,
  title: TEXT,
  source: TEXT,
  demandScale: amount('1'),
  transferAware: { kind: 'flag' },
  carbonPrice: amount('$/tCO2'),
  carbonCap: amount('kgCO2/h'),
  reserve: amount('GPU'),
};

/** One row per citation. */
export const SOURCE_COLUMNS: Columns = {
  name: needed(TEXT),
  title: needed(TEXT),
  by: needed(TEXT),
  url: TEXT,
  licence: needed(TEXT),
  retrieved: TEXT,
  note: TEXT,
};

/** Units of the tables whose columns are named by the user: workloads, or nodes by the hour. */
export const DEMAND_UNIT = 'Mtok/h';
export const PRICE_UNIT = '$/kWh';
export const CARBON_UNIT = 'gCO2/kWh';
export const SHAPE_UNIT = '1';
