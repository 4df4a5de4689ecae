/**
 * How far an allocation is from the one optimum, in tokens and in J. For a concave J and a box, with r the step that the
 * projected gradient would make,
 *
 *   l optimal   <=>   grad_k = 0 inside,  <= 0 at 0,  >= 0 at l_max
 *   J* - J(l)   <=    sum_k  grad_k+ (l_max - l_k)  +  grad_k- (l_k - 0)              (concavity, one tangent)
 *
 * (at a point of a table: with the supergradient nearest to zero) so the second line is a proof of near-optimality that costs one gradient.
 */
import { type Server, supergradient } from './server.ts';

/** Upper bound on J* - J(l), s; `scratch`: length N. Infinity where the server is not stable. */
export function optimalityGap(server: Server, tokens: Float64Array, scratch: Float64Array): number {
  const utilisation = supergradient(server, tokens, scratch);
  if (!(utilisation < 1)) return Number.POSITIVE_INFINITY;
  let gap = 0;
  for (let k = 0; k < scratch.length; k++) {
    const slope = scratch[k];
    gap += slope > 0 ? slope * (server.maxTokens - tokens[k]) : -slope * tokens[k];
  }
  return gap;
}
