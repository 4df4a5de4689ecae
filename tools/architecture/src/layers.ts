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
  conformance: ['prices', 'program'],
  simplex: ['program'],
  ortools: ['program'],
  formats: ['program'],
  figures: ['program'],
  'token-flow': ['core', 'figures', 'program'],
  'thinking-tokens': ['core', 'figures', 'program'],
  'green-llm': ['core', 'figures', 'program'],
  relocation: ['core', 'figures', 'program'],
  scenarios: ['green-llm', 'program', 'relocation', 'thinking-tokens', 'token-flow'],
  cli: [
    'conformance',
    'core',
    'formats',
    'glpk',
    'green-llm',
    'highs',
    'ortools',
    'prices',
    'program',
    'relocation',
    'scenarios',
    'simplex',
    'thinking-tokens',
    'token-flow',
  ],
};

/** What tests may use on top: they drive the package with real solvers and real scenarios. */
export const ALLOWED_IN_TESTS: readonly string[] = [
  'formats',
  'core',
  'glpk',
  'highs',
  'ortools',
  'prices',
  'program',
  'simplex',
];

/** Packages that others may only name as an optional peer, and that source files may only load on demand. */
export const OPTIONAL_PEERS: readonly string[] = ['glpk', 'ortools'];
