import { fc, test as prop } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { applyDelta, type Delta, keepsMatrix } from '../src/delta.ts';
import type { Program } from '../src/program.ts';
import { dense, draws, F, faultCodes, I, lp, type Sketch, sparse } from './support.ts';

/** A random sketch of m rows and n columns, small whole numbers. */
function sketch(draw: (low: number, high: number) => number, m: number, n: number): Required<Sketch> {
  const interval = (): [number, number] => {
    const lower = draw(-4, 4);
    return [draw(0, 3) === 0 ? -Infinity : lower, draw(0, 3) === 0 ? Infinity : lower + draw(0, 5)];
  };
  return {
    sense: draw(0, 1) === 0 ? 'minimize' : 'maximize',
    offset: draw(-9, 9),
    cost: Array.from({ length: n }, () => draw(-5, 5)),
    rows: Array.from({ length: m }, () =>
      Array.from({ length: n }, () => (draw(0, 1) === 0 ? 0 : draw(-3, 3))),
    ),
    rowBounds: Array.from({ length: m }, interval),
    bounds: Array.from({ length: n }, interval),
    integer: Array.from({ length: n }, () => draw(0, 1)),
    semicontinuous: Array.from({ length: n }, () => 0),
  };
}

function lowers(intervals: readonly (readonly [number, number])[]): Float64Array {
  return Float64Array.from(intervals, ([lower]) => lower);
}

function uppers(intervals: readonly (readonly [number, number])[]): Float64Array {
  return Float64Array.from(intervals, ([, upper]) => upper);
}

/** Some of `0..count-1`, in random order. */
function pick(draw: (low: number, high: number) => number, count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index).filter(() => draw(0, 1) === 1);
  return draw(0, 1) === 0 ? all : all.reverse();
}

/** A program, the one it is to become, and the delta between them. */
function change(seed: number): { before: Program; after: Program; delta: Delta } {
  const draw = draws(seed);
  const m = draw(0, 4);
  const n = draw(0, 4);
  const before = sketch(draw, m, n);
  const target = sketch(draw, m + draw(0, 2), n + draw(0, 2));
  const after: Required<Sketch> = {
    ...target,
    sense: before.sense,
    cost: target.cost.map((c, j) => before.cost[j] ?? c),
    bounds: target.bounds.map((b, j) => before.bounds[j] ?? b),
    rowBounds: target.rowBounds.map((b, i) => before.rowBounds[i] ?? b),
    rows: target.rows.map((row, i) => row.map((a, j) => before.rows[i]?.[j] ?? a)),
    integer: target.integer.map((flag, j) => (j < n ? before.integer[j] : flag & 0)),
  };
  const cost = pick(draw, n);
  const columns = pick(draw, n);
  const rows = pick(draw, m);
  const cells = pick(draw, m * n).map((k) => [Math.floor(k / n), k % n] as const);
  for (const j of cost) (after.cost as number[])[j] = target.cost[j];
  for (const j of columns)
    (after.bounds as [number, number][])[j] = [...target.bounds[j]] as [number, number];
  for (const i of rows)
    (after.rowBounds as [number, number][])[i] = [...target.rowBounds[i]] as [number, number];
  for (const [i, j] of cells) (after.rows as number[][])[i][j] = target.rows[i][j];
  const addColumns = {
    cost: Float64Array.from(after.cost.slice(n)),
    lower: lowers(after.bounds.slice(n)),
    upper: uppers(after.bounds.slice(n)),
    matrix: sparse(
      after.rows.slice(0, m).map((row) => row.slice(n)),
      after.cost.length - n,
    ),
  };
  const addRows = {
    lower: lowers(after.rowBounds.slice(m)),
    upper: uppers(after.rowBounds.slice(m)),
    matrix: sparse(after.rows.slice(m), after.cost.length),
  };
  const delta: Delta = {
    cost: { index: Int32Array.from(cost), value: Float64Array.from(cost, (j) => after.cost[j]) },
    columnBounds: {
      index: Int32Array.from(columns),
      lower: lowers(columns.map((j) => after.bounds[j])),
      upper: uppers(columns.map((j) => after.bounds[j])),
    },
    rowBounds: {
      index: Int32Array.from(rows),
      lower: lowers(rows.map((i) => after.rowBounds[i])),
      upper: uppers(rows.map((i) => after.rowBounds[i])),
    },
    coefficients: {
      row: Int32Array.from(cells, ([i]) => i),
      column: Int32Array.from(cells, ([, j]) => j),
      value: Float64Array.from(cells, ([i, j]) => after.rows[i][j]),
    },
    offset: after.offset,
    ...(after.cost.length > n ? { addColumns } : {}),
    ...(after.rows.length > m ? { addRows } : {}),
  };
  return { before: lp(before), after: lp(after), delta };
}

