/**
 * The optimum as a curve over the weight or the arrival rate, at as many places as an error asks for. At an optimum only the
 * parameter's own derivative counts (the envelope theorem):
 *
 *   dJ-star/dalpha = accuracy           dJ-star/dlambda = - dE[T]/dlambda = - m2 / (2 (1 - rho)^2)
 *
 * J-star is convex in alpha, as the largest of straight lines: between two places it lies below the chord and above both
 * tangents, which proves the error of interpolation. In lambda it falls, and is neither convex nor concave in general: there
 * the error is seen at the middle of each interval, and not proved.
 */
import { InvalidInputError } from '@marginal/program';
import { maximizeInBox } from './box-optimum.ts';
import { largestStableRate, type Performance, performanceOf, requireStable, type Server } from './server.ts';
import { CURVE_PLACES } from './tolerances.ts';

export type CurveField = 'weight' | 'arrivalRate';

export interface CurvePlace {
  /** The weight, s, or the arrival rate, 1/s. */
  readonly value: number;
  readonly performance: Performance;
  /** dJ-star by the value. */
  readonly derivative: number;
  /** Length N. */
  readonly tokens: Float64Array;
}

export interface OptimumCurve {
  /** By rising value. */
  readonly places: readonly CurvePlace[];
  /** Largest error of straight lines between the places, relative to the range of J-star. */
  readonly error: number;
  /** `proved` by convexity, or `seen` at the middles. */
  readonly evidence: 'proved' | 'seen';
  /** `coarse`: more places would be needed than are allowed, and the error is above the one asked for. */
  readonly status: 'fine' | 'coarse';
}

function placeAt(server: Server, field: CurveField, value: number, start: Float64Array): CurvePlace {
  const changed: Server = { ...server, [field]: value };
  const none = new Float64Array(start.length);
  const { tokens } = maximizeInBox(
    changed,
    none,
    none.map(() => server.maxTokens),
    start,
  );
  const performance = performanceOf(changed, tokens);
  const idle = 1 - performance.utilisation;
  const derivative =
    field === 'weight' ? performance.accuracy : -performance.secondMoment / (2 * idle * idle);
  return { value, performance, derivative, tokens };
}

/** How far the chord of two places lies above their tangents at most, s. */
function tangentError(a: CurvePlace, b: CurvePlace): number {
  const [ja, jb] = [a.performance.objective, b.performance.objective];
  const turn = b.derivative - a.derivative;
  if (!(turn > 0)) return 0;
  const width = b.value - a.value;
  const meet = Math.min(Math.max((jb - ja - b.derivative * width) / -turn, 0), width);
  return Math.max(0, ja + ((jb - ja) / width) * meet - (ja + a.derivative * meet));
}

/**
 * Refines until straight lines between the places are within `error` of the range of J-star. Rates at or beyond the largest
 * stable one are not looked at. Throws `InvalidInputError` `thinking-tokens.curve` for an empty range.
 */
export function optimumCurve(
  server: Server,
  field: CurveField,
  from: number,
  to: number,
  error: number,
  places = CURVE_PLACES,
): OptimumCurve {
  const stable = largestStableRate(server);
  if (!(from >= 0 && to > from && error > 0) || (field === 'arrivalRate' && !(to < stable)))
    throw new InvalidInputError([
      {
        code: 'thinking-tokens.curve',
        place: field,
        cause: `from ${from} to ${to} to an error of ${error}`,
        remedy: `give 0 <= from < to${field === 'arrivalRate' ? ` < ${stable.toPrecision(6)}` : ''} and an error above 0`,
      },
    ]);
  if (field === 'weight') requireStable(server);
  const none = new Float64Array(server.prior.length);
  const found = [placeAt(server, field, from, none), placeAt(server, field, to, none)];
  const objectiveOf = (place: CurvePlace): number => place.performance.objective;
  let range = Math.abs(objectiveOf(found[1]) - objectiveOf(found[0]));
  interface Piece {
    readonly a: CurvePlace;
    readonly b: CurvePlace;
    readonly middle: CurvePlace;
    readonly error: number;
  }
  const pieceOf = (a: CurvePlace, b: CurvePlace): Piece => {
    const middle = placeAt(server, field, (a.value + b.value) / 2, a.tokens);
    const seen = Math.abs(objectiveOf(middle) - (objectiveOf(a) + objectiveOf(b)) / 2);
    return { a, b, middle, error: field === 'weight' ? tangentError(a, b) : seen };
  };
  let pieces = [pieceOf(found[0], found[1])];
  range = Math.max(range, Number.MIN_VALUE);
  for (;;) {
    const coarse = pieces.filter((piece) => piece.error > error * range);
    if (coarse.length === 0 || pieces.length + coarse.length >= places) break;
    pieces = pieces.flatMap((piece) =>
      piece.error > error * range
        ? [pieceOf(piece.a, piece.middle), pieceOf(piece.middle, piece.b)]
        : [piece],
    );
  }
  const worst = Math.max(...pieces.map((piece) => piece.error)) / range;
  return {
    places: [...pieces.map(({ a }) => a), found[1]],
    error: worst,
    evidence: field === 'weight' ? 'proved' : 'seen',
    status: worst <= error ? 'fine' : 'coarse',
  };
}
