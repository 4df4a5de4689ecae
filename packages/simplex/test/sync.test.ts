/** Sessions without promises: edits from a warm basis reach what a cold start reaches; limits; bad input; steady memory. */
import { type Delta, type Fault, InvalidInputError, type Program, UnsupportedError } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { openSync, simplex, solveSync } from '../src/index.ts';
import {
  feasibleProgram,
  INF,
  lp,
  objectiveOf,
  relativeDifference,
  tinyProgram,
  uniform,
  verified,
} from './support.ts';

/** One random edit of each kind that a delta has. */
function randomDelta(program: Program, draw: () => number): Delta {
  const { rowCount, columnCount } = program.matrix;
  const row = Math.floor(draw() * rowCount);
  const column = Math.floor(draw() * columnCount);
  const value = Math.round(8 * draw() - 4);
  const kind = Math.floor(6 * draw());
  if (kind === 0) return { cost: { index: Int32Array.of(column), value: Float64Array.of(value) } };
  if (kind === 1) {
    const [lower, upper] = draw() < 0.3 ? [-INF, value] : [value, value + Math.round(4 * draw())];
    const bounds = { lower: Float64Array.of(lower), upper: Float64Array.of(upper) };
    return { columnBounds: { index: Int32Array.of(column), ...bounds } };
  }
  if (kind === 2) {
    const [lower, upper] = draw() < 0.3 ? [value, INF] : [value, value + Math.round(4 * draw())];
    const bounds = { lower: Float64Array.of(lower), upper: Float64Array.of(upper) };
    return { rowBounds: { index: Int32Array.of(row), ...bounds } };
  }
  if (kind === 3)
    return {
      coefficients: { row: Int32Array.of(row), column: Int32Array.of(column), value: Float64Array.of(value) },
    };
  if (kind === 4) {
    const matrix = {
      rowCount,
      columnCount: 1,
      starts: Int32Array.of(0, 1),
      rows: Int32Array.of(row),
      values: Float64Array.of(value === 0 ? 1 : value),
    };
    const one = (x: number): Float64Array => Float64Array.of(x);
    return { addColumns: { cost: one(Math.round(4 * draw())), lower: one(0), upper: one(3), matrix } };
  }
  const starts = new Int32Array(columnCount + 1).fill(1, column + 1);
  const matrix = {
    rowCount: 1,
    columnCount,
    starts,
    rows: Int32Array.of(0),
    values: Float64Array.of(value === 0 ? 1 : value),
  };
  return { addRows: { lower: Float64Array.of(-INF), upper: Float64Array.of(value + 3), matrix } };
}

describe('edits', () => {
  test('a warm solve after any edits ends where a cold one does', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const draw = uniform(seed);
      const session = openSync(tinyProgram(seed));
      verified(session.solve());
      for (let edit = 0; edit < 8; edit++) {
        session.update(randomDelta(session.program, draw));
        const warm = verified(session.solve());
        const cold = verified(solveSync(session.program));
        expect(warm.status, `seed ${seed}, edit ${edit}`).toBe(cold.status);
        if (cold.status === 'optimal')
          expect(relativeDifference(objectiveOf(warm), cold.objective), `seed ${seed}`).toBeLessThan(1e-9);
      }
    }
  });

  test('a ladder of right-hand sides takes fewer pivots warm than cold', () => {
    const program = feasibleProgram(3, 60, 120, false);
    const session = openSync(program);
    session.solve();
    let warm = 0;
    let cold = 0;
    const index = Int32Array.from({ length: 60 }, (_, i) => i);
    for (let step = 1; step <= 10; step++) {
      const shifted = (side: Float64Array): Float64Array => side.map((b) => b + 0.01 * step);
      const lower = shifted(program.rowLower);
      session.update({ rowBounds: { index, lower, upper: shifted(program.rowUpper) } });
      const outcome = session.solve();
      warm += outcome.iterations;
      const fresh = solveSync(session.program);
      cold += fresh.iterations;
      expect(relativeDifference(objectiveOf(outcome), objectiveOf(fresh))).toBeLessThan(1e-9);
    }
    expect(warm).toBeLessThan(cold / 4);
  });

  test('an edit that is unusable leaves the session as it was', () => {
    const session = openSync(lp({ cost: [1], matrix: [[1]], rows: [[2, INF]] }));
    const crossed = { lower: Float64Array.of(3), upper: Float64Array.of(1) };
    expect(() => session.update({ rowBounds: { index: Int32Array.of(0), ...crossed } })).toThrow(
      InvalidInputError,
    );
    expect(objectiveOf(session.solve())).toBe(2);
  });

  test('a nonsensical start basis is repaired', () => {
    const program = feasibleProgram(5, 20, 40, false);
    const expected = objectiveOf(solveSync(program));
    const codes = (length: number, code: (k: number) => number): Int8Array =>
      Int8Array.from({ length }, (_, k) => code(k));
    const bases = [
      { columns: codes(40, () => 1), rows: codes(20, () => 1) },
      { columns: codes(40, () => 0), rows: codes(20, () => 0) },
      { columns: codes(40, (k) => k % 4), rows: codes(20, (k) => (k + 1) % 4) },
      { columns: codes(3, () => 1), rows: codes(50, () => 2) },
    ];
    for (const startBasis of bases)
      expect(relativeDifference(objectiveOf(solveSync(program, { startBasis })), expected)).toBeLessThan(
        1e-9,
      );
  });
});

