/**
 * Owns the four published facts as measurements on market data, made with the market's own model:
 *
 *   1  links saturated in the transfer-aware clearing                            (published: 4)
 *   2  its cost against that of the token-equivalent baseline                    (published: +2.7 %)
 *   3  the largest rise of a chat price when the chat limit goes 100 -> 15 ms    (published: +117 %)
 *   4  the share of aggregate capacity that demand takes: scaled beyond it, the market must be infeasible
 */
import type { OptimalResult } from '@marginal/core';
import type { Backend } from '@marginal/program';
import { marketOf, type TokenFlowData, type TokenFlowMarket } from '@marginal/token-flow';

/** The limit of chat in the second half of fact 3, ms. */
const TIGHT_MS = 15;

/** A limit counts as reached when this share of it or less is left: the market's own measure. */
const SATURATION = 1e-6;

export interface SharedLimit {
  readonly use: number;
  readonly cap: number;
  /** $ per unit of the cap. */
  readonly rent: number;
  readonly saturated: boolean;
}

export interface Cleared {
  readonly market: TokenFlowMarket;
  readonly result: OptimalResult;
  /** $/h. */
  readonly cost: number;
  /** $/Mtok, by place. */
  readonly chat: ReadonlyMap<string, number>;
  readonly nodes: readonly SharedLimit[];
  readonly links: readonly SharedLimit[];
}

export interface Facts {
  readonly base: Cleared;
  readonly tokenEquivalent: Cleared;
  readonly tight: Cleared;
  readonly saturated: number;
  readonly saturatedInBaseline: number;
  /** %. */
  readonly costRise: number;
  /** %, by place. */
  readonly chatRises: Readonly<Record<string, number>>;
}

/** Limits of rows, each with its cap. */
function limits(
  uses: ArrayLike<number>,
  rents: ArrayLike<number>,
  caps: readonly { readonly row: number; readonly cap: number }[],
): SharedLimit[] {
  return caps.map(({ row, cap }) => ({
    use: uses[row],
    cap,
    rent: rents[row],
    saturated: cap - uses[row] <= SATURATION * cap,
  }));
}

/** The market cleared, or undefined when it is infeasible. */
export async function clear(data: TokenFlowData, backend: Backend): Promise<Cleared | undefined> {
  const market = marketOf(data);
  const result = await market.compiled.solve(backend);
  if (result.status === 'infeasible') return undefined;
  if (result.status !== 'optimal') throw new Error(`the market is ${result.status}`);
  const prices = result.price(market.meet).values;
  const workloads = Object.keys(data.workloads);
  const chat = Object.keys(data.nodes).map(
    (name, n) => [name, prices[n * workloads.length + workloads.indexOf('chat')]] as const,
  );
  return {
    market,
    result,
    cost: result.objective,
    chat: new Map(chat),
    nodes: limits(
      result.activity(market.compute).values,
      result.rent(market.compute).upper.values,
      Object.values(data.nodes).map(({ capacity }, row) => ({ row, cap: capacity })),
    ),
    links: limits(
      result.activity(market.bandwidth).values,
      result.rent(market.bandwidth).upper.values,
      // Rows of links are in the order of their ends, not of the data.
      Object.entries(data.links).map(([name, { capacityGB, bandwidth }]) => ({
        row: market.network.linkAt(name),
        cap: data.transferAware === true ? (capacityGB ?? Number.NaN) : bandwidth,
      })),
    ),
  };
}

export function withChatLimit(data: TokenFlowData, latencyMs: number): TokenFlowData {
  return { ...data, workloads: { ...data.workloads, chat: { ...data.workloads.chat, latencyMs } } };
}

/** Share of aggregate capacity that demand takes at scale 1. */
export function loadOf({ nodes, demand, workloads }: TokenFlowData): number {
  const capacity = Object.values(nodes).reduce((sum, node) => sum + node.capacity, 0);
  const need = Object.values(demand)
    .flatMap((row) => Object.entries(row))
    .reduce((sum, [workload, amount]) => sum + amount * workloads[workload].gpuHours, 0);
  return need / capacity;
}

function countSaturated({ links }: Cleared): number {
  return links.filter(({ saturated }) => saturated).length;
}

/** By how much the chat prices of the second are above those of the first, %, by place. */
export function chatRisesOf(base: Cleared, tight: Cleared): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...tight.chat].map(([place, price]) => [
      place,
      (price / (base.chat.get(place) ?? Number.NaN) - 1) * 100,
    ]),
  );
}

/** Facts 1 to 3, or undefined when one of the three markets cannot clear. */
export async function factsOf(data: TokenFlowData, backend: Backend): Promise<Facts | undefined> {
  const base = await clear({ ...data, transferAware: true }, backend);
  if (base === undefined) return undefined;
  const tokenEquivalent = await clear({ ...data, transferAware: false }, backend);
  const tight = await clear(withChatLimit({ ...data, transferAware: true }, TIGHT_MS), backend);
  if (tokenEquivalent === undefined || tight === undefined) return undefined;
  return {
    base,
    tokenEquivalent,
    tight,
    saturated: countSaturated(base),
    saturatedInBaseline: countSaturated(tokenEquivalent),
    costRise: (base.cost / tokenEquivalent.cost - 1) * 100,
    chatRises: chatRisesOf(base, tight),
  };
}
