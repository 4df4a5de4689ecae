/** Integers in linear models, duals of models with integers, handles of the wrong kind. */
import {
  absoluteValue,
  lexicographic,
  type Model,
  maximum,
  minimum,
  model,
  type OptimalResult,
  piecewiseLinear,
  priceIntegers,
} from '@marginal/core';
import type { Backend } from '@marginal/program';
import {
  build,
  cap,
  clear,
  hour,
  m,
  made,
  most,
  node,
  open,
  result,
  serve,
  whole,
  wholeResult,
} from './market.ts';

declare const backend: Backend;
declare const points: readonly (readonly [number, number])[];

export function linear(): void {
  // @ts-expect-error This model has no integers: say model({ integers: true }), whose results have no duals
  m.variable('x', [node], { integer: true });
  // @ts-expect-error This model has no integers: say model({ integers: true }), whose results have no duals
  m.variable('x', [node], { semicontinuous: true, lower: 1, upper: 2 });
  // @ts-expect-error Use 'exact' needs binaries: say model({ integers: true }), whose results have no duals
  absoluteValue(m, 'f', [node], open, { use: 'exact' });
  // @ts-expect-error Use 'benefit' needs binaries: say model({ integers: true }), whose results have no duals
  absoluteValue(m, 'f', [node], open, { use: 'benefit' });
  // @ts-expect-error Use 'benefit' needs binaries: say model({ integers: true }), whose results have no duals
  maximum(m, 'f', [node], [open, 1], { use: 'benefit' });
  // @ts-expect-error Use 'cost' needs binaries: say model({ integers: true }), whose results have no duals
  minimum(m, 'f', [node], [open, 1], { use: 'cost' });
  // @ts-expect-error Use 'exact' needs binaries: say model({ integers: true }), whose results have no duals
  piecewiseLinear(m, 'f', [node], open, { points, use: 'exact' });
  // @ts-expect-error This model has no integers: solve it, its own duals are its prices
  priceIntegers(m.minimize(0).compile(), backend, { run: 'relaxation' });
  // @ts-expect-error The kind of a model is fixed where it is written: say integers: true, or nothing
  model({ integers: 1 > 0 });
}

/** A kind is fixed when the model is made: no handle on one passes for the other. */
export async function aliases(): Promise<void> {
  // @ts-expect-error Type '"mip"' is not assignable to type '"lp"'.
  const first: Model = whole;
  // @ts-expect-error Type '"lp"' is not assignable to type '"mip"'.
  const second: Model<'mip'> = m;
  const third: Model<'lp' | 'mip'> = whole;
  const either = third.minimize(0).compile();
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  either.solve(backend).then((solved) => solved.optimal().dual(cap));
  const solved = await whole.minimize(0).compile().solve(backend);
  // @ts-expect-error Type 'IntegerOptimum' is missing the following properties from type 'OptimalResult'
  const optimum: OptimalResult = solved.optimal();
  return void [first, second, optimum];
}

export function optima(): void {
  if (wholeResult.status !== 'optimal') return;
  wholeResult.value(build);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  wholeResult.dual(made);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  wholeResult.price(made);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  wholeResult.reducedCost(build);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  wholeResult.rent(made);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  wholeResult.boundRent(build);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  wholeResult.marginal(most);
}

export async function stages(): Promise<void> {
  const ranked = lexicographic(whole, [{ name: 'a', minimize: build.sum() }]);
  const solved = await ranked.solve(backend);
  if (solved.status !== 'optimal') return;
  solved.value(build);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  solved.price(made);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  solved.prices(made);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  solved.final.dual(made);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  solved.final.tradeOffs();
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  solved.final.result.price(made);
}

export async function opened(): Promise<void> {
  const live = await whole.minimize(build.sum()).compile().open(backend);
  // @ts-expect-error A model with integers has no duals and no prices: call priceIntegers and name the run
  (await live.solve()).optimal().price(made);
}

export function handles(): void {
  // @ts-expect-error Property 'value' does not exist on type 'OtherResult<InfeasibleOutcome>'.
  result.value(serve);
  // @ts-expect-error Property 'price' does not exist on type 'OtherResult<InfeasibleOutcome>'.
  result.price(clear);
  // @ts-expect-error Property 'conflict' does not exist on type 'OptimalResult'.
  result.conflict();
  if (result.status === 'infeasible') {
    // @ts-expect-error Property 'farkas' does not exist on type 'SearchInfeasibleOutcome'.
    result.outcome.farkas.length;
    // @ts-expect-error Property 'value' does not exist on type 'OtherResult<InfeasibleOutcome>'.
    result.value(serve);
  }
  if (result.status !== 'optimal') return;
  // @ts-expect-error Property 'weight' is missing in type 'Constraint<
  result.price(cap);
  // @ts-expect-error is missing the following properties from type 'Variable<
  result.value(cap);
  // @ts-expect-error is missing the following properties from type 'Variable<
  result.reducedCost(clear);
  // @ts-expect-error is missing the following properties from type 'Constraint<
  result.dual(serve);
  // @ts-expect-error is missing the following properties from type 'Parameter<
  result.marginal(serve);
  // @ts-expect-error Dimension 'node' is not summed: this must be a single number
  result.evaluate(serve.sum(hour));
  // @ts-expect-error Expected 2 arguments, but got 1.
  result.price(clear).at('ashburn');
}
