/**
 * A piecewise-linear function by its points: straight lines between (x_0, y_0), ..., (x_n, y_n) with x increasing.
 * Defined on [x_0, x_n]. Owns what is true of the function alone: its slopes, its shape and its values.
 */
import type { Fault } from '@marginal/program';
import { SLOPE_ROUNDING } from './tolerances.ts';

export type Point = readonly [x: number, y: number];

export type Shape = 'linear' | 'convex' | 'concave' | 'neither';

/** Faults of one list of points: too few, not finite, not increasing. */
export function pointFaults(points: readonly Point[], place: string): Fault[] {
  const faults: Fault[] = [];
  if (points.length < 2) {
    const cause = `has ${points.length} points`;
    faults.push({ code: 'core.too-few-points', place, cause, remedy: 'give at least two' });
  }
  points.forEach(([x, y], k) => {
    const at = `${place}, point ${k + 1}`;
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      faults.push({
        code: 'core.infinite-point',
        place: at,
        cause: `is (${x}, ${y})`,
        remedy: 'give finite numbers; the function ends at its first and last point',
      });
    } else if (k > 0 && !(x > points[k - 1][0])) {
      faults.push({
        code: 'core.points-out-of-order',
        place: at,
        cause: `x = ${x} does not come after ${points[k - 1][0]}`,
        remedy: 'give points with increasing x; a jump has no straight line',
      });
    }
  });
  return faults;
}

export function slopesOf(points: readonly Point[]): number[] {
  return points.slice(1).map(([x, y], k) => (y - points[k][1]) / (x - points[k][0]));
}

/** Whether slopes only rise, only fall, neither or both; differences that rounding of the points explains are none. */
export function shapeOf(points: readonly Point[]): Shape {
  const slopes = slopesOf(points);
  let rises = false;
  let falls = false;
  for (let k = 1; k < slopes.length; k++) {
    const noise = SLOPE_ROUNDING * (uncertainty(points, k - 1) + uncertainty(points, k));
    if (slopes[k] > slopes[k - 1] + noise) rises = true;
    if (slopes[k] < slopes[k - 1] - noise) falls = true;
  }
  if (rises && falls) return 'neither';
  if (rises) return 'convex';
  return falls ? 'concave' : 'linear';
}

/**
 * What the rounding of points k and k + 1 is measured against in the slope between them: y to the largest of the
 * function, since a small one may be what is left of large ones.
 */
function uncertainty(points: readonly Point[], k: number): number {
  const [[x0, y0], [x1, y1]] = [points[k], points[k + 1]];
  const width = x1 - x0;
  const size = Math.max(...points.map(([, y]) => Math.abs(y)));
  return (2 * size) / width + (Math.abs(y1 - y0) * (Math.abs(x0) + Math.abs(x1))) / width ** 2;
}

/** Value at x; the outer lines go on beyond the ends, so that a point a rounding outside has a value. */
export function valueAt(points: readonly Point[], x: number): number {
  let k = 1;
  while (k < points.length - 1 && x > points[k][0]) k++;
  const [[x0, y0], [x1, y1]] = [points[k - 1], points[k]];
  return x - x0 < x1 - x ? y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) : y1 - ((y1 - y0) * (x1 - x)) / (x1 - x0);
}
