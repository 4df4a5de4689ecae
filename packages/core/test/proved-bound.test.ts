/**
 * Bounds and boxes are proofs: no feasible point is outside, whatever the duals are. Programs of small whole numbers
 * with a whole feasible point, for which everything that is compared is exact.
 */
import { fc, test } from '@fast-check/vitest';
import { createProgram, ORDINAL_NAMES, type Program, type Sense, transpose } from '@marginal/program';
import { describe, expect, test as plainTest } from 'vitest';
import { boundFreeColumns } from '../src/free-columns.ts';
import { impliedBox } from '../src/implied-box.ts';
import { provedBound } from '../src/proved-bound.ts';

interface Drawn {
  readonly program: Program;
  /** Feasible. */
  readonly x: Float64Array;
}

const whole = (size: number) => fc.integer({ min: -size, max: size });
const room = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(Infinity));

/** Rows and bounds are drawn around a point, so that it is feasible. */
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    rows: fc.array(fc.array(whole(5), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 7 }),
    x: fc.array(whole(9), { minLength: 4, maxLength: 4 }),
    cost: fc.array(whole(9), { minLength: 4, maxLength: 4 }),
    rowRoom: fc.array(fc.tuple(room, room), { minLength: 7, maxLength: 7 }),
    columnRoom: fc.array(fc.tuple(room, room), { minLength: 4, maxLength: 4 }),
    sense: fc.constantFrom<Sense>('minimize', 'maximize'),
  })
  .map(({ rows, x, cost, rowRoom, columnRoom, sense }) => {
    const entries = rows
      .flatMap((row, i) => row.map((value, j) => ({ i, j, value })))
      .filter((e) => e.value !== 0);
    entries.sort((a, b) => a.j - b.j || a.i - b.i);
    const starts = new Int32Array(5);
    for (const { j } of entries) starts[j + 1]++;
    for (let j = 0; j < 4; j++) starts[j + 1] += starts[j];
    const activity = rows.map((row) => row.reduce((sum, a, j) => sum + a * x[j], 0));
    const program = createProgram({
      sense,
      offset: 3,
      cost: Float64Array.from(cost),
      columnLower: Float64Array.from(x, (v, j) => v - columnRoom[j][0]),
      columnUpper: Float64Array.from(x, (v, j) => v + columnRoom[j][1]),
      rowLower: Float64Array.from(activity, (v, i) => v - rowRoom[i][0]),
      rowUpper: Float64Array.from(activity, (v, i) => v + rowRoom[i][1]),
      matrix: {
        rowCount: rows.length,
        columnCount: 4,
        starts,
        rows: Int32Array.from(entries, ({ i }) => i),
        values: Float64Array.from(entries, ({ value }) => value),
      },
      names: ORDINAL_NAMES,
    });
    return { program, x: Float64Array.from(x) };
  });

const objectiveOf = ({ program, x }: Drawn): number =>
  program.cost.reduce((sum, c, j) => sum + c * x[j], program.offset);

