/**
 * Does the answer hold for the function that was meant? A function stated by inequalities alone (`value >= f(argument)`)
 * leaves room on the other side, and an objective that pushes the wrong way would move into it. This check looks at
 * the point itself. Invariant: `tight` and `slack` mean that putting every value at its function's gives a point that
 * satisfies the program with the same objective; since the inequalities only ever admit more points than the function
 * does, that point is then best for the function too. Everything else is `wrong`.
 */
import {
  checkOptimal,
  type Fault,
  InvalidInputError,
  NotAllowedError,
  type Residuals,
  TOLERANCES,
  type Tolerances,
  type UnboundedOutcome,
} from '@marginal/program';
import type { ParameterValues } from './align.ts';
import type { CompiledModel } from './compiled-model.ts';
import { type IndexList, labelsAt } from './index-set.ts';
import type { ModelKind } from './kind.ts';
import { formatLabels } from './label.ts';
import type { Optimum } from './optimum.ts';
import { FUNCTION_VALUE, RAY_REACH } from './tolerances.ts';
import type { Variable } from './variable.ts';

/**
 * How a value is used. `cost`: it is pushed down, because it is paid or capped from above; `value >= f` suffices.
 * `benefit`: it is pushed up, because it is earned or must reach something; `value <= f` suffices. `exact`: either way.
 */
export type FunctionUse = 'cost' | 'benefit' | 'exact';

/** How a function was stated: `lp` by inequalities or equations, `binaries` with integer columns. */
export type Formulation = 'lp' | 'binaries';

/** A variable that stands for a function of an expression. */
export interface ModelFunction<I extends IndexList = IndexList> {
  readonly name: string;
  readonly index: I;
  readonly value: Variable<I>;
  /**
   * Writes the function's true value for its argument at `x` (one entry per column) into the columns of `value`, and
   * whatever else follows from the argument. `read`: values of parameters, those they were declared with by default.
   */
  settle(x: Float64Array, read?: ParameterValues): void;
}

/** One value that is not its function's. */
export interface LooseMember {
  /** `name[labels]`. */
  readonly member: string;
  readonly value: number;
  /** The function at the argument that the point has. */
  readonly truth: number;
}

export interface FunctionCheck {
  /**
   * `tight`: every value is its function's. `slack`: some are not, but putting them there costs nothing, so the
   * objective is right; read `truth` for the value. `wrong`: the answer is not one for this function.
   */
  readonly verdict: 'tight' | 'slack' | 'wrong';
  /** Largest |value - truth| / (1 + |truth|). */
  readonly error: number;
  /** Members that are off by more than the tolerance, worst first, at most 20. */
  readonly members: readonly LooseMember[];
}

const LISTED_MEMBERS = 20;

/**
 * Checks functions, in the order in which they were declared, at a result of the compiled model. Throws
 * `core.foreign-handle` for functions of another model and `core.another-program` for results of another program.
 */
export function checkFunctions(
  compiled: CompiledModel<ModelKind>,
  result: Optimum,
  functions: readonly ModelFunction[],
): FunctionCheck {
  for (const { value } of functions) compiled.checkHandle(value, 'variable');
  const { program } = compiled;
  const { x } = result.outcome.solution;
  if (x.length !== program.cost.length) {
    throw new NotAllowedError({
      code: 'core.another-program',
      place: 'check',
      cause: `the result has ${x.length} columns and the program ${program.cost.length}`,
      remedy: 'check a result against the compiled model it came from',
    });
  }
  return checkPoint(compiled, x, result.objective, functions, classOf(result.residuals));
}

/** The tolerances that a point was verified to: an interior point or a first-order one is off by more than a vertex. */
function classOf(residuals: Residuals): Tolerances {
  const { vertex, interior, firstOrder } = TOLERANCES;
  const parts = ['primal', 'dual', 'complementarity'] as const;
  const meets = (limits: Tolerances): boolean => !parts.some((part) => residuals[part] > limits[part]);
  return [vertex, interior].find(meets) ?? firstOrder;
}

