/**
 * The backends the command knows, by name. Each is loaded when it is asked for: GLPK is GPL-3.0 and OR-Tools large, and
 * both are optional peers, so an installation may be without them.
 */
import type { Backend, Fault } from '@marginal/program';

interface SolverEntry {
  readonly load: () => Promise<Backend>;
  /** What to do when it is not installed. */
  readonly install: string;
  readonly licence: string;
}

/** One algorithm of OR-Tools. Those that search for whole numbers are left out: markets here have none. */
function ortoolsEntry(algorithm: 'glop' | 'pdlp'): SolverEntry {
  return {
    load: async () => (await import('@marginal/ortools')).ortools({ algorithm }),
    install:
      'install the optional packages @marginal/ortools and or-tools-wasm@0.9.1 (325 MB, carries GPL-3.0 code)',
    licence: 'MIT, around or-tools-wasm: Apache-2.0 with GPL-3.0 code inside',
  };
}

export const SOLVERS: ReadonlyMap<string, SolverEntry> = new Map([
  [
    'highs',
    {
      load: async () => (await import('@marginal/highs')).highs(),
      install: 'install @marginal/highs',
      licence: 'MIT',
    },
  ],
  [
    'glpk',
    {
      load: async () => (await import('@marginal/glpk')).glpk(),
      install: 'install the optional package @marginal/glpk (GPL-3.0)',
      licence: 'GPL-3.0-only',
    },
  ],
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
]);

export const DEFAULT_SOLVER = 'highs';

/** The backend of that name, or the fault that there is none. */
export async function loadSolver(name: string, place: string): Promise<Backend | Fault> {
  const entry = SOLVERS.get(name);
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
