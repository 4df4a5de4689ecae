/**
 * What the compiler must refuse, line by line: `tsc` fails where one of these lines compiles. Nothing here is run; the
 * same mistakes at run time are in the other tests, the wording of the sentences is in sentence.test.ts.
 */
import { type Field, model, type Result, set, sparse } from '@marginal/core';
import { expectTypeOf } from 'vitest';

const node = set('node', ['ashburn', 'dallas']);
const hour = set('hour', [0, 1, 2]);
const link = sparse('link', [node.as('from'), node.as('to')], [['ashburn', 'dallas']]);
const slot = sparse('slot', [node, hour], [['dallas', 2]]);

const m = model();
const serve = m.variable('serve', [node, hour]);
const flow = m.variable('flow', [link, hour]);
const open = m.variable('open', [node]);
const need = m.parameter('need', [node, hour], {}, 1);
const rate = m.parameter('rate', [node], {}, { ashburn: 1, dallas: 2 });
const clear = m.balance('clear', [node, hour], {
  supply: serve.plus(flow.sumBy(link.to)),
  demand: need.plus(flow.sumBy(link.from)),
});
const cap = m.constraint('cap', [node], serve.sum(hour), '<=', rate);

/** Labels. */
export function labels(
  price: Field<readonly [typeof node, typeof hour]>,
  links: Field<readonly [typeof link]>,
): void {
  price.at('ashburn', 2);
  links.at('ashburn', 'dallas');
  // @ts-expect-error unknown label
  price.at('austin', 2);
  // @ts-expect-error unknown label of a number set
  price.at('ashburn', 3);
  // @ts-expect-error a number label as a string
  price.at('ashburn', '2');
  // @ts-expect-error swapped labels
  price.at(2, 'ashburn');
  // @ts-expect-error too few labels
  price.at('ashburn');
  // @ts-expect-error too many labels
  links.at('ashburn', 'dallas', 2);
  // @ts-expect-error unknown label in a set
  node.ordinal('austin');
  // @ts-expect-error unknown label in a tuple
  link.has('ashburn', 'austin');
  // @ts-expect-error unknown label when reading a parameter
  rate.at('austin');
  for (const [[from, to], value] of links) {
    expectTypeOf(from).toEqualTypeOf<'ashburn' | 'dallas'>();
    expectTypeOf(to).toEqualTypeOf<'ashburn' | 'dallas'>();
    expectTypeOf(value).toBeNumber();
  }
}

/** Data of sets and parameters. */
export function data(): void {
  m.parameter('p', [node], {}, [
    ['ashburn', 1],
    ['dallas', 2],
  ]);
  // @ts-expect-error wrong label in rows
  m.parameter('p', [node], {}, [['austin', 1]]);
  // @ts-expect-error wrong label in a record
  m.parameter('p', [node], {}, { ashburn: 1, austin: 2 });
  // @ts-expect-error missing label in a record
  m.parameter('p', [node], {}, { ashburn: 1 });
  // @ts-expect-error a record for two dimensions
  m.parameter('p', [node, hour], {}, { ashburn: 1, dallas: 2 });
  // @ts-expect-error swapped labels in rows
  m.parameter('p', [node, hour], {}, [[0, 'ashburn', 1]]);
  // @ts-expect-error a row without its value
  m.parameter('p', [node], {}, [['ashburn']]);
  // @ts-expect-error a function of labels that are not there
  m.parameter('p', [node], {}, (n: 'austin') => n.length);
  // @ts-expect-error a tuple with an unknown label
  sparse('bad', [node, hour], [['ashburn', 7]]);
  // @ts-expect-error a tuple of the wrong length
  sparse('bad', [node, hour], [['ashburn']]);
  // @ts-expect-error a key that the sparse set does not have
  link.node;
}

