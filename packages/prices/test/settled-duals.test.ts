import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { createProgram, type Program, solveProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { dualFace } from '../src/dual-face.ts';
import { settledDuals } from '../src/settled-duals.ts';
import { programOf } from './row-program.ts';

const digit = fc.integer({ min: 0, max: 3 });

property.prop(
  [
    fc.integer({ min: 1, max: 4 }).chain((n) =>
      fc.record({
        rows: fc.array(fc.array(digit, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 4 }),
        b: fc.array(digit, { minLength: 4, maxLength: 4 }),
        c: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: n, maxLength: n }),
        u: fc.integer({ min: 1, max: 4 }),
      }),
    ),
  ],
  { numRuns: 200 },
)('a settled dual is the only optimal one: both ends by programs of their own', async ({ rows, b, c, u }) => {
  const used = rows.filter((row) => row.some((value) => value !== 0));
  if (used.length === 0) return;
  const program = programOf(used, b.slice(0, used.length), c, u);
  const outcome = await solveProgram(program, highs());
  if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') return;
  const { rowDual } = outcome.solution;
  const face = dualFace(program, outcome.solution);
  for (const [row, flag] of settledDuals(program, face).entries()) {
    if (flag === 0) continue;
    for (const direction of [1, -1]) {
      const cost = new Float64Array(face.cost.length);
      cost[row] = direction;
      const end = await solveProgram(createProgram({ ...face, cost }), highs());
      if (end.status !== 'optimal') expect.unreachable(end.status);
      expect(direction * end.objective).toBeCloseTo(rowDual[row], 6);
    }
  }
});

test('an interior column settles its row; a tie at a bound settles none; a tiny coefficient is not believed', async () => {
  const at = async (program: Program): Promise<number[]> => {
    const outcome = await solveProgram(program, highs());
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') expect.unreachable();
    return [...settledDuals(program, dualFace(program, outcome.solution))];
  };
  expect(await at(programOf([[1, 1]], [5], [2, 3], 10))).toEqual([1]);
  // Demand equals what the cheap one can give: any price between the two costs is right.
  expect(await at(programOf([[1, 1]], [10], [2, 3], 10))).toEqual([0]);
  expect(
    await at(
      programOf(
        [
          [1, 0],
          [1e-4, 1],
        ],
        [5, 3],
        [2, 3],
        10,
      ),
    ),
  ).toEqual([1, 1]);
});