describe('limits', () => {
  const program = feasibleProgram(11, 120, 240, false);

  test('work, the same on every machine', () => {
    const first = solveSync(program, { workLimit: 2000 });
    const second = solveSync(program, { workLimit: 2000 });
    expect(first).toMatchObject({ status: 'limit', which: 'iterations' });
    expect(second.iterations).toBe(first.iterations);
  });

  test('after a limit the session goes on to the same optimum', () => {
    const session = openSync(program);
    const expected = objectiveOf(solveSync(program));
    let rounds = 0;
    for (;;) {
      const outcome = session.solve({ workLimit: 3000 });
      if (outcome.status === 'optimal') {
        expect(relativeDifference(outcome.objective, expected)).toBeLessThan(1e-9);
        break;
      }
      expect(outcome.status).toBe('limit');
      if (++rounds === 500) throw new Error('never ends');
    }
    expect(rounds).toBeGreaterThan(1);
  });

  test('no time at all', () => {
    expect(solveSync(program, { timeLimit: 0 })).toMatchObject({ status: 'limit', which: 'time' });
  });

  test('limits that make no sense', () => {
    expect(() => solveSync(program, { timeLimit: -1 })).toThrow(InvalidInputError);
    expect(() => solveSync(program, { workLimit: NaN })).toThrow(InvalidInputError);
    for (const workLimit of [-1, NaN]) {
      expect(() => openSync(program, { workLimit })).toThrow(InvalidInputError);
      expect(() => simplex({ workLimit })).toThrow(InvalidInputError);
    }
  });
});

test('a change that is too large is refused as the program itself would be, and leaves the session as it was', () => {
  const program = lp({ cost: [1, 2], matrix: [[1, 1]], rows: [[4, INF]] });
  const session = openSync(program);
  expect(objectiveOf(session.solve())).toBe(4);
  const index = Int32Array.of(0);
  const [large, none] = [Float64Array.of(1e20), Float64Array.of(INF)];
  const changes: Delta[] = [
    { rowBounds: { index, lower: large, upper: none } },
    { columnBounds: { index, lower: Float64Array.of(0), upper: large } },
    { cost: { index, value: large } },
    { coefficients: { row: index, column: index, value: Float64Array.of(1e16) } },
  ];
  for (const delta of changes) expect(() => session.update(delta)).toThrow(InvalidInputError);
  expect(session.program).toBe(program);
  expect(objectiveOf(session.solve())).toBe(4);
});

