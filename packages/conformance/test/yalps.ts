/**
 * YALPS behind the contract: a sixth backend, written by following the checklist of docs/backends.md. It is a dense tableau
 * in plain JavaScript whose columns are zero or more, so columns are moved to their lower bound, turned, or split:
 *
 *   x = lower + p      x = upper - p      x = p - q      with p, q >= 0
 *
 * It has no duals, bases, proofs or rays; the record says so, and the contract then calls none of its optima of linear
 * programs an answer.
 */
import {
  type Backend,
  type Capabilities,
  type Claim,
  defineBackend,
  type EngineSession,
  isDiscrete,
  type Program,
} from '@marginal/program';
import { type Constraint, solve } from 'yalps';

const CAPABILITIES: Capabilities = {
  lp: true,
  mip: true,
  semicontinuous: false,
  duals: false,
  reducedCosts: false,
  basisOut: false,
  basisIn: false,
  farkas: false,
  primalRay: false,
  ranging: false,
  warmStart: false,
  timeLimit: false,
  interrupt: false,
  progress: false,
  vertexSolutions: true,
  toleranceClass: 'vertex',
  // Its pivots must exceed 1e-8, and it rounds answers to eight decimals: all measured by the kit.
  numericRange: { smallestCoefficient: 1e-8, largestCoefficient: 1e8, infinity: 1e20 },
};

const OBJECTIVE = 'objective';

/** One column of YALPS, p: x_j = shift + factor * p, summed over the columns of j. */
interface Part {
  readonly column: number;
  readonly factor: 1 | -1;
}

function partsOf(program: Program): { readonly parts: readonly Part[]; readonly shift: Float64Array } {
  const parts: Part[] = [];
  const shift = new Float64Array(program.cost.length);
  for (let column = 0; column < shift.length; column++) {
    const [lower, upper] = [program.columnLower[column], program.columnUpper[column]];
    if (lower > -Infinity) {
      shift[column] = lower;
      parts.push({ column, factor: 1 });
    } else if (upper < Infinity) {
      shift[column] = upper;
      parts.push({ column, factor: -1 });
    } else parts.push({ column, factor: 1 }, { column, factor: -1 });
  }
  return { parts, shift };
}

function constraintOf(lower: number, upper: number): Constraint {
  if (lower === upper) return { equal: lower };
  return { ...(lower > -Infinity ? { min: lower } : {}), ...(upper < Infinity ? { max: upper } : {}) };
}

function ask(program: Program): Claim {
  const { matrix, cost, columnLower, columnUpper, rowLower, rowUpper, integer } = program;
  const { parts, shift } = partsOf(program);
  const moved = new Float64Array(matrix.rowCount);
  for (let j = 0; j < shift.length; j++)
    for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++)
      moved[matrix.rows[k]] += matrix.values[k] * shift[j];
  const constraints = new Map<string, Constraint>();
  for (let i = 0; i < matrix.rowCount; i++) {
    const constraint = constraintOf(rowLower[i] - moved[i], rowUpper[i] - moved[i]);
    if (Object.keys(constraint).length > 0) constraints.set(`r${i}`, constraint);
  }
  const variables = parts.map(({ column, factor }, k): [string, [string, number][]] => {
    const entries: [string, number][] = [[OBJECTIVE, factor * cost[column]]];
    for (let e = matrix.starts[column]; e < matrix.starts[column + 1]; e++)
      entries.push([`r${matrix.rows[e]}`, factor * matrix.values[e]]);
    const width = columnUpper[column] - columnLower[column];
    if (width < Infinity) {
      constraints.set(`u${k}`, { max: width });
      entries.push([`u${k}`, 1]);
    }
    return [`p${k}`, entries];
  });
  const integers = parts.flatMap(({ column }, k) => (integer?.[column] === 1 ? [`p${k}`] : []));
  const solution = solve(
    { direction: 'minimize', objective: OBJECTIVE, constraints, variables, integers },
    { includeZeroVariables: true },
  );
  const iterations = 0;
  switch (solution.status) {
    case 'optimal': {
      const x = shift.slice();
      const values = new Map<string, number>(solution.variables);
      parts.forEach(({ column, factor }, k) => {
        x[column] += factor * (values.get(`p${k}`) ?? 0);
      });
      if (!isDiscrete(program)) return { status: 'optimal', x, iterations };
      const bound = x.reduce((sum, value, j) => sum + cost[j] * value, program.offset);
      return { status: 'optimal', x, bound, iterations };
    }
    case 'infeasible':
      return isDiscrete(program)
        ? { status: 'infeasible', search: true, iterations }
        : { status: 'infeasible', iterations };
    case 'unbounded':
      return { status: 'unbounded', iterations };
    case 'timedout':
      return { status: 'limit', which: 'time', iterations };
    case 'cycled':
      return { status: 'failed', cause: 'YALPS ran out of pivots', iterations };
  }
}

/** What a first draft does who reads "no duals" as zeros: the kit must not let it pass. */
function withZeros(claim: Claim, program: Program): Claim {
  if (claim.status !== 'optimal' || isDiscrete(program)) return claim;
  return { ...claim, rowDual: new Float64Array(program.rowLower.length) };
}

export interface YalpsOptions {
  /** `denied`: as it is. `zeros`: claims duals and answers with zeros, which is a lie. */
  readonly duals?: 'denied' | 'zeros';
}

export function yalps({ duals = 'denied' }: YalpsOptions = {}): Backend {
  const capabilities = duals === 'zeros' ? { ...CAPABILITIES, duals: true } : CAPABILITIES;
  return defineBackend({
    name: duals === 'zeros' ? 'yalps with zeros' : 'yalps',
    version: '0.6.4',
    capabilities,
    async open(opened): Promise<EngineSession> {
      let program = opened;
      return {
        async run({ timeLimit = Infinity }) {
          const start = performance.now();
          const claim = ask(program);
          // It cannot be stopped: what comes late is called late.
          if (performance.now() - start >= 1000 * timeLimit)
            return { status: 'limit', which: 'time', iterations: claim.iterations };
          return duals === 'zeros' ? withZeros(claim, program) : claim;
        },
        async update(_delta, next) {
          program = next;
        },
        close() {},
      };
    },
  });
}
