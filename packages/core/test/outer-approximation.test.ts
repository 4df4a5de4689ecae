/** Convex programs with known optima, to a relative gap of 1e-9, on both solvers; and what must not pass for an answer. */
import { fc, test as propertyTest } from '@fast-check/vitest';
import {
  type CompiledModel,
  type ConvexAtom,
  entropy,
  exponential,
  model,
  negativeLogarithm,
  type OuterApproximationResult,
  outerApproximation,
  power,
  quadraticOverLinear,
  range,
  reciprocal,
  set,
  square,
} from '@marginal/core';
import { type Backend, checkOptimal, TOLERANCES } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { impliedBox } from '../src/implied-box.ts';
import { provedBound } from '../src/proved-bound.ts';
import { BACKENDS, expectFault, faultsOf } from './support.ts';

type Solved = OuterApproximationResult & { readonly status: 'optimal' };

const GAP = 1e-9;

/** Solves, and checks what every optimum promises: gap, proof, an attained point, values at their functions. */
async function solved(
  compiled: CompiledModel,
  atoms: readonly ConvexAtom[],
  backend: Backend,
): Promise<Solved> {
  const answer = await outerApproximation(compiled, atoms).solve(backend);
  if (answer.status !== 'optimal')
    throw new Error(`${answer.status}, gap ${answer.gap}: ${'cause' in answer ? answer.cause : ''}`);
  const { result, lower, upper, gap, program } = answer;
  expect(gap).toBeLessThanOrEqual(GAP);
  const [column] = compiled.columnBlocks;
  expect(result.reducedCost(column).provenance).toMatchObject({ kind: 'tangents', gap });
  expect(lower).toBeLessThanOrEqual(upper);
  expect(answer.proof).toBe('weakDuality');
  const { x, ...duals } = result.outcome.solution;
  expect(checkOptimal(program, { x }, TOLERANCES.vertex).verdict).toBe('verified');
  expect(result.objective).toBe(program.sense === 'minimize' ? upper : lower);
  for (const atom of atoms)
    for (let k = 0; k < atom.value.size; k++) {
      const truth = atom.function.value(atom.arguments.map(({ start }) => x[start + k]));
      expect(Math.abs(x[atom.value.start + k] - truth)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(truth)));
    }
  // The bound can be had again from the program and the duals alone.
  if ('rowDual' in duals) {
    const again = provedBound(program, duals.rowDual, impliedBox(program, result.objective));
    expect(again).toBeCloseTo(program.sense === 'minimize' ? lower : upper, 7);
  }
  return answer;
}

/** The known optimum lies in the bracket, but for the rounding of the known optimum. */
function expectOptimum({ lower, upper }: OuterApproximationResult, truth: number, known = 1e-12): void {
  expect(lower).toBeLessThanOrEqual(truth + known * (1 + Math.abs(truth)));
  expect(upper).toBeGreaterThanOrEqual(truth - known * (1 + Math.abs(truth)));
}

