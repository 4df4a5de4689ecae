/**
 * Weights that may be copied to where they are not, in place of the mask `model`: z[j,m] is 1 where compute node j gets a
 * copy of model m for the horizon,
 *
 *   X[i,k,j,t]  <=  lambda[i,k,t] z[j,m]   for every client i and class k answered by m, where j does not hold m
 *   cost  sum copyPrice weightsGb[m] z[j,m]
 *
 * with z whole: half a model answers nothing. Where copies are free, or every node holds every model, the optimum is that
 * of the market without the mask. That weights are duplicated is arXiv 2604.27855, the form is our reading.
 */
import { set } from '@marginal/core';
import { NotAllowedError } from '@marginal/program';
import type { IntegerExtension } from './market.ts';

/** Adds the variable `copied`, the rows `weightsThere` and the cost `copies`. The market must be without the mask `model`. */
export const weightCopies: IntegerExtension = (draft) => {
  const { model, sets, data, routes, flow, masks, demand, costs } = draft;
  if (masks.some(({ name }) => name === 'model'))
    throw new NotAllowedError({
      code: 'relocation.copies-and-mask',
      place: 'weightCopies',
      cause: "the mask 'model' forbids what copies would allow",
      remedy: "state the market without the mask 'model'",
    });
  const { hour } = sets;
  const missing = Object.entries(data.computes).flatMap(([compute, { models }]) =>
    Object.keys(data.models)
      .filter((name) => !models.includes(name))
      .map((name) => ({ compute, model: name, label: `${name} at ${compute}` })),
  );
  if (missing.length === 0) return draft;
  const copy = set(
    'copy',
    missing.map(({ label }) => label),
  );
  const copied = model.variable('copied', [copy], { unit: '1', lower: 0, upper: 1, integer: true });
  const price = model.parameter('copyPrice', [copy], { unit: '$' }, (label) => {
    const wanted = missing.find((one) => one.label === label);
    return data.copyPrice * data.models[wanted?.model ?? ''].weightsGb;
  });
  const uses = new Map<string, { client: string; kind: string; at: number; members: number[] }>();
  routes.forEach(({ client, class: kind, compute }, at) => {
    const needed = missing.findIndex((m) => m.compute === compute && m.model === data.classes[kind].model);
    if (needed < 0) return;
    const key = `${client} | ${kind} | ${compute}`;
    const use = uses.get(key);
    if (use === undefined) uses.set(key, { client, kind, at: needed, members: [at] });
    else use.members.push(at);
  });
  const rows = [...uses.values()];
  const use = set('use', [...uses.keys()]);
  model.rows('weightsThere', [use, hour], (row, u, t) => {
    const { client, kind, at, members } = rows[u];
    for (const r of members) row.add(1, flow, r, t);
    row.add(-demand.at(client, kind, t), copied, at);
    row.atMost(0);
  });
  return { ...draft, costs: { ...costs, copies: copied.times(price).sum() } };
};
