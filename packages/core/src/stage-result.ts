/**
 * What one stage of several objectives came to. With z_s the stage's optimum and L_k the limit on an earlier objective,
 *
 *   multiplier_k = d z_s / d L_k          in the stage's own sense, whichever way L_k faces
 *   rate_k       = gain of the stage per unit of slack given to k,  never negative
 *
 * and the stage's point and prices are also those of the weighted objective with weight 1 on the stage and rate_k on
 * each earlier one: rates are exchange rates between objectives. With zero slack they are what the solver's multipliers
 * say, from the smallest valid rate upwards, because less than no slack is infeasible.
 */
import { InvalidInputError, type Program } from '@marginal/program';
import type { Cap } from './cap.ts';
import type { Balance, Constraint } from './constraint.ts';
import type { Field } from './field.ts';
import type { IndexList } from './index-set.ts';
import { type ModelKind, type NoDuals, refuseDuals } from './kind.ts';
import { amountAt, type Objective } from './objectives.ts';
import type { OptimumOf } from './result.ts';
import type { Sentence } from './sentence.ts';
import { divideUnits, formatUnit } from './unit.ts';
import type { Variable } from './variable.ts';

/** What a stage pays for the cap on an earlier objective. */
export interface TradeOff<N extends string = string> {
  /** The earlier objective. */
  readonly of: N;
  /** d(stage's optimum)/d(limit), in the stage's own sense. */
  readonly multiplier: number;
  /** Gain of the stage per unit of slack given to the earlier objective, never negative. */
  readonly rate: number;
  /** Of both: the stage's unit per unit of the earlier objective, such as `kg/$`. */
  readonly unit: string;
  /** `giving up 1 $ on 'energy' gains 3.2 kg on 'carbon'`. */
  readonly sentence: string;
}

/** A cap with the place of its row in the stage's program and the scale of that row. */
export interface CapRow<N extends string> {
  readonly cap: Cap<N>;
  readonly objective: Objective<N>;
  readonly row: number;
  readonly scale: number;
}

/** A verified optimum of one stage, of any kind: its point. */
abstract class Stage<N extends string, K extends ModelKind> {
  readonly name: N;
  readonly sense: 'minimize' | 'maximize';
  /** Values, duals, rents and prices of this stage; their provenance names it. */
  readonly result: OptimumOf<K>;
  /** What was solved, in the stage's own sense: the rows of the model, then a row per objective but the last. */
  readonly program: Program;
  /** The caps in force, in order of rank. */
  readonly caps: readonly Cap<N>[];
  /** Every objective's amount at this stage's point, each in its own unit, constants included. */
  readonly amounts: Readonly<Record<N, number>>;
  protected readonly objectives: readonly Objective<N>[];
  protected readonly rows: readonly CapRow<N>[];
  protected readonly own: Objective<N>;

  constructor(
    own: Objective<N>,
    objectives: readonly Objective<N>[],
    rows: readonly CapRow<N>[],
    program: Program,
    result: OptimumOf<K>,
  ) {
    this.name = own.name;
    this.sense = own.sense;
    this.own = own;
    this.objectives = objectives;
    this.rows = rows;
    this.program = program;
    this.result = result;
    this.caps = rows.map((row) => row.cap);
    const { x } = result.outcome.solution;
    this.amounts = Object.fromEntries(
      objectives.map((objective) => [objective.name, amountAt(objective, x)]),
    ) as Record<N, number>;
  }

  /** The stage's optimum, in its unit. */
  get objective(): number {
    return this.result.objective;
  }

  /** `$`, or `unknown unit`: unit of an objective's amount; of the stage's own when none is named. */
  unit(name: N = this.name): string {
    return formatUnit(find(this.objectives, name, `stage '${this.name}'`).unit);
  }

  value<I extends IndexList>(variable: Variable<I>): Field<I> {
    return this.result.value(variable);
  }
}

/** A stage of a linear model: with multipliers, prices and what the caps cost. */
export class StageResult<N extends string = string> extends Stage<N, 'lp'> {
  dual<I extends IndexList>(constraint: Constraint<I>): Field<I> {
    return this.result.dual(constraint);
  }

