/**
 * Parameters that a stated function was built on: its rows hold only for the ranges that its operands had when it was
 * declared. Changing such a parameter in an open model would leave the function wrong without a word, so it is refused.
 */
import type { AnyExpression } from './expression.ts';
import type { Parameter } from './parameter.ts';

const FROZEN = new WeakMap<object, Set<Parameter>>();

function addAll(parameters: Set<Parameter>, operand: AnyExpression | number): void {
  if (typeof operand === 'number') return;
  for (const { factors, variable } of operand.blocks) {
    for (const { target } of factors) parameters.add(target);
    if (variable === undefined) continue;
    addAll(parameters, variable.target.lower);
    addAll(parameters, variable.target.upper);
  }
}

/** Remembers every parameter on which the ranges of the operands depend: their own, and those of variables' bounds. */
export function freezeRanges(model: object, operands: readonly (AnyExpression | number)[]): void {
  const parameters = FROZEN.get(model) ?? new Set<Parameter>();
  for (const operand of operands) addAll(parameters, operand);
  FROZEN.set(model, parameters);
}

/** Whether a function of the model was built on this parameter. */
export function isFrozen(model: object, parameter: Parameter): boolean {
  return FROZEN.get(model)?.has(parameter) ?? false;
}