/** The same at any point; `objective` is that of the point. */
function checkPoint(
  compiled: CompiledModel<ModelKind>,
  x: Float64Array,
  objective: number,
  functions: readonly ModelFunction[],
  tolerances: Tolerances,
): FunctionCheck {
  const allowed = FUNCTION_VALUE * (tolerances.primal / TOLERANCES.vertex.primal);
  const settled = x.slice();
  const loose: (LooseMember & { readonly error: number })[] = [];
  let error = 0;
  for (const fn of functions) {
    const { name, index, value } = fn;
    const alone = x.slice();
    fn.settle(alone, compiled.values);
    fn.settle(settled, compiled.values);
    for (let k = 0; k < value.size; k++) {
      const at = value.start + k;
      const difference = Math.abs(x[at] - alone[at]) / (1 + Math.abs(alone[at]));
      const off = Number.isNaN(difference) ? Infinity : difference;
      error = Math.max(error, off);
      if (off <= allowed) continue;
      const member = `${name}${formatLabels(labelsAt(index, k))}`;
      loose.push({ member, value: x[at], truth: alone[at], error: off });
    }
  }
  const members = loose
    .sort((a, b) => b.error - a.error)
    .slice(0, LISTED_MEMBERS)
    .map(({ member, value, truth }) => ({ member, value, truth }));
  if (loose.length === 0) return { verdict: 'tight', error, members };
  const report = checkOptimal(compiled.program, { x: settled }, tolerances);
  const distance = Math.abs(report.objective - objective) / (1 + Math.abs(objective));
  const same = report.verdict === 'verified' && distance <= allowed;
  return { verdict: same ? 'slack' : 'wrong', error, members };
}

/** Throws `core.function-not-met` unless the check says `tight` or `slack`. */
export function requireFunctions(
  compiled: CompiledModel<ModelKind>,
  result: Optimum,
  functions: readonly ModelFunction[],
): void {
  refuseWrong(checkFunctions(compiled, result, functions));
}

/**
 * Throws `core.function-not-met` when a program is unbounded only because a value runs away from its function: along
 * the ray, as far as it is looked at, the functions must hold.
 */
export function requireFunctionsAlong(
  compiled: CompiledModel<ModelKind>,
  { point, ray }: UnboundedOutcome,
  functions: readonly ModelFunction[],
): void {
  const steps = RAY_REACH / ray.reduce((most, step) => Math.max(most, Math.abs(step)), Number.MIN_VALUE);
  const far = point.map((from, j) => from + steps * ray[j]);
  const { cost, offset } = compiled.program;
  const objective = cost.reduce((sum, c, j) => (c === 0 ? sum : sum + c * far[j]), offset);
  refuseWrong(checkPoint(compiled, far, objective, functions, TOLERANCES.vertex));
}

function refuseWrong({ verdict, members }: FunctionCheck): void {
  if (verdict !== 'wrong') return;
  throw new NotAllowedError({
    code: 'core.function-not-met',
    place: members.map(({ member }) => member).join(', '),
    cause: `${members[0].member} is ${members[0].value} where its function is ${members[0].truth}: the objective or a row pushes it the other way`,
    remedy: "declare the function with use: 'exact', or mend the direction",
  });
}

/** Refuses what a formulation cannot do without finite ranges: one fault per member, at most 20. */
export function refuseInfinite(
  name: string,
  index: IndexList,
  members: readonly {
    readonly at: number;
    readonly what: string;
    readonly range: readonly [number, number];
  }[],
): void {
  if (members.length === 0) return;
  const faults: Fault[] = members.slice(0, LISTED_MEMBERS).map(({ at, what, range }) => ({
    code: 'core.infinite-range',
    place: `${name}${formatLabels(labelsAt(index, at))}`,
    cause: `${what} ranges over [${range[0]}, ${range[1]}], and binaries need finite ends`,
    remedy: 'bound the variables it is made of, or state the use in which no binaries are needed',
  }));
  throw new InvalidInputError(faults);
}
