/**
 * The paper's metrics as functions (arXiv 2604.27855 names them; the definitions are our reading, docs/models/relocation.md):
 *
 *   RID could move   energy at home of the demand that has an open route away from home, MWh
 *   RID does move    energy at home of the work that runs away from home, MWh
 *   EROL, CROL       (C*(b) - C*(b')) / (b' - b) in $/ms, and E* likewise in kg/ms, between budgets b < b'
 *   break-even       gain[i,k,h->j,t] = e (PUE_h p_h - PUE_j p_j) + pi e (PUE_h MCI_h - PUE_j MCI_j), $/Mreq:
 *                    moving pays exactly if egress and friction, in excess of those at home, cost less
 */
import type { RelocationData } from './data.ts';
import type { Frontier } from './frontier.ts';
import type { RelocationMarket } from './market.ts';
import type { RelocationOptimum } from './plan.ts';
import { energyAt, LAYERS, type Layer } from './routes.ts';
import { VISIBLE } from './tolerances.ts';

export interface RelocatableDemand {
  readonly class: string;
  /** All demand of the class, as energy at home, MWh. */
  readonly demandMwh: number;
  /** RID: what could move, by the masks. */
  readonly couldMoveMwh: number;
  /** RID: what does move in this plan. Not unique where plans tie; see `moved` of the market for its range. */
  readonly doesMoveMwh: number;
}

/** Mreq on each route and hour; below the share that a solver leaves of nothing, zero. */
function visibleFlows({ market, result }: RelocationOptimum): Float64Array {
  const { values } = result.value(market.flow);
  const { routes, demand, data } = market;
  return values.map((amount, at) => {
    const { client, class: kind } = routes[Math.floor(at / data.hours)];
    return amount > VISIBLE * demand.at(client, kind, at % data.hours) ? amount : 0;
  });
}

export interface Flow {
  readonly client: string;
  readonly class: string;
  readonly service: string;
  readonly compute: string;
  readonly hour: number;
  readonly layer: Layer;
  readonly mreq: number;
  readonly roundTripMs: number;
  readonly latencyMs: number;
  /** Facility energy where it runs, MWh. */
  readonly energyMwh: number;
  /** What it would have taken at home, MWh. */
  readonly homeMwh: number;
}