/** Dimensions. */
export function dimensions(): void {
  // @ts-expect-error unsummed dimension in a constraint
  m.constraint('c', [node], serve, '<=', rate);
  // @ts-expect-error unsummed dimension on the right
  m.constraint('c', [node], open, '<=', need);
  // @ts-expect-error unsummed dimension in the body of a range
  m.constraint('c', [node], 0, '<=', serve, '<=', 5);
  // @ts-expect-error unsummed dimension in a balance
  m.balance('b', [node], { supply: serve, demand: rate });
  // @ts-expect-error unsummed dimension in a weight
  m.balance('b', [node], { supply: open, demand: rate, weight: need });
  // @ts-expect-error unsummed dimensions in an objective
  m.minimize(serve);
  // @ts-expect-error unsummed dimension in an objective
  m.maximize(serve.sum(hour));
  // @ts-expect-error unsummed dimension in a bound
  m.variable('x', [node], { upper: need });
  // @ts-expect-error sum over a dimension that is not there
  open.sum(hour);
  // @ts-expect-error sum over a dimension that has been summed
  serve.sum(hour).sum(hour);
  // @ts-expect-error sum over a sparse set whose dimensions are not there
  serve.sum(link);
  // @ts-expect-error sumBy with keys of a set that the expression does not range over
  serve.sumBy(link.to);
  // @ts-expect-error sumBy after one of the set's dimensions is gone
  flow.sum(node.as('from')).sumBy(link.to);
  // @ts-expect-error over with a key of a set that the expression does not have
  serve.sum(node).over(link.from);
  // @ts-expect-error a grouped dimension has the name of its set, not its role
  m.constraint('c', [node.as('to'), hour], flow.sumBy(link.to), '<=', 1);
}

/** Classes: what is data and what holds variables. */
export function classes(): void {
  // @ts-expect-error product of variables
  serve.times(open);
  // @ts-expect-error product with an expression of variables
  serve.times(open.plus(1));
  // @ts-expect-error variable in a bound
  m.variable('x', [node], { upper: open });
  // @ts-expect-error variable as the end of a range
  m.constraint('c', [node], 0, '<=', open, '<=', open);
  // @ts-expect-error variable as a weight
  m.balance('b', [node], { supply: open, demand: rate, weight: open });
  expectTypeOf(rate.times(need).$class).toEqualTypeOf<'data'>();
  expectTypeOf(rate.plus(open).$class).toEqualTypeOf<'affine'>();
  // @ts-expect-error an operator that does not exist
  m.constraint('c', [node], open, '<', rate);
  // @ts-expect-error a range that is typed downwards
  m.constraint('c', [node], 9, '>=', open, '>=', 1);
}

/** Results. */
export function results(result: Result): void {
  // @ts-expect-error values of a result that has not been looked at
  result.value(serve);
  // @ts-expect-error prices of a result that has not been looked at
  result.price(clear);
  // @ts-expect-error a conflict of a result that may be optimal
  result.conflict();
  if (result.status === 'infeasible') {
    // @ts-expect-error multipliers of a result that may rest on a search
    result.outcome.farkas.length;
    if (result.outcome.proof === 'farkas')
      expectTypeOf(result.outcome.farkas).toEqualTypeOf<Float64Array<ArrayBufferLike>>();
    // @ts-expect-error values of an infeasible program
    result.value(serve);
  }
  if (result.status !== 'optimal') return;
  result.price(clear).at('ashburn', 0);
  // @ts-expect-error price of a plain constraint
  result.price(cap);
  // @ts-expect-error value of a constraint
  result.value(cap);
  // @ts-expect-error reduced cost of a constraint
  result.reducedCost(clear);
  // @ts-expect-error dual of a variable
  result.dual(serve);
  // @ts-expect-error amount of an expression that is not a single number
  result.evaluate(serve.sum(hour));
  // @ts-expect-error labels of the price are those of the balance
  result.price(clear).at('ashburn');
  result.optimal().value(serve);
}

/** What is right stays right: roles, broadcasting, grouping, reading along columns. */
export function accepted(): void {
  m.constraint('a', [link, hour], flow, '<=', rate.over(link.from));
  m.constraint('b', [hour, node], open, '<=', need);
  m.constraint('c', [node.as('to'), node.as('from')], flow.sum(hour).sumBy(link.from, link.to), '<=', 1);
  m.constraint('d', [slot], serve.over(slot.node, slot.hour), '<=', 4);
  m.constraint('e', [], flow.sum(link).sum(hour), '<=', 4);
  m.constraint('f', [], -Infinity, '<=', serve.times(rate).sum(), '<=', need.sum());
  m.minimize(serve.times(need).times(2).sum().plus(open.sum()).minus(3));
  const names: string[] = ['x', 'y'];
  const loaded = set('loaded', names);
  const x = m.variable('x', [loaded]);
  m.constraint('g', [loaded], x, '<=', m.parameter('q', [loaded], {}, { anything: 1 }));
}
