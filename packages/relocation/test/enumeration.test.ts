/**
 * Small markets against every placement there is. With room everywhere and no cold starts a demand is a unit of share that
 * walks from site to site, so its least cost is that of the best walk:
 *
 *   sum over hours of  lambda[t] (E p + pi E MCI + egress + friction)[j(t)]  +  lambda[t] stateGb price[n(t-1), n(t)]  if it left its place n
 *
 * from home before the first hour. Copies of weights add a choice of sets on top.
 */
import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { expect } from 'vitest';
import {
  compileAim,
  copiesPaid,
  frictions,
  masksOf,
  planCopies,
  possibleCopies,
  type RelocationData,
  relocation,
  withCopies,
} from '../src/index.ts';
import { randomInstance } from './random-instance.ts';

/** Room everywhere, no cold starts, two places of two sites each and three hours. */
const roomy = randomInstance.map((data): RelocationData => {
  const places = Object.keys(data.nodes).slice(0, 2);
  const names = Object.keys(data.computes).filter((name) => places.includes(data.computes[name].node));
  const hours = Math.min(3, data.hours);
  const some = <T>(of: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries([...names].flatMap((name) => (name in of ? [[name, of[name]]] : [])));
  return {
    ...data,
    hours,
    nodes: some(data.nodes),
    services: some(data.services),
    egressRoutes: Object.fromEntries(
      Object.entries(data.egressRoutes).filter(
        ([, { from, to }]) => places.includes(from) && places.includes(to),
      ),
    ),
    classes: Object.fromEntries(
      Object.entries(data.classes).map(([name, kind]) => [name, { ...kind, coldStart: 0 }]),
    ),
    clients: Object.fromEntries(
      Object.entries(some(data.clients)).map(([name, client]) => [
        name,
        {
          ...client,
          demand: Object.fromEntries(Object.entries(client.demand).map(([k, d]) => [k, d.slice(0, hours)])),
        },
      ]),
    ),
    computes: Object.fromEntries(
      Object.entries(some(data.computes)).map(([name, site]) => [
        name,
        {
          ...site,
          price: site.price.slice(0, hours),
          carbon: site.carbon.slice(0, hours),
          capacity: new Array<number>(hours).fill(1e4),
        },
      ]),
    ),
  };
});

/** $/GB from place to place; what stays at a place costs nothing. */
function perGb({ nodes, egressRoutes }: RelocationData, from: string, to: string): number {
  const own = Object.values(egressRoutes).filter((route) => route.from === from && route.to === to);
  return from === to ? 0 : own.length > 0 ? own[0].price : nodes[from].egressPrice;
}

/** The least cost of one demand over every walk through the sites it may use. */
function bestWalk(data: RelocationData, client: string, kind: string): number {
  const { routes, reasons } = relocation(data, { masks: masksOf(data) });
  const { stateGb, energy, requestGb, responseGb, friction } = data.classes[kind];
  const { home, demand, node } = data.clients[client];
  const own = routes.flatMap((route, at) =>
    route.client === client && route.class === kind && reasons[at].length === 0 ? [route.compute] : [],
  );
  const run = (compute: string, t: number): number => {
    const site = data.computes[compute];
    const away = compute !== home;
    const bytes = away
      ? requestGb * perGb(data, node, site.node) + responseGb * perGb(data, site.node, node)
      : 0;
    const power = energy * site.pue * (site.price[t] + data.carbonPrice * site.carbon[t]);
    return power + bytes + (away ? friction : 0);
  };
  const walk = (from: string, t: number): number => {
    if (t === data.hours) return 0;
    // Where there was no demand there is no state to move; where there is none now, none is wanted.
    const state = t === 0 || demand[kind][t - 1] > 0 ? stateGb : 0;
    return Math.min(
      ...own.map((to) => {
        const move = state * perGb(data, data.computes[from].node, data.computes[to].node);
        return demand[kind][t] * (run(to, t) + move) + walk(to, t + 1);
      }),
    );
  };
  return walk(home, 0);
}

function bestPlan(data: RelocationData): number {
  return Object.keys(data.clients)
    .flatMap((client) => Object.keys(data.classes).map((kind) => bestWalk(data, client, kind)))
    .reduce((sum, cost) => sum + cost, 0);
}

property.prop([roomy], { numRuns: 12 })(
  'the least cost is that of the best walk of every demand',
  async (data) => {
    for (const mostMasks of [0, 1, Number.POSITIVE_INFINITY]) {
      const market = relocation(data, { extensions: frictions(), mostMasks });
      const result = await compileAim(market, 'cost').solve(highs());
      const best = bestPlan(data);
      expect(Math.abs(result.optimal().objective - best)).toBeLessThan(1e-7 * (1 + Math.abs(best)));
    }
  },
);

property.prop([roomy, fc.integer({ min: 0, max: 300 })], { numRuns: 10 })(
  'copies of weights are the best set of all sets, and their plan costs what the search says',
  async (all, cents) => {
    const [home, ...others] = Object.keys(all.computes);
    const data: RelocationData = {
      ...all,
      copyPrice: cents / 100,
      computes: Object.fromEntries(
        Object.entries(all.computes).map(([name, site]) => [
          name,
          { ...site, models: name === home ? site.models : [] },
        ]),
      ),
      // Everybody is at home where the weights are, so that there is a plan without a copy.
      clients: Object.fromEntries(
        Object.entries(all.clients).map(([name, client]) => [name, { ...client, home, services: [name] }]),
      ),
      classes: Object.fromEntries(
        Object.entries(all.classes).map(([name, kind]) => [
          name,
          { ...kind, latencyMs: 1e6, state: 'anywhere' as const },
        ]),
      ),
      laws: {},
    };
    const choices = possibleCopies(data);
    expect(choices.map(({ compute }) => compute)).toEqual(others);
    const sets = Array.from({ length: 2 ** choices.length }, (_, bits) =>
      choices.filter((__, at) => (bits >> at) % 2 === 1),
    );
    const costs: number[] = [];
    for (const set of sets) {
      const market = relocation(withCopies(data, set), { extensions: [...frictions(), copiesPaid(set)] });
      costs.push((await compileAim(market, 'cost').solve(highs())).optimal().objective);
    }
    const best = Math.min(...costs);
    const plan = await planCopies(data, highs());
    if (plan.status !== 'optimal') expect.unreachable(plan.result.status);
    expect(Math.abs(plan.objective - best)).toBeLessThan(2e-6 * (1 + Math.abs(best)));
    expect(plan.bound).toBeLessThan(best + 1e-6 * (1 + Math.abs(best)));
    const chosen = sets.findIndex(
      (set) =>
        JSON.stringify(set.map((c) => c.compute).sort()) ===
        JSON.stringify(plan.copies.map((c) => c.compute).sort()),
    );
    expect(Math.abs(costs[chosen] - best)).toBeLessThan(2e-6 * (1 + Math.abs(best)));
  },
);
