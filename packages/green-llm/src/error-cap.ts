/**
 * A cap on wrong answers (E of the March 2025 draft; that errors differ by site, as hardware and model do, is our reading):
 *
 *   sum_j err[j,k] x[i,k,j,t]  <=  E[k]       for every load
 *
 * With caps of 1 the base is unchanged.
 */
import { InvalidInputError } from '@marginal/program';
import type { GreenExtension } from './market.ts';

export interface ErrorCapOptions {
  /** err, share of wrong answers by site and kind of query, from 0 to 1. */
  readonly rate: (site: string, query: string) => number;
  /** E, by kind of query, from 0 to 1. */
  readonly cap: (query: string) => number;
}

/** Adds the row `errorCap`; its rent is in $ per unit of share. */
export function errorCap({ rate, cap }: ErrorCapOptions): GreenExtension {
  return (draft) => {
    const { model, share, sets, data } = draft;
    const { area, query, site, hour } = sets;
    const share01 = (value: number): boolean => value >= 0 && value <= 1;
    const wrong = Object.keys(data.queries).filter(
      (k) => !share01(cap(k)) || Object.keys(data.sites).some((j) => !share01(rate(j, k))),
    );
    if (wrong.length > 0)
      throw new InvalidInputError(
        wrong.map((k) => ({
          code: 'green-llm.error-cap',
          place: `errorCap, '${k}'`,
          cause: 'its cap or one of its rates is not a share',
          remedy: 'give numbers from 0 to 1',
        })),
      );
    const rates = model.parameter('errorRate', [site, query], { unit: '1' }, rate);
    const caps = model.parameter('errorLimit', [query], { unit: '1' }, cap);
    model.constraint('errorCap', [area, query, hour], share.times(rates).sum(site), '<=', caps);
    return draft;
  };
}
