/** Statistics of the many solves of a search, as those of one. */
import type { SolveStatistics } from '../statistics.ts';

/** Two solves taken together. */
export function addStatistics(a: SolveStatistics, b: SolveStatistics): SolveStatistics {
  const fallbacks = { ...a.fallbacks };
  for (const rung of Object.keys(fallbacks) as (keyof typeof fallbacks)[])
    fallbacks[rung] = a.fallbacks[rung] + b.fallbacks[rung];
  return {
    pivots: a.pivots + b.pivots,
    work: a.work + b.work,
    factorisations: a.factorisations + b.factorisations,
    perturbations: a.perturbations + b.perturbations,
    presolved: a.presolved || b.presolved,
    fallbacks,
  };
}
