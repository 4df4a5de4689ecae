import { test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import {
  amountRanges,
  amountsOf,
  type GreenOptimum,
  greenLlm,
  NAMED_OBJECTIVES,
  type Part,
  parseObjective,
  solveGreen,
} from '../src/index.ts';
import { randomInstance } from './random-instance.ts';

async function solved(...given: Parameters<typeof solveGreen>): Promise<GreenOptimum> {
  const plan = await solveGreen(...given);
  if (plan.status !== 'optimal') expect.unreachable(plan.result.status);
  return plan;
}

property.prop([randomInstance], { numRuns: 8 })(
  'a stage never harms the stages before it beyond their slack',
  async (data) => {
    const plan = await solved(greenLlm(data), parseObjective('lex:energy,delay,carbon:2%'), highs());
    const best = new Map<Part, number>();
    for (const stage of plan.stages) {
      for (const [part, optimum] of best)
        expect(stage.amounts[part]).toBeLessThanOrEqual(optimum * 1.02 + 2e-7 * (1 + optimum));
      best.set(stage.name, stage.optimum);
    }
    for (const part of best.keys()) {
      const alone = await solved(greenLlm(data), NAMED_OBJECTIVES[part], highs());
      expect(alone.result.objective).toBeLessThanOrEqual((best.get(part) ?? 0) + 1e-7);
    }
  },
);

property.prop([randomInstance], { numRuns: 8 })(
  'without slack, after an optimum that is unique in every amount, later stages change nothing',
  async (data) => {
    const alone = await solved(greenLlm(data), parseObjective('weights:1,0,0'), highs());
    const ranges = await amountRanges(alone, highs());
    const ranked = await solved(greenLlm(data), parseObjective('lex:energy,delay:0'), highs());
    const [first, second] = ranked.stages;
    expect(second.amounts.energy).toBeLessThanOrEqual(first.optimum + 2e-7 * (1 + first.optimum));
    // Later stages pick the best of what the first left open, so they end at the edge of its range.
    const { low, high } = ranges.delay;
    expect(second.amounts.delay).toBeLessThanOrEqual(low + 1e-5 * (1 + Math.abs(low)));
    expect(second.amounts.delay).toBeGreaterThanOrEqual(low - 1e-4 * (1 + Math.abs(low)));
    if (ranges.delay.unique) expect(high - second.amounts.delay).toBeLessThan(1e-4 * (1 + Math.abs(high)));
  },
);

property.prop([randomInstance], { numRuns: 20 })('ranges hold every amount of the plan', async (data) => {
  const plan = await solved(greenLlm(data), NAMED_OBJECTIVES.energy, highs());
  const ranges = await amountRanges(plan, highs());
  for (const [name, amount] of Object.entries(amountsOf(plan.market))) {
    const value = plan.result.evaluate(amount);
    const slack = 1e-6 * (1 + Math.abs(value));
    expect(value, name).toBeGreaterThanOrEqual(ranges[name].low - slack);
    expect(value, name).toBeLessThanOrEqual(ranges[name].high + slack);
  }
  expect(ranges.energy.unique).toBe(true);
});

describe('objectives', () => {
  test.each([
    ['total', { energy: 1, carbon: 1, delay: 1 }],
    ['hybrid', { energy: 0.25, carbon: 0.5, delay: 0.25 }],
    ['weights: 1, 0.5 ,0', { energy: 1, carbon: 0.5, delay: 0 }],
  ])('%s', (text, weights) => {
    expect(parseObjective(text)).toEqual({ kind: 'weighted', weights });
  });

  test.each([
    ['lex:carbon,delay', { relative: 0.001 }],
    ['lex:carbon,delay:2%', { relative: 0.02 }],
    ['lex:carbon,delay:0.5', { absolute: 0.5 }],
  ])('%s', (text, slack) => {
    expect(parseObjective(text)).toEqual({ kind: 'lexicographic', order: ['carbon', 'delay'], slack });
  });

  test.each([
    'cost',
    'weights:1,2',
    'weights:1,2,x',
    'weights:0,0,0',
    'weights:1,-1,1',
    'weights:1,1,1:2',
    'lex:energy,energy',
    'lex:money',
    'lex:',
    'lex:energy:-1',
    'lex:energy:1%%',
    'lex:energy:1:2',
    '__proto__',
  ])('%s is refused with what could be written', (text) => {
    expect(() => parseObjective(text)).toThrow(/objective.*write one of total/s);
  });
});
