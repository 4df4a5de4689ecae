/**
 * A statement: a market that is being stated, before its rows are closed. Extensions take a statement and return it
 * with more in it: terms of the shared rows, lines of the cost, rows of their own, and what they add to the report
 * (design: composition). What the shared rows become is in market.ts.
 */
import type { Expression, Model, NoDims, OptimalResult, Parameter } from '@marginal/core';
import type { TokenFlowData } from './data.ts';
import type { AtLocation, AtPlace, Flows } from './flows.ts';
import type { Hour } from './hours.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Limit } from './limit.ts';
import type { TokenFlowMarket } from './market.ts';
import type { Links, Network, Workloads } from './network.ts';

/** A part of the objective, $/h, summed over the hours. */
export type Amount = Expression<NoDims, 'affine'>;

/** Unit of the capacity of links. */
export type LinkUnit = 'Mtok/h' | 'GB/h';

/** What limits a link: `sum over workloads of weight * amount <= capacity`, at a cost per unit of use. */
export interface LinkTerms {
  readonly unit: LinkUnit;
  /** Use of a link per Mtok of a workload. */
  readonly weight: Parameter<readonly [Workloads]>;
  readonly capacity: Parameter<readonly [Links]>;
  /** $ per unit of use. */
  readonly cost: Parameter<readonly [Links]>;
}

/** A number by node, workload and hour, $/Mtok. */
export type Rate = (node: string, workload: string, hour: Hour) => number;

/** What an extension reads of an optimum of the market that it is part of. */
export type Reader<T> = (market: TokenFlowMarket, result: OptimalResult) => T;

/** A price that is not of a workload, such as that of reserve: the dual of a row. */
export interface OtherPrice {
  readonly name: string;
  readonly labels: Readonly<Record<string, string | number>>;
  /** Row of the program. */
  readonly row: number;
  readonly unit: string;
  readonly demand: number;
  readonly demandUnit: string;
  /** Its value at an optimum. */
  readonly read: (result: OptimalResult) => number;
}

/** What an extension adds to the report of an optimum. Money is in $/h, summed over the hours. */
export interface Line {
  /** Names the extension, and its part of a price. */
  readonly name: string;
  /** Added to what processing a Mtok costs at a node. */
  readonly atServer?: Reader<Rate>;
  /** Added to what a Mtok costs at a location, however it is served. */
  readonly atOrigin?: Reader<Rate>;
  /** Prices of its own. */
  readonly prices?: () => readonly OtherPrice[];
  /** Its limits, with use and rent. */
  readonly limits?: Reader<readonly Limit[]>;
  /** Payments that exist only because of it; the market's own account must balance with them in it. */
  readonly payments?: Reader<readonly LedgerEntry[]>;
  /** What parties spend outside the market because of it. */
  readonly spending?: Reader<readonly (readonly [party: string, amount: number])[]>;
  /** Terms of the settlement: buyersPay = processing + transport + rents + these. */
  readonly settlement?: Reader<Readonly<Record<string, number>>>;
}

/**
 * How far a statement has come, in the type: the unit of the links, and whether the link terms and the reserve may still
 * change (`open`) or outages have been stated on them (`secured`).
 */
export interface Statement<
  U extends LinkUnit = LinkUnit,
  Security extends 'open' | 'secured' = 'open' | 'secured',
> {
  readonly data: TokenFlowData;
  readonly model: Model;
  readonly network: Network;
  readonly flows: Flows;
  /** GPU h/Mtok by workload. */
  readonly gpuHours: Parameter<readonly [Workloads]>;
  readonly links: LinkTerms & { readonly unit: U };
  readonly security: Security;
  /** Supply side of `meet`, Mtok/h. */
  readonly supply: AtLocation;
  /** What bidders take beside the demand of the data, Mtok/h. */
  readonly bids: AtLocation | undefined;
  /** GPUs taken at a node: the left side of `compute`. */
  readonly taken: AtPlace;
  /** Parts of the objective by name; the transport cost comes on top. */
  readonly costs: Readonly<Record<string, Amount>>;
  /** gCO2/h, summed over the hours. */
  readonly carbon: Amount;
  readonly lines: readonly Line[];
}
