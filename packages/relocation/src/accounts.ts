/**
 * Accounts that keep two things apart (arXiv 2604.27855): demand that is relocated digitally, as computation, and power
 * that is transmitted physically. In this model no power goes from site to site: what a site draws comes from its own
 * grid. So for every compute node, in MWh of its own facility,
 *
 *   drawn  =  demand of those at home there  -  gone elsewhere  +  come from elsewhere
 *
 * Energy is not conserved by moving: the same work takes PUE[j] / PUE[h] of what it took at home (`conversion`).
 */
import type { RelocationData } from './data.ts';
import type { RelocationMarket } from './market.ts';
import type { Flow } from './metrics.ts';
import { energyAt } from './routes.ts';

export interface SiteAccount {
  readonly compute: string;
  /** Physical: drawn from the grid of the site, MWh. */
  readonly drawnMwh: number;
  /** What the clients at home here would draw if nothing moved, MWh. */
  readonly homeDemandMwh: number;
  /** Digital: work of clients at home here that runs elsewhere, at this site's PUE, MWh. */
  readonly goneMwh: number;
  /** Digital: work from elsewhere that runs here, at this site's PUE, MWh. */
  readonly comeMwh: number;
  readonly carbonKg: number;
  readonly energyCost: number;
}

export interface Accounts {
  readonly sites: readonly SiteAccount[];
  readonly digital: {
    /** Demand that left home, as energy at home and as energy where it runs, MWh. */
    readonly leftMwh: number;
    readonly arrivedMwh: number;
    /** arrived - left: what moving it adds or saves by other PUEs, MWh. */
    readonly conversionMwh: number;
    /** Bytes between service and compute nodes, GB. */
    readonly movedGb: number;
  };
  readonly physical: {
    /** Drawn from all grids, MWh. */
    readonly drawnMwh: number;
    /** Carried from site to site over power lines, MWh: none in this model. */
    readonly transmittedMwh: 0;
    /** Electricity of the networks that carry the bytes, MWh; outside the objective. */
    readonly networkMwh: number;
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function siteAccount(data: RelocationData, compute: string, flows: readonly Flow[]): SiteAccount {
  const here = flows.filter((flow) => flow.compute === compute);
  const ours = flows.filter((flow) => data.clients[flow.client].home === compute);
  const mwh = (some: readonly Flow[]): number =>
    total(some.map((flow) => flow.mreq * energyAt(data, flow.class, compute)));
  const { carbon, price } = data.computes[compute];
  return {
    compute,
    drawnMwh: mwh(here),
    homeDemandMwh: mwh(ours),
    goneMwh: mwh(ours.filter((flow) => flow.compute !== compute)),
    comeMwh: mwh(here.filter((flow) => data.clients[flow.client].home !== compute)),
    carbonKg: total(here.map((flow) => flow.energyMwh * carbon[flow.hour])),
    energyCost: total(here.map((flow) => flow.energyMwh * price[flow.hour])),
  };
}

/** Accounts of flows in the hours of `data`. */
export function accountsOf(
  { data, routes }: Pick<RelocationMarket, 'data' | 'routes'>,
  flows: readonly Flow[],
): Accounts {
  const gb = new Map(routes.map((r) => [JSON.stringify([r.client, r.class, r.service, r.compute]), r.gb]));
  const sites = Object.keys(data.computes).map((compute) => siteAccount(data, compute, flows));
  const away = flows.filter((flow) => data.clients[flow.client].home !== flow.compute);
  const leftMwh = total(away.map(({ homeMwh }) => homeMwh));
  const arrivedMwh = total(away.map(({ energyMwh }) => energyMwh));
  const movedGb = total(
    flows.map((f) => f.mreq * (gb.get(JSON.stringify([f.client, f.class, f.service, f.compute])) ?? 0)),
  );
  return {
    sites,
    digital: { leftMwh, arrivedMwh, conversionMwh: arrivedMwh - leftMwh, movedGb },
    physical: {
      drawnMwh: total(sites.map(({ drawnMwh }) => drawnMwh)),
      transmittedMwh: 0,
      networkMwh: movedGb * data.networkEnergy,
    },
  };
}