describe.each(BACKENDS)('on $name', ({ backend }) => {
  test('exp(x) + exp(-2 x), x free: 2^(1/3) + 2^(-2/3)', async () => {
    const m = model();
    const x = m.variable('x', []);
    const a = exponential(m, 'a', [], x);
    const b = exponential(m, 'b', [], x.times(-2));
    const answer = await solved(m.minimize(a.value.plus(b.value)).compile(), [a, b], backend());
    expectOptimum(answer, 2 ** (1 / 3) + 2 ** (-2 / 3));
    expect(answer.result.value(x).at()).toBeCloseTo(Math.log(2) / 3, 4);
    expect(answer.rounds).toBeLessThan(25);
  });

  test('3^2 / y + y, y from 0 to a finite end: 6, though the function is infinite at 0', async () => {
    for (const end of [50, 1e6]) {
      const m = model();
      const x = m.variable('x', [], { lower: 3, upper: 3 });
      const y = m.variable('y', [], { lower: 0, upper: end });
      const f = quadraticOverLinear(m, 'f', [], x, y);
      expectOptimum(await solved(m.minimize(f.value.plus(y)).compile(), [f], backend()), 6);
    }
  });

  test('least squares with free weights: the normal equations', async () => {
    const s = set('s', range(3));
    const o = set('o', range(20));
    const X = (i: number, j: number): number => Math.sin(1 + i * (j + 1));
    const y = (i: number): number => 3 * Math.cos(i);
    const m = model();
    const w = m.variable('w', [s]);
    const fitted = w.times(m.parameter('X', [o, s], {}, X)).sum(s);
    const e = square(m, 'e', [o], fitted.minus(m.parameter('y', [o], {}, y)));
    const answer = await solved(m.minimize(e.value.sum()).compile(), [e], backend());
    const truth = leastSquares(20, 3, X, y);
    expectOptimum(answer, truth.residual);
    answer.result.value(w).values.forEach((v, j) => {
      expect(v).toBeCloseTo(truth.weights[j], 4);
    });
  });

  test('water filling: -log barriers under a budget, and the price of the budget', async () => {
    const s = set('s', range(12));
    const noise = (k: number): number => 0.1 + 0.23 * k;
    for (const sense of ['minimize', 'maximize'] as const) {
      const m = model();
      const p = m.variable('p', [s], { lower: 0 });
      const total = m.parameter('total', [], {}, 4);
      const floor = m.parameter('noise', [s], {}, noise);
      const budget = m.constraint('budget', [], p.sum(), '<=', total);
      const u = negativeLogarithm(m, 'u', [s], p.plus(floor));
      const welfare = u.value.sum().times(sense === 'minimize' ? 1 : -1);
      const answer = await solved(m[sense](welfare).compile(), [u], backend());
      const level = waterLevel(range(12).map(noise), 4);
      const truth = range(12).reduce((sum, k) => sum - Math.log(Math.max(level, noise(k))), 0);
      expectOptimum(answer, sense === 'minimize' ? truth : -truth);
      // d/d budget of sum of -log is -1 / level.
      const sign = sense === 'minimize' ? -1 : 1;
      expect(answer.result.dual(budget).at()).toBeCloseTo(sign / level, 4);
      expect(answer.result.marginal(total).at()).toBeCloseTo(sign / level, 4);
      answer.result.marginal(floor).values.forEach((slope, k) => {
        expect(slope).toBeCloseTo(sign / Math.max(level, noise(k)), 4);
      });
      expect(answer.result.value(p).at(0)).toBeCloseTo(level - noise(0), 3);
    }
  });

  test('M/G/1: mean delay lambda E[S^2] / (2 (1 - rho)) by x^2 / y, against a fine grid', async () => {
    // One server, speed chosen at a cost: service time s, rho = lambda s, cost -log s of being fast.
    const lambda = 0.6;
    const m = model();
    const s = m.variable('s', [], { lower: 0.01, upper: 1.6 });
    const delay = quadraticOverLinear(m, 'delay', [], s, s.times(-lambda).plus(1));
    const effort = negativeLogarithm(m, 'effort', [], s);
    const cost = delay.value
      .times(lambda / 2)
      .plus(s)
      .plus(effort.value.times(0.5));
    const answer = await solved(m.minimize(cost).compile(), [delay, effort], backend());
    const at = (t: number): number => (lambda * t * t) / (2 * (1 - lambda * t)) + t - 0.5 * Math.log(t);
    expectOptimum(answer, goldenMinimum(at, 0.01, 1.6), 1e-11);
  });

  // papers.md, Paper 4: five tasks on Qwen3-8B, J to six decimals from projected gradients.
  test.each([
    [0.05, 30, 9.381402],
    [0.1, 30, 9.02384],
    [0.2, 30, 8.598311],
    [0.1, 100, 40.981773],
  ])('thinking tokens: lambda %d, alpha %d, J = %d', async (lambda, alpha, J) => {
    const { compiled, atoms } = thinkingTokens(lambda, alpha);
    const answer = await solved(compiled, atoms, backend());
    expect(answer.lower).toBeCloseTo(J, 5);
    expect(answer.upper).toBeCloseTo(J, 5);
    expect(answer.rounds).toBeLessThan(40);
  });

  test('entropy: the distribution of largest entropy with a given mean', async () => {
    const s = set('s', range(6));
    const m = model();
    const p = m.variable('p', [s], { lower: 0 });
    m.constraint('one', [], p.sum(), '==', 1);
    m.constraint('mean', [], p.times(m.parameter('face', [s], {}, (k) => k + 1)).sum(), '==', 4.5);
    const h = entropy(m, 'h', [s], p);
    const answer = await solved(m.minimize(h.value.sum()).compile(), [h], backend());
    expectOptimum(answer, diceEntropy(4.5), 1e-11);
  });

  test('M/M/1 capacities by 1 / u: the square-root rule', async () => {
    const s = set('s', range(5));
    const load = (k: number): number => 1 + k;
    const m = model();
    const mu = m.variable('mu', [s], { lower: 0 });
    m.constraint('capacity', [], mu.sum(), '<=', 20);
    const wait = reciprocal(m, 'wait', [s], mu.minus(m.parameter('load', [s], {}, load)));
    const answer = await solved(
      m.minimize(wait.value.times(m.parameter('weight', [s], {}, load)).sum()).compile(),
      [wait],
      backend(),
    );
    const roots = range(5).reduce((sum, k) => sum + Math.sqrt(load(k)), 0);
    expectOptimum(answer, roots ** 2 / (20 - 15));
  });

  test('powers: the least cubic loss on parallel lines', async () => {
    const s = set('s', range(4));
    const m = model();
    const flow = m.variable('flow', [s], { lower: 0 });
    m.constraint('total', [], flow.sum(), '==', 7);
    const loss = power(m, 'loss', [s], flow, 3);
    const weighted = loss.value.times(m.parameter('w', [s], {}, (k) => 1 / (k + 1) ** 2)).sum();
    const answer = await solved(m.minimize(weighted).compile(), [loss], backend());
    // w f^2 is equal on all: f_k = 7 (k + 1) / 10.
    expectOptimum(
      answer,
      range(4).reduce((sum, k) => sum + (0.7 * (k + 1)) ** 3 / (k + 1) ** 2, 0),
    );
  });

  test('an atom that is capped and not paid for: the largest x with exp(x) <= 5', async () => {
    const m = model();
    const x = m.variable('x', []);
    const e = exponential(m, 'e', [], x);
    m.constraint('cap', [], e.value, '<=', 5);
    const answer = await outerApproximation(m.maximize(x).compile(), [e]).solve(backend());
    expect(answer.upper).toBeCloseTo(Math.log(5), 7);
    expect(answer.lower).toBeCloseTo(Math.log(5), 6);
    expect(answer.upper).toBeGreaterThanOrEqual(Math.log(5) - 1e-15);
  });

  test('atoms of atoms', async () => {
    // exp(x^2 - x) is least at x = 1/2.
    const m = model();
    const x = m.variable('x', [], { lower: -3, upper: 3 });
    const q = square(m, 'q', [], x);
    const e = exponential(m, 'e', [], q.value.minus(x));
    const answer = await solved(m.minimize(e.value).compile(), [q, e], backend());
    expectOptimum(answer, Math.exp(-0.25));
  });

  test('numbers far from one', async () => {
    // min 1e6 / u + u / 1e3 over u: 2 sqrt(1e3) at u = sqrt(1e9).
    const m = model();
    const u = m.variable('u', [], { lower: 1, upper: 1e6 });
    const r = quadraticOverLinear(m, 'r', [], m.variable('one', [], { lower: 1e3, upper: 1e3 }), u);
    const answer = await solved(m.minimize(r.value.plus(u.times(1e-3))).compile(), [r], backend());
    expectOptimum(answer, 2 * Math.sqrt(1e3), 1e-11);
  });

  propertyTest.prop(
    [
      fc.array(
        fc.tuple(
          fc.integer({ min: 1, max: 9 }),
          fc.integer({ min: -9, max: 9 }),
          fc.integer({ min: 0, max: 3 }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
      fc.integer({ min: -5, max: 5 }),
    ],
    { numRuns: 25 },
  )('random sums of atoms of one variable, against golden section', async (terms, slope) => {
    const m = model();
    const x = m.variable('x', [], { lower: 0.1, upper: 4 });
    const atoms: ConvexAtom[] = [];
    const truths: ((u: number) => number)[] = [];
    terms.forEach(([weight, shift, kind], i) => {
      const name = `f${i}`;
      const inner = x.times(weight / 5).plus(Math.abs(shift) / 4);
      const at = (u: number): number => (u * weight) / 5 + Math.abs(shift) / 4;
      if (kind === 0) atoms.push(exponential(m, name, [], inner));
      else if (kind === 1) atoms.push(square(m, name, [], inner));
      else if (kind === 2) atoms.push(negativeLogarithm(m, name, [], inner));
      else atoms.push(quadraticOverLinear(m, name, [], inner, x.times(-1).plus(5)));
      const functions = [Math.exp, (v: number) => v * v, (v: number) => -Math.log(v)];
      truths.push((u) => (kind === 3 ? at(u) ** 2 / (5 - u) : functions[kind](at(u))));
    });
    const objective = atoms.reduce((sum, { value }) => sum.plus(value), x.times(slope));
    const answer = await solved(m.minimize(objective).compile(), atoms, backend());
    const truth = goldenMinimum((u) => truths.reduce((sum, f) => sum + f(u), slope * u), 0.1, 4);
    expectOptimum(answer, truth, 1e-10);
  });
});

describe('what is no answer', () => {
  const plain = () => {
    const m = model();
    const x = m.variable('x', [], { lower: -1, upper: 1 });
    const e = exponential(m, 'e', [], x);
    return { m, x, e };
  };

  test.each(BACKENDS)(
    'a model with atoms solved as it stands is infeasible and says why: $name',
    async ({ backend }) => {
      const { m, e } = plain();
      const result = await m.minimize(e.value).compile().solve(backend());
      expect(result.status).toBe('infeasible');
      if (result.status !== 'infeasible') return;
      expect(result.conflict().map(({ name }) => name)).toEqual(['e needs outerApproximation']);
    },
  );

  test('so is one of which an atom was left out', async () => {
    const { m, x, e } = plain();
    const q = square(m, 'q', [], x);
    const compiled = m.minimize(e.value.plus(q.value)).compile();
    const answer = await outerApproximation(compiled, [e]).solve(BACKENDS[0].backend());
    expect(answer.status).toBe('infeasible');
  });

  test('a model that contradicts itself stays infeasible, with a proof in its own names', async () => {
    const { m, x, e } = plain();
    m.constraint('much', [], x, '>=', 0.9);
    m.constraint('cap', [], e.value, '<=', 2);
    const answer = await outerApproximation(m.minimize(e.value).compile(), [e]).solve(BACKENDS[0].backend());
    expect(answer.status).toBe('infeasible');
    if (answer.status !== 'infeasible' || !('outcome' in answer)) return;
    expect(answer.outcome.status).toBe('infeasible');
    expect(answer.gap).toBe(Infinity);
  });

  test.each(BACKENDS)('a value that is wanted large is loose, not optimal: $name', async ({ backend }) => {
    const { m, e } = plain();
    m.constraint('cap', [], e.value, '<=', 10);
    const answer = await outerApproximation(m.maximize(e.value).compile(), [e]).solve(backend());
    expect(answer).toMatchObject({ status: 'loose', cause: 'the model wants e above its function' });
  });

  test('without a cap it is unbounded or stalls, never optimal', async () => {
    const { m, e } = plain();
    const answer = await outerApproximation(m.maximize(e.value).compile(), [e]).solve(BACKENDS[0].backend());
    expect(answer.status).toBe('unbounded');
    const n = model();
    const free = n.variable('x', [], { lower: 0 });
    const log = negativeLogarithm(n, 'log', [], free);
    const endless = await outerApproximation(n.minimize(log.value).compile(), [log]).solve(
      BACKENDS[0].backend(),
    );
    // -log falls for ever, but no finite number of tangents shows it.
    expect(endless).toMatchObject({ status: 'stalled', cause: expect.stringMatching(/stay unbounded/) });
    expect(endless.gap).toBe(Infinity);
  });

  test('too few rounds are said to be too few, and the bracket still holds', async () => {
    const { m, e, x } = plain();
    const compiled = m.minimize(e.value.minus(x.times(1.3))).compile();
    const answer = await outerApproximation(compiled, [e]).solve(BACKENDS[0].backend(), { rounds: 2 });
    expect(answer).toMatchObject({
      status: 'stalled',
      cause: '2 linear programs were not enough',
      rounds: 2,
    });
    expectOptimum(answer, 1.3 - 1.3 * Math.log(1.3));
    expect(answer.gap).toBeGreaterThan(1e-9);
    if (answer.status === 'stalled') expect(answer.result?.objective).toBe(answer.upper);
  });

  test('a gap of zero stalls honestly, far below the default', async () => {
    const { m, e, x } = plain();
    const compiled = m.minimize(e.value.minus(x.times(1.3))).compile();
    const answer = await outerApproximation(compiled, [e]).solve(BACKENDS[0].backend(), { gap: 0 });
    expect(answer.status).toBe('stalled');
    expect(answer.gap).toBeLessThan(1e-9);
    expectOptimum(answer, 1.3 - 1.3 * Math.log(1.3));
  });

  test('an abort and a time limit end it, with what is known', async () => {
    const { m, e } = plain();
    const compiled = m.minimize(e.value).compile();
    const stopped = AbortSignal.abort();
    const answer = await outerApproximation(compiled, [e]).solve(BACKENDS[0].backend(), { signal: stopped });
    expect(answer).toMatchObject({ status: 'limit', outcome: { which: 'aborted' } });
    const late = await outerApproximation(compiled, [e]).solve(BACKENDS[0].backend(), { timeLimit: 0 });
    expect(late).toMatchObject({ status: 'limit', outcome: { which: 'time' } });
  });

  test('integers are refused', () => {
    const m = model({ integers: true });
    const e = exponential(m, 'e', [], m.variable('x', [], { lower: -1, upper: 1 }));
    m.variable('n', [], { integer: true });
    expectFault(() => outerApproximation(m.minimize(e.value).compile(), [e]), 'unsupported', {
      code: 'core.convex-with-integers',
      place: 'outer approximation',
      cause: /integer or semicontinuous columns/,
      remedy: /piecewise-linear/,
    });
  });

  test('arguments outside the domain, units that make no sense, exponents that are not convex', () => {
    const m = model();
    const down = m.variable('down', [], { upper: -1 });
    const tokens = m.variable('tokens', [], { unit: 'tok', lower: 0 });
    const hours = m.variable('hours', [], { unit: 'h', lower: 1 });
    const code = (call: () => unknown): string => faultsOf(call)[0].code;
    expect(code(() => negativeLogarithm(m, 'a', [], down))).toBe('core.outside-domain');
    expect(code(() => quadraticOverLinear(m, 'b', [], tokens, down))).toBe('core.outside-domain');
    expect(code(() => exponential(m, 'c', [], tokens))).toBe('core.unit-mismatch');
    expect(code(() => power(m, 'd', [], tokens, 1.5))).toBe('core.unit-mismatch');
    expect(code(() => power(m, 'e', [], tokens, 1))).toBe('core.exponent');
    const q = quadraticOverLinear(m, 'f', [], tokens, hours);
    expect([...(q.value.unit ?? [])]).toEqual([
      ['tok', 2],
      ['h', -1],
    ]);
    expect([...(power(m, 'g', [], tokens, 3).value.unit ?? [])]).toEqual([['tok', 3]]);
  });
});

function thinkingTokens(lambda: number, alpha: number): { compiled: CompiledModel; atoms: ConvexAtom[] } {
  // t0 s, c s/token, D, A, b: papers.md 4.2, Qwen3-8B.
  const tasks: Record<string, readonly [number, number, number, number, number]> = {
    'AIME 25': [0.1775, 9.03e-4, 0, 0.737, 1.13e-4],
    'AIME 24': [0.2706, 7.6e-4, 0, 0.595, 9.25e-5],
    'GPQA-D': [0.0899, 1.257e-3, 0.354, 0.227, 2.63e-4],
    GSM8K: [0.0663, 1.25e-4, 0.276, 0.677, 2.66e-3],
    'HMMT 25': [0.5198, 1.008e-3, 0.044, 0.302, 1.89e-4],
  };
  const task = set('task', Object.keys(tasks));
  const share = 1 / 5;
  const m = model();
  const data = (name: string, at: number) => m.parameter(name, [task], {}, (t) => tasks[t][at]);
  const [t0, c, D, A, b] = ['t0', 'c', 'D', 'A', 'b'].map(data);
  const tokens = m.variable('tokens', [task], { lower: 0, upper: 32768 });
  const time = tokens.times(c).plus(t0);
  const idle = time
    .sum()
    .times(-lambda * share)
    .plus(1);
  const missed = exponential(m, 'missed', [task], tokens.times(b).times(-1));
  const waiting = quadraticOverLinear(m, 'waiting', [task], time, idle);
  const accuracy = D.plus(A).sum().minus(missed.value.times(A).sum());
  const delay = time
    .sum()
    .times(share)
    .plus(waiting.value.sum().times((lambda * share) / 2));
  const compiled = m.maximize(accuracy.times(alpha * share).minus(delay)).compile();
  return { compiled, atoms: [missed, waiting] };
}

/** Least squares by the normal equations; small and well conditioned. */
function leastSquares(
  rows: number,
  columns: number,
  X: (i: number, j: number) => number,
  y: (i: number) => number,
): { readonly weights: readonly number[]; readonly residual: number } {
  const normal = range(columns).map((a) => [
    ...range(columns).map((b) => range(rows).reduce((sum, i) => sum + X(i, a) * X(i, b), 0)),
    range(rows).reduce((sum, i) => sum + X(i, a) * y(i), 0),
  ]);
  for (let p = 0; p < columns; p++)
    for (let r = 0; r < columns; r++) {
      if (r === p) continue;
      const factor = normal[r][p] / normal[p][p];
      normal[r] = normal[r].map((v, k) => v - factor * normal[p][k]);
    }
  const weights = normal.map((row, p) => row[columns] / row[p]);
  const off = (i: number): number => weights.reduce((sum, w, j) => sum + w * X(i, j), -y(i));
  return { weights, residual: range(rows).reduce((sum, i) => sum + off(i) ** 2, 0) };
}

/** The level at which the water above all floors comes to the amount. */
function waterLevel(floors: readonly number[], amount: number): number {
  const sorted = [...floors].sort((a, b) => a - b);
  let sum = amount;
  for (let k = 0; k < sorted.length; k++) {
    sum += sorted[k];
    const level = sum / (k + 1);
    if (k + 1 === sorted.length || level <= sorted[k + 1]) return level;
  }
  return Number.NaN;
}

function goldenMinimum(f: (u: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  for (let k = 0; k < 200; k++) {
    const [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
    if (f(c) < f(d)) b = d;
    else a = c;
  }
  return Math.min(f((a + b) / 2), f(low), f(high));
}

/** Negative entropy of the die of largest entropy with this mean: p_k proportional to z^k. */
function diceEntropy(mean: number): number {
  let [low, high] = [0.01, 100];
  const meanAt = (z: number): number => {
    const weights = range(6).map((k) => z ** (k + 1));
    return weights.reduce((sum, w, k) => sum + w * (k + 1), 0) / weights.reduce((sum, w) => sum + w, 0);
  };
  for (let k = 0; k < 300; k++) {
    const middle = Math.sqrt(low * high);
    if (meanAt(middle) < mean) low = middle;
    else high = middle;
  }
  const weights = range(6).map((k) => low ** (k + 1));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.reduce((sum, w) => sum + (w / total) * Math.log(w / total), 0);
}
