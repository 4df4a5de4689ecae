/** Ranges of an engine that may lie, checked with an engine that tries every vertex. */
import { describe, expect, test } from 'vitest';
import type { Claim, Engine } from '../src/backend.ts';
import { defineBackend, solveProgram } from '../src/define-backend.ts';
import type { Program } from '../src/program.ts';
import type { ClaimedRanging } from '../src/ranging.ts';
import { bruteForce, fake } from './engines.ts';
import { F, lp } from './support.ts';

/** max 3x + 2y, x + y <= 4, x - y <= 2, within [0, 10]: 11 at (3, 1) with prices (c1 + c2) / 2 and (c1 - c2) / 2. */
const MARKET = lp({
  sense: 'maximize',
  cost: [3, 2],
  rows: [
    [1, 1],
    [1, -1],
  ],
  rowBounds: [
    [-Infinity, 4],
    [-Infinity, 2],
  ],
  bounds: [
    [0, 10],
    [0, 10],
  ],
});

/** Of the minimisation of -3x - 2y. */
const RIGHT: ClaimedRanging = {
  cost: { from: F(-Infinity, -3), to: F(-2, 3) },
  rowLower: { from: F(-Infinity, -Infinity), to: F(-Infinity, -Infinity) },
  rowUpper: { from: F(2, -4), to: F(18, 4) },
};

/** The honest engine, and these ranges with every optimum that they are asked for. */
function claiming(ranging: ClaimedRanging | undefined): Engine {
  return fake(
    (program, options): Claim => {
      const claim = bruteForce(program);
      if (options.ranging !== true || claim.status !== 'optimal' || ranging === undefined) return claim;
      return { ...claim, ranging };
    },
    { capabilities: { ranging: true } },
  );
}

async function rangingOf(program: Program, claimed: ClaimedRanging | undefined) {
  const outcome = await solveProgram(program, defineBackend(claiming(claimed)), { ranging: true });
  if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') throw new Error(outcome.status);
  return outcome.solution.ranging;
}

/** RIGHT with one end of one range put elsewhere. */
function changed(
  which: keyof ClaimedRanging,
  end: 'from' | 'to',
  index: number,
  value: number,
): ClaimedRanging {
  const ends = RIGHT[which][end].slice();
  ends[index] = value;
  return { ...RIGHT, [which]: { ...RIGHT[which], [end]: ends } };
}

