/** One solve of the in-house simplex, pivot by pivot as far as it can be told: every number that it leaves behind. */
import { readModel } from '@marginal/formats';
import type { Program } from '@marginal/program';
import { openSync } from '@marginal/simplex';
import { drawnProgram } from './programs.ts';
import { type Told, tell } from './trial.ts';

/** A model file's text, or what `drawnProgram` takes. */
export type Source = string | Parameters<typeof drawnProgram>;

function programOf(source: Source): Program {
  return typeof source === 'string' ? readModel(source, { format: 'mps' }).program : drawnProgram(...source);
}

export interface Pivots {
  readonly outcome: Told;
  readonly pivots: number;
  readonly work: number;
  readonly factorisations: number;
  readonly perturbations: number;
}

export function pivotsOf(source: Source): Pivots {
  const session = openSync(programOf(source));
  const outcome = tell(session.solve());
  if (session.statistics === undefined) throw new Error('there was nothing to solve');
  const { pivots, work, factorisations, perturbations } = session.statistics;
  return { outcome, pivots, work, factorisations, perturbations };
}