describe('every bound holds for every feasible point', () => {
  test.prop([drawn, fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 7, maxLength: 7 })], {
    numRuns: 3000,
  })('for any duals', (drawn, duals) => {
    const { program } = drawn;
    const y = Float64Array.from(duals.slice(0, program.rowLower.length));
    const objective = objectiveOf(drawn);
    for (const box of [
      { lower: program.columnLower, upper: program.columnUpper },
      impliedBox(program, objective),
    ]) {
      const bound = provedBound(program, y, box);
      if (program.sense === 'minimize') expect(bound).toBeLessThanOrEqual(objective);
      else expect(bound).toBeGreaterThanOrEqual(objective);
    }
  });

  test.prop([drawn, whole(6), fc.constantFrom(0, 1)], { numRuns: 3000 })(
    'and every implied box holds every point that is no worse than the cutoff',
    (drawn, slack) => {
      const { program, x } = drawn;
      const flip = program.sense === 'minimize' ? 1 : -1;
      const box = impliedBox(program, objectiveOf(drawn) + flip * Math.abs(slack));
      const again = impliedBox(program, objectiveOf(drawn), box);
      for (const { lower, upper } of [box, again])
        x.forEach((v, j) => {
          expect(lower[j]).toBeLessThanOrEqual(v);
          expect(upper[j]).toBeGreaterThanOrEqual(v);
        });
    },
  );

  plainTest('useless duals prove nothing, and say so', () => {
    const program = createProgram({
      sense: 'minimize',
      offset: 0,
      cost: Float64Array.of(1),
      columnLower: Float64Array.of(-Infinity),
      columnUpper: Float64Array.of(Infinity),
      rowLower: Float64Array.of(2),
      rowUpper: Float64Array.of(Infinity),
      matrix: {
        rowCount: 1,
        columnCount: 1,
        starts: Int32Array.of(0, 1),
        rows: Int32Array.of(0),
        values: Float64Array.of(1),
      },
      names: ORDINAL_NAMES,
    });
    const box = { lower: program.columnLower, upper: program.columnUpper };
    expect(provedBound(program, Float64Array.of(0.5), box)).toBe(-Infinity);
    expect(provedBound(program, Float64Array.of(-1), box)).toBe(-Infinity);
    expect(provedBound(program, Float64Array.of(Number.NaN), box)).toBe(-Infinity);
    expect(provedBound(program, Float64Array.of(1), impliedBox(program, 7))).toBeCloseTo(2, 14);
    expect(provedBound(program, Float64Array.of(1 + 2 ** -40), impliedBox(program, 7))).toBeCloseTo(2, 9);
  });
});

describe('columns that no single row bounds', () => {
  test.prop(
    [
      fc.array(fc.array(whole(6), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 6 }),
      fc.array(whole(9), { minLength: 3, maxLength: 3 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }),
    ],
    { numRuns: 1000 },
  )('are bounded by as many independent rows, or left alone', (rows, x, slack) => {
    const columns = [0, 1, 2].map((j) =>
      rows.flatMap((row, i) => (row[j] === 0 ? [] : [{ row: i, value: row[j] }])),
    );
    const activity = rows.map((row) => row.reduce((sum, a, j) => sum + a * x[j], 0));
    const program = createProgram({
      sense: 'minimize',
      offset: 0,
      cost: new Float64Array(3),
      columnLower: new Float64Array(3).fill(-Infinity),
      columnUpper: new Float64Array(3).fill(Infinity),
      rowLower: Float64Array.from(activity, (v, i) => v - slack[i]),
      rowUpper: Float64Array.from(activity, (v, i) => v + slack[i]),
      matrix: {
        rowCount: rows.length,
        columnCount: 3,
        starts: Int32Array.of(
          0,
          columns[0].length,
          columns[0].length + columns[1].length,
          columns.flat().length,
        ),
        rows: Int32Array.from(columns.flat(), ({ row }) => row),
        values: Float64Array.from(columns.flat(), ({ value }) => value),
      },
      names: ORDINAL_NAMES,
    });
    const box = { lower: program.columnLower.slice(), upper: program.columnUpper.slice() };
    const bounded = boundFreeColumns(program, transpose(program.matrix), box);
    x.forEach((v, j) => {
      expect(box.lower[j]).toBeLessThanOrEqual(v);
      expect(box.upper[j]).toBeGreaterThanOrEqual(v);
      if (bounded && columns[j].length > 0) expect(Number.isFinite(box.lower[j])).toBe(true);
    });
    const [a, b, c] = rows;
    const determinant =
      a[0] * (b[1] * c[2] - b[2] * c[1]) -
      a[1] * (b[0] * c[2] - b[2] * c[0]) +
      a[2] * (b[0] * c[1] - b[1] * c[0]);
    if (determinant !== 0) expect(bounded).toBe(true);
  });
});
