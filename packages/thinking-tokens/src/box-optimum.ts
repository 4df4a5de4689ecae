/**
 * The maximum of J over a box of allocations, with a proof: the nodes of the integer search, and the continuous optimum to
 * the last digit. Projected Newton (Bertsekas, SIAM J. Control 20, 1982): a Newton step in the types that are free to move, a
 * gradient sign for those held at a bound, halved until J grows. The bound is the tangent of J at the point found, at
 * its highest in the box:
 *
 *   max over the box of J  <=  J(l) + sum_k grad_k+ (upper_k - l_k) + grad_k- (l_k - lower_k)
 *
 * which concavity makes true at any point, so nothing rests on how well the steps went. Types with a table step along the
 * straight piece that they are on, to its end at most, and stay at a point where neither way improves.
 */
import { pieceEnd } from './curve.ts';
import { curvature, performanceOf, type Server, supergradient } from './server.ts';
import { BOX_GAP, BOX_STEPS, FLAT, HALVINGS } from './tolerances.ts';

export interface BoxOptimum {
  /** Length N, inside the box. */
  readonly tokens: Float64Array;
  /** J there, s. */
  readonly objective: number;
  /** No allocation in the box is better than this, s. -Infinity where none in the box is stable. */
  readonly bound: number;
}

/**
 * The Newton step -H p = slope over the types with `free`, 0 elsewhere, by the formula of Woodbury for the matrix of rank
 * two in H; undefined where -H is not positive definite, numerically.
 */
function newtonStep(
  server: Server,
  tokens: Float64Array,
  slope: Float64Array,
  free: Uint8Array,
): Float64Array | undefined {
  const { diagonal, perToken, timed, scale, load } = curvature(server, tokens);
  // K = U' D^-1 U and r = U' D^-1 slope.
  let [k00, k01, k11, r0, r1] = [0, 0, 0, 0, 0];
  for (let k = 0; k < tokens.length; k++) {
    if (free[k] === 0) continue;
    if (!(diagonal[k] > 0)) return undefined;
    const inverse = 1 / diagonal[k];
    k00 += perToken[k] * perToken[k] * inverse;
    k01 += perToken[k] * timed[k] * inverse;
    k11 += timed[k] * timed[k] * inverse;
    r0 += perToken[k] * slope[k] * inverse;
    r1 += timed[k] * slope[k] * inverse;
  }
  // (I + M K) y = M r.
  const [a, b] = [1 + scale * (load * k00 + k01), scale * (load * k01 + k11)];
  const [c, d] = [scale * k00, 1 + scale * k01];
  const [m0, m1] = [scale * (load * r0 + r1), scale * r0];
  const determinant = a * d - b * c;
  if (!(Math.abs(determinant) > 0)) return undefined;
  const y0 = (d * m0 - b * m1) / determinant;
  const y1 = (a * m1 - c * m0) / determinant;
  return slope.map((own, k) => (free[k] === 0 ? 0 : (own - perToken[k] * y0 - timed[k] * y1) / diagonal[k]));
}

/** A step that points uphill whatever the curvature: the slope, each type by its own curvature. */
function scaledSlope(
  server: Server,
  tokens: Float64Array,
  slope: Float64Array,
  free: Uint8Array,
): Float64Array {
  const { diagonal, perToken, timed, scale, load } = curvature(server, tokens);
  return slope.map((own, k) => {
    const bend = diagonal[k] + scale * perToken[k] * (2 * timed[k] + load * perToken[k]);
    return free[k] === 0 || !(bend > 0) ? 0 : own / bend;
  });
}

function tangentBound(
  objective: number,
  slope: Float64Array,
  tokens: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): number {
  let bound = objective;
  for (let k = 0; k < tokens.length; k++)
    bound += slope[k] > 0 ? slope[k] * (upper[k] - tokens[k]) : slope[k] * (lower[k] - tokens[k]);
  return bound;
}

/** `start` is moved into the box; where it is not stable there, the search starts from the lower corner. */
export function maximizeInBox(
  server: Server,
  lower: Float64Array,
  upper: Float64Array,
  start: Float64Array,
): BoxOptimum {
  const tokens = start.map((l, k) => Math.min(Math.max(l, lower[k]), upper[k]));
  let { objective } = performanceOf(server, tokens);
  if (objective === Number.NEGATIVE_INFINITY) {
    tokens.set(lower);
    objective = performanceOf(server, tokens).objective;
    if (objective === Number.NEGATIVE_INFINITY) return { tokens, objective, bound: objective };
  }
  const size = tokens.length;
  const slope = new Float64Array(size);
  const trial = new Float64Array(size);
  const scratch = new Float64Array(size);
  const free = new Uint8Array(size);
  const [least, most] = [lower.slice(), upper.slice()];
  const proofGap = (at: Float64Array, value: number): number => {
    supergradient(server, at, scratch);
    return tangentBound(value, scratch, at, lower, upper) - value;
  };
  /** Which types may move, and how far: to the end of the straight piece that they are on. */
  const release = (): void => {
    for (let k = 0; k < size; k++) {
      const curve = server.curves?.[k];
      const [at, up] = [tokens[k], slope[k] > 0];
      free[k] = (up ? at < upper[k] : at > lower[k]) && server.prior[k] > 0 ? 1 : 0;
      if (curve?.kind !== 'table') continue;
      const [ahead, behind] = [pieceEnd(curve, at, 1), pieceEnd(curve, at, -1)];
      const atPoint = pieceEnd(curve, ahead, -1) === at;
      if (slope[k] === 0 && atPoint) free[k] = 0;
      least[k] = up && atPoint ? at : Math.max(lower[k], behind);
      most[k] = !up && atPoint ? at : Math.min(upper[k], ahead);
    }
  };
  /** Halves a step until J, or where J is flat the proof, gains by it. */
  const advance = (step: Float64Array | undefined, gap: number): 'better' | 'stuck' => {
    if (step === undefined) return 'stuck';
    let scale = 1;
    for (let halving = 0; halving < HALVINGS; halving++, scale /= 2) {
      for (let k = 0; k < size; k++)
        trial[k] =
          free[k] === 0 ? tokens[k] : Math.min(Math.max(tokens[k] + scale * step[k], least[k]), most[k]);
      const next = performanceOf(server, trial).objective;
      // So close to the optimum that J no longer shows a gain, the proof still does.
      const flat = Math.abs(next - objective) <= FLAT * (1 + Math.abs(objective));
      if (!(next > objective) && !(flat && proofGap(trial, next) < gap)) continue;
      objective = next;
      tokens.set(trial);
      return 'better';
    }
    return 'stuck';
  };
  const pieces = server.curves?.reduce(
    (sum, curve) => sum + (curve?.kind === 'table' ? curve.tokens.length : 0),
    0,
  );
  for (let iteration = 0; iteration < BOX_STEPS + (pieces ?? 0); iteration++) {
    const gap = proofGap(tokens, objective);
    if (gap <= BOX_GAP * (1 + Math.abs(objective))) break;
    slope.set(scratch);
    release();
    if (advance(newtonStep(server, tokens, slope, free), gap) === 'better') continue;
    if (advance(scaledSlope(server, tokens, slope, free), gap) === 'stuck') break;
  }
  supergradient(server, tokens, slope);
  return { tokens, objective, bound: tangentBound(objective, slope, tokens, lower, upper) };
}
