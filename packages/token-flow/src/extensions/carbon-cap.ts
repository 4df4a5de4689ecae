/**
 * A cap on carbon: what all processing emits may not exceed it, on average over the hours.
 *
 *   lambda   carbonCap:  sum over n, k, t of energy[k] pue[n] carbon[n,t] work[n,k,t]  <=  cap hours     (kgCO2)
 *
 * lambda is the price of a permit, $/kgCO2: what a carbon price would have to be to keep the cap. The price of a workload
 * gains the part `carbonCap`; operators buy permits from the carbon authority. A cap that does not bind leaves the base.
 */
import { CARBON_AUTHORITY, emissionRate, emissionsOf, KILOGRAMS_PER_GRAM } from '../emissions.ts';
import { hoursOf } from '../hours.ts';
import { MARKET, operatorOf } from '../ledger.ts';
import { type Limit, limitsOver } from '../limit.ts';
import type { Line, Reader, Statement } from '../statement.ts';

/** Adds a carbon cap, kgCO2/h on average over the hours, >= 0. */
export function carbonCap(cap: number) {
  return <S extends Statement>(stated: S): S => {
    const { data, model, carbon } = stated;
    const kilograms = model.parameter('kilogramsPerGram', [], { unit: 'kgCO2/gCO2' }, KILOGRAMS_PER_GRAM);
    const permits = model.parameter('carbonCap', [], { unit: 'kgCO2/h' }, cap * hoursOf(data).length);
    const row = model.constraint('carbon', [], carbon.times(kilograms), '<=', permits);
    const limit: Reader<Limit> = (_, result) =>
      limitsOver({
        name: 'carbonCap',
        unit: 'kgCO2/h',
        use: result.activity(row),
        rent: result.rent(row).upper,
        cap: () => permits.values[0],
      })[0];
    const line: Line = {
      name: 'carbonCap',
      atServer: (market, result) => {
        const { rent } = limit(market, result);
        return (n, k, t) => rent * emissionRate(data, n, k, t);
      },
      limits: (market, result) => [limit(market, result)],
      payments: (market, result) => {
        const { rent } = limit(market, result);
        return [...emissionsOf(market, result)].flatMap(([n, kg]) => [
          { from: MARKET, to: operatorOf(n), what: 'carbon permits', amount: rent * kg },
          { from: operatorOf(n), to: CARBON_AUTHORITY, what: 'carbon permits', amount: rent * kg },
        ]);
      },
      settlement: (market, result) => ({ carbonCapRent: limit(market, result).rentTotal }),
    };
    return { ...stated, lines: [...stated.lines, line] };
  };
}
