/** Verdicts on answers made by hand: what is agreement, what is not, and who is named. */
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { dualIntervals } from '@marginal/prices';
import { checkOptimal, type OptimalOutcome, type Outcome, solveProgram, TOLERANCES } from '@marginal/program';
import { expect, test } from 'vitest';
import { type Answer, agreement } from '../src/index.ts';
import { observed } from '../src/observe.ts';
import { stated } from '../src/sketch.ts';

/** Demand 100 exactly where the second offer ends: prices from 30 to 50. */
const KINK = stated({
  cost: [10, 30, 50],
  columns: [
    [0, 40],
    [0, 60],
    [0, 50],
  ],
  rows: [[1, 1, 1]],
  between: [[100, 100]],
});

const backend = highs();

function answer(name: string, outcome: Outcome, program = KINK): Answer {
  return {
    backend: { ...backend, capabilities: { ...backend.capabilities, basisOut: false } },
    name,
    seen: observed(program, outcome, {
      ...backend,
      capabilities: { ...backend.capabilities, basisOut: false },
    }),
  };
}

const solved = await solveProgram(KINK, backend);

/** The optimum with another dual on its row. */
function priced(price: number): Outcome {
  if (solved.status !== 'optimal' || solved.solution.kind !== 'lp') throw new Error('no optimum');
  const { x, rowActivity } = solved.solution;
  const reducedCost = KINK.cost.map((c) => c - price);
  return {
    ...solved,
    solution: { kind: 'lp', x, rowActivity, rowDual: Float64Array.of(price), reducedCost },
  };
}

test('two prices within the interval: same value, other vertex', async () => {
  const result = await agreement(KINK, [answer('one', priced(30)), answer('two', priced(50))]);
  expect(result).toMatchObject({
    verdict: 'same value, other vertex',
    findings: [],
    differing: { inside: 1, explained: 0 },
  });
  expect((await agreement(KINK, [answer('one', priced(40)), answer('two', priced(40))])).verdict).toBe(
    'same',
  );
});

test('a price outside the interval: wrong, and by whom', async () => {
  const result = await agreement(KINK, [answer('one', priced(30)), answer('two', priced(51))]);
  expect(result.verdict).toBe('wrong');
  expect(new Set(result.findings.map(({ solver }) => solver))).toEqual(new Set(['two']));
});

/**
 * The last row holds a below 2^10 c, and c is at most 0: the price of the row is 32769, and the optimum is 0. A point with c at 4e-9,
 * far within tolerance, gains 2e-3, and stands on other rows with other duals.
 */
const STEEP = stated({
  cost: [-512.015625, 0, 16.0625],
  columns: [
    [-1, 1],
    [-1, 0],
    [-1, 0],
  ],
  rows: [
    [0, -256, 0],
    [512, 0.5, 0],
    [-0.015625, 0, 16],
  ],
  between: [
    [0, 1],
    [-1, 0],
    [0, 1],
  ],
});

/** An optimum of `STEEP` as a solver would state it; its check is made by `agreement`. */
function steep(x: number[], rowDual: number[]): Outcome {
  const report = checkOptimal(
    STEEP,
    { x: Float64Array.from(x), rowDual: Float64Array.from(rowDual) },
    TOLERANCES.vertex,
  );
  expect(report.failures).toEqual([]);
  const { objective, residuals, rowActivity, reducedCost } = report;
  return {
    status: 'optimal',
    solver: { name: 's', version: '1' },
    iterations: 0,
    seconds: 0,
    objective,
    residuals,
    solution: {
      kind: 'lp',
      x: Float64Array.from(x),
      rowDual: Float64Array.from(rowDual),
      rowActivity,
      reducedCost,
    },
  };
}

test('duals of a point that is better by what tolerances explain are not held against the interval of the other', async () => {
  const exact = steep([0, 0, 0], [0, 0, 32769]);
  const a = 2 ** -18;
  const y1 = -(1 - 2 ** -23);
  const y2 = (512.015625 + 512 * y1) / 0.015625;
  const within = steep([a, -(2 ** -8), 2 ** -28], [y1 / 512, y1, y2]);
  const [interval] = await dualIntervals(STEEP, exact as OptimalOutcome, [2], backend);
  expect(interval.low).toBeCloseTo(32769, 3);
  expect(interval.high).toBeCloseTo(32769, 3);
  expect(y2).toBeLessThan(2);
  const result = await agreement(STEEP, [answer('one', exact, STEEP), answer('two', within, STEEP)]);
  expect(result.findings).toEqual([]);
  expect(result.differing.explained).toBeGreaterThan(1);
});

test('no answer is never agreement', async () => {
  const limit: Outcome = {
    status: 'limit',
    which: 'time',
    solver: { name: 's', version: '1' },
    iterations: 0,
    seconds: 0,
  };
  const alone = await agreement(KINK, [answer('one', limit), answer('two', limit)]);
  expect(alone.verdict).toBe('no answer');
  expect(alone.absent.map(({ line }) => line)).toEqual([
    'stopped at the time limit',
    'stopped at the time limit',
  ]);
  const beside = await agreement(KINK, [answer('one', limit), answer('two', priced(30))]);
  expect(beside).toMatchObject({ verdict: 'one answer', absent: [{ solver: 'one' }] });
});

test('a known truth outvotes everybody', async () => {
  const answers = [answer('one', priced(30)), answer('two', priced(30))];
  expect((await agreement(KINK, answers, { status: 'optimal', objective: 2200 })).verdict).toBe('same');
  const result = await agreement(KINK, answers, { status: 'infeasible' });
  expect(result.findings).toEqual([
    { solver: 'one', line: 'status: says optimal, known to be infeasible' },
    { solver: 'two', line: 'status: says optimal, known to be infeasible' },
  ]);
});

test('a claim that was refuted is wrong, and of a denied capability only when it is of another kind', async () => {
  const residuals = { primal: 0, dual: 1, complementarity: 0, gap: 0 };
  const record = { solver: { name: 's', version: '1' }, iterations: 0, seconds: 0 };
  const refuted: Outcome = {
    ...record,
    status: 'imprecise',
    claimed: 'optimal',
    residuals,
    failures: ['dual: r0'],
  };
  expect((await agreement(KINK, [answer('one', refuted)])).verdict).toBe('wrong');
  const mute = { ...backend, capabilities: { ...backend.capabilities, duals: false, farkas: false } };
  const from = (claimed: 'optimal' | 'infeasible'): Answer => ({
    backend: mute,
    name: 'mute',
    seen: observed(KINK, { ...refuted, claimed }, mute),
  });
  const other = answer('two', priced(30));
  expect((await agreement(KINK, [from('optimal'), other])).verdict).toBe('one answer');
  expect((await agreement(KINK, [from('infeasible'), other])).findings).toEqual([
    { solver: 'mute', line: 'status: claimed infeasible, is optimal' },
  ]);
});

test('two solvers on a real program', async () => {
  const answers = [backend, glpk()].map(
    async (solver): Promise<Answer> => ({
      backend: solver,
      name: solver.name,
      seen: observed(KINK, await solveProgram(KINK, solver), solver),
    }),
  );
  expect((await agreement(KINK, await Promise.all(answers))).findings).toEqual([]);
});
