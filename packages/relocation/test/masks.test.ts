import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';
import {
  frictions,
  masksOf,
  parseObjective,
  relocation,
  relocationWithIntegers,
  solveRelocation,
  weightCopies,
  worthOf,
} from '../src/index.ts';
import { type TwoPlaces, twoPlaces } from './two-places.ts';

const away = (given: TwoPlaces): string[] => {
  const { routes, reasons } = relocation(twoPlaces(given));
  return reasons[routes.findIndex(({ compute }) => compute === 'cheap')].map(({ mask }) => mask);
};

const law = { chat: { title: '', jurisdiction: 'eu', classes: ['chat'], within: ['eu'] } };

test('a forbidden route names every mask that forbids it', () => {
  expect(away({})).toEqual([]);
  expect(away({ kind: { latencyMs: 184 } })).toEqual(['latency']);
  expect(away({ kind: { latencyMs: 185 } })).toEqual([]);
  expect(away({ kind: { state: 'region' } })).toEqual(['state']);
  expect(away({ cheap: { models: [] } })).toEqual(['model']);
  expect(away({ cheap: { accelerators: ['tpu'] } })).toEqual(['accelerator']);
  expect(
    away({ kind: { latencyMs: 150, state: 'site' }, cheap: { models: [] }, data: { laws: law } }),
  ).toEqual(['latency', 'law:chat', 'state', 'model']);
});

test('a law binds its own jurisdiction and classes only', () => {
  expect(away({ data: { laws: { x: { ...law.chat, jurisdiction: 'us' } } } })).toEqual([]);
  expect(away({ data: { laws: { x: { ...law.chat, classes: [] } } } })).toEqual([]);
  expect(away({ data: { laws: { x: { ...law.chat, within: ['eu', 'us'] } } } })).toEqual([]);
});

test('lifting a law, one more millisecond and one more MW are worth what solving again saves', async () => {
  const { 0: capacity } = [await worthOf(relocation(twoPlaces({ cheap: { capacity: [6] } })), highs())];
  const cheap = capacity.find(({ name }) => name === 'cheap');
  expect(cheap?.worth).toBeCloseTo(75, 6);
  expect(cheap?.rateHigh).toBeCloseTo(75, 9);
  expect(cheap).toMatchObject({ unique: true });
  expect(capacity.find(({ name }) => name === 'dear')).toMatchObject({ worth: 0, screened: true });
  const forbidden = await worthOf(relocation(twoPlaces({ data: { laws: law } })), highs());
  expect(forbidden.find(({ name }) => name === 'law:chat')?.worth).toBeCloseTo(900, 6);
  expect(forbidden.find(({ name }) => name === 'law:chat')?.rateHigh).toBeCloseTo(90, 9);
  const late = await worthOf(relocation(twoPlaces({ kind: { latencyMs: 184.5 } })), highs());
  expect(late.find(({ of }) => of === 'latency')?.worth).toBeCloseTo(900, 6);
  const two = await worthOf(
    relocation(twoPlaces({ kind: { latencyMs: 150 }, data: { laws: law } })),
    highs(),
  );
  // Two masks are in the way, so lifting one alone is worth nothing.
  expect(two.filter(({ of }) => of === 'mask').every(({ worth }) => worth === 0)).toBe(true);
});

test('weights are copied whole, and only where that pays', async () => {
  const plan = async (copyPrice: number): Promise<number> => {
    const data = twoPlaces({ cheap: { models: [] }, data: { copyPrice } });
    const market = relocationWithIntegers(data, {
      masks: masksOf(data).filter(({ name }) => name !== 'model'),
      extensions: [...frictions(), weightCopies],
    });
    return (await market.model.minimize(market.total).compile().solve(highs())).optimal().objective;
  };
  expect(await plan(0)).toBeCloseTo(540, 6);
  expect(await plan(8)).toBeCloseTo(540 + 800, 6);
  expect(await plan(10)).toBeCloseTo(1440, 6);
});

test('with no open route the market is infeasible, with a proof', async () => {
  const plan = await solveRelocation(
    relocation(twoPlaces({ kind: { latencyMs: 100 } })),
    parseObjective('cost'),
    highs(),
  );
  expect(plan.status).toBe('failed');
  if (plan.status === 'failed') expect(plan.result.status).toBe('infeasible');
});
