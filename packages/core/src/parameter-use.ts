/** Where parameters stand: which expressions hold which parameters. Decides what has to be lowered again. */
import type { Operand } from './expression.ts';
import type { Parameter } from './parameter.ts';

/** Whether an operand holds any of the parameters. */
export function holdsAny(operand: Operand, parameters: ReadonlySet<Parameter>): boolean {
  if (typeof operand === 'number') return false;
  return operand.blocks.some((block) => block.factors.some((factor) => parameters.has(factor.target)));
}
