/**
 * The maximum of J over a box of allocations, with a proof: the nodes of the integer search, and the continuous optimum to
 * the last digit. Projected Newton (Bertsekas, SIAM J. Control 20, 1982): a Newton step in the types that are free to move, a
 * gradient sign for those held at a bound, halved until J grows. The bound is the tangent of J at the point found, at
 * its highest in the box:
 *
 *   max over the box of J  <=  J(l) + sum_k grad_k+ (upper_k - l_k) + grad_k- (l_k - lower_k)
 *
 * which concavity makes true at any point, so nothing rests on how well the steps went.
 */
import { gradient, hessian, performanceOf, type Server } from './server.ts';
import { BOX_GAP, BOX_STEPS, FLAT, HALVINGS } from './tolerances.ts';

export interface BoxOptimum {
  /** Length N, inside the box. */
  readonly tokens: Float64Array;
  /** J there, s. */
  readonly objective: number;
  /** No allocation in the box is better than this, s. -Infinity where none in the box is stable. */
  readonly bound: number;
}

/** Solves H p = g for the free entries, H negative definite; undefined where it is not, numerically. */
function newtonStep(
  curvature: Float64Array,
  slope: Float64Array,
  free: readonly number[],
): Float64Array | undefined {
  const n = free.length;
  const size = slope.length;
  const factor = new Float64Array(n * n);
  const step = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    for (let s = 0; s <= r; s++) {
      let sum = -curvature[free[r] * size + free[s]];
      for (let k = 0; k < s; k++) sum -= factor[r * n + k] * factor[s * n + k];
      if (r === s) {
        if (!(sum > 0)) return undefined;
        factor[r * n + r] = Math.sqrt(sum);
      } else factor[r * n + s] = sum / factor[s * n + s];
    }
    let sum = slope[free[r]];
    for (let k = 0; k < r; k++) sum -= factor[r * n + k] * step[k];
    step[r] = sum / factor[r * n + r];
  }
  for (let r = n - 1; r >= 0; r--) {
    for (let k = r + 1; k < n; k++) step[r] -= factor[k * n + r] * step[k];
    step[r] /= factor[r * n + r];
  }
  return step;
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
  const slope = new Float64Array(tokens.length);
  const trial = new Float64Array(tokens.length);
  const scratch = new Float64Array(tokens.length);
  const proofGap = (at: Float64Array, value: number): number => {
    gradient(server, at, scratch);
    return tangentBound(value, scratch, at, lower, upper) - value;
  };
  for (let iteration = 0; iteration < BOX_STEPS; iteration++) {
    const gap = proofGap(tokens, objective);
    gradient(server, tokens, slope);
    if (gap <= BOX_GAP * (1 + Math.abs(objective))) break;
    const free: number[] = [];
    for (let k = 0; k < tokens.length; k++)
      if (slope[k] > 0 ? tokens[k] < upper[k] : tokens[k] > lower[k]) free.push(k);
    const step = newtonStep(hessian(server, tokens), slope, free);
    if (step === undefined) break;
    let scale = 1;
    let improved = false;
    for (let halving = 0; halving < HALVINGS && !improved; halving++, scale /= 2) {
      trial.set(tokens);
      for (let f = 0; f < free.length; f++) {
        const k = free[f];
        trial[k] = Math.min(Math.max(tokens[k] + scale * step[f], lower[k]), upper[k]);
      }
      const next = performanceOf(server, trial).objective;
      // So close to the optimum that J no longer shows a gain, the proof still does.
      const flat = Math.abs(next - objective) <= FLAT * (1 + Math.abs(objective));
      if (!(next > objective) && !(flat && proofGap(trial, next) < gap)) continue;
      improved = true;
      objective = next;
      tokens.set(trial);
    }
    if (!improved) break;
  }
  gradient(server, tokens, slope);
  return { tokens, objective, bound: tangentBound(objective, slope, tokens, lower, upper) };
}
