/**
 * What each algorithm of OR-Tools can do here, as data, one record per algorithm. What a record denies is refused before
 * the solver starts (`refusal`), or absent from its answers. Numeric ranges are measured, see the tests.
 */
import {
  type Capabilities,
  type NumericRange,
  type Program,
  type SolveOptions,
  UnsupportedError,
} from '@marginal/program';

/**
 * `glop`: linear programs by simplex. `pdlp`: linear programs by a first-order method. `scip`: programs with integer
 * columns. `cp-sat`: programs in whole numbers throughout.
 */
export type Algorithm = 'glop' | 'pdlp' | 'scip' | 'cp-sat';

export const ALGORITHMS: readonly Algorithm[] = ['glop', 'pdlp', 'scip', 'cp-sat'];

const SIMPLEX_RANGE: NumericRange = { smallestCoefficient: 1e-13, largestCoefficient: 1e13, infinity: 1e20 };
/**
 * PDLP reads bounds as infinite from 1e20 on, too, but does not get there: with a bound of 1e12 it takes 2,000 iterations, with
 * one of 1e14 it comes to no end.
 */
const FIRST_ORDER_RANGE: NumericRange = { ...SIMPLEX_RANGE, infinity: 1e12 };
/** SCIP reads as zero what is below 1e-9 and as infinite what is from 1e20 on. */
const SCIP_RANGE: NumericRange = { smallestCoefficient: 1e-8, largestCoefficient: 1e12, infinity: 1e15 };
/** CP-SAT counts in whole numbers of 64 bits, sums of products included. */
const CP_SAT_RANGE: NumericRange = { smallestCoefficient: 1, largestCoefficient: 1e9, infinity: 1e9 };

const LINEAR = {
  lp: true,
  mip: false,
  semicontinuous: false,
  duals: true,
  reducedCosts: true,
  farkas: true,
  primalRay: true,
  ranging: false,
  warmStart: true,
  timeLimit: true,
  interrupt: false,
  progress: false,
} as const;

const SEARCH = {
  ...LINEAR,
  lp: false,
  mip: true,
  duals: false,
  reducedCosts: false,
  basisOut: false,
  basisIn: false,
  warmStart: false,
  vertexSolutions: false,
  toleranceClass: 'vertex',
} as const;

export const CAPABILITIES: Readonly<Record<Algorithm, Capabilities>> = {
  glop: {
    ...LINEAR,
    basisOut: true,
    basisIn: true,
    vertexSolutions: true,
    toleranceClass: 'vertex',
    numericRange: SIMPLEX_RANGE,
  },
  pdlp: {
    ...LINEAR,
    basisOut: false,
    basisIn: false,
    vertexSolutions: false,
    toleranceClass: 'firstOrder',
    numericRange: FIRST_ORDER_RANGE,
  },
  scip: { ...SEARCH, numericRange: SCIP_RANGE },
  'cp-sat': { ...SEARCH, numericRange: CP_SAT_RANGE },
};

function unsupported(algorithm: Algorithm, what: string, cause: string, remedy: string): UnsupportedError {
  return new UnsupportedError({ code: `ortools.${what}`, place: `ortools:${algorithm}`, cause, remedy });
}

function isWhole(values: Float64Array): boolean {
  return values.every((value) => Number.isInteger(value));
}

/** Whole, or no bound at all. */
function isWholeBound(values: Float64Array): boolean {
  return values.every((value) => Number.isInteger(value) || !Number.isFinite(value));
}

/**
 * Why this algorithm may not be handed the program, besides what `Capabilities` already say; undefined when it may.
 * CP-SAT would solve another program in silence: it discretises continuous columns and scales fractions.
 */
export function refusal(algorithm: Algorithm, program: Program): UnsupportedError | undefined {
  if (algorithm === 'glop' || algorithm === 'pdlp') return undefined;
  if (algorithm === 'scip') return undefined;
  const continuous = program.cost.findIndex(
    (_, j) => program.integer === undefined || program.integer[j] === 0,
  );
  if (continuous >= 0) {
    const cause = `${program.names.column(continuous)} is continuous, and CP-SAT would make it whole`;
    return unsupported(algorithm, 'continuous-column', cause, "use ortools({ algorithm: 'scip' })");
  }
  const { cost, matrix, rowLower, rowUpper, columnLower, columnUpper } = program;
  if (!isWhole(cost) || !isWhole(matrix.values) || !isWholeBound(rowLower) || !isWholeBound(rowUpper)) {
    const cause = 'a cost, coefficient or row bound is not whole, and CP-SAT would round it';
    return unsupported(
      algorithm,
      'fraction',
      cause,
      "multiply rows and costs through, or use algorithm 'scip'",
    );
  }
  if (!columnLower.every(Number.isFinite) || !columnUpper.every(Number.isFinite)) {
    const cause = 'a column has no bound on one side, and CP-SAT would give it one';
    return unsupported(
      algorithm,
      'unbounded-column',
      cause,
      "give every column bounds, or use algorithm 'scip'",
    );
  }
  return undefined;
}

/** Why a limit of the search may not be asked of this algorithm; undefined when it may. CP-SAT counts no nodes. */
export function limitRefusal(
  algorithm: Algorithm,
  { nodeLimit }: SolveOptions,
): UnsupportedError | undefined {
  // What is no limit at all is for the contract to say.
  if (algorithm !== 'cp-sat' || !Number.isInteger(nodeLimit) || Number(nodeLimit) < 0) return undefined;
  const cause = 'CP-SAT has no tree whose nodes could be counted, and would search on';
  return unsupported(algorithm, 'node-limit', cause, "give a timeLimit, or use algorithm 'scip'");
}
