/** Dimensions that are not summed, not there, or under another name. */
import {
  absoluteValue,
  exponential,
  lexicographic,
  maximum,
  piecewiseLinear,
  weighted,
} from '@marginal/core';
import { cost, flow, hour, link, m, need, node, open, rate, serve, step, wear } from './market.ts';

declare const points: readonly (readonly [number, number])[];

export function rows(): void {
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.constraint('c', [node], serve, '<=', rate);
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.constraint('c', [node], 1, '>=', serve);
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.constraint('c', [node], open, '<=', need);
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.constraint('c', [node], 0, '<=', serve, '<=', 5);
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.constraint('c', [node], need, '<=', open, '<=', 5);
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.constraint('c', [node], 0, '<=', open, '<=', need);
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.constraint('c', [], serve, '<=', 1);
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.balance('b', [node], { supply: serve, demand: 1 });
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.balance('b', [node], { supply: open, demand: need });
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.balance('b', [node], { supply: open, demand: rate, weight: need });
  // @ts-expect-error Dimension 'node' is neither summed nor in the index
  m.constraint('c', [node.as('to'), hour], flow.sumBy(link.to), '<=', 1);
  // @ts-expect-error Target signature provides too few arguments. Expected 3 or more, but got 2.
  m.rows('c', [node], (row, n, h) => row.add(h, open, n));
}

export function bounds(): void {
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.variable('x', [node], { lower: need });
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  m.variable('x', [node], { upper: need });
}

export function objectives(): void {
  // @ts-expect-error Dimension 'hour' is not summed: this must be a single number
  m.minimize(serve);
  // @ts-expect-error Dimension 'node' is not summed: this must be a single number
  m.maximize(open);
  // @ts-expect-error Dimension 'node' is not summed: this must be a single number
  m.minimize(serve.times(cost).sum(hour));
  // @ts-expect-error Dimension 'node' is not summed: this must be a single number
  lexicographic(m, [{ name: 'a', minimize: open }]);
  // @ts-expect-error Dimension 'node' is not summed: this must be a single number
  weighted(m, [{ name: 'a', minimize: open, weight: 1 }]);
  // @ts-expect-error Dimension 'node' is not summed: this must be a single number
  weighted(m, [{ name: 'a', minimize: open.sum(), weight: rate }]);
}

export function sums(): void {
  // @ts-expect-error Cannot sum over 'hour': the expression has no such free dimension
  open.sum(hour);
  // @ts-expect-error Cannot sum over 'hour': the expression has no such free dimension
  serve.sum(hour).sum(hour);
  // @ts-expect-error Cannot sum over 'from': the expression has no such free dimension
  serve.sum(link);
  // @ts-expect-error Cannot sum over 'to': the expression has no such free dimension
  serve.sum(node.as('to'));
  // @ts-expect-error Cannot group: the expression does not range over dimension 'from'
  serve.sumBy(link.to);
  // @ts-expect-error Cannot group: the expression does not range over dimension 'from'
  flow.sum(node.as('from')).sumBy(link.to);
  // @ts-expect-error Cannot read over these columns: the expression has no free dimension 'node'
  serve.sum(node).over(link.from);
  // @ts-expect-error Cannot sum over 'hour': the expression has no such free dimension
  wear.lag(hour, 1, 'wrap');
  // @ts-expect-error Argument of type '"stay"' is not assignable to parameter of type '"wrap" | "zero" | undefined'.
  wear.lag(step, 1, 'stay');
}

export function functions(): void {
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  absoluteValue(m, 'f', [node], serve, { use: 'cost' });
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  piecewiseLinear(m, 'f', [node], serve, { points, use: 'cost' });
  // @ts-expect-error Dimension 'hour' is neither summed nor in the index
  maximum(m, 'f', [node], [open, serve], { use: 'cost' });
  // @ts-expect-error Dimension 'node' is neither summed nor in the index
  exponential(m, 'f', [], open);
}
