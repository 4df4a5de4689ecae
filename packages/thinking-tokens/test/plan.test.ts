import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import { checkThinkingData, solveThinking, type ThinkingData } from '../src/index.ts';

const fit = {
  serviceBase: 0.2,
  servicePerToken: 1e-3,
  accuracyBase: 0.1,
  accuracyGain: 0.6,
  accuracyRate: 1e-3,
};
const data: ThinkingData = {
  model: 'small',
  models: { small: { sums: fit, proofs: { ...fit, accuracyRate: 3e-4 } } },
  priors: { sums: 0.7, proofs: 0.3 },
  arrivalRate: 0.2,
  weight: 20,
  maxTokens: 5000,
  integer: false,
};

test('three methods, one optimum', async () => {
  const plan = await solveThinking(data, highs());
  if (plan.status !== 'optimal') expect.unreachable();
  const { projectedGradient, outerApproximation } = plan.methods;
  expect(projectedGradient.status).toBe('converged');
  if (outerApproximation.status !== 'optimal') expect.unreachable();
  expect(outerApproximation.objective).toBeCloseTo(plan.performance.objective, 7);
  expect(plan.bound - plan.performance.objective).toBeLessThan(1e-9);
});

test('whole tokens with the loss of each way to round', async () => {
  const plan = await solveThinking({ ...data, integer: true }, highs());
  if (plan.status !== 'optimal' || plan.whole === undefined) expect.unreachable();
  expect(plan.tokens.every(Number.isInteger)).toBe(true);
  const { roundingLoss, neighbourLoss, integerLoss } = plan.whole;
  expect(integerLoss).toBeGreaterThanOrEqual(0);
  expect(neighbourLoss).toBeGreaterThanOrEqual(integerLoss);
  expect(roundingLoss).toBeGreaterThanOrEqual(neighbourLoss);
});

test('arrivals that the server cannot carry: no plan, and the largest stable rate', async () => {
  const plan = await solveThinking({ ...data, arrivalRate: 5 }, highs());
  expect(plan).toEqual({ status: 'unstable', arrivalRate: 5, largestStableRate: 5 });
});

test('a binding budget is worth its derivative, also where no linear program could say so', async () => {
  const short = { ...data, maxTokens: 300 };
  const objectiveAt = async (maxTokens: number): Promise<number> => {
    const plan = await solveThinking({ ...short, maxTokens }, highs());
    if (plan.status !== 'optimal') expect.unreachable();
    return plan.performance.objective;
  };
  const slope = ((await objectiveAt(300.5)) - (await objectiveAt(299.5))) / 1;
  for (const timeLimit of [undefined, 1e-9]) {
    const plan = await solveThinking(short, highs(), timeLimit === undefined ? {} : { timeLimit });
    if (plan.status !== 'optimal' || plan.budgetRent === undefined) expect.unreachable();
    const { outerApproximation } = plan.methods;
    expect(outerApproximation.status).toBe(timeLimit === undefined ? 'optimal' : 'failed');
    const total = plan.budgetRent.reduce((sum, rent) => sum + rent, 0);
    expect(Math.abs(total / slope - 1)).toBeLessThan(1e-4);
    if (outerApproximation.status !== 'optimal') continue;
    plan.budgetRent.forEach((rent, k) => {
      expect(rent).toBeGreaterThan(0);
      expect(rent / outerApproximation.budgetRent[k]).toBeCloseTo(1, 3);
    });
  }
  const whole = await solveThinking({ ...short, integer: true }, highs());
  expect('budgetRent' in whole).toBe(false);
});

describe('bad data: one fault each, at its place', () => {
  const faultsOf = (change: object): string[] => {
    const checked = checkThinkingData({ ...data, ...change }, 'file');
    return 'faults' in checked ? checked.faults.map(({ code, place }) => `${code} ${place}`) : [];
  };
  test.each<[object, string]>([
    [{ priors: { sums: 0.7, proofs: 0.2 } }, 'thinking-tokens.prior-sum file: priors'],
    [{ arrivalRate: -1 }, 'thinking-tokens.out-of-range file: arrivalRate'],
    [{ arrivalRate: 0 }, 'thinking-tokens.out-of-range file: arrivalRate'],
    [{ maxTokens: 0 }, 'thinking-tokens.out-of-range file: maxTokens'],
    [{ weight: Number.NaN }, 'thinking-tokens.not-a-number file: weight'],
    [{ model: 'smal' }, 'thinking-tokens.unknown-model file: model'],
    [{ priorities: { sums: 1, proofs: 2 } }, 'thinking-tokens.discipline-of-priorities file: priorities'],
    [{ secondsPerDollar: 10 }, 'thinking-tokens.missing file: tokenPrice'],
    [{ integer: 'yes' }, 'thinking-tokens.wrong-shape file: integer'],
    [{ rate: 1 }, 'thinking-tokens.unknown-key file: rate'],
    [{ models: { small: { sums: fit } } }, 'thinking-tokens.missing file: models.small.proofs'],
    [
      { models: { small: { sums: fit, proofs: { ...fit, accuracyGain: 0.95 } } } },
      'thinking-tokens.accuracy-above-one file: models.small.proofs.accuracyGain',
    ],
    [
      { models: { small: { sums: fit, proofs: fit, poems: fit } } },
      'thinking-tokens.unknown-task file: models.small.poems',
    ],
  ])('%j', (change, expected) => {
    expect(faultsOf(change)).toEqual([expected]);
  });

  test('good data have none', () => expect(faultsOf({})).toEqual([]));
});
