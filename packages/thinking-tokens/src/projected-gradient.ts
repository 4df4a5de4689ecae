/**
 * The projected gradient of the paper with its global step, l <- Proj[0, l_max](l + grad J / L): no line search, every step
 * improves J, and the optimum is unique, so it always arrives; how fast is a matter of the ratio of curvatures.
 */
import { gradientLipschitz } from './bounds.ts';
import { type MethodResult, refusedMethod } from './fixed-point.ts';
import { History } from './history.ts';
import { optimalityGap } from './optimality.ts';
import { gradient, performanceOf, type Server } from './server.ts';
import { GRADIENT_LIMIT, GRADIENT_WORK, METHOD_GAP } from './tolerances.ts';

/** Rounds between two looks at the proof of near-optimality. */
const LOOK_EVERY = 16;

/** Starts from no thinking at all, or from `start`. Refused where a type has a table: its slope jumps, and no step is safe. */
export function projectedGradient(
  server: Server,
  limit = Math.min(GRADIENT_LIMIT, Math.ceil(GRADIENT_WORK / server.prior.length)),
  start: Float64Array = new Float64Array(server.prior.length),
): MethodResult {
  if (server.curves?.some((curve) => curve?.kind === 'table') === true)
    return refusedMethod(server, 'the slope of a table jumps, so that no global step exists');
  const rate = 1 / gradientLipschitz(server);
  const tokens = start.slice();
  const slope = new Float64Array(tokens.length);
  const history = new History();
  const { maxTokens } = server;
  let step = 0;
  for (let iteration = 1; iteration <= limit; iteration++) {
    gradient(server, tokens, slope);
    step = 0;
    for (let k = 0; k < tokens.length; k++) {
      const next = Math.min(Math.max(tokens[k] + rate * slope[k], 0), maxTokens);
      step = Math.max(step, Math.abs(next - tokens[k]));
      tokens[k] = next;
    }
    history.add(step);
    if (iteration % LOOK_EVERY !== 0 && step > 0) continue;
    const gap = optimalityGap(server, tokens, slope);
    if (gap <= METHOD_GAP * (1 + Math.abs(performanceOf(server, tokens).objective)))
      return {
        status: 'converged',
        tokens,
        iterations: iteration,
        step,
        gap,
        history: history.values(),
        historyStride: history.every(),
      };
  }
  const gap = optimalityGap(server, tokens, slope);
  return {
    status: 'limit',
    tokens,
    iterations: limit,
    step,
    gap,
    history: history.values(),
    historyStride: history.every(),
  };
}
