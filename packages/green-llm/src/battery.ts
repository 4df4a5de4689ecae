/**
 * A battery at a site (our extension), with b its level, u charge and v discharge, eta the round-trip efficiency, which is
 * lost on charging:
 *
 *   b[j,t+1]  ==  b[j,t] + eta u[j,t] - v[j,t],     0 <= b <= capacity,     0 <= u, v <= power,     b at the end == b at the start
 *
 * and v - u joins the energy on site. With no capacity the base is unchanged.
 */
import { InvalidInputError } from '@marginal/program';
import type { GreenExtension } from './market.ts';

export interface Battery {
  /** kWh. */
  readonly capacity: number;
  /** kWh that may go in, or out, in an hour. */
  readonly power: number;
  /** What comes out of what went in, above 0 up to 1; 0.9 by default. */
  readonly efficiency?: number;
}

const EFFICIENCY = 0.9;

/** Adds the variables `charge`, `discharge` and `level` and the balance `batteryLevel`; sites that are not named have none. The day is cyclic. */
export function battery(batteries: Readonly<Record<string, Battery>>): GreenExtension {
  return (draft) => {
    const { model, sets, data } = draft;
    const faults = Object.entries(batteries)
      .filter(
        ([site, { capacity, power, efficiency = EFFICIENCY }]) =>
          !Object.hasOwn(data.sites, site) ||
          !(
            capacity >= 0 &&
            capacity < Infinity &&
            power >= 0 &&
            power < Infinity &&
            efficiency > 0 &&
            efficiency <= 1
          ),
      )
      .map(([site, given]) => ({
        code: 'green-llm.battery',
        place: `battery, '${site}'`,
        cause: Object.hasOwn(data.sites, site) ? `is ${JSON.stringify(given)}` : `'${site}' is not a site`,
        remedy: 'give a site its capacity in kWh, power in kWh per hour, efficiency above 0 up to 1',
      }));
    if (faults.length > 0) throw new InvalidInputError(faults);
    const { site, hour } = sets;
    const cap = model.parameter(
      'batteryCapacity',
      [site],
      { unit: 'kWh' },
      (j) => batteries[j]?.capacity ?? 0,
    );
    const rate = model.parameter('batteryPower', [site], { unit: 'kWh' }, (j) => batteries[j]?.power ?? 0);
    const kept = model.parameter(
      'batteryEfficiency',
      [site],
      { unit: '1' },
      (j) => batteries[j]?.efficiency ?? EFFICIENCY,
    );
    const charge = model.variable('charge', [site, hour], { unit: 'kWh', lower: 0, upper: rate });
    const discharge = model.variable('discharge', [site, hour], { unit: 'kWh', lower: 0, upper: rate });
    const level = model.variable('level', [site, hour], { unit: 'kWh', lower: 0, upper: cap });
    model.balance('batteryLevel', [site, hour], {
      supply: level.lag(hour, 1, 'wrap').plus(charge.times(kept)).minus(discharge),
      demand: level,
    });
    return { ...draft, supply: draft.supply.plus(discharge).minus(charge) };
  };
}
