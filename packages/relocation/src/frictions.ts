/**
 * Frictions that are linear, each an extension of its own:
 *
 *   egress      sum egress[r] x[r,t]                              $/Mreq by route: bytes both ways at the price of where they leave
 *   friction    sum friction[k] x[r,t]  over routes away from home
 *   migration   left[i,k,n,t]  >=  g[i,k,t] X[i,k,n,t-1] - X[i,k,n,t],     cost  stateGb[k] egressPrice[n] left
 *   cold start  started[k,j,t] >=  X[k,j,t] - X[k,j,t-1],                  cost  coldStart[k] started
 *
 * n is a place: state that goes from one compute node to another at the same place leaves nothing and costs nothing. Where
 * the data price routes between places, state is carried from place to place, at least cost:
 *
 *   leaves  sum_m left[n,m] - sum_m left[m,n]  >=  g X[n,t-1] - X[n,t]          keeps  sum_m left[n,m]  <=  g X[n,t-1]
 *
 * X adds up x over the indices it lacks; g = lambda[t] / lambda[t-1], so that a load that grows or shrinks in place
 * moves no state. Where there was no demand the hour before, there is no state. The placement before the first hour is
 * given: at home, unless said otherwise; so an hour's placement is state for the next. Their names are those of
 * arXiv 2604.27855, their form is our reading.
 */
import { type ModelKind, set } from '@marginal/core';
import type { RelocationDraft, RelocationExtension } from './market.ts';
import { egressPrices } from './routes.ts';

/** How things stood before the first hour. */
export interface Before {
  /** Share of the state of (client, class) that is at the compute node, from 0 to 1. */
  readonly share: (client: string, kind: string, compute: string) => number;
  /** Work of the class that the compute node had, Mreq in the hour. */
  readonly warm: (compute: string, kind: string) => number;
}

/** Everything at home, under the first hour's load. */
export function atHome({ data }: { readonly data: RelocationDraft<ModelKind>['data'] }): Before {
  const { clients, demandScale } = data;
  return {
    share: (client, _kind, compute) => (clients[client].home === compute ? 1 : 0),
    warm: (compute, kind) =>
      Object.values(clients)
        .filter(({ home }) => home === compute)
        .reduce((sum, { demand }) => sum + demand[kind][0] * demandScale, 0),
  };
}

/** Bytes between service and compute node, by route. */
export const egress: RelocationExtension = (draft) => {
  const { model, sets, routes, flow, costs } = draft;
  const { route } = sets;
  const price = model.parameter(
    'egress',
    [route],
    { unit: '$/Mreq' },
    Float64Array.from(routes, (r) => r.egress),
  );
  return { ...draft, costs: { ...costs, egress: flow.times(price).sum() } };
};

/** Whatever else it costs to run away from home, per unit of work. */
export const friction: RelocationExtension = (draft) => {
  const { model, sets, data, flow, costs } = draft;
  const { route } = sets;
  const price = model.parameter('friction', [route], { unit: '$/Mreq' }, (client, kind, _service, compute) =>
    data.clients[client].home === compute ? 0 : data.classes[kind].friction,
  );
  return { ...draft, costs: { ...costs, friction: flow.times(price).sum() } };
};

/** Ordinals of the routes of each group, groups in order of first appearance. */
function grouped(
  draft: RelocationDraft<ModelKind>,
  key: (at: number) => readonly string[],
  keep: (at: number) => boolean,
): { readonly labels: readonly string[]; readonly members: readonly number[] }[] {
  const groups = new Map<string, { labels: readonly string[]; members: number[] }>();
  for (let at = 0; at < draft.routes.length; at++) {
    if (!keep(at)) continue;
    const labels = key(at);
    const name = JSON.stringify(labels);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { labels, members: [at] });
    else group.members.push(at);
  }
  return [...groups.values()];
}

/** State of (client, class) on its way: out of a place at its own price, or from one place to another at that of the route. */
interface Lane {
  readonly client: string;
  readonly kind: string;
  readonly from: string;
  /** Undefined where leaving costs the same wherever it goes. */
  readonly to: string | undefined;
}

/** Lanes of every (client, class): one for each place, or one for each pair of places where some pair has its own price. */
function lanesOf(data: RelocationDraft<ModelKind>['data'], places: readonly (readonly string[])[]): Lane[] {
  const priced = Object.values(data.egressRoutes);
  const nodesOf = new Map<string, string[]>();
  for (const [client, kind, node] of places) {
    const key = JSON.stringify([client, kind]);
    nodesOf.set(key, [...(nodesOf.get(key) ?? []), node]);
  }
  return places.flatMap(([client, kind, from]) => {
    const nodes = nodesOf.get(JSON.stringify([client, kind])) ?? [];
    const byRoute = priced.some((route) => nodes.includes(route.from) && nodes.includes(route.to));
    return byRoute
      ? nodes.filter((to) => to !== from).map((to): Lane => ({ client, kind, from, to }))
      : [{ client, kind, from, to: undefined }];
  });
}

