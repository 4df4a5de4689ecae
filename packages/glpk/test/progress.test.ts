/** Reports of a run: they rise, they end at what the outcome counts, and what a listener throws costs nothing but the solve. */
import { type Progress, solveProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { glpk } from '../src/index.ts';
import { dense, generator } from './support.ts';

/** Takes the primal simplex about a hundred iterations, in two phases. */
function long(seed: number) {
  const random = generator(seed);
  const [m, n] = [60, 90];
  const rows = Array.from({ length: m }, () =>
    Array.from({ length: n }, () => (random() < 0.6 ? 0 : Math.ceil(9 * random()))),
  );
  return dense({
    cost: Array.from({ length: n }, () => 1 + random()),
    rows,
    between: rows.map((row) => [row.reduce((sum, a) => sum + a, 0) * random(), Infinity]),
  });
}

for (const thread of ['main', 'worker'] as const)
  test(`iterations rise to those of the outcome, on the thread ${thread}`, async () => {
    const session = await glpk({ thread }).open(long(3));
    for (let round = 0; round < 2; round++) {
      const reports: Progress[] = [];
      const outcome = await session.solve({ onProgress: (progress) => reports.push(progress) });
      expect(outcome.status).toBe('optimal');
      const counts = reports.map(({ iterations }) => iterations);
      expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
      expect(counts.at(-1) ?? 0).toBe(outcome.iterations);
      expect(reports.every(({ seconds, objective }) => seconds >= 0 && objective === undefined)).toBe(true);
      // Solved again from its own basis there is nothing to report.
      expect(counts.length > 0).toBe(round === 0);
    }
    session.close();
  });

test('what a listener throws ends the solve and not the session', async () => {
  const session = await glpk().open(long(4));
  const failing = await session.solve({
    onProgress: () => {
      throw new Error('no more');
    },
  });
  expect(failing).toMatchObject({ status: 'failed', cause: expect.stringContaining('no more') });
  const after = await session.solve();
  const fresh = await solveProgram(long(4), glpk());
  if (after.status !== 'optimal' || fresh.status !== 'optimal') throw new Error('no optimum');
  expect(Math.abs(after.objective - fresh.objective)).toBeLessThan(1e-9 * fresh.objective);
});
