/** Curves of the optimum: envelope derivatives against finite differences, and errors against a fine look. */
import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type CurveField, maximizeInBox, optimumCurve, type Server } from '../src/index.ts';
import { fiveTasks } from './five-tasks.ts';
import { randomCase } from './random-server.ts';

function optimumOf(server: Server): number {
  const none = new Float64Array(server.prior.length);
  return maximizeInBox(
    server,
    none,
    none.map(() => server.maxTokens),
    none,
  ).objective;
}

property.prop([randomCase], { numRuns: 40 })('derivatives are finite differences', ({ server }) => {
  for (const field of ['weight', 'arrivalRate'] as const) {
    const at = field === 'weight' ? server.weight : server.arrivalRate / 2;
    const step = 1e-4 * at;
    const { places } = optimumCurve(server, field, at, at + step, 1, 2);
    const [first] = places;
    const value = (change: number): number => optimumOf({ ...server, [field]: at + change });
    const difference = (value(step) - value(-step)) / (2 * step);
    expect(Math.abs(difference - first.derivative)).toBeLessThan(
      1e-3 * Math.abs(first.derivative) + (1e-13 * (1 + Math.abs(first.performance.objective))) / step,
    );
  }
});

describe.each<[CurveField, number, number]>([
  ['weight', 7.5, 120],
  ['arrivalRate', 0.025, 0.4],
])('the curve over %s', (field, from, to) => {
  const server = fiveTasks(0.1, 30);
  const curve = optimumCurve(server, field, from, to, 1e-3);

  test('keeps its error at a hundred places between', () => {
    expect(curve.status).toBe('fine');
    expect(curve.evidence).toBe(field === 'weight' ? 'proved' : 'seen');
    const { places } = curve;
    const range = Math.abs(places[places.length - 1].performance.objective - places[0].performance.objective);
    let at = 0;
    for (let n = 0; n <= 100; n++) {
      const value = from + ((to - from) * n) / 100;
      while (at + 2 < places.length && places[at + 1].value < value) at++;
      const [a, b] = [places[at], places[at + 1]];
      const share = (value - a.value) / (b.value - a.value);
      const line = a.performance.objective + share * (b.performance.objective - a.performance.objective);
      const truth = optimumOf({ ...server, [field]: value });
      expect(Math.abs(line - truth)).toBeLessThanOrEqual(1.2e-3 * range);
      // Straight lines of a convex function lie above it.
      if (field === 'weight') expect(line).toBeGreaterThanOrEqual(truth - 1e-10 * range);
    }
  });

  test('a smaller error takes more places', () => {
    expect(optimumCurve(server, field, from, to, 1e-4).places.length).toBeGreaterThan(curve.places.length);
  });
});

test('places run out: it says so; rates that are not stable are refused', () => {
  const server = fiveTasks(0.1, 30);
  expect(optimumCurve(server, 'weight', 1, 1000, 1e-6, 8).status).toBe('coarse');
  expect(() => optimumCurve(server, 'arrivalRate', 0.1, 10, 1e-3)).toThrow('arrivalRate');
  expect(() => optimumCurve(server, 'weight', 5, 5, 1e-3)).toThrow('weight');
});