describe('applyDelta', () => {
  prop.prop([fc.integer({ min: 0, max: 2 ** 31 })], { numRuns: 500 })('is building from scratch', (seed) => {
    const { before, after, delta } = change(seed);
    const copy = structuredClone({ ...before, names: undefined });
    expect(applyDelta(before, delta)).toEqual(after);
    expect({ ...before, names: undefined }).toEqual(copy);
  });

  const base = lp({
    sense: 'maximize',
    offset: 7,
    cost: [1, 2],
    rows: [
      [1, 0],
      [3, -1],
    ],
    rowBounds: [
      [0, 5],
      [1, 1],
    ],
    integer: [0, 1],
  });

  test('nothing changes nothing', () => {
    expect(applyDelta(base, {})).toEqual(base);
  });

  test('an entry appears, changes and vanishes; zero for an absent one is nothing', () => {
    const next = applyDelta(base, {
      coefficients: { row: I(0, 1, 0), column: I(1, 0, 0), value: F(4, 0, -2) },
    });
    expect(dense(next.matrix)).toEqual([
      [-2, 4],
      [0, -1],
    ]);
    const same = applyDelta(base, { coefficients: { row: I(0), column: I(1), value: F(0) } });
    expect(same.matrix).toEqual(base.matrix);
  });

  test('added columns are continuous, present ones keep their flags', () => {
    const next = applyDelta(base, {
      addColumns: { cost: F(5), lower: F(0), upper: F(1), matrix: sparse([[1], [0]]) },
    });
    expect(next.integer).toEqual(Uint8Array.of(0, 1, 0));
  });

  test('the offset may become zero, names may be replaced', () => {
    const names = { row: () => 'row', column: () => 'column' };
    const next = applyDelta(base, { offset: 0, names });
    expect(next.offset).toBe(0);
    expect(next.names).toBe(names);
  });

  const one = sparse([[1, 1]]);
  test.each<[string, Delta, string[]]>([
    ['a cost index beyond', { cost: { index: I(2), value: F(1) } }, ['program.delta-index']],
    ['a negative cost index', { cost: { index: I(-1), value: F(1) } }, ['program.delta-index']],
    ['more indices than costs', { cost: { index: I(0, 1), value: F(1) } }, ['program.delta-length']],
    ['fewer indices than costs', { cost: { index: I(0), value: F(1, 2) } }, ['program.delta-length']],
    ['a NaN cost', { cost: { index: I(0), value: F(NaN) } }, ['program.cost']],
    [
      'a column bound index beyond',
      { columnBounds: { index: I(2), lower: F(0), upper: F(1) } },
      ['program.delta-index'],
    ],
    [
      'a lower bound too few',
      { columnBounds: { index: I(1), lower: F(), upper: F(1) } },
      ['program.delta-length'],
    ],
    [
      'crossed bounds',
      { columnBounds: { index: I(1), lower: F(2), upper: F(1) } },
      ['program.crossed-bounds'],
    ],
    [
      'a row bound index beyond',
      { rowBounds: { index: I(9), lower: F(0), upper: F(1) } },
      ['program.delta-index'],
    ],
    [
      'an upper bound too many',
      { rowBounds: { index: I(1), lower: F(0), upper: F(1, 2) } },
      ['program.delta-length'],
    ],
    [
      'a row beyond, even to remove',
      { coefficients: { row: I(2), column: I(0), value: F(0) } },
      ['program.delta-index'],
    ],
    ['a column beyond', { coefficients: { row: I(0), column: I(2), value: F(5) } }, ['program.delta-index']],
    ['a negative row', { coefficients: { row: I(-1), column: I(1), value: F(5) } }, ['program.delta-index']],
    [
      'a position twice',
      { coefficients: { row: I(0, 0), column: I(1, 1), value: F(5, 6) } },
      ['program.delta-duplicate'],
    ],
    [
      'an infinite coefficient',
      { coefficients: { row: I(0), column: I(1), value: F(Infinity) } },
      ['program.coefficient'],
    ],
    [
      'a missing row index',
      { coefficients: { row: I(), column: I(1), value: F(5) } },
      ['program.delta-length'],
    ],
    [
      'columns of other rows',
      { addColumns: { cost: F(1), lower: F(0), upper: F(1), matrix: sparse([[1]]) } },
      ['program.delta-length'],
    ],
    [
      'columns without a cost',
      { addColumns: { cost: F(), lower: F(0), upper: F(1), matrix: sparse([[1], [1]]) } },
      ['program.length'],
    ],
    [
      'rows of fewer columns',
      { addRows: { lower: F(0), upper: F(1), matrix: sparse([[1]]) } },
      ['program.delta-length'],
    ],
    [
      'rows of more columns',
      { addRows: { lower: F(0), upper: F(1), matrix: sparse([[1, 1, 1]]) } },
      ['program.delta-length'],
    ],
    [
      'rows without bounds',
      { addRows: { lower: F(), upper: F(), matrix: one } },
      ['program.length', 'program.length'],
    ],
    [
      'a row outside the added ones',
      { addRows: { lower: F(0), upper: F(1), matrix: { ...one, rows: I(0, 1) } } },
      ['program.delta-index'],
    ],
    [
      'an entry twice in added rows',
      { addRows: { lower: F(0), upper: F(1), matrix: { ...one, starts: I(0, 2, 2) } } },
      ['program.duplicate'],
    ],
    ['a NaN offset', { offset: NaN }, ['program.nan']],
  ])('refuses %s', (_what, delta, codes) => {
    expect(faultCodes(() => applyDelta(base, delta))).toEqual(codes);
  });

  test('reports faults of several parts in one go', () => {
    const codes = faultCodes(() =>
      applyDelta(base, {
        cost: { index: I(5), value: F(1) },
        rowBounds: { index: I(0), lower: F(), upper: F() },
      }),
    );
    expect(codes).toEqual(['program.delta-index', 'program.delta-length', 'program.delta-length']);
  });
});

test('keepsMatrix', () => {
  const empty = { row: I(), column: I(), value: F() };
  const grown = { lower: F(), upper: F(), matrix: sparse([], 0) };
  expect(keepsMatrix({ offset: 1, cost: { index: I(), value: F() } })).toBe(true);
  expect(keepsMatrix({ coefficients: empty })).toBe(false);
  expect(keepsMatrix({ addRows: grown })).toBe(false);
  expect(keepsMatrix({ addColumns: { ...grown, cost: F() } })).toBe(false);
});
