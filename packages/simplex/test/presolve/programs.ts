/**
 * Tiny random programs with everything presolve meets: whole numbers from -2 to 2, absent bounds, empty, proportional
 * and one-entry rows and columns. Most are feasible around a drawn point, many optimal at drawn duals as well.
 */
import { fc } from '@fast-check/vitest';
import type { Program } from '@marginal/program';
import { INF, type Interval, lp } from './support.ts';

const whole = fc.integer({ min: -2, max: 2 });

const list = <Item>(of: fc.Arbitrary<Item>, length: number): fc.Arbitrary<Item[]> =>
  fc.array(of, { minLength: length, maxLength: length });

interface Kind {
  readonly shape: number;
  readonly below: number;
  readonly above: number;
}

const kind: fc.Arbitrary<Kind> = fc.record({
  shape: fc.integer({ min: 0, max: 4 }),
  below: fc.integer({ min: 0, max: 2 }),
  above: fc.integer({ min: 0, max: 2 }),
});

/** An interval of some shape around a value: two-sided, one-sided, free or one point. */
function around({ shape, below, above }: Kind, value: number): Interval {
  if (shape === 0) return [value - below, value + above];
  if (shape === 1) return [value - below, INF];
  if (shape === 2) return [-INF, value + above];
  return shape === 3 ? [value, value] : [-INF, INF];
}

/** A multiplier that the interval allows. */
function allowed([lower, upper]: Interval, drawn: number): number {
  if (lower === upper || (lower > -INF && upper < INF)) return drawn;
  if (lower > -INF) return Math.abs(drawn);
  return upper < INF ? -Math.abs(drawn) : 0;
}

/** What is made of one row or column: nothing, empty, one entry, or a multiple of the first. */
const change = fc.record({
  what: fc.constantFrom('none', 'none', 'none', 'empty', 'single', 'multiple'),
  at: fc.nat({ max: 9 }),
  factor: fc.constantFrom(1, -1, 2, -2, 0.5),
});

function draw(rowCount: number, columnCount: number): fc.Arbitrary<Program> {
  return fc
    .record({
      offset: whole,
      cost: list(whole, columnCount),
      x: list(whole, columnCount),
      y: list(whole, rowCount),
      columnKinds: list(kind, columnCount),
      rowKinds: list(kind, rowCount),
      displaced: list(fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 3), rowCount),
      dense: fc.boolean(),
      matrix: list(list(fc.tuple(whole, fc.nat({ max: 3 })), columnCount), rowCount),
      rowChanges: list(change, rowCount),
      columnChanges: list(change, columnCount),
      withDuals: fc.boolean(),
    })
    .map((drawn) => {
      const { offset, x, y, columnKinds, rowKinds, displaced, rowChanges, columnChanges } = drawn;
      const matrix = drawn.matrix.map((row) =>
        row.map(([a, p]) => (p === 0 || drawn.dense ? a : p === 1 ? a : 0)),
      );
      let cost = drawn.cost;
      columnChanges.forEach(({ what, at, factor }, j) => {
        for (let i = 0; i < rowCount && what !== 'none'; i++)
          if (what === 'multiple') matrix[i][j] = factor * matrix[i][0];
          else if (what === 'empty' || i !== at % rowCount) matrix[i][j] = 0;
        if (what === 'multiple' && at % 2 === 0) cost[j] = factor * cost[0];
      });
      rowChanges.forEach(({ what, at, factor }, i) => {
        for (let j = 0; j < columnCount && what !== 'none'; j++)
          if (what === 'multiple') matrix[i][j] = factor * matrix[0][j];
          else if (what === 'empty' || j !== at % columnCount) matrix[i][j] = 0;
      });
      const columns = columnKinds.map((one, j) => around(one, x[j]));
      const rows = rowKinds.map((one, i) =>
        around(one, displaced[i] + matrix[i].reduce((sum, a, j) => sum + a * x[j], 0)),
      );
      if (drawn.withDuals) {
        const duals = rows.map((interval, i) => allowed(interval, y[i]));
        cost = cost.map((d, j) =>
          duals.reduce((sum, dual, i) => sum + dual * matrix[i][j], allowed(columns[j], d)),
        );
      }
      return lp({ offset, cost, columns, matrix, rows });
    });
}

/** Programs of one to eight rows and one to nine columns. */
export const tinyPrograms: fc.Arbitrary<Program> = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 9 }))
  .chain(([rows, columns]) => draw(rows, columns));
