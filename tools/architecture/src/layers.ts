/**
 * Who may depend on whom (ARCHITECTURE.md): apps -> models -> core -> program <- backends. A package may import from
 * the layers named here and from nothing else of ours; tests may also use backends.
 */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  program: [],
  core: ['program'],
  highs: ['program'],
  glpk: ['program'],
  prices: ['program'],
  simplex: ['program'],
  ortools: ['program'],
  formats: ['program'],
  'token-flow': ['core', 'program'],
  scenarios: ['program', 'token-flow'],
  cli: ['core', 'glpk', 'highs', 'prices', 'program', 'scenarios', 'token-flow'],
};

/** What tests may use on top: they drive the package with real solvers and real scenarios. */
export const ALLOWED_IN_TESTS: readonly string[] = ['core', 'glpk', 'highs', 'prices', 'program'];

/** Packages that others may only name as an optional peer, and that source files may only load on demand. */
export const OPTIONAL_PEERS: readonly string[] = ['glpk'];