/** Who is served where, in the order of routes and hours. */
export function flowsOf(optimum: RelocationOptimum): Flow[] {
  const { market } = optimum;
  const { routes, data } = market;
  const flows: Flow[] = [];
  visibleFlows(optimum).forEach((mreq, at) => {
    if (mreq === 0) return;
    const {
      client,
      class: kind,
      service,
      compute,
      layer,
      roundTripMs,
      latencyMs,
    } = routes[Math.floor(at / data.hours)];
    flows.push({
      client,
      class: kind,
      service,
      compute,
      hour: at % data.hours,
      layer,
      mreq,
      roundTripMs,
      latencyMs,
      energyMwh: mreq * energyAt(data, kind, compute),
      homeMwh: mreq * energyAt(data, kind, data.clients[client].home),
    });
  });
  return flows;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** RID by class. */
export function relocatableDemand(market: RelocationMarket, flows: readonly Flow[]): RelocatableDemand[] {
  const { data, routes, reasons, demand } = market;
  const mobile = new Set(
    routes
      .filter(({ client, compute }, at) => reasons[at].length === 0 && compute !== data.clients[client].home)
      .map(({ client, class: kind }) => JSON.stringify([client, kind])),
  );
  return Object.keys(data.classes).map((kind) => {
    const byClient = Object.entries(data.clients).map(([client, { home }]) => {
      const mreq = total(Array.from({ length: data.hours }, (_, t) => demand.at(client, kind, t)));
      const mwh = mreq * energyAt(data, kind, home);
      return { mwh, could: mobile.has(JSON.stringify([client, kind])) ? mwh : 0 };
    });
    return {
      class: kind,
      demandMwh: total(byClient.map(({ mwh }) => mwh)),
      couldMoveMwh: total(byClient.map(({ could }) => could)),
      doesMoveMwh: total(
        flows.filter((flow) => flow.class === kind && flow.layer !== 'local').map(({ homeMwh }) => homeMwh),
      ),
    };
  });
}

export interface LayerShare {
  readonly class: string;
  readonly layer: Layer;
  /** Facility energy where it runs, MWh. */
  readonly energyMwh: number;
  /** Of the energy of the class, 0 to 1; 0 for a class without demand. */
  readonly share: number;
}

/** Execution layers by class. */
export function layersOf(data: RelocationData, flows: readonly Flow[]): LayerShare[] {
  return Object.keys(data.classes).flatMap((kind) => {
    const own = flows.filter((flow) => flow.class === kind);
    const all = total(own.map(({ energyMwh }) => energyMwh));
    return LAYERS.map((layer) => {
      const energyMwh = total(own.filter((flow) => flow.layer === layer).map((flow) => flow.energyMwh));
      return { class: kind, layer, energyMwh, share: all === 0 ? 0 : energyMwh / all };
    });
  });
}

export interface LatencyReturn {
  /** From this break point to the next, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** What the next break point takes off the value, $ or kg. */
  readonly drop: number;
  /** drop / (to - from), $/ms or kg/ms: EROL of a cost frontier, CROL of a carbon one. */
  readonly perMs: number;
  /** The same from the first break point to this one. */
  readonly averagePerMs: number;
}

/** Returns on latency between neighbouring break points of a frontier: EROL of cost, CROL of carbon. */
export function returnOnLatency({ steps }: Pick<Frontier, 'steps'>): LatencyReturn[] {
  return steps.slice(1).map(({ fromMs: toMs, value }, at) => {
    const [first, before] = [steps[0], steps[at]];
    const drop = before.value - value;
    return {
      fromMs: before.fromMs,
      toMs,
      drop,
      perMs: drop / (toMs - before.fromMs),
      averagePerMs: (first.value - value) / (toMs - first.fromMs),
    };
  });
}

export interface BreakEven {
  readonly client: string;
  readonly class: string;
  readonly from: string;
  readonly to: string;
  /** Saved on electricity and on carbon at its price, demand-weighted mean over the hours, $/Mreq. */
  readonly energyGain: number;
  readonly carbonGain: number;
  /** The friction at which moving gains nothing, per Mreq: the sum of both. */
  readonly breakEven: number;
  /** The greatest and the least gain of any hour with demand, $/Mreq. */
  readonly bestHour: number;
  readonly worstHour: number;
  /** Bytes on the cheapest route away, less those of the cheapest route at home, $/Mreq. */
  readonly egress: number;
  readonly friction: number;
  /** breakEven - egress - friction, $/Mreq: what moving every hour gains on average, where a route is open. */
  readonly net: number;
  /** Hours with demand, and those of them in which moving gains more than egress and friction cost. */
  readonly hours: number;
  readonly payingHours: number;
  /** Masks that forbid every route at home: then moving is compulsory, and the gain is against a home that may not be used. */
  readonly homeForbiddenBy: readonly string[];
  /** Masks that forbid every route of the pair; empty when one is open. */
  readonly forbiddenBy: readonly string[];
}

/** Break-even of every (client, class, home -> j): what moving gains, what it costs, and which masks are in the way. */
export function breakEvens(market: RelocationMarket): BreakEven[] {
  const { data, routes, reasons, demand } = market;
  const { clients, classes, computes, carbonPrice } = data;
  const pairs = new Map<string, number[]>();
  routes.forEach(({ client, class: kind, compute }, at) => {
    const key = JSON.stringify([client, kind, compute]);
    pairs.set(key, [...(pairs.get(key) ?? []), at]);
  });
  const cheapest = (members: readonly number[]): number => {
    const open = members.filter((at) => reasons[at].length === 0);
    return Math.min(...(open.length > 0 ? open : members).map((at) => routes[at].egress));
  };
  const forbiddenBy = (members: readonly number[]): string[] =>
    members.some((at) => reasons[at].length === 0)
      ? []
      : [...new Set(members.flatMap((at) => reasons[at].map(({ mask }) => mask)))];
  return [...pairs.values()].flatMap((members) => {
    const { client, class: kind, compute: to } = routes[members[0]];
    const { home: from } = clients[client];
    if (from === to) return [];
    const [here, there] = [computes[from], computes[to]];
    const [atHome, away] = [energyAt(data, kind, from), energyAt(data, kind, to)];
    const atHomeRoutes = pairs.get(JSON.stringify([client, kind, from])) ?? [];
    const egress = cheapest(members) - cheapest(atHomeRoutes);
    const { friction } = classes[kind];
    let [energy, carbon, weight] = [0, 0, 0];
    const gains: number[] = [];
    for (let t = 0; t < data.hours; t++) {
      const mreq = demand.at(client, kind, t);
      if (mreq === 0) continue;
      const saved = atHome * here.price[t] - away * there.price[t];
      const cleaner = carbonPrice * (atHome * here.carbon[t] - away * there.carbon[t]);
      energy += mreq * saved;
      carbon += mreq * cleaner;
      weight += mreq;
      gains.push(saved + cleaner);
    }
    if (weight === 0) return [];
    const [energyGain, carbonGain] = [energy / weight, carbon / weight];
    const breakEven = energyGain + carbonGain;
    return [
      {
        client,
        class: kind,
        from,
        to,
        energyGain,
        carbonGain,
        breakEven,
        bestHour: Math.max(...gains),
        worstHour: Math.min(...gains),
        egress,
        friction,
        net: breakEven - egress - friction,
        hours: gains.length,
        payingHours: gains.filter((gain) => gain - egress - friction > 0).length,
        forbiddenBy: forbiddenBy(members),
        homeForbiddenBy: forbiddenBy(atHomeRoutes),
      },
    ];
  });
}
