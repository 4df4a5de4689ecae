/** Variables where data belong, and the other way round; operators that do not exist. */
import { m, node, open, rate, serve } from './market.ts';

export function products(): void {
  // @ts-expect-error A factor must be a number or built from parameters: a product with variables is not linear
  serve.times(open);
  // @ts-expect-error A factor must be a number or built from parameters: a product with variables is not linear
  serve.times(open.plus(1));
}

export function data(): void {
  // @ts-expect-error Only numbers and parameters can stand here: state a constraint for limits that vary
  m.variable('x', [node], { upper: open });
  // @ts-expect-error Only numbers and parameters can stand here: state a constraint for limits that vary
  m.variable('x', [node], { lower: open.sum() });
  // @ts-expect-error Only numbers and parameters can stand here: state a constraint for limits that vary
  m.constraint('c', [node], 0, '<=', open, '<=', open);
  // @ts-expect-error Only numbers and parameters can stand here: state a constraint for limits that vary
  m.balance('b', [node], { supply: open, demand: rate, weight: open });
}

export function operators(): void {
  // @ts-expect-error Argument of type '"<"' is not assignable to parameter of type 'Operator'.
  m.constraint('c', [node], open, '<', rate);
  // @ts-expect-error Argument of type '">="' is not assignable to parameter of type '"<="'.
  m.constraint('c', [node], 9, '>=', open, '>=', 1);
  // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'Operand'.
  m.constraint('c', [node], 'open', '<=', 1);
  // @ts-expect-error 'uper' does not exist in type 'VariableOptions<
  m.variable('x', [node], { uper: 3 });
}