/** State that leaves a place from one hour to the next. Adds the variable `stateLeft` and its rows. */
export function migration(before?: Before): RelocationExtension {
  return (draft) => {
    const { model, sets, data, routes, flow, demand, costs } = draft;
    const { hour } = sets;
    const { share } = before ?? atHome(draft);
    const groups = grouped(
      draft,
      (at) => [routes[at].client, routes[at].class, data.computes[routes[at].compute].node],
      (at) => data.classes[routes[at].class].stateGb > 0,
    );
    if (groups.length === 0) return draft;
    const lanes = lanesOf(
      data,
      groups.map(({ labels }) => labels),
    );
    const priceOf = egressPrices(data);
    const place = set(
      'placement',
      groups.map(({ labels }) => labels.join(' | ')),
    );
    const lane = set(
      'lane',
      lanes.map(({ client, kind, from, to }) =>
        [client, kind, from, ...(to === undefined ? [] : [to])].join(' | '),
      ),
    );
    const left = model.variable('stateLeft', [lane, hour], { unit: 'Mreq', lower: 0 });
    const price = model.parameter(
      'migrationPrice',
      [lane],
      { unit: '$/Mreq' },
      Float64Array.from(
        lanes,
        ({ kind, from, to }) =>
          data.classes[kind].stateGb * (to === undefined ? data.nodes[from].egressPrice : priceOf(from, to)),
      ),
    );
    const keyOf = (client: string, kind: string, node: string): string =>
      JSON.stringify([client, kind, node]);
    const out = new Map<string, number[]>();
    const into = new Map<string, number[]>();
    lanes.forEach(({ client, kind, from, to }, at) => {
      const [source, target] = [keyOf(client, kind, from), to === undefined ? to : keyOf(client, kind, to)];
      out.set(source, [...(out.get(source) ?? []), at]);
      if (target !== undefined) into.set(target, [...(into.get(target) ?? []), at]);
    });
    const atPlace = (node: string): string[] =>
      Object.keys(data.computes).filter((compute) => data.computes[compute].node === node);
    /** State that is at the place when the hour begins: what is given, and factors of the work of the hour before. */
    const stateAt = (p: number, t: number): { readonly given: number; readonly growth: number } => {
      const [client, kind, node] = groups[p].labels;
      const now = demand.at(client, kind, t);
      if (t === 0)
        return {
          given: now * atPlace(node).reduce((sum, compute) => sum + share(client, kind, compute), 0),
          growth: 0,
        };
      const earlier = demand.at(client, kind, t - 1);
      return { given: 0, growth: earlier > 0 && now > 0 ? now / earlier : 0 };
    };
    model.rows('leaves', [place, hour], (row, p, t) => {
      const { labels, members } = groups[p];
      const key = JSON.stringify(labels);
      const { given, growth } = stateAt(p, t);
      for (const l of out.get(key) ?? []) row.add(1, left, l, t);
      for (const l of into.get(key) ?? []) row.add(-1, left, l, t);
      for (const r of members) row.add(1, flow, r, t);
      if (growth > 0) for (const r of members) row.add(-growth, flow, r, t - 1);
      row.atLeast(given);
    });
    const byRoute = [...groups.keys()].filter((p) => into.has(JSON.stringify(groups[p].labels)));
    if (byRoute.length > 0) {
      const origin = set(
        'origin',
        byRoute.map((p) => groups[p].labels.join(' | ')),
      );
      model.rows('keeps', [origin, hour], (row, o, t) => {
        const { labels, members } = groups[byRoute[o]];
        const { given, growth } = stateAt(byRoute[o], t);
        for (const l of out.get(JSON.stringify(labels)) ?? []) row.add(1, left, l, t);
        if (growth > 0) for (const r of members) row.add(-growth, flow, r, t - 1);
        row.atMost(given);
      });
    }
    return { ...draft, costs: { ...costs, migration: left.times(price).sum() } };
  };
}

/** Work that a compute node has not had the hour before. Adds the variable `started` and its rows. */
export function coldStart(before?: Before): RelocationExtension {
  return (draft) => {
    const { model, sets, data, routes, flow, costs } = draft;
    const { hour } = sets;
    const { warm } = before ?? atHome(draft);
    const groups = grouped(
      draft,
      (at) => [routes[at].compute, routes[at].class],
      (at) => data.classes[routes[at].class].coldStart > 0,
    );
    if (groups.length === 0) return draft;
    const names = groups.map(({ labels }) => labels.join(' | '));
    const place = set('fleet', names);
    const kindOf = new Map(names.map((name, p) => [name, groups[p].labels[1]]));
    const started = model.variable('started', [place, hour], { unit: 'Mreq', lower: 0 });
    const price = model.parameter(
      'coldStartPrice',
      [place],
      { unit: '$/Mreq' },
      (name) => data.classes[kindOf.get(name) ?? ''].coldStart,
    );
    model.rows('starts', [place, hour], (row, p, t) => {
      const { labels, members } = groups[p];
      row.add(1, started, p, t);
      for (const r of members) {
        row.add(-1, flow, r, t);
        if (t > 0) row.add(1, flow, r, t - 1);
      }
      row.atLeast(t === 0 ? -warm(labels[0], labels[1]) : 0);
    });
    return { ...draft, costs: { ...costs, coldStart: started.times(price).sum() } };
  };
}

/** The linear frictions by name, in the order in which the accounts list them. */
export const FRICTIONS = ['egress', 'friction', 'migration', 'coldStart'] as const;
export type Friction = (typeof FRICTIONS)[number];

/** Extensions for the frictions named; all by default. */
export function frictions(names: readonly Friction[] = FRICTIONS, before?: Before): RelocationExtension[] {
  const made: Readonly<Record<Friction, RelocationExtension>> = {
    egress,
    friction,
    migration: migration(before),
    coldStart: coldStart(before),
  };
  return FRICTIONS.filter((name) => names.includes(name)).map((name) => made[name]);
}
