/**
 * The benchmark cannot rot: at a tiny size every implementation that is here states the same model, with the same
 * optimum. Everything but the two programs from Debian runs in this process; one cell goes through a process of its own.
 */
import { expect, test } from 'vitest';
import { measure } from '../src/cell.ts';
import { modelFingerprint } from '../src/fingerprint.ts';
import type { Job, Measures } from '../src/measures.ts';
import { glpsolVersion } from '../src/peers/mathprog.ts';
import { pulpVersion } from '../src/peers/pulp.ts';
import { PEERS, type PeerName } from '../src/registry.ts';
import { runCell } from '../src/runner.ts';
import type { ModelArrays } from '../src/statement.ts';

const SIZES = [
  ['basic', '5'],
  ['knapsack', '12'],
  ['facility', '6'],
  ['ijklm', '100'],
  ['nodal', '7x4x3+20'],
] as const;

const glpsol = glpsolVersion();
const HERE: Readonly<Partial<Record<PeerName, boolean>>> = {
  pulp: pulpVersion() !== undefined && glpsol !== undefined,
  mathprog: glpsol !== undefined,
};

function job(problem: string, size: string, peer: string): Job {
  return { experiment: 'build', problem, size, peer, solve: true };
}

function expectSame(actual: Measures, expected: Measures): void {
  expect(actual.fingerprint).toBe(expected.fingerprint);
  expect(actual.columns).toBe(expected.columns);
  expect(actual.objective).toBeCloseTo(expected.objective ?? Number.NaN, 3);
}

for (const peer of PEERS) {
  const here = HERE[peer] ?? true;
  if (!here) console.log(`skipped ${peer}: not installed (apt-get install python3-pulp glpk-utils)`);
  test.skipIf(!here).each(SIZES)(`${peer} states %s`, async (problem, size) => {
    expectSame(await measure(job(problem, size, peer)), await measure(job(problem, size, 'floor')));
  });
}

test('a cell in a process of its own says the same, and what it cost', async () => {
  const [answer, here] = [
    await runCell(job('nodal', '7x4x3+20', 'marginal'), 30),
    await measure(job('nodal', '7x4x3+20', 'floor')),
  ];
  if ('reason' in answer) throw new Error(answer.reason);
  expectSame(answer, here);
  expect(answer.memory.peak).toBeGreaterThan(answer.memory.base / 2);
  expect(answer.phases.build).toBeGreaterThan(0);
});

test('a cell that cannot be measured says why', async () => {
  expect(await runCell(job('nodal', '3x4x3+0', 'floor'), 30)).toEqual({
    reason: 'too many arcs, or too many of them at the hub',
  });
});

test('an update and a rebuild end at the same optimum', async () => {
  const update = { experiment: 'update', problem: 'nodal', size: '5x4x2+0', solve: true } as const;
  const [ours, floor] = [
    await measure({ ...update, peer: 'marginal' }),
    await measure({ ...update, peer: 'floor' }),
  ];
  expectSame(ours, floor);
  expect(ours.phases.update).toBeGreaterThan(0);
});

test('a hand-off passes the model', async () => {
  const handOff = { experiment: 'handoff', problem: 'basic', size: '5', solve: false } as const;
  const ours = await measure({ ...handOff, peer: 'marginal' });
  expect(ours.phases.handOff).toBeGreaterThan(0);
  expect(ours.fingerprint).toBe((await measure(job('basic', '5', 'floor'))).fingerprint);
});

/** max 3x + 2y, 1 <= x + y <= 4, 2x <= 5, x, y >= 0. */
const SAMPLE: ModelArrays = {
  sense: 'maximize',
  cost: Float64Array.of(3, 2),
  columnLower: Float64Array.of(0, 0),
  columnUpper: Float64Array.of(Infinity, Infinity),
  rowLower: Float64Array.of(1, -Infinity),
  rowUpper: Float64Array.of(4, 5),
  matrix: {
    by: 'row',
    starts: Int32Array.of(0, 2, 3),
    index: Int32Array.of(0, 1, 0),
    values: Float64Array.of(1, 1, 2),
  },
};

test('the fingerprint knows neither order nor form', () => {
  // min -2y - 3x, -x - y <= -1, x + y <= 4, x <= 2.5, by column, columns the other way round.
  const other: ModelArrays = {
    sense: 'minimize',
    cost: Float64Array.of(-2, -3),
    columnLower: Float64Array.of(0, 0),
    columnUpper: Float64Array.of(Infinity, 2.5),
    rowLower: Float64Array.of(-Infinity, -4),
    rowUpper: Float64Array.of(-1, Infinity),
    matrix: {
      by: 'column',
      starts: Int32Array.of(0, 2, 4),
      index: Int32Array.of(0, 1, 0, 1),
      values: Float64Array.of(-1, -1, -1, -1),
    },
  };
  expect(modelFingerprint(other)).toBe(modelFingerprint(SAMPLE));
});

test('the fingerprint sees every number', () => {
  const same = modelFingerprint(SAMPLE);
  const { matrix } = SAMPLE;
  const others: ModelArrays[] = [
    { ...SAMPLE, sense: 'minimize' },
    { ...SAMPLE, cost: Float64Array.of(3, 2.125) },
    { ...SAMPLE, columnLower: Float64Array.of(0, 0.125) },
    { ...SAMPLE, columnUpper: Float64Array.of(Infinity, 9) },
    { ...SAMPLE, integer: Uint8Array.of(0, 1) },
    { ...SAMPLE, rowLower: Float64Array.of(1.125, -Infinity) },
    { ...SAMPLE, rowUpper: Float64Array.of(4, 5.125) },
    { ...SAMPLE, matrix: { ...matrix, values: Float64Array.of(1, 1.125, 2) } },
    { ...SAMPLE, matrix: { ...matrix, index: Int32Array.of(0, 1, 1) } },
  ];
  const prints = others.map((other) => modelFingerprint(other));
  expect(new Set([same, ...prints]).size).toBe(1 + others.length);
});
