/**
 * What a solve became, read by the names of the model. A union on `status`; only an optimum has values and prices.
 * Signs, for minimise and maximise alike (docs/conventions.md, sections 1 and 2):
 *
 *   dual(c)         d(objective)/d(right-hand side)
 *   reducedCost(v)  d(objective)/d(active bound)
 *   price(b)        what one more unit of demand costs: d(cost)/d(demand) when minimising, -d(welfare)/d(demand) when
 *                   maximising; divided by the weight of the row
 *   rent(c)         how much the objective would gain per unit of room on each side, never negative
 */
import {
  type FailedOutcome,
  type ImpreciseOutcome,
  type InfeasibleOrUnboundedOutcome,
  type InfeasibleOutcome,
  type LimitOutcome,
  type LpSolution,
  NotAllowedError,
  type OptimalOutcome,
  type Outcome,
  type SolverIdentity,
  type UnboundedOutcome,
} from '@marginal/program';
import type { CompiledModel } from './compiled-model.ts';
import type { Balance, Constraint } from './constraint.ts';
import { Field, type PricingRun } from './field.ts';
import { requireFunctions, requireFunctionsAlong } from './function-check.ts';
import type { IndexList } from './index-set.ts';
import { type ModelKind, refuseDuals } from './kind.ts';
import type { Label } from './label.ts';
import { gradientOf } from './marginal.ts';
import { blockAt, memberLabels } from './names.ts';
import { IntegerOptimum, Optimum } from './optimum.ts';
import type { Parameter } from './parameter.ts';
import { DIMENSIONLESS, divideUnits, formatUnit, type Unit } from './unit.ts';
import type { Variable } from './variable.ts';

/** Non-negative rents of the two sides of a limit. */
export interface Rents<I extends IndexList> {
  readonly lower: Field<I>;
  readonly upper: Field<I>;
}

/** A verified optimum of a linear program. */
export class OptimalResult extends Optimum {
  constructor(compiled: CompiledModel<ModelKind>, outcome: OptimalOutcome, run: PricingRun = { kind: 'lp' }) {
    super(compiled, outcome, run);
  }

  dual<I extends IndexList>(constraint: Constraint<I>): Field<I> {
    this.compiled.checkHandle(constraint, 'constraint');
    return this.field(constraint, this.perUnit(constraint.unit), this.lp().rowDual);
  }

  reducedCost<I extends IndexList>(variable: Variable<I>): Field<I> {
    this.compiled.checkHandle(variable, 'variable');
    return this.field(variable, this.perUnit(variable.unit), this.lp().reducedCost);
  }

  price<I extends IndexList>(balance: Balance<I>): Field<I> {
    this.compiled.checkHandle(balance, 'balance');
    const dual = this.dual(balance);
    const weight = this.compiled.weights.get(balance as unknown as Constraint) ?? new Float64Array();
    const sign = this.compiled.program.sense === 'minimize' ? 1 : -1;
    const values = dual.values.map((y, k) => (sign * y) / weight[k] + 0);
    const weightUnit = typeof balance.weight === 'number' ? DIMENSIONLESS : balance.weight.unit;
    const unit = divideUnits(this.perUnit(balance.unit), weightUnit);
    return new Field({
      name: balance.name,
      index: balance.index,
      unit: formatUnit(unit),
      provenance: this.provenance,
      values,
    });
  }

  /** Rents of a limit; throws `core.rent-of-equality` for rows that are equalities. */
  rent<I extends IndexList>(constraint: Constraint<I>): Rents<I> {
    const dual = this.dual(constraint);
    const { rowLower, rowUpper } = this.compiled.program;
    for (let i = constraint.start; i < constraint.start + constraint.size; i++) {
      if (rowLower[i] !== rowUpper[i]) continue;
      throw new NotAllowedError({
        code: 'core.rent-of-equality',
        place: this.compiled.program.names.row(i),
        cause: 'an equality has a dual but no side to earn a rent',
        remedy: 'read its dual, or its price when it is a balance',
      });
    }
    return this.rents(dual);
  }

  /**
   * d(objective)/d(parameter) for every member, wherever the parameter stands: right-hand side, bound, cost, matrix
   * coefficient. Source: marginal.ts.
   */
  marginal<I extends IndexList>(parameter: Parameter<I>): Field<I> {
    this.compiled.checkParameter(parameter);
    const handle = parameter as unknown as Parameter;
    return new Field({
      name: parameter.name,
      index: parameter.index,
      unit: formatUnit(this.perUnit(parameter.unit)),
      provenance: this.provenance,
      values: gradientOf(this.compiled, this.lp(), handle),
    });
  }

  /** Rents of the bounds of a variable. */
  boundRent<I extends IndexList>(variable: Variable<I>): Rents<I> {
    return this.rents(this.reducedCost(variable));
  }

  private rents<I extends IndexList>(marginal: Field<I>): Rents<I> {
    const sign = this.compiled.program.sense === 'minimize' ? 1 : -1;
    const { name, index, unit, provenance } = marginal;
    const side = (direction: number): Field<I> =>
      new Field({
        name,
        index,
        unit,
        provenance,
        values: marginal.values.map((y) => Math.max(0, sign * direction * y)),
      });
    return { lower: side(1), upper: side(-1) };
  }

