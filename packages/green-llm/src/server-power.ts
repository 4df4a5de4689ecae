/**
 * Power of servers in place of energy per token (the March 2025 draft): with m[j,t] servers on, a fraction of one allowed,
 * each of which does H queries an hour and draws p_idle when idle and p_peak at full load,
 *
 *   IT energy  =  m p_idle + (p_peak - p_idle) load / H,       load <= H m,       0 <= m <= M
 *
 * It puts another IT energy in the place of the base's, so there is no zero at which the two agree, but for
 * p_idle = 0 and p_peak / H equal to the energy of every query.
 */
import { InvalidInputError } from '@marginal/program';
import type { GreenExtension } from './market.ts';

export interface ServerPowerOptions {
  /** p_idle, kWh per server and hour. */
  readonly idle: number;
  /** p_peak, kWh per server and hour. */
  readonly peak: number;
  /** H, queries per server and hour. */
  readonly rate: number;
  /** M, servers by site. */
  readonly servers: (site: string) => number;
}

/** Adds the variable `serversOn` and the row `serverLoad`. */
export function serverPower({ idle, peak, rate, servers }: ServerPowerOptions): GreenExtension {
  return (draft) => {
    const { model, share, demand, sets, data } = draft;
    const { area, query, site, hour } = sets;
    const counts = Object.keys(data.sites).map(servers);
    if (
      !(idle >= 0 && peak >= idle && peak < Infinity && rate > 0) ||
      counts.some((n) => !(n >= 0 && n < Infinity))
    )
      throw new InvalidInputError([
        {
          code: 'green-llm.server-power',
          place: 'serverPower',
          cause: `idle is ${idle}, peak is ${peak}, rate is ${rate}, servers are ${counts.join(', ')}`,
          remedy: 'give 0 <= idle <= peak in kWh, a rate above 0, and servers, zero or more',
        },
      ]);
    const available = model.parameter('servers', [site], { unit: 'server' }, servers);
    const capacity = model.parameter('serverRate', [], { unit: 'query/server' }, rate);
    const idlePower = model.parameter('serverIdle', [], { unit: 'kWh/server' }, idle);
    const queryPower = model.parameter('serverPerQuery', [], { unit: 'kWh/query' }, (peak - idle) / rate);
    const on = model.variable('serversOn', [site, hour], { unit: 'server', lower: 0, upper: available });
    const queries = share.times(demand).sum(area, query);
    model.constraint('serverLoad', [site, hour], queries, '<=', on.times(capacity));
    const itEnergy = on.times(idlePower).plus(queries.times(queryPower));
    return { ...draft, itEnergy, facility: itEnergy.times(draft.pue) };
  };
}
