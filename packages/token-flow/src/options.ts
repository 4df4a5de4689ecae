/** Owns which options data switch on: what `marketOf` adds to the base, and the base alone refuses. */
import type { TokenFlowData } from './data.ts';

/** Fields of the data that switch an extension on, as paths. */
export function optionsIn(data: TokenFlowData): string[] {
  return [
    ...(data.transferAware === true ? ['transferAware'] : []),
    ...Object.entries(data.workloads)
      .filter(([, { valueOfLostService }]) => typeof valueOfLostService === 'number')
      .map(([name]) => `workloads.${name}.valueOfLostService`),
    ...((data.carbonPrice ?? 0) > 0 ? ['carbonPrice'] : []),
    ...(typeof data.carbonCap === 'number' ? ['carbonCap'] : []),
    ...((data.reserve ?? 0) > 0 ? ['reserve'] : []),
    ...(Object.keys(data.bids ?? {}).length > 0 ? ['bids'] : []),
    ...(Object.keys(data.outages ?? {}).length > 0 ? ['outages'] : []),
  ];
}
