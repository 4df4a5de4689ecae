/** What is cut out of the face changes no interval: both ends against programs over the whole face. */
import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { createProgram, type Program, solveProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { dualFace } from '../src/dual-face.ts';
import { faceBlocks } from '../src/face-blocks.ts';
import { dualIntervals } from '../src/index.ts';
import { settledDuals } from '../src/settled-duals.ts';
import { programOf } from './row-program.ts';

const backend = highs();

/** Least value of direction * (dual of the row) over the face, times direction; infinite where there is none. */
async function endOverFace(face: Program, row: number, direction: 1 | -1): Promise<number> {
  const cost = new Float64Array(face.cost.length);
  cost[row] = direction;
  const end = await solveProgram(createProgram({ ...face, cost }), backend);
  if (end.status === 'unbounded') return direction * -Infinity;
  if (end.status !== 'optimal') throw new Error(`the face came out ${end.status}`);
  return direction * end.objective;
}

const entry = fc.constantFrom(-1, 0, 0, 1, 1, 2);

property.prop(
  [
    fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([m, n]) =>
      fc.record({
        rows: fc.array(fc.array(entry, { minLength: n, maxLength: n }), { minLength: m, maxLength: m }),
        b: fc.array(fc.integer({ min: -2, max: 3 }), { minLength: m, maxLength: m }),
        c: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: n, maxLength: n }),
        u: fc.integer({ min: 1, max: 3 }),
        asked: fc.array(fc.boolean(), { minLength: m, maxLength: m }),
      }),
    ),
  ],
  { seed: 20261121, numRuns: 300 },
)('the intervals of some rows are those over the whole face', async ({ rows, b, c, u, asked }) => {
  const kept = rows.flatMap((row, i) => (row.some((value) => value !== 0) ? [i] : []));
  fc.pre(kept.length > 0);
  const program = programOf(
    kept.map((i) => rows[i]),
    kept.map((i) => b[i]),
    c,
    u,
  );
  const outcome = await solveProgram(program, backend);
  if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') return;
  const face = dualFace(program, outcome.solution);
  const wanted = kept.flatMap((i, k) => (asked[i] ? [k] : []));
  const intervals = await dualIntervals(program, outcome, wanted, backend);
  for (const [k, row] of wanted.entries()) {
    for (const [direction, end] of [
      [1, intervals[k].low],
      [-1, intervals[k].high],
    ] as const) {
      const known = await endOverFace(face, row, direction);
      if (Number.isFinite(known)) expect(end).toBeCloseTo(known, 7);
      else expect(end).toBe(known);
    }
  }
});

test('markets with nothing in common are blocks of their own; rows nobody asks for go', async () => {
  // Two ties of two offers each, and a third market that nobody asks for.
  const program = programOf(
    [
      [1, 1, 0, 0, 0, 0],
      [0, 0, 1, 1, 0, 0],
      [0, 0, 0, 0, 1, 1],
    ],
    [4, 4, 4],
    [1, 2, 3, 5, 1, 9],
    4,
  );
  const outcome = await solveProgram(program, backend);
  if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') expect.unreachable(outcome.status);
  const face = dualFace(program, outcome.solution);
  const settled = settledDuals(program, face);
  const blocks = faceBlocks(program, face, settled, outcome.solution.rowDual, Uint8Array.of(1, 1, 0));
  expect(blocks.map(({ rows }) => [...rows])).toEqual([[0], [1]]);
  // Each is bounds alone: nothing is left to solve.
  expect(blocks.map(({ program: { columnLower, columnUpper } }) => [columnLower[0], columnUpper[0]])).toEqual(
    [
      [1, 2],
      [3, 5],
    ],
  );
});
