/**
 * A long horizon in windows: each is solved with some hours of foresight, its first `step` hours are kept, and the placement
 * at their end is the state that the next window starts from. Invariant: every window's answer is a verified optimum of its
 * program, and when it minimises cost its objective is what its flows cost when added up by hand (bill.ts).
 *
 * The plan is feasible for the whole horizon. It costs no less than the optimum over all hours at once, as that has all
 * frictions between windows in view and a window only those that it sees; with one window it is that optimum. Nothing is
 * said of how much less: docs/models/relocation.md has what was measured.
 */
import {
  type Backend,
  type Basis,
  InvalidInputError,
  NotAllowedError,
  type SolveOptions,
} from '@marginal/program';
import { addBills, type Bill, billsOf, sumBills } from './bill.ts';
import type { RelocationData } from './data.ts';
import { horizonHours, hoursOf } from './days.ts';
import { atHome, type Before, FRICTIONS, type Friction, frictions } from './frictions.ts';
import { type RelocationMarket, relocation } from './market.ts';
import { type Flow, flowsOf } from './metrics.ts';
import { parseObjective, type RelocationObjective } from './objective.ts';
import { type RelocationFailure, solveAtOnce } from './plan.ts';
import { SAME_BILL } from './tolerances.ts';

export interface RollingOptions {
  /** Hours kept of every window. */
  readonly step: number;
  /** Hours that a window looks ahead beyond them; 0 by default. */
  readonly foresight?: number;
  /** One aim, or a weighted sum; cost by default. */
  readonly objective?: RelocationObjective;
  /** All by default. */
  readonly frictions?: readonly Friction[];
  /** A time limit holds for the whole horizon. */
  readonly solve?: Omit<SolveOptions, 'startBasis'>;
}

/** What was kept of one window. */
export interface RolledWindow {
  /** First hour kept, and how many. */
  readonly from: number;
  readonly hours: number;
  /** In the hours of the whole horizon. */
  readonly flows: readonly Flow[];
  /** Of the hours kept. */
  readonly bill: Bill;
  /** Of each of them. */
  readonly hourly: readonly Bill[];
  readonly iterations: number;
  /** Of stating, solving and verifying it. */
  readonly seconds: number;
}

export type Rolled =
  | {
      readonly status: 'optimal';
      readonly windows: number;
      /** Of the whole horizon. */
      readonly bill: Bill;
      readonly iterations: number;
    }
  | {
      readonly status: 'failed';
      /** First hour of the window that failed, and the market of that window. */
      readonly from: number;
      readonly market: RelocationMarket;
      readonly failure: RelocationFailure;
    };

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

function refuseOptions({ step, foresight = 0, objective }: RollingOptions): void {
  if (!(Number.isInteger(step) && step > 0 && Number.isInteger(foresight) && foresight >= 0))
    throw new InvalidInputError([
      {
        code: 'relocation.rolling',
        place: 'rollHorizon',
        cause: `the step is ${step} and the foresight ${foresight}`,
        remedy: 'give whole hours: a step of 1 or more, a foresight of 0 or more',
      },
    ]);
  if (objective?.kind === 'ranked' && objective.order.length > 1)
    throw new NotAllowedError({
      code: 'relocation.rolling-order',
      place: 'rollHorizon',
      cause: 'aims in order of rank hold over a whole horizon, and windows see a part of it',
      remedy: 'give one aim, or a weighted sum',
    });
}

/** Refuses a window whose flows, added up by hand, do not cost what its program says. */
function refuseOtherBill(bill: Bill, objective: number, from: number): void {
  if (Math.abs(bill.total - objective) <= SAME_BILL * (1 + Math.abs(objective))) return;
  throw new NotAllowedError({
    code: 'relocation.other-bill',
    place: `rollHorizon, window at hour ${from}`,
    cause: `its flows cost ${bill.total} $, and its program says ${objective} $`,
    remedy: 'try another backend, and report it',
  });
}

/** Windows of the same hours of the day have programs of the same shape, and much the same basis. */
function shapeOf({ hours }: RelocationData, from: number, length: number): string {
  return `${from % hours} ${length}`;
}

/**
 * Rolls over the horizon of `data`, days included, and hands every window's kept hours to `take`, so that a year need not be
 * held in memory. Stops at the first window without an optimum. Throws `InvalidInputError` `relocation.rolling`,
 * `NotAllowedError` `relocation.rolling-order` and `relocation.other-bill`.
 */
export async function rollHorizon(
  data: RelocationData,
  backend: Backend,
  options: RollingOptions,
  take: (window: RolledWindow) => void = () => undefined,
): Promise<Rolled> {
  refuseOptions(options);
  const { step, foresight = 0, objective = parseObjective('cost'), solve = {} } = options;
  const names = options.frictions ?? FRICTIONS;
  const began = performance.now();
  const isCost = objective.kind === 'ranked' && objective.order[0] === 'cost';
  const bases = new Map<string, Basis>();
  let before: Before = atHome({ data: hoursOf(data, 0, 1) });
  let windows = 0;
  let iterations = 0;
  let bill: Bill | undefined;
  for (let from = 0; from < horizonHours(data); from += step) {
    const start = performance.now();
    const part = hoursOf(data, from, step + foresight);
    const market = relocation(part, { extensions: frictions(names, before), mostMasks: 0 });
    const left =
      solve.timeLimit === undefined
        ? {}
        : { timeLimit: Math.max(0, solve.timeLimit - (start - began) / 1000) };
    const known = bases.get(shapeOf(data, from, part.hours));
    const plan = await solveAtOnce(market, objective, backend, {
      ...solve,
      ...left,
      ...(known === undefined ? {} : { startBasis: known }),
    });
    if (plan.status !== 'optimal') return { status: 'failed', from, market, failure: plan };
    const { solution } = plan.result.outcome;
    if (solution.kind === 'lp' && solution.basis !== undefined)
      bases.set(shapeOf(data, from, part.hours), solution.basis);
    const flows = flowsOf(plan);
    const bills = billsOf(part, flows, before, names);
    if (isCost) refuseOtherBill(sumBills(bills), plan.result.objective, from);
    const hours = Math.min(step, part.hours);
    const kept = flows.filter(({ hour }) => hour < hours);
    const hourly = bills.slice(0, hours);
    const own = sumBills(hourly);
    before = standing(part, kept, hours - 1);
    bill = addBills(bill, own);
    windows++;
    iterations += plan.result.outcome.iterations;
    take({
      from,
      hours,
      flows: kept.map((flow) => ({ ...flow, hour: flow.hour + from })),
      bill: own,
      hourly,
      iterations: plan.result.outcome.iterations,
      seconds: (performance.now() - start) / 1000,
    });
  }
  if (bill === undefined) throw new Error('internal error: a horizon has an hour');
  return { status: 'optimal', windows, bill, iterations };
}
