/**
 * A long horizon in windows: each is solved with some hours of foresight, its first `step` hours are kept, and the placement
 * at their end is the state that the next window starts from. The plan is feasible for the whole horizon and costs no less
 * than the optimum over all hours at once; with one window it is that optimum.
 */
import { type Backend, InvalidInputError, type SolveOptions } from '@marginal/program';
import type { RelocationData } from './data.ts';
import { atHome, type Before, FRICTIONS, type Friction, frictions } from './frictions.ts';
import { relocation } from './market.ts';
import { type Flow, flowsOf } from './metrics.ts';
import { parseObjective } from './objective.ts';
import { type RelocationFailure, solveRelocation } from './plan.ts';

export interface RollingOptions {
  /** Hours kept of every window. */
  readonly step: number;
  /** Hours that a window looks ahead beyond them; 0 by default. */
  readonly foresight?: number;
  /** All by default. */
  readonly frictions?: readonly Friction[];
  readonly solve?: Omit<SolveOptions, 'startBasis'>;
}

/** What was kept of one window. */
export interface RolledWindow {
  /** First hour kept, and how many. */
  readonly from: number;
  readonly hours: number;
  /** In the hours of the whole horizon. */
  readonly flows: readonly Flow[];
  readonly seconds: number;
}

export type Rolled =
  | { readonly status: 'optimal'; readonly windows: number }
  | { readonly status: 'failed'; readonly from: number; readonly failure: RelocationFailure };

/** The data of some hours; hours beyond the end are left out. */
export function hoursOf(data: RelocationData, from: number, hours: number): RelocationData {
  const cut = (series: readonly number[]): readonly number[] => series.slice(from, from + hours);
  return {
    ...data,
    hours: Math.min(hours, data.hours - from),
    clients: Object.fromEntries(
      Object.entries(data.clients).map(([name, client]) => [
        name,
        {
          ...client,
          demand: Object.fromEntries(
            Object.entries(client.demand).map(([kind, series]) => [kind, cut(series)]),
          ),
        },
      ]),
    ),
    computes: Object.fromEntries(
      Object.entries(data.computes).map(([name, site]) => [
        name,
        { ...site, price: cut(site.price), carbon: cut(site.carbon), capacity: cut(site.capacity) },
      ]),
    ),
  };
}

/** How things stand after an hour: where work is, as shares of its demand and in Mreq. */
export function standing(data: RelocationData, flows: readonly Flow[], hour: number): Before {
  const at = new Map<string, number>();
  const add = (key: readonly string[], mreq: number): void => {
    const name = JSON.stringify(key);
    at.set(name, (at.get(name) ?? 0) + mreq);
  };
  for (const flow of flows) {
    if (flow.hour !== hour) continue;
    add([flow.client, flow.class, flow.compute], flow.mreq);
    add([flow.compute, flow.class], flow.mreq);
  }
  return {
    share: (client, kind, compute) => {
      const demand = data.clients[client].demand[kind][hour] * data.demandScale;
      return demand > 0 ? (at.get(JSON.stringify([client, kind, compute])) ?? 0) / demand : 0;
    },
    warm: (compute, kind) => at.get(JSON.stringify([compute, kind])) ?? 0,
  };
}

/**
 * Rolls over the horizon at least cost and hands every window's kept hours to `take`, so that a year need not be held in
 * memory. Stops at the first window without an optimum.
 */
export async function rollHorizon(
  data: RelocationData,
  backend: Backend,
  options: RollingOptions,
  take: (window: RolledWindow) => void,
): Promise<Rolled> {
  const { step, foresight = 0, frictions: names = FRICTIONS, solve = {} } = options;
  if (!(Number.isInteger(step) && step > 0 && Number.isInteger(foresight) && foresight >= 0))
    throw new InvalidInputError([
      {
        code: 'relocation.rolling',
        place: 'rollHorizon',
        cause: `the step is ${step} and the foresight ${foresight}`,
        remedy: 'give whole hours: a step of 1 or more, a foresight of 0 or more',
      },
    ]);
  let before: Before = atHome({ data });
  let windows = 0;
  for (let from = 0; from < data.hours; from += step) {
    const start = performance.now();
    const part = hoursOf(data, from, step + foresight);
    const market = relocation(part, { extensions: frictions(names, before) });
    const plan = await solveRelocation(market, parseObjective('cost'), backend, solve);
    if (plan.status !== 'optimal') return { status: 'failed', from, failure: plan };
    const hours = Math.min(step, part.hours);
    const kept = flowsOf(plan).filter(({ hour }) => hour < hours);
    before = standing(part, kept, hours - 1);
    windows++;
    take({
      from,
      hours,
      flows: kept.map((flow) => ({ ...flow, hour: flow.hour + from })),
      seconds: (performance.now() - start) / 1000,
    });
  }
  return { status: 'optimal', windows };
}
