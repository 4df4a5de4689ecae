/**
 * Links in physical units: what a workload moves is counted in GB, and so are the link's capacity, cost and rent.
 *
 *   sum over k of f[l,k] <= bandwidth[l]  (Mtok/h)   becomes   sum over k of s[k] f[l,k] <= W[l]  (GB/h)
 *   cost  g[l] f[l,k]  ($/h)                         becomes   g'[l] s[k] f[l,k]                 ($/h)
 *
 * with s = transferGB, W = capacityGB, g' = costPerGB. With s = 1, W = bandwidth and g' = the transport cost the market is
 * the base. It replaces the link terms, so it comes before extensions that read them (linkOutage).
 */
import type { TokenFlowData } from '../data.ts';
import type { Statement } from '../statement.ts';

export interface TransferRates {
  /** GB moved over each link of a path per Mtok, by workload; >= 0. */
  readonly transferGB: Readonly<Record<string, number>>;
  /** GB/h, by name of the link; >= 0. */
  readonly capacityGB: Readonly<Record<string, number>>;
  /** $/GB, by name of the link; >= 0. */
  readonly costPerGB: Readonly<Record<string, number>>;
}

/** The rates that checked data of a transfer-aware market hold. */
export function transferRatesOf({ links, workloads }: TokenFlowData): TransferRates {
  const pick = <T>(entries: Readonly<Record<string, T>>, read: (entry: T) => number | undefined) =>
    Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, read(entry) ?? Number.NaN]));
  return {
    transferGB: pick(workloads, (w) => w.transferGB),
    capacityGB: pick(links, (l) => l.capacityGB),
    costPerGB: pick(links, (l) => l.costPerGB),
  };
}

/** Replaces token equivalents by GB. A rate that is missing is an error of the parameter (`core.nan`). */
export function transferAware(rates: TransferRates) {
  return (stated: Statement<'Mtok/h', 'open'>): Statement<'GB/h', 'open'> => {
    const { model, data, network } = stated;
    const { workload, link } = network;
    const byEnds = (values: Readonly<Record<string, number>>) =>
      Object.entries(data.links).map(([name, l]) => [l.from, l.to, values[name]] as const);
    const weight = model.parameter('transferGB', [workload], { unit: 'GB/Mtok' }, (k) => rates.transferGB[k]);
    const capacity = model.parameter('capacityGB', [link], { unit: 'GB/h' }, byEnds(rates.capacityGB));
    const cost = model.parameter('costPerGB', [link], { unit: '$/GB' }, byEnds(rates.costPerGB));
    return { ...stated, links: { unit: 'GB/h', weight, capacity, cost } };
  };
}
