/**
 * What a plan costs, added up in plain loops over who runs what where; no solver and no program is involved:
 *
 *   energy      sum p[j,t] F                        egress     sum egress[r] x
 *   carbon      sum pi MCI[j,t] F                   friction   sum friction[k] x away from home
 *   migration   sum stateGb[k] times the least cost of carrying g X[i,k,n,t-1] to X[i,k,n,t] between places n (transport.ts)
 *   cold start  sum coldStart[k] max(0, X[k,j,t] - X[k,j,t-1])
 *
 * as in market.ts and frictions.ts, so it is a second opinion on the objective of a program.
 */
import type { RelocationData } from './data.ts';
import type { Before, Friction } from './frictions.ts';
import type { Flow } from './metrics.ts';
import { egressPrices } from './routes.ts';
import { cheapestTransport } from './transport.ts';

export interface Bill {
  /** $ by part, in the order of the market's costs. */
  readonly costs: Readonly<Record<'energy' | 'carbon' | Friction, number>>;
  /** $. */
  readonly total: number;
  readonly carbonKg: number;
  readonly energyMwh: number;
  /** Energy at home of what ran away from home, MWh. */
  readonly movedMwh: number;
}

/** Work by key and hour, Mreq. */
class Placement {
  private readonly hours: number;
  private readonly work = new Map<string, Float64Array>();

  constructor(hours: number) {
    this.hours = hours;
  }

  add(key: string, hour: number, mreq: number): void {
    let series = this.work.get(key);
    if (series === undefined) {
      series = new Float64Array(this.hours);
      this.work.set(key, series);
    }
    series[hour] += mreq;
  }

  /** Length hours; zeros where there was never any. */
  at(key: string): Float64Array {
    return this.work.get(key) ?? new Float64Array(this.hours);
  }
}

/** State that is carried from place to place, at the price of each route, $ by hour. */
function migrationBill(data: RelocationData, placed: Placement, before: Before): Float64Array {
  const { clients, classes, computes, hours, demandScale } = data;
  const nodes = [...new Set(Object.values(computes).map(({ node }) => node))];
  const byNode = nodes.map((node) => Object.keys(computes).filter((name) => computes[name].node === node));
  const routePrice = egressPrices(data);
  const price = nodes.map((from) => nodes.map((to) => routePrice(from, to)));
  const cost = new Float64Array(hours);
  for (const [client, { demand }] of Object.entries(clients))
    for (const [kind, { stateGb }] of Object.entries(classes)) {
      if (stateGb === 0) continue;
      const work = byNode.map((names) => {
        const rows = names.map((compute) => placed.at(JSON.stringify([client, kind, compute])));
        return Float64Array.from({ length: hours }, (_, t) => rows.reduce((sum, row) => sum + row[t], 0));
      });
      for (let t = 0; t < hours; t++) {
        const now = demand[kind][t] * demandScale;
        const earlier = t === 0 ? 0 : demand[kind][t - 1] * demandScale;
        const there = Float64Array.from(nodes, (_, p) =>
          t === 0
            ? now * byNode[p].reduce((sum, compute) => sum + before.share(client, kind, compute), 0)
            : earlier > 0
              ? (work[p][t - 1] * now) / earlier
              : 0,
        );
        const here = Float64Array.from(nodes, (_, p) => work[p][t]);
        if (there.some((state, p) => state > here[p]))
          cost[t] += stateGb * cheapestTransport(there, here, (from, to) => price[from][to]);
      }
    }
  return cost;
}

/** Work that a compute node did not have the hour before, $ by hour. */
function coldStartBill(
  { classes, computes, hours }: RelocationData,
  placed: Placement,
  before: Before,
): Float64Array {
  const cost = new Float64Array(hours);
  for (const [kind, { coldStart }] of Object.entries(classes))
    for (const compute of coldStart === 0 ? [] : Object.keys(computes)) {
      const here = placed.at(JSON.stringify([compute, kind]));
      for (let t = 0; t < hours; t++)
        cost[t] += coldStart * Math.max(0, here[t] - (t === 0 ? before.warm(compute, kind) : here[t - 1]));
    }
  return cost;
}

/** The bill of each hour of `data`; frictions that are not named cost nothing. What a move costs falls to the hour that it ends in. */
export function billsOf(
  data: RelocationData,
  flows: readonly Flow[],
  before: Before,
  frictions: readonly Friction[],
): Bill[] {
  const price = egressPrices(data);
  const placed = new Placement(data.hours);
  const [energy, carbonKg, egress, friction, energyMwh, movedMwh] = Array.from(
    { length: 6 },
    () => new Float64Array(data.hours),
  );
  for (const { client, class: kind, service, compute, hour, mreq, energyMwh: mwh, homeMwh } of flows) {
    const site = data.computes[compute];
    const { requestGb, responseGb, friction: away } = data.classes[kind];
    const via = data.services[service].node;
    energy[hour] += mwh * site.price[hour];
    carbonKg[hour] += mwh * site.carbon[hour];
    energyMwh[hour] += mwh;
    egress[hour] += mreq * (requestGb * price(via, site.node) + responseGb * price(site.node, via));
    if (data.clients[client].home !== compute) {
      friction[hour] += mreq * away;
      movedMwh[hour] += homeMwh;
    }
    placed.add(JSON.stringify([client, kind, compute]), hour, mreq);
    placed.add(JSON.stringify([compute, kind]), hour, mreq);
  }
  const isPaid = (name: Friction): boolean => frictions.includes(name);
  const migration = isPaid('migration') ? migrationBill(data, placed, before) : undefined;
  const coldStart = isPaid('coldStart') ? coldStartBill(data, placed, before) : undefined;
  return Array.from({ length: data.hours }, (_, t) => {
    const costs = {
      energy: energy[t],
      carbon: carbonKg[t] * data.carbonPrice,
      egress: isPaid('egress') ? egress[t] : 0,
      friction: isPaid('friction') ? friction[t] : 0,
      migration: migration === undefined ? 0 : migration[t],
      coldStart: coldStart === undefined ? 0 : coldStart[t],
    };
    const total = Object.values(costs).reduce((sum, part) => sum + part, 0);
    return { costs, total, carbonKg: carbonKg[t], energyMwh: energyMwh[t], movedMwh: movedMwh[t] };
  });
}

/** The sum of two bills; `a` is undefined before the first. */
export function addBills(a: Bill | undefined, b: Bill): Bill {
  if (a === undefined) return b;
  const names = Object.keys(b.costs) as (keyof Bill['costs'])[];
  return {
    costs: Object.fromEntries(names.map((name) => [name, a.costs[name] + b.costs[name]])) as Bill['costs'],
    total: a.total + b.total,
    carbonKg: a.carbonKg + b.carbonKg,
    energyMwh: a.energyMwh + b.energyMwh,
    movedMwh: a.movedMwh + b.movedMwh,
  };
}

/** The sum of some bills, one or more. */
export function sumBills(bills: readonly Bill[]): Bill {
  return bills.slice(1).reduce((sum, bill) => addBills(sum, bill), bills[0]);
}
