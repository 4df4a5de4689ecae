/**
 * Frictions that are linear, each an extension of its own:
 *
 *   egress      sum egress[r] x[r,t]                              $/Mreq by route: bytes both ways at the price of where they leave
 *   friction    sum friction[k] x[r,t]  over routes away from home
 *   migration   left[i,k,j,t]  >=  g[i,k,t] X[i,k,j,t-1] - X[i,k,j,t],     cost  stateGb[k] egressPrice[j] left
 *   cold start  started[k,j,t] >=  X[k,j,t] - X[k,j,t-1],                  cost  coldStart[k] started
 *
 * X adds up x over the indices it lacks; g = lambda[t] / lambda[t-1], so that a load that grows or shrinks in place
 * moves no state. Where there was no demand the hour before, there is no state. The placement before the first hour is
 * given: at home, unless said otherwise; so an hour's placement is state for the next. Their names are those of
 * arXiv 2604.27855, their form is our reading.
 */
import { type ModelKind, set } from '@marginal/core';
import type { RelocationDraft, RelocationExtension } from './market.ts';

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

/** State that leaves a compute node from one hour to the next. Adds the variable `stateLeft` and its rows. */
export function migration(before?: Before): RelocationExtension {
  return (draft) => {
    const { model, sets, data, routes, flow, demand, costs } = draft;
    const { hour } = sets;
    const { share } = before ?? atHome(draft);
    const groups = grouped(
      draft,
      (at) => [routes[at].client, routes[at].class, routes[at].compute],
      (at) => data.classes[routes[at].class].stateGb > 0,
    );
    if (groups.length === 0) return draft;
    const names = groups.map(({ labels }) => labels.join(' | '));
    const place = set('placement', names);
    const at = new Map(names.map((name, p) => [name, groups[p]]));
    const left = model.variable('stateLeft', [place, hour], { unit: 'Mreq', lower: 0 });
    const price = model.parameter('migrationPrice', [place], { unit: '$/Mreq' }, (name) => {
      const [, kind, compute] = at.get(name)?.labels ?? [];
      return data.classes[kind].stateGb * data.nodes[data.computes[compute].node].egressPrice;
    });
    model.rows('leaves', [place, hour], (row, p, t) => {
      const { labels, members } = groups[p];
      const [client, kind, compute] = labels;
      const now = demand.at(client, kind, t);
      row.add(1, left, p, t);
      for (const r of members) row.add(1, flow, r, t);
      if (t === 0) return row.atLeast(now * share(client, kind, compute));
      const earlier = demand.at(client, kind, t - 1);
      if (earlier > 0 && now > 0) for (const r of members) row.add(-now / earlier, flow, r, t - 1);
      row.atLeast(0);
    });
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
