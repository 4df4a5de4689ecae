import { highs } from '@marginal/highs';
import { solveProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { solveSync } from '../src/index.ts';
import { lp } from './support.ts';

const I = Number.POSITIVE_INFINITY;

test('a basis that is repaired after every pivot comes to an end, without any limit given', {
  timeout: 60_000,
}, () => {
  const program = lp({
    cost: [0, 0, 0, 0],
    columns: [
      [-I, I],
      [-I, -3],
      [-I, -3],
      [-0.8, -0.8],
    ],
    matrix: [
      [0, -1e-6, 1, 0],
      [1, -1, -1, 0],
      [-1, 0, 0, -1e-6],
      [-1e-6, 1e-6, 0, 1],
    ],
    rows: [
      [0, 0],
      [0, I],
      [0, I],
      [0, 0],
    ],
  });
  // A point exists, so anything but a proof to the contrary is honest.
  expect(['optimal', 'imprecise', 'failed']).toContain(solveSync(program).status);
});

test('an unbounded program that a tiny dual on a free row makes look optimal', async () => {
  const program = lp({
    cost: [2, 0],
    columns: [
      [-I, 3],
      [0, I],
    ],
    matrix: [
      [1, 1e6],
      [-1e6, -1],
    ],
    rows: [
      [-I, I],
      [0, 0],
    ],
  });
  expect(solveSync(program).status).not.toBe('optimal');
  expect((await solveProgram(program, highs())).status).toBe('unbounded');
});