  /** What one more unit of demand costs this stage's objective, earlier objectives held within their slack. */
  price<I extends IndexList>(balance: Balance<I>): Field<I> {
    return this.result.price(balance);
  }

  /**
   * What this stage pays for the cap on an earlier objective. Throws `core.unknown-objective` for a name that has no cap
   * here, `core.no-duals` with integers.
   */
  tradeOff(of: N): TradeOff<N> {
    const capped = find(
      this.rows.map((row) => ({ ...row, name: row.cap.of })),
      of,
      `caps of stage '${this.name}'`,
    );
    const multiplier = this.dualOfRow(capped.row) * capped.scale + 0;
    const towardsRoom = capped.objective.sense === 'minimize' ? 1 : -1;
    const gain = this.sense === 'minimize' ? -1 : 1;
    const rate = Math.max(0, towardsRoom * gain * multiplier);
    const unit = formatUnit(divideUnits(this.own.unit, capped.objective.unit));
    const amount = (value: number, objective: Objective<N>): string =>
      `${value}${objective.unit === undefined ? '' : ` ${formatUnit(objective.unit)}`} on '${objective.name}'`;
    const sentence = `giving up ${amount(1, capped.objective)} gains ${amount(rate, this.own)}`;
    return { of, multiplier, rate, unit, sentence };
  }

  /** One for each cap in force, in order of rank. */
  tradeOffs(): TradeOff<N>[] {
    return this.caps.map((cap) => this.tradeOff(cap.of));
  }

  /**
   * Weights with which the weighted objective has this stage's point among its optima, and its prices: 1 on the stage,
   * the rate on each earlier objective, 0 on later ones. Each counts in its objective's own sense.
   */
  weights(): Readonly<Record<N, number>> {
    const rates = new Map<string, number>(this.tradeOffs().map((trade) => [trade.of, trade.rate]));
    return Object.fromEntries(
      this.objectives.map(({ name }) => [name, name === this.name ? 1 : (rates.get(name) ?? 0)]),
    ) as Record<N, number>;
  }

  private dualOfRow(row: number): number {
    const { solution } = this.result.outcome;
    return solution.kind === 'lp' ? solution.rowDual[row] : refuseDuals(`stage '${this.name}'`);
  }
}

/** A stage of a model with integers: it has a point, and neither multipliers nor prices (`core.no-duals`). */
export class IntegerStage<N extends string = string> extends Stage<N, 'mip'> {
  get dual(): Sentence<NoDuals> {
    return refuseDuals(`stage '${this.name}'`);
  }

  get price(): Sentence<NoDuals> {
    return refuseDuals(`stage '${this.name}'`);
  }

  get tradeOff(): Sentence<NoDuals> {
    return refuseDuals(`stage '${this.name}'`);
  }

  get tradeOffs(): Sentence<NoDuals> {
    return refuseDuals(`stage '${this.name}'`);
  }

  get weights(): Sentence<NoDuals> {
    return refuseDuals(`stage '${this.name}'`);
  }
}

/** The stage of a model of this kind. */
export type StageOf<N extends string, K extends ModelKind> = K extends 'mip'
  ? IntegerStage<N>
  : StageResult<N>;

/** The stage of this kind; arguments as in its constructor. */
export function stageOf<N extends string, K extends ModelKind>(
  kind: K,
  own: Objective<N>,
  objectives: readonly Objective<N>[],
  rows: readonly CapRow<N>[],
  program: Program,
  result: OptimumOf<K>,
): StageOf<N, K> {
  const stage =
    kind === 'mip'
      ? new IntegerStage<N>(own, objectives, rows, program, result as OptimumOf<'mip'>)
      : new StageResult<N>(own, objectives, rows, program, result as OptimumOf<'lp'>);
  return stage as StageOf<N, K>;
}

/** The one of this name. Throws `core.unknown-objective`. */
export function find<T extends { readonly name: string }>(
  list: readonly T[],
  name: string,
  place: string,
): T {
  const found = list.find((one) => one.name === name);
  if (found !== undefined) return found;
  const known = list.map((one) => `'${one.name}'`).join(', ');
  throw new InvalidInputError([
    {
      code: 'core.unknown-objective',
      place,
      cause: `there is no '${name}'`,
      remedy: known === '' ? 'there are none here' : `use one of ${known}`,
    },
  ]);
}
