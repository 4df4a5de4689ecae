/**
 * The backends the command knows, by name. Each is loaded when it is asked for: GLPK is GPL-3.0 and an optional peer,
 * so an installation may be without it.
 */
import type { Backend, Fault } from '@marginal/program';

interface SolverEntry {
  readonly load: () => Promise<Backend>;
  /** What to do when it is not installed. */
  readonly install: string;
  readonly licence: string;
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
