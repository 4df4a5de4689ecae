/**
 * The backends the command knows, by name. Each is loaded when it is asked for: GLPK is GPL-3.0 and OR-Tools large, and
 * both are optional peers, so an installation may be without them.
 */
import type { GlpkOptions } from '@marginal/glpk';
import type { HighsOptions } from '@marginal/highs';
import type { Backend, Fault } from '@marginal/program';

interface SolverEntry {
  readonly load: () => Promise<Backend>;
  /** What to do when it is not installed. */
  readonly install: string;
  readonly licence: string;
}

/** HiGHS by one of its algorithms. */
function highsEntry(options: HighsOptions): SolverEntry {
  return {
    load: async () => (await import('@marginal/highs')).highs(options),
    install: 'install @marginal/highs',
    licence: 'MIT',
  };
}

/** One algorithm of OR-Tools. `scip` and `cp-sat` search for whole numbers: they refuse markets, and take part in `fuzz`. */
function ortoolsEntry(algorithm: 'glop' | 'pdlp' | 'scip' | 'cp-sat'): SolverEntry {
  return {
    load: async () => (await import('@marginal/ortools')).ortools({ algorithm }),
    install:
      'install the optional packages @marginal/ortools and or-tools-wasm@0.9.1 (325 MB, carries GPL-3.0 code)',
    licence: 'MIT, around or-tools-wasm: Apache-2.0 with GPL-3.0 code inside',
  };
}

/** GLPK by one of its engines and methods. `beside`: what else has to be installed. */
function glpkEntry(options: GlpkOptions, beside = ''): SolverEntry {
  return {
    load: async () => (await import('@marginal/glpk')).glpk(options),
    install: `install the optional package @marginal/glpk (GPL-3.0)${beside}`,
    licence: 'GPL-3.0-only',
  };
}

export const SOLVERS: ReadonlyMap<string, SolverEntry> = new Map([
  ['highs', highsEntry({})],
  ['highs:ipm', highsEntry({ algorithm: 'ipm' })],
  ['highs:ipm-no-crossover', highsEntry({ algorithm: 'ipm-no-crossover' })],
  ['highs:pdlp', highsEntry({ algorithm: 'pdlp' })],
  ['highs:choose', highsEntry({ algorithm: 'choose' })],
  ['glpk', glpkEntry({})],
  ['glpk:primal', glpkEntry({ method: 'primal' })],
  ['glpk:dual', glpkEntry({ method: 'dual' })],
  ['glpk:interior', glpkEntry({ method: 'interior' })],
  ['glpk.js', glpkEntry({ engine: 'glpk.js' }, ' and glpk.js@5.0.0 (GPL-3.0)')],
  [
    'simplex',
    {
      load: async () => (await import('@marginal/simplex')).simplex(),
      install: 'install @marginal/simplex',
      licence: 'MIT',
    },
  ],
  ['ortools', ortoolsEntry('glop')],
  ['ortools:pdlp', ortoolsEntry('pdlp')],
  ['ortools:scip', ortoolsEntry('scip')],
  ['ortools:cp-sat', ortoolsEntry('cp-sat')],
]);

/** Names by which backends call themselves, of which the command has a shorter one. */
const ALIASES: ReadonlyMap<string, string> = new Map([['ortools:glop', 'ortools']]);

export const DEFAULT_SOLVER = 'highs';

/** The backend of that name, or the fault that there is none. */
export async function loadSolver(name: string, place: string): Promise<Backend | Fault> {
  const entry = SOLVERS.get(ALIASES.get(name) ?? name);
  if (entry === undefined) {
    const remedy = `use one of ${[...SOLVERS.keys()].join(', ')}`;
    return { code: 'cli.unknown-solver', place, cause: `there is no solver '${name}'`, remedy };
  }
  try {
    return await entry.load();
  } catch (error) {
    const cause = `solver '${name}' cannot be loaded: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
    return { code: 'cli.solver-missing', place, cause, remedy: entry.install };
  }
}

export function isBackend(loaded: Backend | Fault): loaded is Backend {
  return 'open' in loaded;
}

/** Solvers named twice, in one word or in two: their answers would be one and the same. */
export function namedTwice(names: readonly string[], place: string): Fault[] {
  const seen = new Set<string>();
  return names.flatMap((name) => {
    const plain = ALIASES.get(name) ?? name;
    if (!seen.has(plain)) {
      seen.add(plain);
      return [];
    }
    const remedy = 'name each solver once';
    return [
      { code: 'cli.solver-twice', place, cause: `'${name}' is '${plain}', which is there already`, remedy },
    ];
  });
}
