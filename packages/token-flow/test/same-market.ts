/**
 * Whether an extension at zero leaves the base as it is: the same optimal cost, and every price equal, or another one of the
 * optimal prices of the base where those are several. Two solves of the same degenerate market may stop at two vertices.
 */
import { highs } from '@marginal/highs';
import { dualIntervals } from '@marginal/prices';
import { expect } from 'vitest';
import { clearingOf, type TokenFlowMarket } from '../src/index.ts';

const PRICE_AGREEMENT = 1e-7;

/** Asserts that both clear alike, or both do not clear. */
export async function expectSame(base: TokenFlowMarket, extended: TokenFlowMarket): Promise<void> {
  const [one, other] = [await base.compiled.solve(highs()), await extended.compiled.solve(highs())];
  expect(other.status).toBe(one.status);
  if (one.status !== 'optimal' || other.status !== 'optimal') return;
  const [a, b] = [clearingOf(base, one), clearingOf(extended, other)];
  const isNear = (x: number, y: number, share: number): boolean =>
    Math.abs(x - y) <= share * (1 + Math.abs(x));
  expect(isNear(a.costs.total, b.costs.total, 1e-9)).toBe(true);
  const differing = a.prices.filter(({ value }, k) => !isNear(value, b.prices[k].value, PRICE_AGREEMENT));
  const rows = differing.map((price) => price.row);
  const intervals = await dualIntervals(base.compiled.program, one.outcome, rows, highs());
  differing.forEach((price, k) => {
    const { value } = b.prices[a.prices.indexOf(price)];
    expect(value).toBeGreaterThanOrEqual(intervals[k].low - PRICE_AGREEMENT * (1 + Math.abs(value)));
    expect(value).toBeLessThanOrEqual(intervals[k].high + PRICE_AGREEMENT * (1 + Math.abs(value)));
  });
  expect(b.ledger.status).toBe('balanced');
}
