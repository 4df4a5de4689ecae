/** What became of objectives in order of rank: a union on `status`. Only when every stage is optimal is the whole. */
import {
  type FarkasInfeasibleOutcome,
  NotAllowedError,
  type Outcome,
  type OutcomeStatus,
  type SolverIdentity,
} from '@marginal/program';
import type { CompiledModel } from './compiled-model.ts';
import type { Balance } from './constraint.ts';
import type { Field } from './field.ts';
import type { IndexList } from './index-set.ts';
import type { ModelKind, Priced } from './kind.ts';
import { type ConflictingRow, OtherResult, type Result } from './result.ts';
import { type CapRow, find, type StageOf, type StageResult } from './stage-result.ts';
import type { Variable } from './variable.ts';

/** Every stage is optimal. Values and prices are those of the last one, each stage has its own. */
export class LexicographicOptimum<N extends string = string, K extends ModelKind = 'lp'> {
  readonly status = 'optimal';
  /** In order of rank. */
  readonly stages: readonly StageOf<N, K>[];
  /** The last stage: the point that all objectives agree on. */
  readonly final: StageOf<N, K>;

  constructor(stages: readonly StageOf<N, K>[], final: StageOf<N, K>) {
    this.stages = stages;
    this.final = final;
  }

  get solver(): SolverIdentity {
    return this.final.result.solver;
  }

  /** This result: the counterpart of what `LexicographicFailure` throws. */
  optimal(): this {
    return this;
  }

  /** Throws `core.unknown-objective`. */
  stage(name: N): StageOf<N, K> {
    return find(this.stages, name, 'stages');
  }

  value<I extends IndexList>(variable: Variable<I>): Field<I> {
    return this.final.value(variable);
  }

  /**
   * The last stage's price: what one more unit of demand costs its objective when every earlier one is held within its
   * slack, in the last objective's unit. Other stages may well say something else; see `prices`.
   */
  price<I extends IndexList>(balance: Balance<I> & Priced<K>): Field<I> {
    return priced(this.final).price(balance);
  }

  /** The price in every stage, by name of the stage; the provenance of each says so too. */
  prices<I extends IndexList>(balance: Balance<I> & Priced<K>): Readonly<Record<N, Field<I>>> {
    return Object.fromEntries(
      this.stages.map((stage) => [stage.name, priced(stage).price(balance)]),
    ) as Record<N, Field<I>>;
  }
}

/** For methods that the compiler offers on linear models only; a stage with integers throws `core.no-duals`. */
function priced<N extends string>(stage: unknown): StageResult<N> {
  return stage as StageResult<N>;
}

/** A stage is not optimal. What came before it stands. */
export class LexicographicFailure<N extends string = string, K extends ModelKind = 'lp'> {
  readonly status: Exclude<OutcomeStatus, 'optimal'>;
  /** Name of the stage that stopped it. */
  readonly stage: N;
  /** What became of that stage, with certificate or cause. */
  readonly result: Exclude<Result, { readonly status: 'optimal' }>;
  /** The stages before it, all optimal. */
  readonly stages: readonly StageOf<N, K>[];

  constructor(
    stage: N,
    result: Exclude<Result, { readonly status: 'optimal' }>,
    stages: readonly StageOf<N, K>[],
  ) {
    this.status = result.status;
    this.stage = stage;
    this.result = result;
    this.stages = stages;
  }

  get solver(): SolverIdentity {
    return this.result.solver;
  }

  /** Throws `NotAllowedError` `core.not-optimal` with the stage and what happened in it. */
  optimal(): never {
    try {
      return this.result.optimal();
    } catch (error) {
      if (!(error instanceof NotAllowedError)) throw error;
      const [fault] = error.faults;
      throw new NotAllowedError({ ...fault, place: `stage '${this.stage}', ${fault.place}` });
    }
  }
}

/** A union on `status`: `optimal`, or what stopped it. */
export type LexicographicResult<N extends string = string, K extends ModelKind = 'lp'> =
  | LexicographicOptimum<N, K>
  | LexicographicFailure<N, K>;

/** A stage that has no optimum; caps take part in a proof of infeasibility under the names of their objectives. */
class StoppedStage extends OtherResult {
  private readonly model: CompiledModel<ModelKind>;
  private readonly caps: readonly CapRow<string>[];

  constructor(
    model: CompiledModel<ModelKind>,
    outcome: Exclude<Outcome, { status: 'optimal' }>,
    caps: StoppedStage['caps'],
  ) {
    super(model, outcome);
    this.model = model;
    this.caps = caps;
  }

  override conflict(): ConflictingRow[] {
    const { outcome } = this;
    if (outcome.status !== 'infeasible' || outcome.proof !== 'farkas') return [];
    const rowCount = this.model.rowBlocks.reduce((count, block) => count + block.size, 0);
    const ofModel: FarkasInfeasibleOutcome = { ...outcome, farkas: outcome.farkas.slice(0, rowCount) };
    const rows = new OtherResult(this.model, ofModel).conflict();
    for (const { cap, row, scale } of this.caps) {
      const multiplier = outcome.farkas[row] * scale;
      if (multiplier === 0) continue;
      const side = multiplier > 0 ? 'lower' : 'upper';
      rows.push({ name: `objective '${cap.of}'`, labels: [], side, multiplier, bound: cap.limit });
    }
    return rows.sort((a, b) => Math.abs(b.multiplier) - Math.abs(a.multiplier));
  }
}

/** The result of a stage without optimum. */
export function stoppedStage(
  compiled: CompiledModel<ModelKind>,
  outcome: Exclude<Outcome, { status: 'optimal' }>,
  caps: readonly CapRow<string>[],
): Exclude<Result, { readonly status: 'optimal' }> {
  return new StoppedStage(compiled, outcome, caps) as Exclude<Result, { readonly status: 'optimal' }>;
}
