/**
 * What the functions of expressions share when they declare their columns and rows: an index list and expressions whose
 * dimensions were checked where the user gave them, so that the compiler need not check them once more.
 */
import type { AnyExpression, Expression } from './expression.ts';
import type { NoDims } from './index-set.ts';
import { formatUnit, type Unit } from './unit.ts';

/** An expression that fits any index list, as far as the compiler knows. */
export type Loose = Expression<NoDims, 'affine'>;

/** The same for numbers. */
export type LooseData = Expression<NoDims, 'data'>;

export function loosely(expression: AnyExpression): Loose {
  return expression as unknown as Loose;
}

export function looseData(expression: AnyExpression): LooseData {
  return expression as unknown as LooseData;
}

/** The option that declares a block in this unit. */
export function inUnit(unit: Unit): { readonly unit?: string } {
  return unit === undefined ? {} : { unit: formatUnit(unit) };
}
