/** Programs with integer and semicontinuous columns: the best point is known, and there are no duals. */
import type { Case } from './case.ts';
import { type Interval, type Sketch, stated } from './sketch.ts';
import { type Component, judge, type Truth } from './truth.ts';

const INF = Infinity;
const BITS = (count: number): Interval[] => Array.from({ length: count }, (): Interval => [0, 1]);

function search(id: string, sketch: Sketch, truth: Truth): Case {
  const program = stated(sketch);
  return { id: `search: ${id}`, layer: 'analytic', run: (bench) => judge(program, truth, bench) };
}

const best = (objective: number, x?: readonly Component[]): Truth => ({
  status: 'optimal',
  objective,
  ...(x === undefined ? {} : { x }),
});

const INTEGERS: readonly Case[] = [
  search(
    'a knapsack whose relaxation is better',
    {
      sense: 'maximize',
      cost: [8, 11, 6, 4],
      columns: BITS(4),
      rows: [[5, 7, 4, 3]],
      between: [[-INF, 14]],
      integer: [1, 1, 1, 1],
    },
    best(21, [0, 1, 1, 1]),
  ),
  search(
    'a relaxation that is whole by itself',
    {
      sense: 'maximize',
      cost: [3, 2],
      columns: [
        [0, 10],
        [0, 10],
      ],
      rows: [
        [1, 1],
        [1, -1],
      ],
      between: [
        [-INF, 4],
        [-INF, 2],
      ],
      integer: [1, 1],
    },
    best(11, [3, 1]),
  ),
  search(
    'bounds between whole numbers',
    {
      cost: [1, 1],
      columns: [
        [0.5, 2.5],
        [-1.5, 3],
      ],
      rows: [[1, 1]],
      between: [[-9, 9]],
      integer: [1, 1],
    },
    best(0, [1, -1]),
  ),
  search(
    'integer and continuous',
    {
      cost: [5, 1],
      columns: [
        [0, 9],
        [0, 0.5],
      ],
      rows: [[1, 1]],
      between: [[2.25, INF]],
      integer: [1, 0],
    },
    best(10.25, [2, 0.25]),
  ),
  search(
    'a fixed charge',
    {
      cost: [2, 10],
      columns: [
        [0, 8],
        [0, 1],
      ],
      rows: [
        [1, -8],
        [1, 0],
      ],
      between: [
        [-INF, 0],
        [3, INF],
      ],
      integer: [0, 1],
    },
    best(16, [3, 1]),
  ),
  search(
    'set cover of a triangle: two where the relaxation says one and a half',
    {
      cost: [1, 1, 1],
      columns: BITS(3),
      rows: [
        [1, 1, 0],
        [0, 1, 1],
        [1, 0, 1],
      ],
      between: [
        [1, INF],
        [1, INF],
        [1, INF],
      ],
      integer: [1, 1, 1],
    },
    best(2),
  ),
  search(
    'no objective',
    {
      cost: [0, 0],
      columns: [
        [0, 9],
        [0, 9],
      ],
      rows: [[3, 5]],
      between: [[11, 11]],
      integer: [1, 1],
    },
    best(0, [2, 1]),
  ),
  search(
    'an objective of a constant and below zero',
    { offset: -4, cost: [-1, -1], columns: BITS(2), rows: [[2, 2]], between: [[-INF, 3]], integer: [1, 1] },
    best(-5),
  ),
  search(
    'maximised over an equation',
    {
      sense: 'maximize',
      cost: [1, 3],
      columns: [
        [0, 9],
        [0, 9],
      ],
      rows: [[2, 3]],
      between: [[12, 12]],
      integer: [1, 1],
    },
    best(12, [0, 4]),
  ),
  search(
    'infeasible by whole numbers alone',
    {
      cost: [1, 1],
      columns: [
        [0, 9],
        [0, 9],
      ],
      rows: [[2, 2]],
      between: [[3, 3]],
      integer: [1, 1],
    },
    { status: 'infeasible' },
  ),
  search(
    'infeasible without them as well',
    { cost: [1, 1], columns: BITS(2), rows: [[1, 1]], between: [[3, INF]], integer: [1, 1] },
    { status: 'infeasible' },
  ),
  search(
    'no whole number between two bounds',
    {
      cost: [1, 1],
      columns: [
        [0.25, 0.75],
        [0, 1],
      ],
      rows: [[1, 1]],
      between: [[0, 2]],
      integer: [1, 0],
    },
    { status: 'infeasible' },
  ),
  search(
    'unbounded',
    {
      cost: [-1, 1],
      columns: [
        [0, INF],
        [0, INF],
      ],
      rows: [[-1, 1]],
      between: [[-INF, 2]],
      integer: [1, 1],
    },
    { status: 'unbounded' },
  ),
];

const SEMICONTINUOUS: readonly Case[] = [
  search(
    'off is cheaper than its least amount',
    {
      cost: [1, 3],
      columns: [
        [5, 9],
        [0, 9],
      ],
      rows: [[1, 1]],
      between: [[1, INF]],
      semicontinuous: [1, 0],
    },
    best(3, [0, 1]),
  ),
  search(
    'on at its least amount',
    {
      cost: [1, 9],
      columns: [
        [5, 9],
        [0, 9],
      ],
      rows: [[1, 1]],
      between: [[1, INF]],
      semicontinuous: [1, 0],
    },
    best(5, [5, 0]),
  ),
  search(
    'on at its greatest amount',
    {
      sense: 'maximize',
      cost: [1, 0],
      columns: [
        [5, 9],
        [0, 9],
      ],
      rows: [[1, 1]],
      between: [[-INF, 20]],
      semicontinuous: [1, 0],
    },
    best(9, [9, [0, 9]]),
  ),
  search(
    'neither off nor on will do',
    {
      cost: [1, 0],
      columns: [
        [5, 9],
        [0, 1],
      ],
      rows: [[1, 1]],
      between: [[2, 4]],
      semicontinuous: [1, 0],
    },
    { status: 'infeasible' },
  ),
  search(
    'semicontinuous and whole',
    {
      cost: [1, 9],
      columns: [
        [2.5, 9],
        [0, 9],
      ],
      rows: [[1, 1]],
      between: [[1, INF]],
      semicontinuous: [1, 0],
      integer: [1, 0],
    },
    best(3, [3, 0]),
  ),
];

export const KNOWN_SEARCHES: readonly Case[] = [...INTEGERS, ...SEMICONTINUOUS];
