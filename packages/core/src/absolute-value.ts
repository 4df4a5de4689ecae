/**
 * |argument|. As a cost it is the larger of the argument and its negative, two rows. Otherwise it is split,
 *
 *     argument = positive - negative,   value = positive + negative,   positive <= U sign,   negative <= L (1 - sign)
 *
 * with [-L, U] the range of the argument; a member whose range has one sign needs no binary.
 */

import { AffineRows, type Range } from './affine-rows.ts';
import type { ParameterValues } from './align.ts';
import type { CompiledModel } from './compiled-model.ts';
import type { AnyExpression } from './expression.ts';
import { freezeRanges } from './frozen-range.ts';
import {
  checkFunctions,
  type Formulation,
  type FunctionCheck,
  type FunctionUse,
  type ModelFunction,
  refuseInfinite,
} from './function-check.ts';
import { inUnit, type Loose, type LooseData, looseData, loosely } from './function-rows.ts';
import type { IndexList } from './index-set.ts';
import { checkIntegersSaid, type ModelKind, type UseIn } from './kind.ts';
import type { Fits, Model } from './model.ts';
import type { Optimum } from './optimum.ts';
import type { UnitIn } from './unit-type.ts';
import type { Variable } from './variable.ts';

export class AbsoluteValue<I extends IndexList = IndexList, U = unknown> implements ModelFunction<I> {
  readonly name: string;
  readonly index: I;
  /** Stands for the absolute value wherever an expression may stand. */
  readonly value: Variable<I, U>;
  readonly use: FunctionUse;
  readonly formulation: Formulation;
  /** Why this formulation, in words. */
  readonly reason: string;
  private readonly argument: AffineRows;

  constructor(
    spec: Pick<AbsoluteValue<I, U>, 'name' | 'index' | 'value' | 'use' | 'formulation' | 'reason'>,
    argument: AffineRows,
  ) {
    this.name = spec.name;
    this.index = spec.index;
    this.value = spec.value;
    this.use = spec.use;
    this.formulation = spec.formulation;
    this.reason = spec.reason;
    this.argument = argument;
  }

  settle(x: Float64Array, read?: ParameterValues): void {
    this.argument.at(x, read).forEach((u, k) => {
      x[this.value.start + k] = Math.abs(u);
    });
  }

  /** Whether the values of a result are the function's. See `checkFunctions`. */
  check(compiled: CompiledModel<ModelKind>, result: Optimum): FunctionCheck {
    return checkFunctions(compiled, result, [this as unknown as ModelFunction]);
  }
}

/**
 * Declares `value` = |argument| for every member of `index`. With `use: 'cost'` it is held from below only; otherwise
 * exactly, with a binary where the argument may have either sign, for which its range must be finite
 * (`core.infinite-range`): that of the bounds and parameters as they are now, so declare it anew if they change.
 */
export function absoluteValue<
  const I extends IndexList,
  X extends AnyExpression,
  K extends ModelKind,
  U extends FunctionUse,
>(
  model: Model<K>,
  name: string,
  index: I,
  argument: X & Fits<X, I>,
  options: { readonly use: U & UseIn<K, U, 'cost'> },
): AbsoluteValue<I, UnitIn<X>> {
  const use: FunctionUse = options.use;
  const rows = AffineRows.of(argument, index, `absolute value '${name}'`);
  const range = rows.range();
  const mixed = Array.from(range.lower.keys()).filter((k) => range.lower[k] < 0 && range.upper[k] > 0);
  if (use !== 'cost') {
    const endless = mixed.filter((k) => range.lower[k] === -Infinity || range.upper[k] === Infinity);
    refuseInfinite(
      name,
      index,
      endless.map((at) => ({ at, what: 'its argument', range: [range.lower[at], range.upper[at]] })),
    );
  }
  if (use !== 'cost' && mixed.length > 0)
    checkIntegersSaid(model, `absolute value '${name}'`, `used as '${use}' it needs binaries`);
  const unit = inUnit(argument.unit);
  const value = model.variable(name, index as IndexList, { ...unit, lower: 0 });
  const [body, list] = [loosely(argument), index as IndexList];
  let formulation: Formulation = 'lp';
  let reason = 'its argument has one sign';
  if (use === 'cost') {
    model.constraint(`${name}.above`, list, loosely(value), '>=', body);
    model.constraint(`${name}.below`, list, loosely(value), '>=', body.times(-1));
    reason = 'it is convex and used as a cost';
  } else {
    split(model, name, list, argument, value, range, mixed.length > 0);
    if (mixed.length > 0) {
      formulation = 'binaries';
      reason = use === 'exact' ? 'it is convex and must be exact' : 'it is convex and used as a benefit';
    }
  }
  const spec = { name, index, value: value as unknown as Variable<I, UnitIn<X>>, use, formulation, reason };
  const declared = new AbsoluteValue<I, UnitIn<X>>(spec, rows);
  model.addFunction(declared as unknown as ModelFunction);
  return declared;
}

/** The exact split; members of one sign have the other part bounded to zero and no say in the binary. */
function split(
  model: Model<ModelKind>,
  name: string,
  index: IndexList,
  argument: AnyExpression,
  value: Variable,
  range: Range,
  binaries: boolean,
): void {
  freezeRanges(model, [argument]);
  const unit = inUnit(argument.unit);
  const data = (what: string, at: (low: number, high: number) => number): LooseData => {
    const values = range.lower.map((low, k) => at(Math.max(0, -low), Math.max(0, range.upper[k])));
    return looseData(model.parameter(`${name}.${what}`, index, unit, values));
  };
  const part = (what: string, upper: LooseData): Loose =>
    loosely(model.variable(`${name}.${what}`, index, { ...unit, lower: 0, upper }));
  const positive = part(
    'positive',
    data('highest', (_low, high) => high),
  );
  const negative = part(
    'negative',
    data('lowest', (low) => low),
  );
  model.constraint(`${name}.argument`, index, loosely(argument), '==', positive.minus(negative));
  model.constraint(`${name}.level`, index, loosely(value), '==', positive.plus(negative));
  if (!binaries) return;
  const sign = loosely(
    model.variable(`${name}.sign`, index, { unit: '1', integer: true, lower: 0, upper: 1 }),
  );
  const when = (low: number, high: number, mixed: number, otherwise: number): number =>
    low > 0 && high > 0 ? mixed : otherwise;
  const up = sign.times(data('reach', (low, high) => when(low, high, high, 0)));
  const down = sign.times(data('depth', (low, high) => when(low, high, low, 0)));
  const none = data('none', (low, high) => when(low, high, 0, Infinity));
  const room = data('room', (low, high) => when(low, high, low, Infinity));
  model.constraint(`${name}.up`, index, -Infinity, '<=', positive.minus(up), '<=', none);
  model.constraint(`${name}.down`, index, -Infinity, '<=', negative.plus(down), '<=', room);
}
