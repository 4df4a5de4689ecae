/**
 * Sums over the windows of a rolled horizon, so that a year's plan can be told without being held: energy by class and
 * layer, accounts of every site, work by route. What is kept does not grow with the hours.
 */
import { type Accounts, accountsOf } from './accounts.ts';
import type { RelocationData } from './data.ts';
import { hoursOf } from './days.ts';
import { type Flow, type LayerShare, layersOf } from './metrics.ts';
import type { RolledWindow } from './rolling.ts';
import { LAYERS, type Route, routesOf } from './routes.ts';

/** All work on one route; `hour` is the first with some. */
export type RouteTotal = Flow;

function sum(rows: readonly number[]): number {
  return rows.reduce((total, value) => total + value, 0);
}

export class RolledTotals {
  private readonly data: RelocationData;
  private readonly routes: readonly Route[];
  private readonly byRoute = new Map<string, Flow>();
  private parts: Accounts | undefined;

  constructor(data: RelocationData) {
    this.data = data;
    this.routes = routesOf(data);
  }

  add({ from, hours, flows }: RolledWindow): void {
    const data = hoursOf(this.data, from, hours);
    const own = flows.map((flow) => ({ ...flow, hour: flow.hour - from }));
    const more = accountsOf({ data, routes: this.routes }, own);
    const { parts } = this;
    this.parts =
      parts === undefined
        ? more
        : {
            sites: parts.sites.map((site, at) => {
              const add = more.sites[at];
              return {
                compute: site.compute,
                drawnMwh: site.drawnMwh + add.drawnMwh,
                homeDemandMwh: site.homeDemandMwh + add.homeDemandMwh,
                goneMwh: site.goneMwh + add.goneMwh,
                comeMwh: site.comeMwh + add.comeMwh,
                carbonKg: site.carbonKg + add.carbonKg,
                energyCost: site.energyCost + add.energyCost,
              };
            }),
            digital: {
              leftMwh: parts.digital.leftMwh + more.digital.leftMwh,
              arrivedMwh: parts.digital.arrivedMwh + more.digital.arrivedMwh,
              conversionMwh: parts.digital.conversionMwh + more.digital.conversionMwh,
              movedGb: parts.digital.movedGb + more.digital.movedGb,
            },
            physical: {
              drawnMwh: parts.physical.drawnMwh + more.physical.drawnMwh,
              transmittedMwh: 0,
              networkMwh: parts.physical.networkMwh + more.physical.networkMwh,
            },
          };
    for (const flow of flows) {
      const key = JSON.stringify([flow.client, flow.class, flow.service, flow.compute]);
      const known = this.byRoute.get(key);
      this.byRoute.set(
        key,
        known === undefined
          ? flow
          : {
              ...known,
              mreq: known.mreq + flow.mreq,
              energyMwh: known.energyMwh + flow.energyMwh,
              homeMwh: known.homeMwh + flow.homeMwh,
            },
      );
    }
  }

  /** Undefined before the first window. */
  get accounts(): Accounts | undefined {
    return this.parts;
  }

  /** Work by route over the horizon, routes with some only. */
  get flows(): RouteTotal[] {
    return [...this.byRoute.values()];
  }

  get layers(): LayerShare[] {
    return layersOf(this.data, this.flows);
  }

  /** Energy at home of all work of a class and of what ran away from home, MWh. */
  moved(kind: string): { readonly demandMwh: number; readonly movedMwh: number } {
    const own = this.flows.filter((flow) => flow.class === kind);
    return {
      demandMwh: sum(own.map(({ homeMwh }) => homeMwh)),
      movedMwh: sum(own.filter(({ layer }) => layer !== LAYERS[0]).map(({ homeMwh }) => homeMwh)),
    };
  }
}
