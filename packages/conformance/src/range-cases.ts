/**
 * Numbers at the ends of the claimed numeric range. Whatever lies inside is admitted, so it must be kept: a coefficient
 * that is dropped there, or a bound read as infinite, is a wrong answer. The programs depend on the claim.
 */
import type { Capabilities, NumericRange, Program } from '@marginal/program';
import type { Case } from './case.ts';
import { stated } from './sketch.ts';
import { judge, type Truth } from './truth.ts';

function atEnd(
  id: string,
  program: (range: NumericRange) => Program,
  truth: (range: NumericRange) => Truth,
  exempt: (capabilities: Capabilities) => string | undefined = () => undefined,
): Case {
  return {
    id: `range: ${id}`,
    layer: 'analytic',
    async run(bench) {
      const { capabilities } = bench.backend;
      const reason = exempt(capabilities);
      if (reason !== undefined) return { status: 'skipped', reason };
      const { numericRange } = capabilities;
      return judge(program(numericRange), truth(numericRange), bench);
    },
  };
}

const best = (objective: number): Truth => ({ status: 'optimal', objective });

/** Beyond 1e100 sums of squares overflow, whoever adds them. */
function largestBound({ infinity }: NumericRange): number {
  return Math.min(infinity / 2, 1e100);
}

/** Zero stands for no limit; then 1e-100, whose products with anything here are still ordinary numbers. */
function smallest({ smallestCoefficient }: NumericRange): number {
  return Math.max(smallestCoefficient, 1e-100);
}

export const RANGE_CASES: readonly Case[] = [
  atEnd(
    'the smallest coefficient beside a one',
    (range) => {
      const s = smallest(range);
      return stated({
        cost: [3 * s, 5],
        columns: [
          [0, 8 / s],
          [0, 9],
        ],
        rows: [[s, 1]],
        between: [[4, Infinity]],
      });
    },
    () => best(12),
    ({ numericRange }) =>
      8 / smallest(numericRange) < numericRange.infinity
        ? undefined
        : 'the column it needs would count as infinite',
  ),
  atEnd(
    'the smallest coefficient in a row by itself',
    (range) => {
      const s = smallest(range);
      return stated({
        cost: [3, 5],
        columns: [
          [0, 10],
          [0, 9],
        ],
        rows: [[s, s]],
        between: [[4 * s, Infinity]],
      });
    },
    () => best(12),
  ),
  atEnd(
    'the largest coefficient beside a one',
    ({ largestCoefficient: large, infinity }) => {
      const a = Math.min(large, infinity / 16);
      return stated({
        cost: [3 * a, 5],
        columns: [
          [0, 10],
          [0, 9],
        ],
        rows: [[a, 1]],
        between: [[4, Infinity]],
      });
    },
    () => best(12),
  ),
  atEnd(
    'the largest coefficient in a row by itself',
    ({ largestCoefficient: large, infinity }) => {
      const a = Math.min(large, infinity / 16);
      return stated({
        cost: [3, 5],
        columns: [
          [0, 10],
          [0, 9],
        ],
        rows: [[a, a]],
        between: [[4 * a, Infinity]],
      });
    },
    () => best(12),
  ),
  atEnd(
    'a bound just below infinite still bounds',
    (range) =>
      stated({
        sense: 'maximize',
        cost: [1, 0],
        columns: [
          [0, Infinity],
          [0, largestBound(range)],
        ],
        rows: [[1, -1]],
        between: [[-Infinity, 0]],
      }),
    (range) => best(largestBound(range)),
  ),
];
