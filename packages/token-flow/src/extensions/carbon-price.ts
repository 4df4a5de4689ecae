/**
 * A price on carbon: every node pays for what its processing emits.
 *
 *   cost  +=  price  sum over n, k, t of energy[k] pue[n] carbon[n,t] work[n,k,t]
 *
 * with the price in $/tCO2. The price of a workload gains the part `carbonPrice`, what serving one more Mtok emits at the
 * server; operators recover it from the market and pay it to the carbon authority. At price zero the market is the base.
 */
import { CARBON_AUTHORITY, emissionRate, emissionsOf, TONNES_PER_GRAM } from '../emissions.ts';
import { MARKET, operatorOf } from '../ledger.ts';
import type { Line, Statement } from '../statement.ts';

const KILOGRAMS_PER_TONNE = 1000;

/** Adds a carbon price, $/tCO2, >= 0. */
export function carbonPrice(price: number) {
  return <S extends Statement>(stated: S): S => {
    const { data, model, carbon } = stated;
    const perTonne = model.parameter('carbonPrice', [], { unit: '$/tCO2' }, price);
    const tonnes = model.parameter('tonnesPerGram', [], { unit: 'tCO2/gCO2' }, TONNES_PER_GRAM);
    const perKilogram = price / KILOGRAMS_PER_TONNE;
    const line: Line = {
      name: 'carbonPrice',
      atServer: () => (n, k, t) => perKilogram * emissionRate(data, n, k, t),
      payments: (market, result) =>
        [...emissionsOf(market, result)].flatMap(([n, kg]) => [
          { from: MARKET, to: operatorOf(n), what: 'carbon price', amount: perKilogram * kg },
          { from: operatorOf(n), to: CARBON_AUTHORITY, what: 'carbon price', amount: perKilogram * kg },
        ]),
      settlement: (market, result) => ({
        carbonPrice: [...emissionsOf(market, result).values()].reduce((sum, kg) => sum + perKilogram * kg, 0),
      }),
    };
    return {
      ...stated,
      costs: { ...stated.costs, carbonPrice: carbon.times(tonnes).times(perTonne) },
      lines: [...stated.lines, line],
    };
  };
}