describe('verified ranging', () => {
  test('right ranges come out in the sense of the program', async () => {
    expect(await rangingOf(MARKET, RIGHT)).toEqual({
      status: 'verified',
      cost: { from: F(2, -3), to: F(Infinity, 3) },
      rowLower: RIGHT.rowLower,
      rowUpper: RIGHT.rowUpper,
    });
  });

  test('a narrower range is right, too', async () => {
    expect(await rangingOf(MARKET, changed('rowUpper', 'to', 0, 9))).toMatchObject({ status: 'verified' });
  });

  test.each<[string, ClaimedRanging, RegExp]>([
    ['a cost that goes too far', changed('cost', 'to', 0, -1.9), /cost of c0 at 1.9/],
    ['a cost without the end that it has', changed('cost', 'to', 0, Infinity), /cost of c0 without end/],
    ['a side that goes too far', changed('rowUpper', 'to', 0, 19), /upper side of r0 at 19/],
    [
      'a side that goes where nothing is feasible',
      changed('rowUpper', 'from', 0, -1),
      /upper side of r0 at -1: infeasible/,
    ],
    [
      'a side without the end that it has',
      changed('rowUpper', 'to', 1, Infinity),
      /upper side of r1 without end/,
    ],
    ['a range beside the number', changed('cost', 'from', 1, -1), /cost 1: /],
    ['NaN', changed('cost', 'from', 1, Number.NaN), /cost 1: /],
    ['an end for a side that is infinite', changed('rowLower', 'to', 0, 3), /lower side 0: /],
    ['ranges of another length', { ...RIGHT, cost: { from: F(-3), to: F(3) } }, /for 2 numbers/],
  ])('%s is refuted, and no number is handed out', async (_what, claimed, failure) => {
    const ranging = await rangingOf(MARKET, claimed);
    expect(ranging).toMatchObject({ status: 'refuted' });
    expect(JSON.stringify(ranging)).toMatch(failure);
    expect(ranging).not.toHaveProperty('cost');
  });

  test('a solver that gives none says so', async () => {
    expect(await rangingOf(MARKET, undefined)).toMatchObject({ status: 'unchecked' });
  });

  test('without the time to look at every end there are no numbers, and the optimum stands', async () => {
    const engine = fake(
      (program, _options, run): Claim => {
        if (run > 3) return { status: 'limit', which: 'time', iterations: 0 };
        const claim = bruteForce(program);
        return run === 1 && claim.status === 'optimal' ? { ...claim, ranging: RIGHT } : claim;
      },
      { capabilities: { ranging: true } },
    );
    const outcome = await solveProgram(MARKET, defineBackend(engine), { ranging: true });
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') throw new Error(outcome.status);
    expect(outcome.objective).toBe(11);
    expect(outcome.solution.ranging).toMatchObject({ status: 'unchecked' });
    expect(engine.log.closed).toBe(engine.log.opened.length);
  });

  test('a program without coefficients has ranges, too', async () => {
    const plain = lp({
      cost: [2, -1],
      bounds: [
        [1, 5],
        [0, 4],
      ],
      rows: [[0, 0]],
      rowBounds: [[-1, 1]],
    });
    expect(await rangingOf(plain, undefined)).toEqual({
      status: 'verified',
      cost: { from: F(0, -Infinity), to: F(Infinity, 0) },
      rowLower: { from: F(-Infinity), to: F(0) },
      rowUpper: { from: F(0), to: F(Infinity) },
    });
  });

  test('not asked for, not there', async () => {
    const outcome = await solveProgram(MARKET, defineBackend(claiming(RIGHT)));
    expect(outcome).toMatchObject({ status: 'optimal' });
    expect(outcome.status === 'optimal' && 'ranging' in outcome.solution).toBe(false);
  });

  test('refused where it is denied, and for integers', async () => {
    await expect(
      solveProgram(MARKET, defineBackend(fake(bruteForce)), { ranging: true }),
    ).rejects.toMatchObject({
      code: 'program.ranging-unsupported',
    });
    const engine = claiming(RIGHT);
    const searching = { ...engine, capabilities: { ...engine.capabilities, mip: true } };
    const whole = { ...MARKET, integer: Uint8Array.of(1, 1) };
    await expect(solveProgram(whole, defineBackend(searching), { ranging: true })).rejects.toMatchObject({
      code: 'program.ranging-integers',
    });
  });
});

describe('with a penalty of 2^27 in one column', () => {
  /** min 0.25 a + 0.5 b + 2^27 c,  a + b + c >= 5,  a <= 3, b <= 4: 1.75 at (3, 2, 0), price 0.5 while b sets it, from 3 to 7. */
  const penalised = lp({
    cost: [0.25, 0.5, 2 ** 27],
    rows: [[1, 1, 1]],
    rowBounds: [[5, Infinity]],
    bounds: [
      [0, 3],
      [0, 4],
      [0, Infinity],
    ],
  });
  const claimed = (from: number, to: number): ClaimedRanging => ({
    cost: { from: F(-Infinity, 0.25, 0.5), to: F(0.5, 2 ** 27, Infinity) },
    rowLower: { from: F(from), to: F(to) },
    rowUpper: { from: F(Infinity), to: F(Infinity) },
  });

  test('the right range is verified', async () => {
    expect(await rangingOf(penalised, claimed(3, 7))).toMatchObject({ status: 'verified' });
  });

  test.each([
    [0, 7],
    [3, Infinity],
    [-Infinity, 7],
    [3, 8],
  ])('%d to %d is refuted', async (from, to) => {
    expect(await rangingOf(penalised, claimed(from, to))).toMatchObject({ status: 'refuted' });
  });
});
