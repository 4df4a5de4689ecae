/** Which lines are found to be proportional. */
import { expect, test } from 'vitest';
import { eachProportional, type Lines } from '../../src/presolve/proportional.ts';
import { WorkingProblem } from '../../src/presolve/working-problem.ts';
import { INF, lp } from './support.ts';

function pairs(matrix: number[][], shortest = 1): (readonly number[])[] {
  const columns = matrix[0].map(() => [0, INF] as const);
  const rows = matrix.map(() => [0, INF] as const);
  const work = new WorkingProblem(lp({ cost: matrix[0], columns, matrix, rows }));
  const lines: Lines = {
    count: work.rowCount,
    alive: work.rowAlive,
    length: work.rowLength,
    head: work.rowHead,
    next: work.nextInRow,
    across: work.entryColumn,
    acrossCount: work.columnCount,
    value: work.entryValue,
  };
  const found: (readonly number[])[] = [];
  eachProportional(lines, shortest, (...pair) => found.push(pair) > 0);
  return found;
}

test('multiples of a row, with their factor', () => {
  const rows = [
    [1, 2, 0],
    [0, 1, 1],
    [-2, -4, 0],
    [1, 2, 1],
    [0.5, 1, 0],
  ];
  expect(pairs(rows)).toEqual([
    [0, 2, -2],
    [0, 4, 0.5],
  ]);
});

test('nearly proportional rows are not', () =>
  expect(
    pairs([
      [1, 2],
      [1, 2 + 1e-9],
      [2, 4],
    ]),
  ).toEqual([[0, 2, 2]]));

test('rows with other patterns or too few entries are not', () => {
  expect(
    pairs([
      [1, 2, 0],
      [1, 0, 2],
      [1, 2, 3],
    ]),
  ).toEqual([]);
  expect(
    pairs(
      [
        [1, 0],
        [2, 0],
      ],
      2,
    ),
  ).toEqual([]);
});
