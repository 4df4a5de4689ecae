/** Which row of the program prices what: one per location, workload and hour, in the order of the index. */
import { type Hour, hoursOf, mayWait } from './hours.ts';
import type { TokenFlowMarket } from './market.ts';
import { hourLabel } from './served.ts';
import type { OtherPrice } from './statement.ts';

/** One price of a market. */
export interface PriceRow {
  readonly location: string;
  readonly workload: string;
  /** Hour in which the demand arises; absent in a market without hours. */
  readonly hour?: number;
  /** Row of the program whose dual the price is: of `arrival` for work that may wait, of `meet` otherwise. */
  readonly row: number;
}

/** Position in the rows of `meet`. */
export function serviceRow(
  { data, network }: TokenFlowMarket,
  node: string,
  workload: string,
  hour: Hour,
): number {
  const place = network.node.ordinal(node) * network.workload.size + network.workload.ordinal(workload);
  return place * hoursOf(data).length + (hour ?? 0);
}

/** Position in the rows of `arrival`; -1 when the workload may not wait. */
export function arrivalRow(market: TokenFlowMarket, node: string, workload: string, hour: Hour): number {
  const { data, network, deferral } = market;
  if (deferral === undefined || !mayWait(data, workload)) return -1;
  const ordinals = [network.node.ordinal(node), network.workload.ordinal(workload), hour ?? 0];
  return deferral.arrival.index[0].findOrdinals(ordinals);
}

/** All prices of a market, by location, then workload, then hour. */
export function priceRowsOf(market: TokenFlowMarket): PriceRow[] {
  const { data, network, meet, deferral } = market;
  return [...network.node].flatMap((location) =>
    [...network.workload].flatMap((workload) =>
      hoursOf(data).map((hour) => {
        const waiting = arrivalRow(market, location, workload, hour);
        return {
          location,
          workload,
          ...hourLabel(hour),
          row:
            waiting >= 0 && deferral !== undefined
              ? deferral.arrival.start + waiting
              : meet.start + serviceRow(market, location, workload, hour),
        };
      }),
    ),
  );
}

/** Prices of what extensions trade. */
export function otherPricesOf({ lines }: TokenFlowMarket): OtherPrice[] {
  return lines.flatMap((line) => line.prices?.() ?? []);
}
