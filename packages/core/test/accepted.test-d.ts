/** What is right stays right: roles, broadcasting, grouping, reading along columns, units that go together, both kinds. */
import {
  absoluteValue,
  type CompiledModel,
  type IntegerOptimum,
  lexicographic,
  maximum,
  model,
  type OptimalResult,
  piecewiseLinear,
  priceIntegers,
  type Result,
  set,
  type UnitIn,
} from '@marginal/core';
import type { Backend } from '@marginal/program';
import { expectTypeOf } from 'vitest';
import {
  budget,
  build,
  cost,
  flow,
  hour,
  late,
  link,
  links,
  m,
  made,
  most,
  need,
  node,
  open,
  price,
  rate,
  result,
  serve,
  slot,
  span,
  whole,
} from './mistakes/market.ts';

declare const backend: Backend;
declare const text: string;

export function dimensions(): void {
  m.constraint('a', [link, hour], flow, '<=', rate.over(link.from));
  m.constraint('b', [hour, node], open, '<=', need);
  m.constraint('b2', [late, node], open, '<=', need.over(late.hour));
  m.constraint('c', [node.as('to'), node.as('from')], flow.sum(hour).sumBy(link.from, link.to), '<=', 1);
  m.constraint('d', [slot], serve.over(slot.node, slot.hour), '<=', 4);
  m.constraint('e', [], flow.sum(link).sum(hour), '<=', 4);
  m.constraint('f', [], -Infinity, '<=', serve.times(rate).sum(), '<=', need.sum());
  m.minimize(serve.times(cost).times(2).sum().plus(open.sum()).minus(3));
  const names: string[] = ['x', 'y'];
  const loaded = set('loaded', names);
  const x = m.variable('x', [loaded]);
  m.constraint('g', [loaded], x, '<=', m.parameter('q', [loaded], {}, { anything: 1 }));
}

export function labels(): void {
  price.at('ashburn', 2);
  links.at('ashburn', 'dallas');
  for (const [[from, to], value] of links) {
    expectTypeOf(from).toEqualTypeOf<'ashburn' | 'dallas'>();
    expectTypeOf(to).toEqualTypeOf<'ashburn' | 'dallas'>();
    expectTypeOf(value).toBeNumber();
  }
  m.parameter('p', [node], {}, [
    ['ashburn', 1],
    ['dallas', 2],
  ]);
  expectTypeOf(rate.times(need).$class).toEqualTypeOf<'data'>();
  expectTypeOf(rate.plus(open).$class).toEqualTypeOf<'affine'>();
}

export function units(): void {
  expectTypeOf<UnitIn<typeof serve>>().toEqualTypeOf<{ readonly Mtok: 1; readonly h: -1 }>();
  const spent = serve.times(cost).times(span);
  expectTypeOf(spent.$unit).toEqualTypeOf<{ readonly $: 1 }>();
  expectTypeOf(flow.sumBy(link.to).lag(hour, 1, 'zero').orZero().sum(hour).$unit).toEqualTypeOf(serve.$unit);
  expectTypeOf(flow.over(link.from, link.to).$unit).toEqualTypeOf(serve.$unit);
  // A unit that is not known goes with everything, and a sum takes the side that is.
  expectTypeOf(open.plus(serve).$unit).toEqualTypeOf(serve.$unit);
  expectTypeOf(serve.times(rate).$unit).toBeUnknown();
  const loaded = m.variable('loaded', [node], { unit: text, lower: rate, upper: 9 });
  expectTypeOf(loaded.$unit).toBeUnknown();
  loaded.plus(budget);
  loaded.plus(serve);
  // A power beyond the table is left to the run.
  const high = m.variable('high', [], { unit: 'h^3' });
  expectTypeOf(high.times(span).times(span).$unit).toBeUnknown();
  m.constraint('u', [node, hour], 0, '<=', serve.minus(need).times(2).plus(1), '<=', need);
  m.variable('v', [hour], { unit: 'h', lower: span, upper: span.times(2).plus(span) });
  m.minimize(spent.sum().plus(budget.times(span).sum()));
  m.minimize(budget);
  model({ money: 'EUR' }).minimize(serve.sum().times(rate.sum()));
}

export async function kinds(): Promise<void> {
  expectTypeOf(result).toEqualTypeOf<Result<'lp'>>();
  if (result.status === 'optimal') expectTypeOf(result).toEqualTypeOf<OptimalResult>();
  if (result.status === 'infeasible' && result.outcome.proof === 'farkas')
    expectTypeOf(result.outcome.farkas).toEqualTypeOf<Float64Array<ArrayBufferLike>>();
  const compiled = whole.minimize(build.sum()).compile();
  expectTypeOf(compiled).toEqualTypeOf<CompiledModel<'mip'>>();
  expectTypeOf((await compiled.solve(backend)).optimal()).toEqualTypeOf<IntegerOptimum>();
  const priced = (await priceIntegers(compiled, backend, { run: 'relaxation' })).optimal();
  priced.price(made).at('ashburn');
  priced.pricing.marginal(most).at();
  absoluteValue(whole, 'f', [node], build, { use: 'exact' });
  maximum(whole, 'g', [node], [build, 2], { use: 'benefit' });
  const declared = piecewiseLinear(m, 'h', [node], open, { points: [[0, 0]], use: 'benefit', unit: '$/h' });
  expectTypeOf(declared.value.$unit).toEqualTypeOf(budget.$unit);
  m.minimize(declared.value.sum());
  expectTypeOf(absoluteValue(m, 'k', [node, hour], serve, { use: 'cost' }).value.$unit).toEqualTypeOf(
    serve.$unit,
  );
  const ranked = await lexicographic(m, [{ name: 'a', minimize: open.sum() }]).solve(backend);
  ranked.optimal().final.tradeOffs();
}
