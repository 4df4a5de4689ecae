/** Curves of the optimum for the command: over the weight and over the arrival rate, refined to a stated error. */
import { largestStableRate, type OptimumCurve, optimumCurve, type Server } from '@marginal/thinking-tokens';
import type { CsvTable } from './result-folder.ts';

/** Straight lines between the rows of a table are this close to J, as a share of its range. */
export const CURVE_ERROR = 1e-3;

/** Curves go from a quarter of the case's number to four times that. */
const SPAN = 4;

/** Rates stay below the largest stable one by this share: beyond it times have no end. */
const STABLE_SHARE = 0.99;

export interface Curves {
  readonly weight?: OptimumCurve;
  readonly arrivalRate?: OptimumCurve;
}

export function curvesOf(server: Server): Curves {
  const { weight, arrivalRate } = server;
  const most = Math.min(SPAN * arrivalRate, STABLE_SHARE * largestStableRate(server));
  return {
    ...(weight > 0
      ? { weight: optimumCurve(server, 'weight', weight / SPAN, weight * SPAN, CURVE_ERROR) }
      : {}),
    ...(most > arrivalRate / SPAN
      ? { arrivalRate: optimumCurve(server, 'arrivalRate', arrivalRate / SPAN, most, CURVE_ERROR) }
      : {}),
  };
}

function tableOf(
  field: 'weight' | 'arrivalRate',
  curve: OptimumCurve | undefined,
  names: readonly string[],
): CsvTable {
  // A prefix keeps a task called 'objective' apart from J.
  const columnOf = (name: string): string => `tokens:${name}`;
  return {
    columns: [
      field,
      'objective',
      'derivative',
      'accuracy',
      'meanSystemTime',
      'utilisation',
      ...names.map(columnOf),
    ],
    rows: (curve?.places ?? []).map(({ value, performance, derivative, tokens }) => {
      const { objective, accuracy, meanSystemTime, utilisation } = performance;
      const allocation = Object.fromEntries(names.map((name, k) => [columnOf(name), tokens[k]]));
      return { ...allocation, [field]: value, objective, derivative, accuracy, meanSystemTime, utilisation };
    }),
  };
}

/** `front` over the weight, `arrivals` over the arrival rate. */
export function curveTables(curves: Curves, names: readonly string[]): Readonly<Record<string, CsvTable>> {
  return {
    front: tableOf('weight', curves.weight, names),
    arrivals: tableOf('arrivalRate', curves.arrivalRate, names),
  };
}

/** What is said of the curves in JSON. */
export function curveDetails(curves: Curves) {
  return Object.fromEntries(
    Object.entries(curves).map(([field, { places, error, evidence, status }]) => [
      field,
      { places: places.length, error, evidence, status },
    ]),
  );
}
