/**
 * Several objectives as one, by weights:
 *
 *   min  sum over minimised of  w_i f_i(x)  -  sum over maximised of  w_i f_i(x)
 *
 * or the maximum of sum w_i f_i(x) when all are maximised. A weight may carry a unit, as a parameter (`$/kg`): the
 * weighted objectives must agree in theirs. Prices are those of the weighted objective, in its unit.
 */
import { type Backend, type Fault, refuse, type Sense, type SolveOptions } from '@marginal/program';
import { CompiledModel } from './compiled-model.ts';
import { asExpression, type DataOnly, Expression, type Operand, type Scalar } from './expression.ts';
import type { NoDims } from './index-set.ts';
import type { ModelKind } from './kind.ts';
import { evaluate } from './lower.ts';
import type { Model } from './model.ts';
import { type Aim, checkOwned, lowerAims, type Objective, type ScalarAim } from './objectives.ts';
import type { Optimum } from './optimum.ts';
import type { Result } from './result.ts';
import { agree, divideUnits, formatUnit, multiplyUnits, type Unit } from './unit.ts';

/** One objective of several in a weighted sum. */
export type WeightedAim = Aim & {
  /** Zero or more: a number, or data with a unit such as a parameter over no set. Counts in the objective's own sense. */
  readonly weight: Operand;
};

/** Accepts weights without variables and free dimensions. */
export type DataWeight<A> = A extends { readonly weight: infer W extends Operand }
  ? { readonly weight: DataOnly<W> & Scalar<W> }
  : unknown;

/** One objective's share in the weighted one. */
export interface Part<N extends string = string> {
  readonly name: N;
  /** In `unit`, its own. */
  readonly amount: number;
  readonly unit: string;
  readonly weight: number;
  /** What it adds to the weighted objective, in the unit of that: weight times amount, negative if it counts against. */
  readonly contribution: number;
}

/** An objective with its weight. */
interface Share<N extends string> {
  readonly objective: Objective<N>;
  readonly weight: Operand;
  /** 1 where the objective has the sense of the sum, -1 where it counts against. */
  readonly sign: number;
}

/** A model with a weighted sum of objectives: ready for any backend. */
export class WeightedModel<N extends string = string, K extends ModelKind = 'lp'> {
  /** The model under the weighted objective. */
  readonly compiled: CompiledModel<K>;
  private readonly shares: readonly Share<N>[];

  constructor(compiled: CompiledModel<K>, shares: readonly Share<N>[]) {
    this.compiled = compiled;
    this.shares = shares;
  }

  /** Solves with any backend. Values and prices are read from the result by handles of the model. */
  async solve(backend: Backend, options: SolveOptions = {}): Promise<Result<K>> {
    return this.compiled.solve(backend, options);
  }

  /** Each objective's amount and share at the optimum, in the order given. The contributions sum to the objective. */
  parts(result: Optimum): readonly Part<N>[] {
    return this.shares.map(({ objective, weight, sign }) => {
      const target = scalar(objective.target);
      return {
        name: objective.name,
        amount: result.evaluate(target),
        unit: formatUnit(objective.unit),
        weight: result.evaluate(scalar(weight)),
        contribution: result.evaluate(target.times(weight).times(sign)) + 0,
      };
    });
  }
}

/** For operands that were checked to have no free dimensions. */
function scalar(operand: Operand): Expression<NoDims> {
  return asExpression(operand, undefined) as Expression<NoDims>;
}

/** Throws with every weight that is negative, not finite, or holds a variable, and when all are zero. */
function checkWeights(model: Model<ModelKind>, aims: readonly WeightedAim[]): void {
  const faults: Fault[] = [];
  const weights = aims.map(({ name, weight }) => {
    const place = `objective '${name}', weight`;
    checkOwned(model, weight, place);
    const variable =
      typeof weight === 'number' ? undefined : weight.blocks.find((block) => block.variable)?.variable;
    if (variable !== undefined) {
      const cause = `holds variable '${variable.target.name}'`;
      faults.push({ code: 'core.not-data', place, cause, remedy: 'use numbers and parameters here' });
      return 0;
    }
    const [value] = evaluate(weight, [], place);
    if (!(value >= 0 && value < Infinity)) {
      const remedy = 'give zero or more; state what is to grow under maximize';
      faults.push({ code: 'core.objective-weight', place, cause: `is ${value}`, remedy });
    }
    return value;
  });
  if (faults.length === 0 && weights.every((weight) => weight === 0)) {
    const remedy = 'give at least one that is not';
    faults.push({ code: 'core.objective-weight', place: 'weighted', cause: 'all weights are 0', remedy });
  }
  refuse(faults);
}

/** Unit of the weighted sum; throws with every objective that does not fit those before it. */
function commonUnit(objectives: readonly Objective[], aims: readonly WeightedAim[]): Unit {
  let common: Unit;
  const faults: Fault[] = [];
  objectives.forEach(({ name, unit }, k) => {
    const { weight } = aims[k];
    const weighed = typeof weight === 'number' ? unit : multiplyUnits(unit, weight.unit);
    if (!agree(common, weighed)) {
      faults.push({
        code: 'core.unit-mismatch',
        place: `objective '${name}'`,
        cause: `comes to ${formatUnit(weighed)} with its weight, others to ${formatUnit(common)}`,
        remedy: `give the weight as a parameter in ${formatUnit(divideUnits(common, unit))}`,
      });
    }
    common ??= weighed;
  });
  refuse(faults);
  return common;
}

/**
 * Compiles a model with a weighted sum of objectives. Mixed senses are minimised, what is to grow with a minus.
 *
 *     const carbonPrice = m.parameter('carbonPrice', [], { unit: '$/kg' }, 0.06);
 *     weighted(m, [
 *       { name: 'energy', minimize: energy, weight: 1 },
 *       { name: 'carbon', minimize: carbon, weight: carbonPrice },
 *     ]);
 *
 * Throws `InvalidInputError` for an empty list, names used twice, weights that are negative, no numbers or all zero,
 * units that do not agree, and a dimension that is not summed; `NotAllowedError` for handles of another model.
 */
export function weighted<const L extends readonly WeightedAim[], K extends ModelKind>(
  model: Model<K>,
  objectives: { readonly [P in keyof L]: L[P] & ScalarAim<L[P]> & DataWeight<L[P]> },
): WeightedModel<L[number]['name'], K> {
  const aims: readonly WeightedAim[] = objectives;
  const columnCount = model.variables.reduce((count, variable) => count + variable.size, 0);
  const lowered = lowerAims(model, columnCount, aims, 'weighted') as Objective<L[number]['name']>[];
  checkWeights(model, aims);
  const unit = commonUnit(lowered, aims);
  const sense: Sense = lowered.some((objective) => objective.sense === 'minimize') ? 'minimize' : 'maximize';
  const shares = lowered.map((objective, k) => ({
    objective,
    weight: aims[k].weight,
    sign: objective.sense === sense ? 1 : -1,
  }));
  // A weight stays a factor of its own: a parameter remembers where it stands.
  const blocks = shares.flatMap(
    ({ objective, weight, sign }) => scalar(objective.target).times(weight).times(sign).blocks,
  );
  const compiled = CompiledModel.of(model, sense, new Expression(blocks, unit));
  return new WeightedModel(compiled, shares);
}
