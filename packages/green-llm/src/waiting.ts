/**
 * Demand that may wait (our extension): of the load that arrives in hour t, w[i,k,t,s] queries run d = s - t hours later,
 * d from 1 to the window of their kind, within the day. In shares of the load of hour t:
 *
 *   sum_j x[i,k,j,t]  +  (sum_s w[i,k,t,s]  -  sum_u w[i,k,u,t]) / n[i,k,t]  ==  1
 *
 * The hour's rows for energy, resources and delay see what runs in it; waiting itself is not counted as delay. With
 * windows of zero the base is unchanged.
 */

import { sparse } from '@marginal/core';
import { InvalidInputError } from '@marginal/program';
import { HOURS } from './data.ts';
import type { GreenExtension } from './market.ts';

/** Adds the variable `waiting`, queries by (area, kind, arrival, run). `windows`: hours by kind of query; absent means none. */
export function waiting(windows: Readonly<Record<string, number>>): GreenExtension {
  return (draft) => {
    const { model, sets, data } = draft;
    const faults = Object.entries(windows)
      .filter(([kind, hours]) => !Object.hasOwn(data.queries, kind) || !Number.isInteger(hours) || hours < 0)
      .map(([kind, hours]) => ({
        code: 'green-llm.waiting',
        place: `waiting, '${kind}'`,
        cause: Object.hasOwn(data.queries, kind)
          ? `the window is ${hours}`
          : `'${kind}' is not a kind of query`,
        remedy: `give whole hours, zero or more, for ${Object.keys(data.queries).join(', ')}`,
      }));
    if (faults.length > 0) throw new InvalidInputError(faults);
    const tuples: (readonly [string, string, number, number])[] = [];
    for (const area of Object.keys(data.areas))
      for (const [kind, window] of Object.entries(windows))
        for (let from = 0; from < HOURS; from++) {
          if (!(data.areas[area].demand[kind][from] * data.demandScale > 0)) continue;
          for (let to = from + 1; to <= Math.min(HOURS - 1, from + window); to++)
            if (data.areas[area].demand[kind][to] > 0) tuples.push([area, kind, from, to]);
        }
    if (tuples.length === 0) return draft;
    const wait = sparse(
      'wait',
      [sets.area, sets.query, sets.hour.as('arrival'), sets.hour.as('run')],
      tuples,
    );
    const moved = model.variable('waiting', [wait], { unit: 'query', lower: 0 });
    const perLoad = model.parameter(
      'perLoad',
      [sets.area, sets.query, sets.hour],
      { unit: '1/query' },
      (i, k, t) => {
        const load = data.areas[i].demand[k][t] * data.demandScale;
        return load > 0 ? 1 / load : 0;
      },
    );
    const out = moved.sumBy(wait.area, wait.query, wait.arrival).orZero();
    const into = moved.sumBy(wait.area, wait.query, wait.run).orZero();
    return { ...draft, done: draft.done.plus(out.times(perLoad)).minus(into.times(perLoad)) };
  };
}
