/**
 * A verified optimum of any kind: its point, read by the names of the model. `OptimalResult` adds the duals of a linear
 * program, `IntegerOptimum` says that there are none.
 */
import { CompensatedSum, type OptimalOutcome, type Residuals, type SolverIdentity } from '@marginal/program';
import type { CompiledModel } from './compiled-model.ts';
import type { Constraint } from './constraint.ts';
import { asExpression, type Operand, type Scalar } from './expression.ts';
import { Field, type PricingRun, type Provenance } from './field.ts';
import type { IndexList } from './index-set.ts';
import { type ModelKind, type NoDuals, refuseDuals } from './kind.ts';
import { lowerObjective } from './lower.ts';
import type { Sentence } from './sentence.ts';
import { formatUnit, type Unit } from './unit.ts';
import type { Variable } from './variable.ts';

export abstract class Optimum {
  readonly status = 'optimal';
  readonly outcome: OptimalOutcome;
  readonly objective: number;
  protected readonly compiled: CompiledModel<ModelKind>;
  protected readonly provenance: Provenance;

  constructor(compiled: CompiledModel<ModelKind>, outcome: OptimalOutcome, run: PricingRun) {
    this.compiled = compiled;
    this.outcome = outcome;
    this.objective = outcome.objective;
    this.provenance = { ...run, solver: outcome.solver.name, version: outcome.solver.version };
  }

  get solver(): SolverIdentity {
    return this.outcome.solver;
  }

  /** Recomputed relative residuals of the optimality conditions. */
  get residuals(): Residuals {
    return this.outcome.residuals;
  }

  /** This result: the counterpart of what every other result throws. */
  optimal(): this {
    return this;
  }

  value<I extends IndexList>(variable: Variable<I>): Field<I> {
    this.compiled.checkHandle(variable, 'variable');
    return this.field(variable, variable.unit, this.outcome.solution.x);
  }

  /** Value of the terms with variables, left side minus right side (supply minus demand). Constants count to the right-hand side. */
  activity<I extends IndexList>(constraint: Constraint<I>): Field<I> {
    this.compiled.checkHandle(constraint, 'constraint');
    return this.field(constraint, constraint.unit, this.outcome.solution.rowActivity);
  }

  /** Amount of a scalar expression at the optimum, such as one part of the cost. */
  evaluate<E extends Operand>(expression: E & Scalar<E>): number {
    for (const block of asExpression(expression, undefined).blocks) {
      if (block.variable !== undefined) this.compiled.checkHandle(block.variable.target, 'variable');
    }
    const { cost, offset } = lowerObjective(
      expression,
      this.compiled.program.cost.length,
      this.compiled.values,
    );
    const sum = new CompensatedSum();
    sum.add(offset);
    cost.forEach((c, j) => {
      if (c !== 0) sum.addProduct(c, this.outcome.solution.x[j]);
    });
    return sum.value;
  }

  protected field<I extends IndexList>(
    block: { name: string; index: I; start: number; size: number },
    unit: Unit,
    all: Float64Array,
  ): Field<I> {
    const values = all.slice(block.start, block.start + block.size);
    return new Field({
      name: block.name,
      index: block.index,
      unit: formatUnit(unit),
      provenance: this.provenance,
      values,
    });
  }
}

/**
 * The best point of a model with integers. It has no duals and no prices: `priceIntegers` computes those of a linear
 * program that stands for it, under the name of the run. Reading one here does not compile, and throws `core.no-duals`.
 */
export class IntegerOptimum extends Optimum {
  constructor(
    compiled: CompiledModel<ModelKind>,
    outcome: OptimalOutcome,
    run: PricingRun = { kind: 'mip' },
  ) {
    super(compiled, outcome, run);
  }

  get dual(): Sentence<NoDuals> {
    return refuseDuals('dual');
  }

  get reducedCost(): Sentence<NoDuals> {
    return refuseDuals('reducedCost');
  }

  get price(): Sentence<NoDuals> {
    return refuseDuals('price');
  }

  get rent(): Sentence<NoDuals> {
    return refuseDuals('rent');
  }

  get boundRent(): Sentence<NoDuals> {
    return refuseDuals('boundRent');
  }

  get marginal(): Sentence<NoDuals> {
    return refuseDuals('marginal');
  }
}
