/** Where columns and rows stand does not depend on their units, nor on whether there is a basis to ask. */
import { createProgram, type LpSolution, type OptimalOutcome, type Program } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { costRanges, oneSidedPrices, solveSync } from '../../src/index.ts';
import { standing } from '../../src/sensitivity/standing.ts';
import { INF, lp, relativeDifference, tinyProgram, uniform } from '../support.ts';
import { optimum } from './support.ts';

/** min 2 k x + 5 y:  k x + y >= 5, x <= 10 / k.  Half of x is used, whatever its unit. */
function inUnits(k: number): Program {
  return lp({
    cost: [2 * k, 5],
    columns: [
      [0, 10 / k],
      [0, INF],
    ],
    matrix: [[k, 1]],
    rows: [[5, INF]],
  });
}

function withoutBasis(outcome: OptimalOutcome): OptimalOutcome {
  if (outcome.solution.kind !== 'lp') throw new Error('no linear program');
  const { basis: _basis, ...solution } = outcome.solution;
  return { ...outcome, solution };
}

describe.each([1, 1e4, 1e8, 1e10, 1e-8])('a column in units of %d', (k) => {
  const program = inUnits(k);
  const outcome = optimum(solveSync(program));

  test.each([
    ['with', outcome],
    ['without', withoutBasis(outcome)],
  ])('%s a basis', (_what, given) => {
    const [price] = oneSidedPrices(program, given, [0]);
    expect(price.left).toBeCloseTo(2, 9);
    expect(price.right).toBeCloseTo(2, 9);
    const [first, second] = costRanges(program, given, [0, 1]);
    expect(first.from / k).toBeCloseTo(0, 9);
    expect(first.to / k).toBeCloseTo(5, 9);
    expect(second.from).toBeCloseTo(2, 9);
    expect(second.to).toBe(INF);
  });
});

/** The same program with column j in units of `column[j]` and row i in units of `row[i]`. */
function scaled(program: Program, column: Float64Array, row: Float64Array): Program {
  const { matrix } = program;
  const values = matrix.values.slice();
  for (let j = 0; j < matrix.columnCount; j++)
    for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++)
      values[k] *= column[j] * row[matrix.rows[k]];
  return createProgram({
    ...program,
    cost: program.cost.map((c, j) => c * column[j]),
    columnLower: program.columnLower.map((b, j) => b / column[j]),
    columnUpper: program.columnUpper.map((b, j) => b / column[j]),
    rowLower: program.rowLower.map((b, i) => b * row[i]),
    rowUpper: program.rowUpper.map((b, i) => b * row[i]),
    matrix: { ...matrix, values },
  });
}

test('a point stands on the same bounds in any units', () => {
  let checked = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const program = tinyProgram(seed);
    const outcome = solveSync(program);
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') continue;
    checked++;
    const draw = uniform(seed);
    const unit = (count: number): Float64Array =>
      Float64Array.from({ length: count }, () => 2 ** (Math.floor(61 * draw()) - 30));
    const { rowCount, columnCount } = program.matrix;
    const column = unit(columnCount);
    const row = unit(rowCount);
    const { basis: _basis, ...solution } = outcome.solution;
    const other: LpSolution = {
      ...solution,
      x: solution.x.map((x, j) => x / column[j]),
      rowActivity: solution.rowActivity.map((a, i) => a * row[i]),
      rowDual: solution.rowDual.map((y, i) => y / row[i]),
      reducedCost: solution.reducedCost.map((r, j) => r * column[j]),
    };
    expect(standing(scaled(program, column, row), other), `seed ${seed}`).toEqual(
      standing(program, solution),
    );
  }
  expect(checked).toBeGreaterThan(40);
});

test('prices of degenerate programs without a basis are those with one', () => {
  let checked = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const program = tinyProgram(seed);
    const outcome = solveSync(program);
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') continue;
    const rows = Array.from(program.rowLower.keys());
    const given = oneSidedPrices(program, outcome, rows);
    const bare = oneSidedPrices(program, withoutBasis(outcome), rows);
    for (const i of rows) {
      for (const end of ['left', 'right'] as const) {
        const what = `seed ${seed}, row ${i}, ${end}`;
        if (!Number.isFinite(given[i][end])) expect(bare[i][end], what).toBe(given[i][end]);
        else expect(relativeDifference(bare[i][end], given[i][end]), what).toBeLessThan(1e-7);
        checked++;
      }
    }
  }
  expect(checked).toBeGreaterThan(150);
});

test('an equation and a fixed column stand on both sides though they are missed by a little', () => {
  const program = lp({
    cost: [1, 1],
    columns: [
      [2, 2],
      [0, INF],
    ],
    matrix: [[1, 1]],
    rows: [[5, 5]],
  });
  const both = { onLower: Uint8Array.of(1), onUpper: Uint8Array.of(1) };
  for (const miss of [-1e-9, 1e-9]) {
    const { columns, rows } = standing(program, {
      kind: 'lp',
      x: Float64Array.of(2 + miss, 3),
      rowActivity: Float64Array.of(5 + miss),
      rowDual: Float64Array.of(1),
      reducedCost: new Float64Array(2),
    });
    expect(rows).toEqual(both);
    expect([columns.onLower[0], columns.onUpper[0]]).toEqual([1, 1]);
    expect([columns.onLower[1], columns.onUpper[1]]).toEqual([0, 0]);
  }
});
