/** Why relocation has no plan, in the words of its data: which demand has no site and what forbids each, which hour is short. */
import type { ConflictingRow, ModelKind } from '@marginal/core';
import {
  type RelocationFailure,
  type RelocationMarket,
  relocation,
  type Shortage,
  type Stranded,
  shortagesIn,
  strandedDemand,
} from '@marginal/relocation';
import type { NotCleared } from './market-driver.ts';
import { notCleared } from './solve-stated.ts';

/** Demands and hours that are worth lines; the rest is in `--json`. */
const SHOWN = 6;

function strandedLines(stranded: readonly Stranded[]): string[] {
  const lines = stranded.slice(0, SHOWN).flatMap(({ client, class: kind, sites }) => {
    const masks = [...new Set(sites.flatMap((site) => site.masks))];
    return [
      `class '${kind}' of '${client}' has no open route: ${masks.join(', ')} are in the way`,
      ...sites.map(({ compute, because }) => `  ${compute}: ${because.join('; ')}`),
    ];
  });
  return stranded.length <= SHOWN
    ? lines
    : [...lines, `and ${stranded.length - SHOWN} more demands without a route, all of them in --json`];
}

function shortageLines(shortages: readonly Shortage[], from: number): string[] {
  const lines = shortages.slice(0, SHOWN).map(({ hour, demands, sites, neededMwh, capacityMwh }) => {
    const classes = [...new Set(demands.map((one) => one.class))].join(', ');
    const clients = [...new Set(demands.map((one) => one.client))].join(', ');
    return `hour ${from + hour}: classes ${classes} of ${clients} need ${neededMwh.toPrecision(6)} MWh or more, and the sites open to them have ${capacityMwh.toPrecision(6)} (${sites.join(', ')})`;
  });
  return shortages.length <= SHOWN
    ? lines
    : [...lines, `and ${shortages.length - SHOWN} more hours, all of them in --json`];
}

/** What came out in place of a plan; `from` is the first hour of the market in its horizon. */
export function notClearedRelocation(
  market: Pick<RelocationMarket<ModelKind>, 'data' | 'masks' | 'routes' | 'reasons' | 'demand'>,
  { stage, result }: RelocationFailure,
  from = 0,
): NotCleared {
  const failed = result as Parameters<typeof notCleared>[0];
  const proof: readonly ConflictingRow[] = failed.status === 'infeasible' ? failed.conflict() : [];
  // Routes that the program left out are needed to say what forbids them.
  const whole = failed.status === 'infeasible' ? relocation(market.data, { masks: market.masks }) : market;
  const withoutRoute = failed.status === 'infeasible' ? strandedDemand(whole) : [];
  const shortages = withoutRoute.length > 0 ? [] : shortagesIn(whole, proof);
  return notCleared(failed, {
    lines: [
      ...(from > 0 ? [`in the window that begins at hour ${from}`] : []),
      ...(stage === undefined ? [] : [`aim '${stage}' stopped it`]),
      ...strandedLines(withoutRoute),
      ...shortageLines(shortages, from),
    ],
    details: { fromHour: from, withoutRoute, shortages },
  });
}
