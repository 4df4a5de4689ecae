/**
 * Accuracy by thinking tokens where exponential saturation will not do: a table, straight between its points and flat after
 * the last, or any smooth concave curve given as functions. Both are non-decreasing and concave, so that J stays concave:
 *
 *   slope_1 >= slope_2 >= ... >= 0          (a table: between its points; a smooth curve: everywhere)
 *
 * At a point of a table the slope has two values, before and behind it; anything between them is a supergradient.
 */
import { type Fault, refuse } from '@marginal/program';
import { CURVE_SAMPLES, CURVE_SLOPE, TABLE_CONCAVITY } from './tolerances.ts';

/** Measured points; both arrays have the same length, two or more. */
export interface AccuracyTable {
  readonly kind: 'table';
  /** Rising, from 0. */
  readonly tokens: Float64Array;
  /** Share of right answers, from 0 to 1, non-decreasing. */
  readonly accuracy: Float64Array;
}

export interface SmoothAccuracy {
  readonly kind: 'smooth';
  /** Share of right answers, from 0 to 1. */
  readonly value: (tokens: number) => number;
  /** Its derivative, 1/token. */
  readonly slope: (tokens: number) => number;
  /** No second derivative is larger in size, 1/token^2: the step of the projected gradient rests on it. */
  readonly curvature: number;
}

export type AccuracyCurve = AccuracyTable | SmoothAccuracy;

