/**
 * Models that must be in place before they can be used (z of the paper's March 2025 draft): z[j,k,t] is 1 where site j holds
 * the model for kind k in hour t, and y[j,k,t] is 1 where it was fetched for that hour,
 *
 *   x[i,k,j,t] <= z[j,k,t]  for every area i,       y[j,k,t] >= z[j,k,t] - z[j,k,t-1],       cost += sum f[j,k] y[j,k,t]
 *
 * with z whole, and z before the first hour as given. y is whole by itself. With models everywhere, or at no cost, the base
 * is unchanged.
 */
import { InvalidInputError } from '@marginal/program';
import type { IntegerExtension } from './market.ts';

export interface PlacementOptions {
  /** f, $ for bringing the model for a kind of query to a site. */
  readonly download: (site: string, query: string) => number;
  /** Whether a site holds the model before the first hour; by default none does. */
  readonly held?: (site: string, query: string) => boolean;
}

/** Adds the variables `placed` and `fetched`, the rows `served where placed` and `fetched once`, the cost `download`. */
export function placement({ download, held = () => false }: PlacementOptions): IntegerExtension {
  return (draft) => {
    const { model, sets, share, data } = draft;
    const { area, query, site, hour } = sets;
    const wrong = Object.keys(data.sites).flatMap((j) =>
      Object.keys(data.queries)
        .filter((k) => !(download(j, k) >= 0 && download(j, k) < Infinity))
        .map((k) => ({
          code: 'green-llm.placement',
          place: `placement, '${j}' and '${k}'`,
          cause: `the download costs ${download(j, k)}`,
          remedy: 'give $, zero or more',
        })),
    );
    if (wrong.length > 0) throw new InvalidInputError(wrong);
    const price = model.parameter('download', [site, query], { unit: '$' }, download);
    const before = model.parameter('held', [site, query, hour], { unit: '1' }, (j, k, t) =>
      t === 0 && held(j, k) ? 1 : 0,
    );
    const placed = model.variable('placed', [site, query, hour], {
      unit: '1',
      lower: 0,
      upper: 1,
      integer: true,
    });
    const fetched = model.variable('fetched', [site, query, hour], { unit: '1', lower: 0, upper: 1 });
    model.constraint('servedWherePlaced', [area, query, site, hour], share, '<=', placed);
    model.constraint(
      'fetchedWhenNew',
      [site, query, hour],
      fetched.plus(before),
      '>=',
      placed.minus(placed.lag(hour, 1, 'zero')),
    );
    return { ...draft, costs: { ...draft.costs, download: fetched.times(price).sum() } };
  };
}
