/**
 * Programs built around their certificates, so that the truth is known without a solver: whole numbers throughout,
 * hence no rounding anywhere. The first column and the first row are there so that no perturbation goes unnoticed.
 */
import type { Program, Sense } from '../src/program.ts';
import { draws, lp } from './support.ts';

type Interval = [number, number];

export interface OptimalCase {
  readonly program: Program;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly rc: Float64Array;
}

/**
 * Chooses x, y and rc first; bounds follow from complementarity and costs from stationarity. Row 0 is an equation in
 * which every column stands; column 0 lies strictly within its bounds, stands in every row and has a cost; column 1
 * lies on its lower bound, well below the upper one.
 */
export function optimalCase(seed: number, sense: Sense): OptimalCase {
  const draw = draws(seed);
  const flip = sense === 'minimize' ? 1 : -1;
  const nonzero = (): number => draw(1, 4) * (draw(0, 1) === 0 ? 1 : -1);
  for (;;) {
    const m = draw(2, 5);
    const n = draw(3, 6);
    const rows = Array.from({ length: m }, (_, i) =>
      Array.from({ length: n }, (_, j) => (i === 0 || j === 0 || draw(0, 2) > 0 ? nonzero() : 0)),
    );
    const x = Array.from({ length: n }, () => draw(-5, 5));
    const y = new Array<number>(m).fill(0);
    const rc = new Array<number>(n).fill(0);
    /** A position, where it stands, and the multiplier that this allows. */
    const place = (position: number, kind: number): [Interval, number] => {
      switch (kind) {
        case 0:
          return [[position, draw(0, 1) === 0 ? Infinity : position + draw(1, 5)], flip * draw(1, 4)];
        case 1:
          return [[draw(0, 1) === 0 ? -Infinity : position - draw(1, 5), position], -flip * draw(1, 4)];
        case 2:
          return [[position, position], nonzero()];
        case 3:
          return [[position - draw(1, 5), position + draw(1, 5)], 0];
        case 4:
          return [[position, position + draw(1, 5)], 0];
        default:
          return [[-Infinity, Infinity], 0];
      }
    };
    const bounds: Interval[] = x.map((position, j) => {
      const [interval, multiplier] = place(position, j === 0 ? 3 : j === 1 ? 0 : draw(0, 5));
      rc[j] = multiplier;
      return interval;
    });
    const rowBounds: Interval[] = rows.map((row, i) => {
      const activity = row.reduce((sum, a, j) => sum + a * x[j], 0);
      const [interval, multiplier] = place(activity, i === 0 ? 2 : draw(0, 5));
      y[i] = multiplier;
      return interval;
    });
    const cost = x.map((_, j) => rows.reduce((sum, row, i) => sum + y[i] * row[j], rc[j]));
    if (cost[0] === 0) continue;
    return {
      program: lp({ sense, offset: draw(-9, 9), cost, rows, rowBounds, bounds }),
      x: Float64Array.from(x),
      y: Float64Array.from(y),
      rc: Float64Array.from(rc),
    };
  }
}

export interface InfeasibleCase {
  readonly program: Program;
  readonly y: Float64Array;
}

/**
 * Chooses the multipliers y first. Column 0 is free and the combination leaves nothing of it; the last row's bound is
 * set so that the combined rows miss by 1 to 5. Half of the rows have a second, harmless bound.
 */
