/**
 * Settlement as a ledger: every payment from somebody to somebody, $ over the horizon. Buyers pay price times demand to
 * the market; the market pays operators what processing costs and the rent of their GPUs, and owners of links what
 * transport costs and the rent of their links. Both sides are computed by themselves, buyers' from prices and the others'
 * from costs and rents, so the market's own account balances exactly if the duals are right (docs/conventions.md 1.5).
 */
import type { OptimalResult } from '@marginal/core';
import type { ToleranceClass } from '@marginal/program';
import { dualsOf } from './duals.ts';
import { flowsOf } from './flow.ts';
import { demandAt, hoursOf } from './hours.ts';
import type { Limit } from './limit.ts';
import type { TokenFlowMarket } from './market.ts';
import type { Served } from './served.ts';
import { LEDGER_BALANCE } from './tolerances.ts';

export interface LedgerEntry {
  /** Who pays. */
  readonly from: string;
  /** Who is paid. */
  readonly to: string;
  readonly what: string;
  /** $ over the horizon: of one hour in a market without hours. */
  readonly amount: number;
}

/** What one party comes to. */
export interface Account {
  readonly party: string;
  readonly received: number;
  readonly paid: number;
  /** What it spends outside the market: energy, GPU time, transport. */
  readonly cost: number;
  /** received - paid - cost, $. For operators and owners a rent, never negative: costs are recovered. */
  readonly net: number;
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** Operators and owners: cost recovery. */
  readonly accounts: readonly Account[];
  /** Congestion rent of each link and its owner. */
  readonly linkRents: readonly { readonly link: string; readonly owner: string; readonly rent: number }[];
  /** The market's own account. */
  readonly collected: number;
  readonly paidOut: number;
  /** |collected - paidOut| relative to 1 + the money that moves. */
  readonly imbalance: number;
  /** The imbalance that counts as none: `LEDGER_BALANCE` of the solver's class. */
  readonly tolerance: number;
  /** `balanced`: revenue is adequate and nothing is left over, to `tolerance`. */
  readonly status: 'balanced' | 'unbalanced';
}

/** The clearing house. */
export const MARKET = 'market';

export function buyersOf(workload: string, node: string): string {
  return `buyers of ${workload} at ${node}`;
}

export function operatorOf(node: string): string {
  return `operator of ${node}`;
}

/** Owner as named in the data; a link without one is its own. */
export function ownerOf(market: Pick<TokenFlowMarket, 'data'>, link: string): string {
  return market.data.links[link].owner ?? `owner of ${link}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Books all payments of an optimum and checks the balance, as well as a solver of this class can keep it. */
export function ledgerOf(
  market: TokenFlowMarket,
  result: OptimalResult,
  served: readonly Served[],
  limits: readonly Limit[],
  toleranceClass: ToleranceClass,
): Ledger {
  const { data, network, lines } = market;
  const duals = dualsOf(market, result);
  const hours = hoursOf(data);
  const flows = flowsOf(market, served);
  const rentOf = (isIt: (limit: Limit) => boolean): number =>
    sum(limits.filter(isIt).map((limit) => limit.rentTotal));

  const buyers = [...network.node].flatMap((n) =>
    [...network.workload].map((k) => ({
      from: buyersOf(k, n),
      to: MARKET,
      what: 'service',
      amount: sum(hours.map((t) => duals.price(n, k, t) * demandAt(data, n, k, t))),
    })),
  );
  const processing = new Map<string, number>();
  const transport = new Map<string, number>();
  for (const { kind, from, to, cost } of flows) {
    const key = kind === 'process' ? from : JSON.stringify([from, to]);
    const book = kind === 'process' ? processing : transport;
    book.set(key, (book.get(key) ?? 0) + cost);
  }
  const toOperators = [...network.node].flatMap((n) => [
    { from: MARKET, to: operatorOf(n), what: 'processing', amount: processing.get(n) ?? 0 },
    {
      from: MARKET,
      to: operatorOf(n),
      what: 'compute rent',
      amount: rentOf((l) => l.name === 'compute' && l.labels.node === n),
    },
  ]);
  const linkRents = Object.entries(data.links).map(([link, { from, to }]) => ({
    link,
    owner: ownerOf(market, link),
    rent: rentOf((l) => l.name === 'link' && l.labels.from === from && l.labels.to === to),
  }));
  const toOwners = Object.entries(data.links).flatMap(([link, { from, to }], l) => [
    {
      from: MARKET,
      to: ownerOf(market, link),
      what: `transport over ${link}`,
      amount: transport.get(JSON.stringify([from, to])) ?? 0,
    },
    {
      from: MARKET,
      to: ownerOf(market, link),
      what: `congestion rent of ${link}`,
      amount: linkRents[l].rent,
    },
  ]);
  const entries = [
    ...buyers,
    ...toOperators,
    ...toOwners,
    ...lines.flatMap((line) => line.payments?.(market, result) ?? []),
  ].filter((entry) => entry.amount !== 0);

  const costs = new Map<string, number>();
  const spend = (party: string, amount: number): void => {
    costs.set(party, (costs.get(party) ?? 0) + amount);
  };
  for (const [node, cost] of processing) spend(operatorOf(node), cost);
  for (const [link, { from, to }] of Object.entries(data.links))
    spend(ownerOf(market, link), transport.get(JSON.stringify([from, to])) ?? 0);
  for (const line of lines)
    for (const [party, cost] of line.spending?.(market, result) ?? []) spend(party, cost);

  const received = (party: string): number => sum(entries.filter((e) => e.to === party).map((e) => e.amount));
  const paid = (party: string): number => sum(entries.filter((e) => e.from === party).map((e) => e.amount));
  const parties = [
    ...[...network.node].map(operatorOf),
    ...new Set(Object.keys(data.links).map((link) => ownerOf(market, link))),
  ];
  const collected = received(MARKET);
  const paidOut = paid(MARKET);
  const moved = sum(entries.map((entry) => Math.abs(entry.amount)));
  const tolerance = LEDGER_BALANCE[toleranceClass];
  const imbalance = Math.abs(collected - paidOut) / (1 + moved);
  return {
    entries,
    accounts: parties.map((party) => {
      const cost = costs.get(party) ?? 0;
      const [inflow, outflow] = [received(party), paid(party)];
      return { party, received: inflow, paid: outflow, cost, net: inflow - outflow - cost };
    }),
    linkRents,
    collected,
    paidOut,
    imbalance,
    tolerance,
    status: imbalance <= tolerance ? 'balanced' : 'unbalanced',
  };
}
