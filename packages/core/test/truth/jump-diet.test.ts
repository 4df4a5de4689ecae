/** The diet problem: the cheapest food that keeps every nutrient in its range, and what one dairy rule too many does. */
import { model, set, sparse } from '@marginal/core';
import { checkFarkas } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { BACKENDS, optimum } from '../support.ts';
import { expectPublished, PUBLISHED, sidesOf } from './published.ts';

const FOODS = [
  'hamburger',
  'chicken',
  'hotdog',
  'fries',
  'macaroni',
  'pizza',
  'salad',
  'milk',
  'icecream',
] as const;
const NUTRIENTS = ['calories', 'protein', 'fat', 'sodium'] as const;
type Nutrient = (typeof NUTRIENTS)[number];

const COST = [2.49, 2.89, 1.5, 1.89, 2.09, 1.99, 2.49, 0.89, 1.59];
const CONTENT: Readonly<Record<Nutrient, readonly number[]>> = {
  calories: [410, 420, 560, 380, 320, 320, 320, 100, 330],
  protein: [24, 32, 20, 4, 12, 15, 31, 8, 8],
  fat: [26, 10, 32, 19, 10, 12, 12, 2.5, 10],
  sodium: [730, 1190, 1800, 270, 930, 820, 1230, 125, 180],
};
const LIMITS: Readonly<Record<Nutrient, readonly [min: number, max: number]>> = {
  calories: [1800, 2200],
  protein: [91, Infinity],
  fat: [0, 65],
  sodium: [0, 1779],
};

const DAIRY = ['milk', 'icecream'] as const;

/** `limits` may leave sides of the nutrients out; `dairy` limits servings of dairy. */
function diet(limits = LIMITS, dairy?: number) {
  const food = set('food', FOODS);
  const nutrient = set('nutrient', NUTRIENTS);
  const m = model();
  const cost = m.parameter('cost', [food], { unit: '$/serving' }, Float64Array.from(COST));
  const content = m.parameter(
    'content',
    [nutrient, food],
    { unit: '1/serving' },
    (n, f) => CONTENT[n][FOODS.indexOf(f)],
  );
  const least = m.parameter('least', [nutrient], {}, (n) => limits[n][0]);
  const most = m.parameter('most', [nutrient], {}, (n) => limits[n][1]);
  const eaten = m.variable('eaten', [food], { unit: 'serving', lower: 0 });
  const intake = m.constraint('intake', [nutrient], least, '<=', eaten.times(content).sum(food), '<=', most);
  if (dairy !== undefined) {
    const isDairy = sparse(
      'isDairy',
      [food],
      DAIRY.map((f) => [f] as const),
    );
    m.constraint('dairy', [], eaten.over(isDairy.food).sum(), '<=', dairy);
  }
  return { compiled: m.minimize(eaten.times(cost).sum()).compile(), eaten, intake };
}

describe.each(BACKENDS)('$name', ({ backend }) => {
  test('the diet', async () => {
    const { compiled, eaten, intake } = diet();
    const result = await optimum(compiled, backend());
    const sides = sidesOf(([nutrient]) => nutrient, result.rent(intake));
    const published = Object.keys(PUBLISHED['jump-diet'].duals);
    // Protein has no upper limit and so no row for it in the source; its rent there must be zero.
    expect(sides.find(([row]) => row === 'protein.max')).toEqual(['protein.max', 0]);
    expectPublished(
      PUBLISHED['jump-diet'],
      result,
      sides.filter(([row]) => published.includes(row)),
    );
    const dual = result.dual(intake);
    expect(dual.at('sodium')).toBeCloseTo(-result.rent(intake).upper.at('sodium'), 12);
    expect(result.value(eaten).at('icecream')).toBeGreaterThan(2);
  });

  test('with at most six servings of dairy there is none, and the conflict says which rows forbid it', async () => {
    const { compiled } = diet(LIMITS, 6);
    const result = await compiled.solve(backend());
    if (result.status !== 'infeasible' || result.outcome.proof !== 'farkas') throw new Error(result.status);
    expect(result.outcome.margin).toBeGreaterThan(0);
    expect(checkFarkas(compiled.program, result.outcome.farkas).verdict).toBe('verified');
    const conflict = result.conflict();
    expect(Math.abs(conflict[0].multiplier)).toBe(1);
    // Without the dairy rule there is a diet, so every proof stands on it.
    expect(conflict.find((row) => row.name === 'dairy')).toMatchObject({
      labels: [],
      side: 'upper',
      bound: 6,
    });
    const named = conflict.filter((row) => row.name === 'intake');
    expect(named).toHaveLength(conflict.length - 1);
    const [side, far] = [{ lower: 0, upper: 1 }, [-Infinity, Infinity]];
    for (const row of named) expect(row.bound).toBe(LIMITS[row.labels[0] as Nutrient][side[row.side]]);
    // The rows that are named are enough: all other sides may go.
    const kept = (n: Nutrient, at: 'lower' | 'upper'): number =>
      named.some((row) => row.labels[0] === n && row.side === at) ? LIMITS[n][side[at]] : far[side[at]];
    const rest = Object.fromEntries(NUTRIENTS.map((n) => [n, [kept(n, 'lower'), kept(n, 'upper')]]));
    const again = await diet(rest as unknown as typeof LIMITS, 6).compiled.solve(backend());
    expect(again.status).toBe('infeasible');
  });
});
