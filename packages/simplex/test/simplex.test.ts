/** The backend behind the contract of `@marginal/program`: signs, sessions, signals, progress, certificates, warnings. */
import {
  checkRay,
  type Fault,
  InvalidInputError,
  type Program,
  type Progress,
  solveProgram,
} from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { coefficientWarnings, type SolveStatistics, simplex, solveSync } from '../src/index.ts';
import { feasibleProgram, INF, lp, objectiveOf, tinyProgram, verified } from './support.ts';

const backend = simplex();

/** A program that takes long enough to be interrupted. */
const large = feasibleProgram(17, 400, 800, true);

describe('answers', () => {
  test('duals are derivatives of the optimum, for both senses', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const base = feasibleProgram(seed, 8, 16, false);
      for (const sense of ['minimize', 'maximize'] as const) {
        const program: Program = {
          ...base,
          sense,
          cost: sense === 'minimize' ? base.cost : base.cost.map((c) => -c),
        };
        const outcome = await solveProgram(program, backend);
        const z = objectiveOf(outcome);
        if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') throw new Error(outcome.status);
        const { rowDual } = outcome.solution;
        const h = 1e-6;
        for (let i = 0; i < 8; i++) {
          const moved = (t: number): number => {
            const rowLower = program.rowLower.slice();
            const rowUpper = program.rowUpper.slice();
            rowLower[i] += t;
            rowUpper[i] += t;
            return objectiveOf(solveSync({ ...program, rowLower, rowUpper }));
          };
          // Between the one-sided derivatives, whichever vertex was found.
          const [left, right] = [(z - moved(-h)) / h, (moved(h) - z) / h];
          expect(rowDual[i]).toBeGreaterThan(Math.min(left, right) - 1e-4);
          expect(rowDual[i]).toBeLessThan(Math.max(left, right) + 1e-4);
        }
      }
    }
  });

  test('an unbounded program has a point and a ray', async () => {
    // max x + y with x - y between -1 and 1: both grow for ever.
    const program = lp({ sense: 'maximize', cost: [1, 1], matrix: [[1, -1]], rows: [[-1, 1]] });
    const outcome = await solveProgram(program, backend);
    expect(outcome.status).toBe('unbounded');
    if (outcome.status !== 'unbounded') return;
    expect(checkRay(program, outcome.ray).verdict).toBe('verified');
    expect(
      checkRay(
        program,
        outcome.ray.map((d) => -d),
      ).verdict,
    ).toBe('refuted');
  });

  test('a near miss of 1e-9 is not called infeasible', async () => {
    const program = lp({
      cost: [1, 1],
      matrix: [
        [1, 1],
        [1, 1],
      ],
      rows: [
        [1, INF],
        [-INF, 1 - 1e-9],
      ],
    });
    expect((await solveProgram(program, backend)).status).not.toBe('infeasible');
  });

  test('agrees with the synchronous interface to the last digit', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const program = tinyProgram(seed);
      // A program without coefficients is answered by the contract itself, without a basis.
      if (program.matrix.values.length === 0) continue;
      const there = verified(await solveProgram(program, backend));
      const here = verified(solveSync(program));
      expect({ ...there, seconds: 0 }).toEqual({ ...here, seconds: 0 });
    }
  });
});

describe('interruption', () => {
  test('a signal stops a running solve, and the session goes on afterwards', async () => {
    const expected = objectiveOf(solveSync(large));
    const session = await backend.open(large);
    const stop = new AbortController();
    const reports: Progress[] = [];
    const aborted = await session.solve({
      signal: stop.signal,
      onProgress: (progress) => {
        reports.push(progress);
        stop.abort();
      },
    });
    expect(aborted).toMatchObject({ status: 'limit', which: 'aborted' });
    expect(reports).toHaveLength(1);
    expect(reports[0].iterations).toBeGreaterThan(0);
    const finished = objectiveOf(await session.solve());
    expect(Math.abs(finished - expected) / (1 + Math.abs(expected))).toBeLessThan(1e-9);
    session.close();
  });

  test('a time limit ends in a limit', async () => {
    expect(await solveProgram(large, backend, { timeLimit: 1e-3 })).toMatchObject({
      status: 'limit',
      which: 'time',
    });
  });

  test('work is counted the same way twice', async () => {
    const seen: SolveStatistics[] = [];
    for (let k = 0; k < 2; k++)
      await solveProgram(large, simplex({ onStatistics: (statistics) => seen.push(statistics) }));
    expect(seen[0].work).toBeGreaterThan(0);
    expect(seen[1]).toEqual(seen[0]);
  });
});

describe('risky numbers', () => {
  const wide = lp({
    cost: [1, 1, 1],
    matrix: [
      [1e7, 1, 0],
      [0, 1, 1],
      [0, 1, 1e-6],
    ],
    rows: [
      [1, INF],
      [1, INF],
      [1, INF],
    ],
  });

  test('a range of 1e12 is warned about with the two worst rows', async () => {
    const warnings: Fault[] = [];
    await solveProgram(wide, simplex({ onWarning: (warning) => warnings.push(warning) }));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ code: 'simplex.coefficient-range', place: 'r0, r2' });
  });

  test('both ends in one row: the next worst is named with it', () => {
    const matrix = [
      [1e7, 1e-7],
      [1, 1],
      [1, 1000],
    ];
    const [warning] = coefficientWarnings(
      lp({ cost: [1, 1], matrix, rows: matrix.map(() => [1, INF] as const) }),
    );
    expect(warning.place).toBe('r0, r2');
  });

  test('an ordinary program is not', () => {
    expect(coefficientWarnings(large)).toEqual([]);
  });

  test('a coefficient beyond 1e15 is refused with row and column', async () => {
    const program = lp({ cost: [1, 1], matrix: [[1, 2e15]], rows: [[1, INF]] });
    await expect(solveProgram(program, backend)).rejects.toThrow(InvalidInputError);
    await expect(solveProgram(program, backend)).rejects.toThrow('coefficient of c1 in r0');
  });
});
