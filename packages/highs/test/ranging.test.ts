import type { Ranging, Session } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { highs } from '../src/index.ts';
import { program, randomProgram, TEXTBOOK } from './programs.ts';
import { backend, flat } from './solve.ts';

/** min 7x - 2y, where HiGHS refuses its ranging as long as simplex has not seen the basis of the crossover. */
const EDGE = program({
  cost: [7, -2],
  matrix: [
    [5, 3],
    [4, -3],
  ],
  rows: [
    [19, Infinity],
    [-3, 2],
  ],
  columns: [
    [0, 6],
    [-Infinity, 5],
  ],
});

async function verified(session: Session) {
  const solution = flat(await session.solve({ ranging: true }));
  const ranging: Ranging | undefined = solution.ranging;
  if (ranging?.status !== 'verified') throw new Error(`expected ranges, got ${JSON.stringify(ranging)}`);
  return { ...solution, ranging };
}

describe('ranging', () => {
  test.each([1, 2, 3])(
    'drawn: beyond a cost range the point is no longer the best, seed %i',
    async (seed) => {
      const program = randomProgram(8, 14, 3, seed);
      const session = await backend.open(program);
      try {
        const { x, ranging, objective } = await verified(session);
        const flip = program.sense === 'minimize' ? 1 : -1;
        let tried = 0;
        for (let j = 0; j < x.length; j++) {
          for (const [end, out] of [
            [ranging.cost.from[j], -1],
            [ranging.cost.to[j], 1],
          ]) {
            if (!Number.isFinite(end)) continue;
            const cost = end + out * 0.1 * (1 + Math.abs(end));
            const index = Int32Array.of(j);
            await session.update({ cost: { index, value: Float64Array.of(cost) } });
            const beyond = flat(await session.solve());
            await session.update({ cost: { index, value: Float64Array.of(program.cost[j]) } });
            const kept = objective + (cost - program.cost[j]) * x[j];
            expect(flip * (kept - beyond.objective)).toBeGreaterThan(1e-6);
            tried++;
          }
        }
        expect(tried).toBeGreaterThan(x.length / 2);
      } finally {
        session.close();
      }
    },
  );

  test('follows the program through a session', async () => {
    const session = await backend.open(TEXTBOOK);
    try {
      expect((await verified(session)).ranging.cost.from[0]).toBeCloseTo(2, 9);
      // Prices are (c1 + c2) / 2 and (c1 - c2) / 2, both at least zero.
      await session.update({ cost: { index: Int32Array.of(1), value: Float64Array.of(1) } });
      expect((await verified(session)).ranging.cost.from[0]).toBeCloseTo(1, 9);
    } finally {
      session.close();
    }
  });

  test.each(['ipm', 'choose'] as const)('right after a crossover, too: algorithm %s', async (algorithm) => {
    for (const stated of [EDGE, ...[4, 5, 6].map((seed) => randomProgram(8, 14, 3, seed))]) {
      const session = await highs({ algorithm }).open(stated);
      try {
        const { x, ranging } = await verified(session);
        expect(ranging.cost.from).toHaveLength(x.length);
      } finally {
        session.close();
      }
    }
  });
});