/** Number of the last point at or before `tokens`. */
function pointBefore({ tokens: points }: AccuracyTable, tokens: number): number {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (points[middle] <= tokens) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Slope of the piece behind point `at`; flat after the last. */
function pieceSlope({ tokens, accuracy }: AccuracyTable, at: number): number {
  return at + 1 < tokens.length ? (accuracy[at + 1] - accuracy[at]) / (tokens[at + 1] - tokens[at]) : 0;
}

export function curveValue(curve: AccuracyCurve, tokens: number): number {
  if (curve.kind === 'smooth') return curve.value(tokens);
  const at = pointBefore(curve, tokens);
  return curve.accuracy[at] + pieceSlope(curve, at) * (tokens - curve.tokens[at]);
}

/** Derivative for more tokens, 1/token. */
export function slopeAhead(curve: AccuracyCurve, tokens: number): number {
  return curve.kind === 'smooth' ? curve.slope(tokens) : pieceSlope(curve, pointBefore(curve, tokens));
}

/** Derivative for fewer tokens, 1/token: the same but at a point of a table. */
export function slopeBehind(curve: AccuracyCurve, tokens: number): number {
  if (curve.kind === 'smooth') return curve.slope(tokens);
  const at = pointBefore(curve, tokens);
  return pieceSlope(curve, at > 0 && curve.tokens[at] === tokens ? at - 1 : at);
}

/** Where the straight piece ends that starts, or goes on, at `tokens` in this direction. */
export function pieceEnd(curve: AccuracyCurve, tokens: number, direction: 1 | -1): number {
  if (curve.kind === 'smooth') return direction > 0 ? Number.POSITIVE_INFINITY : 0;
  const at = pointBefore(curve, tokens);
  if (direction > 0) return curve.tokens[at + 1] ?? Number.POSITIVE_INFINITY;
  return curve.tokens[at > 0 && curve.tokens[at] === tokens ? at - 1 : at];
}

/** Second derivative without its sign, 1/token^2: the difference of slopes of a smooth curve; 0 on a straight piece. */
export function curveBend(curve: AccuracyCurve, tokens: number): number {
  if (curve.kind === 'table') return 0;
  const step = 1e-2 + 1e-4 * tokens;
  const below = Math.max(0, tokens - step);
  return Math.max(0, (curve.slope(below) - curve.slope(tokens + step)) / (tokens + step - below));
}

/** A fault of a table: which list, which entry, and why. */
export interface TableFault {
  readonly field: 'tokens' | 'accuracy';
  readonly problem: 'table-length' | 'table-start' | 'table-order' | 'not-increasing' | 'not-concave';
  readonly cause: string;
  readonly remedy: string;
}

/** What is wrong with a table; nothing where it is a concave, non-decreasing curve. Entries are finite numbers already. */
export function tableFaults(tokens: readonly number[], accuracy: readonly number[]): TableFault[] {
  const wrong = (
    field: TableFault['field'],
    problem: TableFault['problem'],
    cause: string,
    remedy: string,
  ): TableFault[] => [{ field, problem, cause, remedy }];
  if (tokens.length < 2 || tokens.length !== accuracy.length)
    return wrong(
      'accuracy',
      'table-length',
      `there are ${accuracy.length} accuracies for ${tokens.length} numbers of tokens`,
      'give as many of both, two or more',
    );
  if (tokens[0] !== 0)
    return wrong(
      'tokens',
      'table-start',
      `starts at ${tokens[0]}`,
      'start at 0: tasks may go without thinking',
    );
  const unordered = tokens.findIndex((l, n) => n > 0 && !(l > tokens[n - 1]));
  if (unordered > 0)
    return wrong(
      'tokens',
      'table-order',
      `entry ${unordered}: ${tokens[unordered]} comes after ${tokens[unordered - 1]}`,
      'give tokens in rising order, each once',
    );
  const falling = accuracy.findIndex((a, n) => n > 0 && a < accuracy[n - 1]);
  if (falling > 0)
    return wrong(
      'accuracy',
      'not-increasing',
      `entry ${falling}: ${accuracy[falling]} comes after ${accuracy[falling - 1]}`,
      'smooth out the noise, or end the table where accuracy stops growing',
    );
  const slopes = tokens.slice(1).map((l, n) => (accuracy[n + 1] - accuracy[n]) / (l - tokens[n]));
  const steeper = slopes.findIndex((slope, n) => n > 0 && slope > slopes[n - 1] * (1 + TABLE_CONCAVITY));
  if (steeper > 0)
    return wrong(
      'accuracy',
      'not-concave',
      `entry ${steeper + 1}: grows by ${slopes[steeper].toPrecision(6)} a token after ${slopes[steeper - 1].toPrecision(6)}`,
      'leave out the entry before it, or take the concave envelope: the optimum is not proved otherwise',
    );
  return [];
}

/** Looks at a smooth curve at many places; one fault for the first that no concave, non-decreasing curve could have. */
function smoothFaults(curve: SmoothAccuracy, maxTokens: number, place: string): Fault[] {
  const fault = (problem: string, cause: string, remedy: string): Fault[] => [
    { code: `thinking-tokens.${problem}`, place, cause, remedy },
  ];
  if (!(curve.curvature >= 0 && Number.isFinite(curve.curvature)))
    return fault(
      'curvature',
      `curvature is ${curve.curvature}`,
      'give the largest second derivative, in size',
    );
  const width = maxTokens / CURVE_SAMPLES;
  for (let n = 0; n <= CURVE_SAMPLES; n++) {
    const at = n * width;
    const [value, slope] = [curve.value(at), curve.slope(at)];
    if (!(value >= 0 && value <= 1))
      return fault('accuracy-range', `is ${value} at ${at}`, 'give shares, from 0 to 1');
    if (!(slope >= 0))
      return fault('not-increasing', `its slope is ${slope} at ${at}`, 'give a curve that never falls');
    if (n === 0) continue;
    const before = at - width;
    const slopeBefore = curve.slope(before);
    const room = CURVE_SLOPE * slopeBefore;
    if (slope > slopeBefore + room)
      return fault('not-concave', `gets steeper between ${before} and ${at}`, 'give a concave curve');
    if (slopeBefore - slope > curve.curvature * width * (1 + CURVE_SLOPE) + room)
      return fault(
        'curvature',
        `bends by more than ${curve.curvature} between ${before} and ${at}`,
        'raise it',
      );
    const chord = (value - curve.value(before)) / width;
    const rounding = 2 ** -50 / width;
    if (chord > slopeBefore + room + rounding || chord < slope - room - rounding)
      return fault(
        'slope',
        `slope is not the derivative of value between ${before} and ${at}`,
        'mend either of them',
      );
  }
  return [];
}

/** Throws `InvalidInputError` for curves that are not concave and non-decreasing on 0..maxTokens; places are `curves[k]`. */
export function checkCurves(curves: readonly (AccuracyCurve | undefined)[], maxTokens: number): void {
  refuse(
    curves.flatMap((curve, k): Fault[] => {
      if (curve === undefined) return [];
      const place = `curves[${k}]`;
      if (curve.kind === 'smooth') return smoothFaults(curve, maxTokens, place);
      const { tokens, accuracy } = curve;
      const range = accuracy.findIndex((a) => !(a >= 0 && a <= 1));
      if (range >= 0 || !tokens.every(Number.isFinite))
        return [
          {
            code: 'thinking-tokens.accuracy-range',
            place,
            cause: range >= 0 ? `accuracy is ${accuracy[range]}` : 'tokens are not all finite',
            remedy: 'give shares from 0 to 1 at finite numbers of tokens',
          },
        ];
      return tableFaults(Array.from(tokens), Array.from(accuracy)).map(
        ({ field, problem, cause, remedy }) => ({
          code: `thinking-tokens.${problem}`,
          place: `${place}.${field}`,
          cause,
          remedy,
        }),
      );
    }),
  );
}
