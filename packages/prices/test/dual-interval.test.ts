import { fc, test as property } from '@fast-check/vitest';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import {
  applyDelta,
  type Backend,
  createProgram,
  type Names,
  NotAllowedError,
  type OptimalOutcome,
  type Program,
  type Sense,
  solveProgram,
} from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { dualIntervals } from '../src/index.ts';

const names: Names = { row: (i) => `row${i}`, column: (j) => `col${j}` };

/** Dense rows to a program; bounds as given. */
function dense(
  sense: Sense,
  cost: number[],
  rows: number[][],
  rowLower: number[],
  rowUpper: number[],
  upper: number[],
): Program {
  const starts = [0];
  const index: number[] = [];
  const values: number[] = [];
  cost.forEach((_, j) => {
    rows.forEach((row, i) => {
      if (row[j] === 0) return;
      index.push(i);
      values.push(row[j]);
    });
    starts.push(index.length);
  });
  return createProgram({
    sense,
    offset: 0,
    cost: Float64Array.from(cost),
    columnLower: new Float64Array(cost.length),
    columnUpper: Float64Array.from(upper),
    rowLower: Float64Array.from(rowLower),
    rowUpper: Float64Array.from(rowUpper),
    matrix: {
      rowCount: rows.length,
      columnCount: cost.length,
      starts: Int32Array.from(starts),
      rows: Int32Array.from(index),
      values: Float64Array.from(values),
    },
    names,
  });
}

async function optimum(program: Program, backend: Backend): Promise<OptimalOutcome> {
  const outcome = await solveProgram(program, backend);
  if (outcome.status !== 'optimal') throw new Error(`expected an optimum, got ${outcome.status}`);
  return outcome;
}

/** Objective when the right-hand side of an equality row moves, or NaN when it becomes infeasible. */
async function objectiveAt(program: Program, row: number, step: number, backend: Backend): Promise<number> {
  const bound = Float64Array.of(program.rowLower[row] + step);
  const outcome = await solveProgram(
    applyDelta(program, { rowBounds: { index: Int32Array.of(row), lower: bound, upper: bound } }),
    backend,
  );
  return outcome.status === 'optimal' ? outcome.objective : Number.NaN;
}

describe.each([highs(), glpk()])('$name', (backend) => {
  // merit-order-kink of the published cases: demand 100 exactly where the second offer ends
  const kink = (sense: Sense): Program =>
    dense(
      sense,
      sense === 'minimize' ? [10, 20, 30] : [-10, -20, -30],
      [[1, 1, 1]],
      [100],
      [100],
      [60, 40, 50],
    );

  test('demand on a step of the merit order: the price is [20, 30]', async () => {
    const program = kink('minimize');
    const [interval] = await dualIntervals(program, await optimum(program, backend), [0], backend);
    expect(interval.low).toBeCloseTo(20, 9);
    expect(interval.high).toBeCloseTo(30, 9);
    expect(interval.unique).toBe(false);
  });

  test('a maximisation has the negatives', async () => {
    const program = kink('maximize');
    const [interval] = await dualIntervals(program, await optimum(program, backend), [0], backend);
    expect(interval.low).toBeCloseTo(-30, 9);
    expect(interval.high).toBeCloseTo(-20, 9);
  });

  test('a step that is infeasible has an infinite price', async () => {
    const program = dense('minimize', [10, 20], [[1, 1]], [100], [100], [60, 40]);
    const [interval] = await dualIntervals(program, await optimum(program, backend), [0], backend);
    expect(interval).toMatchObject({ high: Number.POSITIVE_INFINITY, unique: false });
    expect(interval.low).toBeCloseTo(20, 9);
  });

  test('a column at zero without an upper bound still limits the price: demand 0 costs at most its offer', async () => {
    const program = dense('minimize', [3], [[1]], [0], [0], [Number.POSITIVE_INFINITY]);
    const [interval] = await dualIntervals(program, await optimum(program, backend), [0], backend);
    expect(interval).toMatchObject({ low: Number.NEGATIVE_INFINITY, unique: false });
    expect(interval.high).toBeCloseTo(3, 9);
  });

  test('rows that are not there are refused', async () => {
    const program = kink('minimize');
    const outcome = await optimum(program, backend);
    await expect(dualIntervals(program, outcome, [7], backend)).rejects.toThrow(
      /row 7 is not in the program/,
    );
    const mip = {
      ...outcome,
      solution: {
        kind: 'mip',
        x: outcome.solution.x,
        rowActivity: outcome.solution.rowActivity,
        bound: 0,
        gap: 0,
      },
    } as const;
    await expect(dualIntervals(program, mip, [0], backend)).rejects.toThrow(NotAllowedError);
  });

  const offers = fc.array(
    fc.record({ cost: fc.integer({ min: 1, max: 6 }), size: fc.integer({ min: 1, max: 5 }) }),
    { minLength: 2, maxLength: 6 },
  );

  property.prop([offers, offers, fc.nat(20), fc.nat(6)], { seed: 20261121, numRuns: 60 })(
    'two zones and a line: both ends equal the one-sided differences of the optimal cost',
    async (north, south, demandSeed, line) => {
      const columns = [...north.map((o) => [o, 0] as const), ...south.map((o) => [o, 1] as const)];
      const total = columns.reduce((sum, [o]) => sum + o.size, 0);
      const cost = [...columns.map(([o]) => o.cost), 0, 0];
      const rows = [0, 1].map((zone) => [
        ...columns.map(([, z]) => (z === zone ? 1 : 0)),
        zone === 0 ? -1 : 1,
        zone === 0 ? 1 : -1,
      ]);
      const demand = [1 + (demandSeed % 5), 1 + (demandSeed % 7)];
      fc.pre(demand[0] + demand[1] <= total);
      const program = dense('minimize', cost, rows, demand, demand, [
        ...columns.map(([o]) => o.size),
        line,
        line,
      ]);
      const outcome = await solveProgram(program, backend);
      fc.pre(outcome.status === 'optimal');
      const intervals = await dualIntervals(program, outcome, [0, 1], backend);
      const step = 1 / 64;
      for (const [row, { low, high }] of intervals.entries()) {
        const above = await objectiveAt(program, row, step, backend);
        const below = await objectiveAt(program, row, -step, backend);
        if (Number.isNaN(above)) expect(high).toBe(Number.POSITIVE_INFINITY);
        else expect((above - outcome.objective) / step).toBeCloseTo(high, 6);
        if (Number.isNaN(below)) expect(low).toBe(Number.NEGATIVE_INFINITY);
        else expect((outcome.objective - below) / step).toBeCloseTo(low, 6);
      }
    },
  );
});
