/**
 * The algorithms of HiGHS by name: what each can do, and how it runs. Only simplex gives rays, so proofs that there is
 * no optimum are sought with it whatever the algorithm (`proof.ts`); they are vectors, and it does not matter who found them.
 */
import {
  type Capabilities,
  type NumericRange,
  type Program,
  TOLERANCES,
  type Tolerances,
  UnsupportedError,
} from '@marginal/program';
import {
  FIRST_ORDER_SECOND_TOLERANCE,
  FIRST_ORDER_TOLERANCE,
  INTERIOR_DENSITY,
  INTERIOR_NONZEROS,
  INTERIOR_RANGE,
  INTERIOR_ROWS,
  NUMERIC_RANGE,
  TIGHT_TOLERANCE,
} from './limits.ts';
import { FIRST_LOOK, type Look, PRIMAL_SIMPLEX } from './settings.ts';

export const ALGORITHMS = ['simplex', 'ipm', 'ipm-no-crossover', 'pdlp', 'choose'] as const;

/**
 * `simplex`: a vertex, with a basis. `ipm`: interior point, then crossover to a vertex. `ipm-no-crossover`: interior
 * point alone. `pdlp`: first order. `choose`: `ipm` where that pays (`paysInterior`), else `simplex`.
 */
export type Algorithm = (typeof ALGORITHMS)[number];

/** How an algorithm answers linear programs. */
export interface Plan {
  /** The first run of a program that has not been solved yet. */
  first(program: Program): Look;
  /** Further runs, in this order, for an answer that our check refutes. */
  readonly second: readonly Look[];
  /** Whether it ends at a vertex, so that later solves start there by simplex. */
  readonly vertex: boolean;
  /** Whether it tells how far it has come. */
  readonly reports: boolean;
  readonly tolerances: Tolerances;
}

const VERTEX: Capabilities = {
  lp: true,
  mip: true,
  semicontinuous: true,
  duals: true,
  reducedCosts: true,
  basisOut: true,
  basisIn: true,
  farkas: true,
  primalRay: true,
  ranging: true,
  warmStart: true,
  timeLimit: true,
  interrupt: false,
  progress: true,
  vertexSolutions: true,
  toleranceClass: 'vertex',
  numericRange: NUMERIC_RANGE,
};

/** No vertex, hence no basis and no ranging. Searches are left to `highs()`: they are the same, whatever the algorithm. */
function withoutVertex(
  toleranceClass: Capabilities['toleranceClass'],
  numericRange: NumericRange,
): Capabilities {
  return {
    ...VERTEX,
    mip: false,
    semicontinuous: false,
    basisOut: false,
    basisIn: false,
    ranging: false,
    warmStart: false,
    vertexSolutions: false,
    toleranceClass,
    numericRange,
  };
}

const CAPABILITIES: Readonly<Record<Algorithm, Capabilities>> = {
  simplex: VERTEX,
  ipm: VERTEX,
  choose: VERTEX,
  'ipm-no-crossover': withoutVertex('interior', INTERIOR_RANGE),
  // Its iterations call nobody.
  pdlp: { ...withoutVertex('firstOrder', INTERIOR_RANGE), progress: false },
};

/** Second looks of simplex: from the vertex reached, from nothing, from nothing by the other algorithm. */
const SIMPLEX_LOOKS: readonly Look[] = [
  { ...FIRST_LOOK, presolve: 'off', tolerance: TIGHT_TOLERANCE, log: true },
  { ...FIRST_LOOK, presolve: 'off', tolerance: TIGHT_TOLERANCE, fresh: true, log: true },
  { ...FIRST_LOOK, presolve: 'off', strategy: PRIMAL_SIMPLEX, fresh: true, log: true },
];

const CROSSOVER: Look = { ...FIRST_LOOK, solver: 'ipm', crossover: true };
const INTERIOR: Look = { ...FIRST_LOOK, solver: 'ipm', fresh: true };
const FIRST_ORDER: Look = {
  ...FIRST_LOOK,
  solver: 'pdlp',
  fresh: true,
  tolerance: FIRST_ORDER_TOLERANCE,
};

/**
 * Where interior point with crossover is the faster one: rows, coefficients and coefficients per column beyond limits. On
 * the 25 programs of the benchmark in the README it takes 0.06 to 0.95 of the time of simplex on eight of the nine it picks.
 */
export function paysInterior({ matrix }: Program): boolean {
  const { rowCount, columnCount, values } = matrix;
  return (
    rowCount >= INTERIOR_ROWS &&
    values.length >= INTERIOR_NONZEROS &&
    values.length >= INTERIOR_DENSITY * columnCount
  );
}

const PLANS: Readonly<Record<Algorithm, Plan>> = {
  simplex: {
    first: () => FIRST_LOOK,
    second: SIMPLEX_LOOKS,
    vertex: true,
    reports: true,
    tolerances: TOLERANCES.vertex,
  },
  // Crossover ends with simplex anyway: what is left to mend is mended by simplex from the vertex it came to.
  ipm: {
    first: () => CROSSOVER,
    second: SIMPLEX_LOOKS,
    vertex: true,
    reports: true,
    tolerances: TOLERANCES.vertex,
  },
  choose: {
    first: (program) => (paysInterior(program) ? CROSSOVER : FIRST_LOOK),
    second: SIMPLEX_LOOKS,
    vertex: true,
    reports: true,
    tolerances: TOLERANCES.vertex,
  },
  'ipm-no-crossover': {
    first: () => INTERIOR,
    second: [
      { ...INTERIOR, presolve: 'off', tolerance: TIGHT_TOLERANCE, log: true },
      { ...INTERIOR, tolerance: TIGHT_TOLERANCE, log: true },
    ],
    vertex: false,
    reports: true,
    tolerances: TOLERANCES.interior,
  },
  pdlp: {
    first: () => FIRST_ORDER,
    second: [
      { ...FIRST_ORDER, tolerance: FIRST_ORDER_SECOND_TOLERANCE, log: true },
      { ...FIRST_ORDER, presolve: 'off', tolerance: FIRST_ORDER_SECOND_TOLERANCE, log: true },
    ],
    vertex: false,
    reports: false,
    tolerances: TOLERANCES.firstOrder,
  },
};

export function planOf(algorithm: Algorithm): Plan {
  return PLANS[algorithm];
}

export function capabilitiesOf(algorithm: Algorithm): Capabilities {
  return CAPABILITIES[algorithm];
}

/** `highs` for simplex, `highs:ipm` and so on for the others. */
export function nameOf(algorithm: Algorithm): string {
  return algorithm === 'simplex' ? 'highs' : `highs:${algorithm}`;
}

/** The same name, when there is such an algorithm. Throws `UnsupportedError` (`highs.algorithm`). */
export function knownAlgorithm(algorithm: Algorithm): Algorithm {
  if (ALGORITHMS.includes(algorithm)) return algorithm;
  throw new UnsupportedError({
    code: 'highs.algorithm',
    place: 'highs',
    cause: `there is no algorithm '${String(algorithm)}'`,
    remedy: `use one of ${ALGORITHMS.join(', ')}`,
  });
}