  private perUnit(unit: Unit): Unit {
    return divideUnits(this.compiled.objectiveUnit, unit);
  }

  private lp(): LpSolution {
    const { solution } = this.outcome;
    return solution.kind === 'lp' ? solution : refuseDuals('result');
  }
}

/** One row that takes part in a proof of infeasibility. */
export interface ConflictingRow {
  readonly name: string;
  readonly labels: readonly Label[];
  /** Which side of the row the proof stands on. */
  readonly side: 'lower' | 'upper';
  /** Its share in the combination that cannot be met, relative to the largest. */
  readonly multiplier: number;
  /** The right-hand side there, constants brought over, in the row's unit. */
  readonly bound: number;
}

/** Anything but an optimum. `outcome` has the certificate or the cause. */
export class OtherResult<O extends Exclude<Outcome, OptimalOutcome> = Exclude<Outcome, OptimalOutcome>> {
  readonly status: O['status'];
  readonly outcome: O;
  private readonly compiled: CompiledModel<ModelKind>;

  constructor(compiled: CompiledModel<ModelKind>, outcome: O) {
    this.compiled = compiled;
    this.outcome = outcome;
    this.status = outcome.status;
  }

  get solver(): SolverIdentity {
    return this.outcome.solver;
  }

  /**
   * Rows of the verified proof of infeasibility, largest share first; empty for any other status, and when a search over
   * integers ended without a point, which no rows prove.
   */
  conflict(): ConflictingRow[] {
    const outcome: Outcome = this.outcome;
    if (outcome.status !== 'infeasible' || outcome.proof !== 'farkas') return [];
    const { program, rowBlocks } = this.compiled;
    const rows: ConflictingRow[] = [];
    outcome.farkas.forEach((multiplier, i) => {
      if (multiplier === 0) return;
      const side = multiplier > 0 ? 'lower' : 'upper';
      const bound = side === 'lower' ? program.rowLower[i] : program.rowUpper[i];
      rows.push({
        name: blockAt(rowBlocks, i).name,
        labels: memberLabels(rowBlocks, i),
        side,
        multiplier,
        bound,
      });
    });
    return rows.sort((a, b) => Math.abs(b.multiplier) - Math.abs(a.multiplier));
  }

  /** Throws `NotAllowedError` `core.not-optimal` with what happened instead. */
  optimal(): never {
    throw new NotAllowedError({
      code: 'core.not-optimal',
      place: `solve with ${this.solver.name}`,
      cause: explain(this.outcome),
      remedy: 'look at result.status before reading values or prices',
    });
  }
}

function explain(outcome: Outcome): string {
  switch (outcome.status) {
    case 'optimal':
      return 'the program is optimal';
    case 'infeasible':
      return outcome.proof === 'farkas'
        ? 'the program is infeasible: its constraints contradict each other (verified)'
        : 'the search over the integers found no point (the solver says so; no certificate exists to verify it)';
    case 'unbounded':
      return 'the program is unbounded: its objective improves for ever (verified)';
    case 'infeasibleOrUnbounded':
      return 'the program is infeasible or unbounded; the solver did not say which';
    case 'limit':
      return `the solve stopped at its ${outcome.which} limit`;
    case 'imprecise':
      return `the solver claimed '${outcome.claimed}', which does not hold: ${outcome.failures.join('; ')}`;
    case 'failed':
      return `the solver failed: ${outcome.cause}`;
  }
}

/** The optimum of a model of this kind. */
export type OptimumOf<K extends ModelKind> = K extends 'mip' ? IntegerOptimum : OptimalResult;

/** A union on `status`. */
export type Result<K extends ModelKind = 'lp'> =
  | OptimumOf<K>
  | OtherResult<InfeasibleOutcome>
  | OtherResult<UnboundedOutcome>
  | OtherResult<InfeasibleOrUnboundedOutcome>
  | OtherResult<LimitOutcome>
  | OtherResult<ImpreciseOutcome>
  | OtherResult<FailedOutcome>;

/**
 * The optimum of the compiled model's kind. Throws `core.function-not-met` when a function of the model is not met: then
 * the point is one of the program and not of the model.
 */
export function optimumOf<K extends ModelKind>(
  compiled: CompiledModel<K>,
  outcome: OptimalOutcome,
  run?: PricingRun,
): OptimumOf<K> {
  const optimum =
    compiled.kind === 'mip'
      ? new IntegerOptimum(compiled, outcome, run)
      : new OptimalResult(compiled, outcome, run);
  if (compiled.functions.length > 0) requireFunctions(compiled, optimum, compiled.functions);
  return optimum as OptimumOf<K>;
}

export function resultOf<K extends ModelKind>(compiled: CompiledModel<K>, outcome: Outcome): Result<K> {
  if (outcome.status === 'optimal') return optimumOf(compiled, outcome);
  if (outcome.status === 'unbounded' && compiled.functions.length > 0)
    requireFunctionsAlong(compiled, outcome, compiled.functions);
  return new OtherResult(compiled, outcome) as Result<K>;
}
