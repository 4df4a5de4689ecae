/** Units that differ. */
import { piecewiseLinear } from '@marginal/core';
import { budget, cost, flow, hour, link, m, need, node, open, serve, span } from './market.ts';

declare const points: readonly (readonly [number, number])[];

export function sums(): void {
  // @ts-expect-error Cannot add '$/h' to 'Mtok/h'
  serve.plus(budget);
  // @ts-expect-error Cannot subtract '$/h' from 'Mtok/h'
  serve.minus(budget);
  // @ts-expect-error Cannot add 'Mtok/h' to '$/h'
  serve.times(cost).plus(serve);
  // @ts-expect-error Cannot add 'Mtok/h' to 'Mtok'
  serve.times(span).plus(serve);
  // @ts-expect-error Cannot add '$/h' to 'Mtok/h'
  open.plus(serve).plus(budget);
  // @ts-expect-error Cannot subtract '$' from '$/h'
  budget.minus(flow.times(cost.over(link.from)).times(span).sum());
  // @ts-expect-error Cannot add 'h^2' to 'Mtok/h'
  serve.plus(span.times(span));
}

export function rows(): void {
  // @ts-expect-error Cannot compare 'Mtok/h' with '$/h'
  m.constraint('c', [node, hour], serve, '<=', budget);
  // @ts-expect-error Cannot compare '$/h' with 'Mtok/h'
  m.constraint('c', [node, hour], budget, '<=', serve, '<=', 5);
  // @ts-expect-error Cannot compare 'Mtok/h' with '$/h'
  m.constraint('c', [node, hour], 0, '<=', serve, '<=', budget);
  // @ts-expect-error Cannot compare 'Mtok/h' with '$/h'
  m.constraint('c', [node, hour], need, '<=', open, '<=', budget);
  // @ts-expect-error Cannot compare 'Mtok/h' with '$/h'
  m.balance('b', [node, hour], { supply: serve, demand: budget });
  // @ts-expect-error Cannot compare 'Mtok/h' with 'Mtok'
  m.balance('b', [node, hour], { supply: serve.plus(flow.sumBy(link.to)), demand: need.times(span) });
}

export function bounds(): void {
  // @ts-expect-error A bound in '$/h' does not fit a variable in 'Mtok/h'
  m.variable('x', [node], { unit: 'Mtok/h', upper: budget });
  // @ts-expect-error A bound in '$/Mtok' does not fit a variable in 'Mtok/h'
  m.variable('x', [node], { unit: 'Mtok/h', lower: cost });
}

export function objectives(): void {
  // @ts-expect-error The objective is in 'Mtok/h', not in '$': multiply by prices
  m.minimize(serve.sum());
  // @ts-expect-error The objective is in '$^2/h^2', not in '$': multiply by prices
  m.maximize(serve.times(cost).times(budget).sum());
}

export function texts(): void {
  // @ts-expect-error 'Mtok/h/h' is not a unit: write symbols, at most one /, powers as h^2, such as '$/(Mtok h)'
  m.variable('x', [node], { unit: 'Mtok/h/h' });
  // @ts-expect-error '2 h' is not a unit: write symbols, at most one /, powers as h^2, such as '$/(Mtok h)'
  m.parameter('p', [], { unit: '2 h' }, 1);
  // @ts-expect-error '$/' is not a unit: write symbols, at most one /, powers as h^2, such as '$/(Mtok h)'
  piecewiseLinear(m, 'f', [node], open, { points, use: 'cost', unit: '$/' });
}