test('a change of coefficients that opens a range of 1e12 is warned about, once', async () => {
  const program = lp({ cost: [1, 1], matrix: [[1, 1]], rows: [[1, INF]] });
  const wide: Delta = {
    coefficients: { row: Int32Array.of(0), column: Int32Array.of(1), value: Float64Array.of(1e-7) },
  };
  const wider: Delta = {
    coefficients: { row: Int32Array.of(0), column: Int32Array.of(0), value: Float64Array.of(1e6) },
  };
  const heard: Fault[] = [];
  const onWarning = (warning: Fault): void => {
    heard.push(warning);
  };
  const session = openSync(program, { onWarning });
  session.update(wide);
  expect(heard).toEqual([]);
  session.update(wider);
  session.update({ cost: { index: Int32Array.of(0), value: Float64Array.of(2) } });
  session.update(wider);
  expect(heard.map(({ code }) => code)).toEqual(['simplex.coefficient-range']);
  const live = await simplex({ onWarning }).open(program);
  await live.solve();
  await live.update(wide);
  await live.update(wider);
  await live.solve();
  live.close();
  expect(heard).toHaveLength(2);
});

test('what a hot start keeps is forgotten when costs, bounds or fixed columns change', () => {
  const draw = uniform(31);
  const program = feasibleProgram(31, 12, 24, false);
  const session = openSync(program);
  session.solve();
  const index = Int32Array.from({ length: 24 }, (_, j) => j);
  for (let round = 0; round < 200; round++) {
    const { columnLower, cost, rowLower, rowUpper } = session.program;
    const kind = round % 4;
    const fixed = index.map(() => Number(draw() < 0.2));
    const upper = program.columnUpper.map((u, j) => (fixed[j] === 1 ? 0 : u));
    const stretch = 1 + 0.1 * draw();
    if (kind === 0) session.update({ columnBounds: { index, lower: columnLower.slice(), upper } });
    if (kind === 1)
      session.update({
        columnBounds: { index, lower: columnLower, upper: program.columnUpper.map((u) => u * stretch) },
      });
    if (kind === 2)
      session.update({ cost: { index, value: cost.map((c) => c + Math.round(4 * draw() - 2)) } });
    if (kind === 3) {
      const rows = Int32Array.from(rowLower.keys());
      session.update({ rowBounds: { index: rows, lower: rowLower, upper: rowUpper.map((u) => u + draw()) } });
    }
    const hot = verified(session.solve());
    const cold = verified(solveSync(session.program));
    expect(hot.status).toBe(cold.status);
    if (hot.status === 'optimal' && cold.status === 'optimal')
      expect(relativeDifference(hot.objective, cold.objective)).toBeLessThan(1e-9);
  }
});

describe('bad input', () => {
  test('every coefficient, cost and bound too large is named', () => {
    const program = lp({
      cost: [1e21, 1],
      columns: [
        [0, 1e20],
        [0, 1],
      ],
      matrix: [[1, 1e16]],
      rows: [[1, 2]],
    });
    const places: string[] = [];
    try {
      solveSync(program);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      places.push(...error.faults.map(({ place }) => place));
    }
    expect(places).toEqual(['cost of c0', 'bound of c0', 'coefficient of c1 in r0']);
  });

  test('integers are not for this solver', () => {
    const program = { ...lp({ cost: [1], matrix: [[1]], rows: [[1, 2]] }), integer: Uint8Array.of(1) };
    expect(() => solveSync(program)).toThrow(UnsupportedError);
  });
});

describe('programs with next to nothing in them', () => {
  test('no rows', () => {
    const program = lp({
      cost: [1, -1],
      columns: [
        [2, 5],
        [2, 5],
      ],
      matrix: [],
      rows: [],
    });
    expect(objectiveOf(solveSync(program))).toBe(-3);
    expect(solveSync(lp({ cost: [-1], matrix: [], rows: [] })).status).toBe('unbounded');
  });

  test('no columns', () => {
    expect(objectiveOf(solveSync(lp({ cost: [], matrix: [[]], rows: [[-1, 1]] })))).toBe(0);
    expect(solveSync(lp({ cost: [], matrix: [[]], rows: [[1, 2]] })).status).toBe('infeasible');
  });

  test('no coefficients', () => {
    expect(objectiveOf(solveSync(lp({ cost: [2], columns: [[3, 4]], matrix: [[0]], rows: [[0, 1]] })))).toBe(
      6,
    );
    expect(solveSync(lp({ cost: [2], columns: [[3, 4]], matrix: [[0]], rows: [[1, 1]] })).status).toBe(
      'infeasible',
    );
  });
});