export function infeasibleCase(seed: number, sense: Sense): InfeasibleCase {
  const draw = draws(seed);
  const nonzero = (): number => draw(1, 4) * (draw(0, 1) === 0 ? 1 : -1);
  for (;;) {
    const m = draw(2, 5);
    const n = draw(2, 5);
    const last = m - 1;
    const y = Array.from({ length: m }, (_, i) => (i === last ? 1 : draw(0, 3) === 0 ? 0 : nonzero()));
    const rows = Array.from({ length: m }, (_, i) =>
      Array.from({ length: n }, (_, j) => (i === 0 || j === 0 || draw(0, 2) > 0 ? nonzero() : 0)),
    );
    rows[last][0] = -rows.slice(0, last).reduce((sum, row, i) => sum + y[i] * row[0], 0);
    const z = rows[0].map((_, j) => rows.reduce((sum, row, i) => sum + y[i] * row[j], 0));
    if (rows[last][0] === 0 || z.every((zj) => zj === 0) || y.slice(0, last).every((yi) => yi === 0))
      continue;
    const other = (): boolean => draw(0, 1) === 0;
    const bounds: Interval[] = z.map((zj, j) => {
      const at = draw(-4, 4);
      if (j === 0 || zj === 0) return [-Infinity, Infinity];
      if (zj > 0) return [other() ? -Infinity : at - draw(0, 5), at];
      return [at, other() ? Infinity : at + draw(0, 5)];
    });
    const most = z.reduce((sum, zj, j) => (zj === 0 ? sum : sum + zj * bounds[j][zj > 0 ? 1 : 0]), 0);
    let combined = 0;
    const rowBounds: Interval[] = y.map((yi, i) => {
      const at = i === last ? most - combined + draw(1, 5) : draw(-4, 4);
      combined += yi * at;
      if (yi > 0) return [at, other() ? Infinity : at + draw(0, 5)];
      if (yi < 0) return [other() ? -Infinity : at - draw(0, 5), at];
      return [-Infinity, at];
    });
    const cost = z.map(() => draw(-3, 3));
    return { program: lp({ sense, cost, rows, rowBounds, bounds }), y: Float64Array.from(y) };
  }
}

export interface UnboundedCase {
  readonly program: Program;
  readonly point: Float64Array;
  readonly ray: Float64Array;
}

/**
 * Chooses a point and a direction first. Row 0 is an equation in which every column stands and along which the
 * direction runs; column 0 moves, the last column does not and lies between two bounds.
 */
export function unboundedCase(seed: number, sense: Sense): UnboundedCase {
  const draw = draws(seed);
  const nonzero = (): number => draw(1, 4) * (draw(0, 1) === 0 ? 1 : -1);
  for (;;) {
    const m = draw(2, 4);
    const n = draw(3, 5);
    const d = Array.from({ length: n }, (_, j) =>
      j === 0 ? 1 : j === n - 1 || draw(0, 3) === 0 ? 0 : nonzero(),
    );
    const point = d.map(() => draw(-4, 4));
    const rows = Array.from({ length: m }, (_, i) =>
      d.map(() => (i === 0 || draw(0, 2) > 0 ? nonzero() : 0)),
    );
    rows[0][0] = -rows[0].reduce((sum, a, j) => (j === 0 ? sum : sum + a * d[j]), 0);
    const cost = d.map(() => draw(-4, 4));
    const gain = cost.reduce((sum, c, j) => sum + c * d[j], 0) * (sense === 'minimize' ? -1 : 1);
    if (rows[0][0] === 0 || gain <= 0) continue;
    const room = (position: number, step: number): Interval => {
      const lower = step < 0 || draw(0, 3) === 0 ? -Infinity : position - draw(0, 3);
      const upper = step > 0 || draw(0, 3) === 0 ? Infinity : position + draw(0, 3);
      return [lower, upper];
    };
    const bounds = d.map(
      (dj, j): Interval => (j === n - 1 ? [point[j] - 1, point[j] + 1] : room(point[j], dj)),
    );
    const rowBounds = rows.map((row, i): Interval => {
      const activity = row.reduce((sum, a, j) => sum + a * point[j], 0);
      if (i === 0) return [activity, activity];
      return room(
        activity,
        row.reduce((sum, a, j) => sum + a * d[j], 0),
      );
    });
    return {
      program: lp({ sense, offset: draw(-3, 3), cost, rows, rowBounds, bounds }),
      point: Float64Array.from(point),
      ray: Float64Array.from(d),
    };
  }
}

/** A copy with one entry replaced. */
export function withEntry(vector: Float64Array, index: number, value: number): Float64Array {
  const out = vector.slice();
  out[index] = value;
  return out;
}

/** The indices whose entries are not zero. */
export function support(vector: Float64Array): number[] {
  return [...vector.keys()].filter((index) => vector[index] !== 0);
}
