/**
 * Security against outages (N-1): after each outage w of some links, all that is served must still be served. Our reading:
 * routing is corrected at once; work moves only as far as GPUs can be taken on in the short term.
 *
 *   for each w, flows of their own (flows.ts), nothing on failed links, and
 *   sigma[o,k,t]   served_w[o,k,t]  ==  served[o,k,t]
 *   mu_w[n,t]      gpus_w[n,t] + reserve  <=  capacity[n]
 *   nu_w[n,t]      gpus_w[n,t] - gpus[n,t]  <=  redispatchShare capacity[n]
 *   eta_w[l,t]     use_w[l,t]  <=  shortTermFactor capacity[l]
 *
 * The corrected flows cost nothing, an outage being rare; what they need must be there, and that is what costs. A price
 * gains the part `security` (security.ts). It reads the link terms, so `transferAware` comes before it. Without outages
 * the market is the base.
 */
import type { OutageData } from '../data.ts';
import { gpusAtWork, stateFlows } from '../flows.ts';
import { securityLine } from '../security.ts';
import type { LinkUnit, Statement } from '../statement.ts';

/** Adds an outage under its name. */
function secured<U extends LinkUnit>(stated: Statement<U>, name: string, outage: OutageData): Statement<U> {
  const { data, model, network, links, gpuHours } = stated;
  const { node, workload, link, when } = network;
  const { shortTermFactor = 1, redispatchShare = 0 } = outage;
  const tag = ` after ${name}`;
  const ends = outage.links.map((l) => JSON.stringify([data.links[l].from, data.links[l].to]));
  const flows = stateFlows(model, network, tag, new Set(ends));
  const gpus = gpusAtWork(flows, workload, gpuHours);
  const before = gpusAtWork(stated.flows, workload, gpuHours);
  const capacityOf = (n: string): number => data.nodes[n].capacity;
  const capacity = model.parameter(`capacity${tag}`, [node], { unit: 'GPU' }, capacityOf);
  const room = model.parameter(`room${tag}`, [node], { unit: 'GPU' }, (n) => redispatchShare * capacityOf(n));
  const rows = {
    meet: model.balance(`meet${tag}`, [node, workload, ...when], {
      supply: flows.served,
      demand: stated.flows.served,
    }),
    compute: model.constraint(
      `compute${tag}`,
      [node, ...when],
      gpus.plus(stated.taken).minus(before),
      '<=',
      capacity,
    ),
    redispatch: model.constraint(`redispatch${tag}`, [node, ...when], gpus.minus(before), '<=', room),
    bandwidth: model.constraint(
      `bandwidth${tag}`,
      [link, ...when],
      flows.moved.times(links.weight).sum(workload),
      '<=',
      links.capacity.times(shortTermFactor),
    ),
  };
  const line = securityLine(name, { ...rows, capacity, room, shortTermFactor });
  return { ...stated, lines: [...stated.lines, line] };
}

/** Adds outages by name; `links` are names of links. */
export function linkOutage(outages: Readonly<Record<string, OutageData>>) {
  return <U extends LinkUnit>(stated: Statement<U>): Statement<U, 'secured'> => ({
    ...Object.entries(outages).reduce((so, [name, outage]) => secured(so, name, outage), stated),
    security: 'secured',
  });
}
