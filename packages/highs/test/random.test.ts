/** Random small programs of every shape: each ends in a verified outcome, and the two senses and HiGHS agree. */
import { fc, test } from '@fast-check/vitest';
import { elastic, type Outcome, type Program, recession, solveProgram } from '@marginal/program';
import { describe, expect } from 'vitest';
import { type Interval, program } from './programs.ts';
import { backend, optimum } from './solve.ts';

const SETTINGS = { seed: 20_260_801, numRuns: 400 };

const whole = fc.integer({ min: -4, max: 4 });
/** Four decades of size, in steps that arithmetic does not like. */
const scaled = fc
  .tuple(fc.integer({ min: -99, max: 99 }), fc.constantFrom(0.1, 1, 0.003, 13))
  .map(([a, b]) => a * b);
const sparse = (number: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: number });

/** Free, fixed, one-sided and two-sided, the empty and the ordinary. */
function interval(number: fc.Arbitrary<number>): fc.Arbitrary<Interval> {
  return fc.tuple(number, number, fc.integer({ min: 0, max: 5 })).map(([a, b, kind]): Interval => {
    if (kind === 0) return [-Infinity, Infinity];
    if (kind === 1) return [a, a];
    if (kind === 2) return [a, Infinity];
    if (kind === 3) return [-Infinity, a];
    return kind === 4 ? [0, Infinity] : [Math.min(a, b), Math.max(a, b)];
  });
}

function programs(number: fc.Arbitrary<number>): fc.Arbitrary<Program> {
  const shape = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 9 }));
  const list = <Item>(of: fc.Arbitrary<Item>, length: number): fc.Arbitrary<Item[]> =>
    fc.array(of, { minLength: length, maxLength: length });
  return shape.chain(([rows, columns]) =>
    fc
      .record({
        sense: fc.constantFrom('minimize' as const, 'maximize' as const),
        offset: number,
        cost: list(number, columns),
        columns: list(interval(number), columns),
        matrix: list(list(sparse(number), columns), rows),
        rows: list(interval(number), rows),
      })
      .map(program),
  );
}

/** A program that has optima: its rows hold a point of a box. */
function solvable(number: fc.Arbitrary<number>): fc.Arbitrary<Program> {
  return programs(number).map((drawn) => {
    const activity = new Float64Array(drawn.matrix.rowCount);
    const { starts, rows, values, columnCount } = drawn.matrix;
    for (let j = 0; j < columnCount; j++)
      for (let k = starts[j]; k < starts[j + 1]; k++) activity[rows[k]] += values[k];
    return {
      ...drawn,
      columnLower: new Float64Array(columnCount).fill(-1),
      columnUpper: new Float64Array(columnCount).fill(2),
      rowLower: activity.map((a, i) => (i % 3 === 0 ? -Infinity : a - (i % 2))),
      rowUpper: activity.map((a, i) => (i % 3 === 1 ? Infinity : a + (i % 2))),
    };
  });
}

function expectVerified(outcome: Outcome): void {
  if (['optimal', 'infeasible', 'unbounded'].includes(outcome.status)) return;
  throw new Error(`not a verified outcome: ${JSON.stringify(outcome)}`);
}

describe.each([
  ['whole numbers', whole],
  ['numbers of four decades', scaled],
])('%s', (_what, number) => {
  test.prop([programs(number)], SETTINGS)('every outcome is verified', async (drawn) => {
    expectVerified(await solveProgram(drawn, backend));
  });

  test.prop([solvable(number)], SETTINGS)(
    'a feasible program in a box has a verified optimum',
    async (drawn) => {
      const { objective, rowDual, reducedCost } = await optimum(drawn);
      const turned = await optimum({
        ...drawn,
        sense: drawn.sense === 'minimize' ? 'maximize' : 'minimize',
        offset: -drawn.offset,
        cost: drawn.cost.map((c) => -c),
      });
      expect(turned.objective).toBe(-objective + 0);
      expect(turned.rowDual).toEqual(rowDual.map((y) => -y + 0));
      expect(turned.reducedCost).toEqual(reducedCost.map((r) => -r + 0));
    },
  );

  test.prop([programs(number), programs(number)], SETTINGS)(
    'a session changed into another program ends as that program does',
    async (drawn, other) => {
      const { columnCount, rowCount } = drawn.matrix;
      const index = (length: number): Int32Array => Int32Array.from({ length }, (_, k) => k);
      const pick = (from: Float64Array, length: number): Float64Array =>
        Float64Array.from({ length }, (_, k) => from[k % from.length]);
      const session = await backend.open(drawn);
      try {
        await session.solve();
        await session.update({ cost: { index: index(columnCount), value: pick(other.cost, columnCount) } });
        expect((await session.solve()).status).toBe((await solveProgram(session.program, backend)).status);
        await session.update({
          rowBounds: {
            index: index(rowCount),
            lower: pick(other.rowLower, rowCount),
            upper: pick(other.rowUpper, rowCount),
          },
          columnBounds: {
            index: index(columnCount),
            lower: pick(other.columnLower, columnCount),
            upper: pick(other.columnUpper, columnCount),
          },
        });
        const [hot, cold] = [await session.solve(), await solveProgram(session.program, backend)];
        expect(hot.status).toBe(cold.status);
        if (hot.status === 'optimal' && cold.status === 'optimal')
          expect(Math.abs(hot.objective - cold.objective)).toBeLessThanOrEqual(
            1e-8 * (1 + Math.abs(cold.objective)),
          );
      } finally {
        session.close();
      }
    },
  );

  test.prop([programs(number)], SETTINGS)(
    'the auxiliary programs decide feasibility and boundedness',
    async (drawn) => {
      const down: Program = { ...drawn, sense: 'minimize' };
      const { status } = await solveProgram(down, backend);
      const violation = (await optimum(elastic(down))).objective;
      expect(violation > 1e-9).toBe(status === 'infeasible');
      if (status === 'infeasible') return;
      const descent = (await optimum(recession(down))).objective;
      expect(descent < -1e-9).toBe(status === 'unbounded');
    },
  );
});
