/**
 * Duals and reduced costs are derivatives: each is compared with central differences of the optimal value, for every
 * way a row or bound can be active, in both senses, with the row as written and multiplied by -1.
 */
import type { Sense } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { type Interval, program } from './programs.ts';
import { optimum } from './solve.ts';

const STEP = 1 / 64;

interface Case {
  readonly kind: string;
  /** Bounds of x + 2y when the active side stands at `at`. */
  readonly row: (at: number) => Interval;
  /** Costs of a minimisation that press the row against that side. */
  readonly cost: readonly [number, number];
}

const CASES: readonly Case[] = [
  { kind: '==, pressed down', row: (at) => [at, at], cost: [3, 2] },
  { kind: '==, pressed up', row: (at) => [at, at], cost: [-3, -2] },
  { kind: '>=', row: (at) => [at, Infinity], cost: [3, 2] },
  { kind: '<=', row: (at) => [-Infinity, at], cost: [-3, -2] },
  { kind: 'range at lower', row: (at) => [at, 9], cost: [3, 2] },
  { kind: 'range at upper', row: (at) => [1, at], cost: [-3, -2] },
];

/** The case with its row, or the row times -1, shifted by `by` in the direction it is written in. */
function stated(example: Case, sense: Sense, turn: 1 | -1, by: number) {
  const flip = sense === 'minimize' ? 1 : -1;
  const [lower, upper] = example.row(turn * (turn * 4 + by));
  return program({
    sense,
    offset: 7,
    cost: example.cost.map((c) => flip * c),
    columns: [
      [0, 10],
      [0, 10],
    ],
    matrix: [
      [turn * 1, turn * 2],
      [1, -1],
    ],
    rows: [turn === 1 ? [lower, upper] : [-upper, -lower], [-20, 20]],
  });
}

describe.each<Sense>(['minimize', 'maximize'])('%s', (sense) => {
  describe.each<1 | -1>([1, -1])('row times %d', (turn) => {
    test.each(CASES)('$kind: the dual is d objective / d right-hand side', async (example) => {
      const up = await optimum(stated(example, sense, turn, STEP));
      const down = await optimum(stated(example, sense, turn, -STEP));
      const here = await optimum(stated(example, sense, turn, 0));
      const slope = (up.objective - down.objective) / (2 * STEP);
      expect(slope).not.toBe(0);
      expect(here.rowDual[0]).toBeCloseTo(slope, 9);
      expect(here.rowDual[1]).toBe(0);
    });
  });

  test.each([
    { side: 'lower', cost: 5, bounds: (at: number): Interval => [at, 8] },
    { side: 'upper', cost: -5, bounds: (at: number): Interval => [1, at] },
    { side: 'fixed', cost: 5, bounds: (at: number): Interval => [at, at] },
  ])('column at $side: the reduced cost is d objective / d bound', async ({ cost, bounds }) => {
    const flip = sense === 'minimize' ? 1 : -1;
    // y serves what x leaves of 12, at 2 a unit; x costs `cost`.
    const at = (value: number) =>
      optimum(
        program({
          sense,
          cost: [flip * cost, flip * 2],
          columns: [bounds(value), [0, 99]],
          matrix: [[1, 1]],
          rows: [[12, 12]],
        }),
      );
    const [up, here, down] = [await at(3 + STEP), await at(3), await at(3 - STEP)];
    const slope = (up.objective - down.objective) / (2 * STEP);
    expect(slope).not.toBe(0);
    expect(here.reducedCost[0]).toBeCloseTo(slope, 9);
    expect(here.reducedCost[1]).toBe(0);
  });
});
