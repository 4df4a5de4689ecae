/**
 * Weights that may be copied to where they are not, in place of the mask `model`: z[j,m] is 1 where compute node j gets a
 * copy of model m for the horizon,
 *
 *   X[i,k,j,t]  <=  lambda[i,k,t] z[j,m]   for every client i and class k answered by m, where j does not hold m
 *   cost  sum copyPrice weightsGb[m] z[j,m]
 *
 * with z whole: half a model answers nothing. Where copies are free, or every node holds every model, the optimum is that
 * of the market without the mask. That weights are duplicated is arXiv 2604.27855, the form is our reading.
 *
 * Prices need a linear program: with the copies of the best plan in place (`withCopies`, `copiesPaid`) the market is one, of
 * the same optimum, and its prices hold for as long as the copies stay where they are.
 */
import { type OtherResult, set } from '@marginal/core';
import { type Backend, NotAllowedError, type SolveOptions } from '@marginal/program';
import type { RelocationData } from './data.ts';
import { frictions } from './frictions.ts';
import {
  type IntegerExtension,
  type RelocationExtension,
  type RelocationMarket,
  relocationWithIntegers,
} from './market.ts';
import { masksOf } from './masks.ts';
import { HALF } from './tolerances.ts';

/** A copy of a model's weights where they were not. */
export interface WeightCopy {
  readonly compute: string;
  readonly model: string;
  readonly weightsGb: number;
  /** $ over the horizon. */
  readonly cost: number;
}

export type CopyPlan =
  | {
      readonly status: 'optimal';
      readonly copies: readonly WeightCopy[];
      /** Places and models without the weights: what there was to choose from. */
      readonly choices: number;
      /** $ with the copies, and the bound that the search proved. */
      readonly objective: number;
      readonly bound: number;
    }
  | {
      readonly status: 'failed';
      readonly market: RelocationMarket<'mip'>;
      readonly result: OtherResult;
    };

/** Every model that a compute node does not hold, as a copy that could be made. */
export function possibleCopies({ computes, models, copyPrice }: RelocationData): WeightCopy[] {
  return Object.entries(computes).flatMap(([compute, { models: there }]) =>
    Object.entries(models)
      .filter(([name]) => !there.includes(name))
      .map(([model, { weightsGb }]) => ({ compute, model, weightsGb, cost: copyPrice * weightsGb })),
  );
}

function labelOf({ compute, model }: WeightCopy): string {
  return `${model} at ${compute}`;
}

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
  const missing = possibleCopies(data);
  if (missing.length === 0) return draft;
  const copy = set('copy', missing.map(labelOf));
  const copied = model.variable('copied', [copy], { unit: '1', lower: 0, upper: 1, integer: true });
  const price = model.parameter(
    'copyPrice',
    [copy],
    { unit: '$' },
    Float64Array.from(missing, ({ cost }) => cost),
  );
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
  return { ...draft, copied, costs: { ...costs, copies: copied.times(price).sum() } };
};

/** The data with copies where they were made. */
export function withCopies(data: RelocationData, copies: readonly WeightCopy[]): RelocationData {
  return {
    ...data,
    computes: Object.fromEntries(
      Object.entries(data.computes).map(([name, site]) => [
        name,
        {
          ...site,
          models: [
            ...site.models,
            ...copies.filter(({ compute }) => compute === name).map((copy) => copy.model),
          ],
        },
      ]),
    ),
  };
}

/** What copies cost that have been made, as a part of the objective that no plan changes. Adds the variable `madeCopy`, which is 1. */
export function copiesPaid(copies: readonly WeightCopy[]): RelocationExtension {
  return (draft) => {
    if (copies.length === 0) return draft;
    const { model, costs } = draft;
    const copy = set('copy', copies.map(labelOf));
    const made = model.variable('madeCopy', [copy], { unit: '1', lower: 1, upper: 1 });
    const price = model.parameter(
      'copyPrice',
      [copy],
      { unit: '$' },
      Float64Array.from(copies, ({ cost }) => cost),
    );
    return { ...draft, costs: { ...costs, copies: made.times(price).sum() } };
  };
}

/** The copies of the plan of least cost, found by a search over whole numbers, with all frictions. */
export async function planCopies(
  data: RelocationData,
  backend: Backend,
  options: SolveOptions = {},
): Promise<CopyPlan> {
  const choices = possibleCopies(data);
  const market = relocationWithIntegers(data, {
    masks: masksOf(data).filter(({ name }) => name !== 'model'),
    extensions: [...frictions(), weightCopies],
    mostMasks: 0,
  });
  const compiled = market.model.minimize(market.total).compile();
  const result = await compiled.solve(backend, options);
  if (result.status !== 'optimal') return { status: 'failed', market, result };
  const { objective, outcome } = result;
  if (market.copied === undefined)
    return { status: 'optimal', copies: [], choices: choices.length, objective, bound: objective };
  const { values } = result.value(market.copied);
  return {
    status: 'optimal',
    copies: choices.filter((_, at) => values[at] > HALF),
    choices: choices.length,
    objective,
    bound: outcome.solution.kind === 'mip' ? outcome.solution.bound : objective,
  };
}
