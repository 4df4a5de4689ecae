/**
 * Coefficients of mixed magnitudes against exact arithmetic and HiGHS: what doubles can prove is answered, and no answer is wrong. Programs
 * are made from a seed alone; a failure prints it. MARGINAL_RANDOM sets the number per family.
 */
import { highs } from '@marginal/highs';
import { type Claim, solveProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { ExactSimplex } from '../src/exact/exact-simplex.ts';
import { solveSync } from '../src/index.ts';
import { mixedProgram, relativeDifference } from './support.ts';

const PER_FAMILY = Number(process.env.MARGINAL_RANDOM ?? 500);
const backend = highs();
const isAnswer = (status: string): boolean => ['optimal', 'infeasible', 'unbounded'].includes(status);

function truth(seed: number, magnitudes: readonly number[]): Claim {
  const steps = new ExactSimplex(mixedProgram(seed, magnitudes), undefined).run();
  for (;;) {
    const { done, value } = steps.next();
    if (done !== true) continue;
    if (value === undefined) throw new Error(`mixedProgram(${seed}) is too much work`);
    return value;
  }
}

/**
 * `unanswered`: the largest share of programs that HiGHS answers and we do not. `wrong`: the largest share of verified answers that exact
 * arithmetic contradicts: none in so few, but tolerances can call optimal what is unbounded at a rate of 1e-9.
 */
test.each([
  { name: 'one', magnitudes: [1, 2], unanswered: 0, wrong: 0 },
  { name: 'thousands', magnitudes: [1e-3, 1, 1e3], unanswered: 0.002, wrong: 0.001 },
  { name: 'millions', magnitudes: [1e-6, 1, 1e6], unanswered: 0.006, wrong: 0.002 },
  { name: '1e8', magnitudes: [1e-8, 1, 1e8], unanswered: 0.01, wrong: 0.004 },
])('$name: $magnitudes', { timeout: 3_600_000 }, async ({ magnitudes, unanswered, wrong }) => {
  const missed: number[] = [];
  const contradicted: number[] = [];
  let answered = 0;
  for (let seed = 1; seed <= PER_FAMILY; seed++) {
    const program = mixedProgram(seed, magnitudes);
    const ours = solveSync(program);
    if (isAnswer(ours.status)) {
      const exact = truth(seed, magnitudes);
      answered++;
      const differs =
        ours.status === 'optimal' && exact.status === 'optimal'
          ? relativeDifference(
              ours.objective,
              exact.x.reduce((sum, x, j) => sum + program.cost[j] * x, 0),
            ) > 1e-6
          : ours.status !== exact.status;
      if (differs) contradicted.push(seed);
    } else if (isAnswer((await solveProgram(program, backend)).status)) missed.push(seed);
  }
  expect(missed.length, `unanswered seeds ${missed}`).toBeLessThanOrEqual(unanswered * PER_FAMILY);
  expect(contradicted.length, `contradicted seeds ${contradicted}`).toBeLessThanOrEqual(wrong * PER_FAMILY);
  expect(answered).toBeGreaterThan(0.9 * PER_FAMILY);
});
