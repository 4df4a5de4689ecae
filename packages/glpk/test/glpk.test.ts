/** Engines and methods behind one name: what they are called, what they refuse, and that they agree. */
import { checkOptimal, type MarginalError, solveProgram, TOLERANCES } from '@marginal/program';
import { expect, test } from 'vitest';
import { type GlpkOptions, glpk } from '../src/index.ts';
import { boxed, dense } from './support.ts';

const EVERY: readonly GlpkOptions[] = [
  {},
  { method: 'primal' },
  { method: 'dual' },
  { method: 'interior' },
  { engine: 'glpk.js' },
];

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return (error as MarginalError).code;
  }
  return undefined;
}

test('each has a name of its own', () => {
  const names = EVERY.map((options) => glpk(options).name);
  expect(names).toEqual(['glpk', 'glpk:primal', 'glpk:dual', 'glpk:interior', 'glpk.js']);
  expect(glpk({ engine: 'glpk-wasm' }).name).toBe('glpk');
  expect(glpk({ method: 'interior', thread: 'worker' }).name).toBe('glpk:interior');
});

test('what glpk.js cannot be told is refused at once, types or none', () => {
  for (const told of [{ method: 'dual' }, { method: 'interior' }, { thread: 'worker' }, { wasm: 'a.wasm' }])
    expect(codeOf(() => glpk({ engine: 'glpk.js', ...told } as GlpkOptions))).toBe('glpk.option-unsupported');
});

test('a word that an option does not know is refused at once', () => {
  for (const option of ['engine', 'method', 'thread'])
    expect(codeOf(() => glpk({ [option]: 'foo' } as GlpkOptions))).toBe(`glpk.${option}`);
  expect(codeOf(() => glpk({ engine: 'glpk.js', thread: 'foo' } as unknown as GlpkOptions))).toBe(
    'glpk.thread',
  );
});

test('a basis comes from the simplex method of glpk-wasm alone, and integers not from the interior point method', () => {
  for (const options of EVERY) {
    const { name, capabilities } = glpk(options);
    const hasBasis = name !== 'glpk.js' && name !== 'glpk:interior';
    expect([capabilities.basisOut, capabilities.basisIn, capabilities.warmStart]).toEqual(
      Array(3).fill(hasBasis),
    );
    expect(capabilities.mip).toBe(name !== 'glpk:interior');
    expect(capabilities.toleranceClass).toBe(name === 'glpk:interior' ? 'interior' : 'vertex');
  }
});

test('all find the same optimum of a program of 60 rows, each with duals that prove it', async () => {
  const program = boxed(60, 120, 4);
  const [first, ...others] = await Promise.all(EVERY.map((options) => solveProgram(program, glpk(options))));
  expect(first.status).toBe('optimal');
  if (first.status !== 'optimal') return;
  for (const outcome of others) {
    expect(outcome.status).toBe('optimal');
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') continue;
    expect(outcome.solver.name).not.toBe('glpk');
    expect(Math.abs(outcome.objective - first.objective)).toBeLessThan(1e-6 * (1 + first.objective));
    expect(checkOptimal(program, outcome.solution, TOLERANCES.interior).verdict).toBe('verified');
    expect(outcome.solution.basis !== undefined).toBe(!/js|interior/.test(outcome.solver.name));
  }
});

test('a worker goes by the method it was made with', async () => {
  const program = dense({ cost: [2, 3], rows: [[1, 1]], between: [[4, Infinity]] });
  const outcome = await solveProgram(program, glpk({ method: 'interior', thread: 'worker' }));
  expect(outcome.status).toBe('optimal');
  if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') return;
  expect(outcome.solution.basis).toBeUndefined();
  // An interior point stops short of the bound that a vertex stands on.
  expect(outcome.solution.x[1]).toBeGreaterThan(0);
  expect(outcome.objective).toBeCloseTo(8, 5);
});
