/** The claims of the paper's later version, held against a plan: our reading, on this data, met or not. */
import { type GreenOptimum, NAMED_OBJECTIVES, solveGreen } from '@marginal/green-llm';
import type { Backend, SolveOptions } from '@marginal/program';
import { delaysOf } from './green-llm-plan.ts';

/** What the paper's later version says of its plans, held against this one: our reading of both claims. */
export interface Claims {
  /** The energy cost is within 3 % of the least there is. */
  readonly costWithin3Percent: { readonly met: boolean; readonly cost: number; readonly least: number };
  /** No query waits for 2 s or more. */
  readonly responseBelow2s: { readonly met: boolean; readonly mean: number; readonly max: number };
}

const CLAIMED_SHARE = 0.03;
const CLAIMED_SECONDS = 2;

/** Only where a delay is that of one query: the claims are about queries. */
export async function claimsOf(
  optimum: GreenOptimum,
  backend: Backend,
  options: SolveOptions,
): Promise<Claims | undefined> {
  const { market, result } = optimum;
  if (market.data.delayDefinition !== 'query') return undefined;
  const cheapest = await solveGreen(market, NAMED_OBJECTIVES.energy, backend, options);
  if (cheapest.status !== 'optimal') return undefined;
  const cost = result.evaluate(market.costs.energy);
  const least = cheapest.result.objective;
  const { mean, max } = delaysOf(optimum);
  return {
    costWithin3Percent: { met: cost <= least * (1 + CLAIMED_SHARE), cost, least },
    responseBelow2s: { met: max < CLAIMED_SECONDS, mean, max },
  };
}

export function claimText({ costWithin3Percent, responseBelow2s }: Claims): string {
  const verdict = (met: boolean): string => (met ? 'met' : 'not met');
  const { cost, least } = costWithin3Percent;
  return [
    'Claims of the later version of the paper, as we read them, on this data',
    `  energy cost within 3 % of the least: ${verdict(costWithin3Percent.met)} (${(100 * (cost / least - 1)).toFixed(2)} % above ${least.toFixed(4)} $)`,
    `  response below 2 s per query: ${verdict(responseBelow2s.met)} (mean ${responseBelow2s.mean.toFixed(3)}, largest ${responseBelow2s.max.toFixed(3)} s; no generation time is in it)`,
  ].join('\n');
}
