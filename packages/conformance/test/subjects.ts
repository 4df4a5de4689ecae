/** The backends of this repository as the kit sees them: with what each declines and what is known to fail. */
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { type Algorithm, ortools } from '@marginal/ortools';
import { simplex } from '@marginal/simplex';
import type { ExamineOptions, Subject } from '../src/index.ts';

interface Entry {
  readonly subject: Subject;
  readonly options: ExamineOptions;
}

/** What a search of OR-Tools refuses beside its capabilities. */
const SEARCH_DECLINES = ['ortools.continuous-column', 'ortools.fraction', 'ortools.unbounded-column'];

function algorithm(name: Algorithm, options: ExamineOptions): Entry {
  return { subject: () => ortools({ algorithm: name }), options: { peers: [highs()], ...options } };
}

export const SUBJECTS = {
  highs: { subject: () => highs(), options: { peers: [glpk()] } },
  highsIpm: { subject: () => highs({ algorithm: 'ipm' }), options: { peers: [highs()] } },
  highsIpmNoCrossover: {
    subject: () => highs({ algorithm: 'ipm-no-crossover' }),
    options: { peers: [highs()] },
  },
  highsPdlp: { subject: () => highs({ algorithm: 'pdlp' }), options: { peers: [highs()] } },
  highsChoose: { subject: () => highs({ algorithm: 'choose' }), options: { peers: [highs()] } },
  glpk: { subject: () => glpk(), options: { peers: [highs()] } },
  glpkPrimal: { subject: () => glpk({ method: 'primal' }), options: { peers: [highs()] } },
  glpkDual: { subject: () => glpk({ method: 'dual' }), options: { peers: [highs()] } },
  glpkInterior: { subject: () => glpk({ method: 'interior' }), options: { peers: [highs()] } },
  glpkJs: { subject: () => glpk({ engine: 'glpk.js' }), options: { peers: [highs()] } },
  simplex: {
    subject: () => simplex(),
    options: {
      peers: [highs()],
    },
  },
  glop: algorithm('glop', {}),
  pdlp: algorithm('pdlp', {}),
  scip: algorithm('scip', { declines: SEARCH_DECLINES }),
  cpSat: algorithm('cp-sat', { declines: SEARCH_DECLINES }),
} satisfies Readonly<Record<string, Entry>>;
