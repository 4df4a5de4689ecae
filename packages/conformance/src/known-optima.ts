/** Linear programs with an optimum that is known: markets, networks, degenerate vertices, and shapes that solvers trip over. */
import type { Case } from './case.ts';
import { type Interval, type Sketch, stated } from './sketch.ts';
import { type Component, judge } from './truth.ts';

const FREE: Interval = [-Infinity, Infinity];
const INF = Infinity;

function optimum(
  id: string,
  sketch: Sketch,
  objective: number,
  known: {
    readonly x?: readonly Component[];
    readonly y?: readonly Component[];
    readonly r?: readonly Component[];
  } = {},
): Case {
  const program = stated(sketch);
  const truth = {
    status: 'optimal',
    objective,
    ...(known.x === undefined ? {} : { x: known.x }),
    ...(known.y === undefined ? {} : { rowDual: known.y }),
    ...(known.r === undefined ? {} : { reducedCost: known.r }),
  } as const;
  return { id, layer: 'analytic', run: (bench) => judge(program, truth, bench) };
}

const MARKETS: readonly Case[] = [
  // Demand exactly where the second offer ends: one unit less saves 30, one more costs 50.
  optimum(
    'market: demand on a step, price anywhere in [30, 50]',
    {
      cost: [10, 30, 50],
      columns: [
        [0, 40],
        [0, 60],
        [0, 50],
      ],
      rows: [[1, 1, 1]],
      between: [[100, 100]],
    },
    2200,
    { x: [40, 60, 0], y: [[30, 50]] },
  ),
  optimum(
    'market: marginal offer sets the price',
    {
      cost: [10, 30],
      columns: [
        [0, 40],
        [0, 60],
      ],
      rows: [[1, 1]],
      between: [[70, 70]],
    },
    1300,
    { x: [40, 30], y: [30], r: [-20, 0] },
  ),
  optimum(
    'market: scarcity at the value of lost load',
    {
      cost: [10, 3000],
      columns: [
        [0, 40],
        [0, INF],
      ],
      rows: [[1, 1]],
      between: [[45, 45]],
    },
    15400,
    { x: [40, 5], y: [3000], r: [-2990, 0] },
  ),
  optimum(
    'market: negative price at minimum output',
    {
      cost: [-5, 20],
      columns: [
        [0, 50],
        [0, 50],
      ],
      rows: [[1, 1]],
      between: [[30, 30]],
    },
    -150,
    { x: [30, 0], y: [-5], r: [0, 25] },
  ),
  optimum(
    'market: welfare maximised, consumer and producer',
    {
      sense: 'maximize',
      cost: [60, -20],
      columns: [
        [0, 10],
        [0, 8],
      ],
      rows: [[1, -1]],
      between: [[0, 0]],
    },
    320,
    { x: [8, 8], y: [60], r: [0, 40] },
  ),
  // Generators 10 and 30 at two nodes, demand 20 and 50, line of 25: prices 10 and 30, the line earns 20 a unit.
  optimum(
    'network: two nodes and a congested line',
    {
      cost: [10, 30, 0],
      columns: [
        [0, 100],
        [0, 100],
        [-25, 25],
      ],
      rows: [
        [1, 0, -1],
        [0, 1, 1],
      ],
      between: [
        [20, 20],
        [50, 50],
      ],
    },
    1200,
    { x: [45, 25, 25], y: [10, 30], r: [0, 0, -20] },
  ),
  optimum(
    'network: a line with losses lifts the price at its end',
    {
      cost: [9, 0],
      rows: [
        [1, -1],
        [0, 0.9],
      ],
      between: [
        [0, 0],
        [18, 18],
      ],
    },
    180,
    { x: [20, 20], y: [9, 10], r: [0, 0] },
  ),
  optimum(
    'network: transport, two plants and two markets',
    {
      cost: [4, 6, 5, 3],
      rows: [
        [1, 1, 0, 0],
        [0, 0, 1, 1],
        [1, 0, 1, 0],
        [0, 1, 0, 1],
      ],
      between: [
        [-INF, 30],
        [-INF, 40],
        [20, INF],
        [40, INF],
      ],
    },
    200,
    { x: [20, 0, 0, 40], y: [0, [-2, 0], 4, [3, 5]] },
  ),
  // Buy at 10, store with 80 % efficiency, sell against 30: the store is worth 24 a unit put in.
  optimum(
    'network: a storage cycle',
    {
      cost: [10, 30, 0],
      columns: [
        [0, 100],
        [0, 100],
        [0, 5],
      ],
      rows: [
        [1, 0, -1],
        [0, 1, 0.8],
      ],
      between: [
        [20, 20],
        [50, 50],
      ],
    },
    10 * 25 + 30 * 46,
    { x: [25, 46, 5], y: [10, 30], r: [0, 0, -14] },
  ),
  optimum(
    'network: the cheapest path through a diamond',
    {
      cost: [1, 4, 1, 5, 1],
      rows: [
        [1, 1, 0, 0, 0],
        [1, 0, -1, -1, 0],
        [0, 1, 1, 0, -1],
        [0, 0, 0, 1, 1],
      ],
      between: [
        [1, 1],
        [0, 0],
        [0, 0],
        [1, 1],
      ],
    },
    3,
    { x: [1, 0, 1, 0, 1] },
  ),
];

const DEGENERATE: readonly Case[] = [
  optimum(
    'degenerate: two equations alike',
    {
      cost: [3, 5],
      rows: [
        [1, 1],
        [1, 1],
      ],
      between: [
        [4, 4],
        [4, 4],
      ],
    },
    12,
    { x: [4, 0] },
  ),
  optimum(
    'degenerate: an equation twice another',
    {
      cost: [3, 5],
      rows: [
        [1, 1],
        [2, 2],
      ],
      between: [
        [4, 4],
        [8, 8],
      ],
    },
    12,
    { x: [4, 0] },
  ),
  optimum(
    'degenerate: an inequality thrice',
    {
      cost: [3, 5],
      rows: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      between: [
        [4, INF],
        [4, INF],
        [4, INF],
      ],
    },
    12,
    {
      x: [4, 0],
      y: [
        [0, 3],
        [0, 3],
        [0, 3],
      ],
    },
  ),
  optimum(
    'degenerate: three rows through one vertex',
    {
      sense: 'maximize',
      cost: [1, 1],
      rows: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      between: [
        [-INF, 1],
        [-INF, 1],
        [-INF, 2],
      ],
    },
    2,
    {
      x: [1, 1],
      y: [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
    },
  ),
  // Beale 1955: the largest-coefficient rule cycles on it.
  optimum(
    'degenerate: Beale cycles',
    {
      cost: [-0.75, 20, -0.5, 6],
      columns: [
        [0, INF],
        [0, INF],
        [0, 1],
        [0, INF],
      ],
      rows: [
        [0.25, -8, -1, 9],
        [0.5, -12, -0.5, 3],
      ],
      between: [
        [-INF, 0],
        [-INF, 0],
      ],
    },
    -1.25,
    { x: [1, 0, 1, 0] },
  ),
  // Chvatal 1983, page 31: cycles in six steps.
  optimum(
    'degenerate: Chvatal cycles',
    {
      sense: 'maximize',
      cost: [10, -57, -9, -24],
      rows: [
        [0.5, -5.5, -2.5, 9],
        [0.5, -1.5, -0.5, 1],
        [1, 0, 0, 0],
      ],
      between: [
        [-INF, 0],
        [-INF, 0],
        [-INF, 1],
      ],
    },
    1,
    { x: [1, 0, 1, 0] },
  ),
  // Klee and Minty 1972, three columns: 2^3 vertices on the way.
  optimum(
    'degenerate: Klee and Minty',
    {
      sense: 'maximize',
      cost: [100, 10, 1],
      rows: [
        [1, 0, 0],
        [20, 1, 0],
        [200, 20, 1],
      ],
      between: [
        [-INF, 1],
        [-INF, 100],
        [-INF, 10000],
      ],
    },
    10000,
    { x: [0, 0, 10000] },
  ),
  optimum(
    'degenerate: every point of a side is optimal',
    {
      cost: [1, 1],
      columns: [
        [0, 4],
        [0, 4],
      ],
      rows: [[1, 1]],
      between: [[4, INF]],
    },
    4,
    {
      x: [
        [0, 4],
        [0, 4],
      ],
      y: [1],
      r: [0, 0],
    },
  ),
  optimum(
    'degenerate: assignment of three',
    {
      cost: [1, 2, 3, 2, 4, 6, 3, 6, 9],
      rows: [
        [1, 1, 1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 1, 1, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 1, 1],
        [1, 0, 0, 1, 0, 0, 1, 0, 0],
        [0, 1, 0, 0, 1, 0, 0, 1, 0],
        [0, 0, 1, 0, 0, 1, 0, 0, 1],
      ],
      between: [
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    },
    10,
    { x: [0, 0, 1, 0, 1, 0, 1, 0, 0] },
  ),
];

const SHAPES: readonly Case[] = [
  optimum(
    'shape: an empty row',
    {
      cost: [3, 5],
      rows: [
        [0, 0],
        [1, 1],
      ],
      between: [
        [-1, 1],
        [4, INF],
      ],
    },
    12,
    {
      x: [4, 0],
      y: [0, 3],
    },
  ),
  optimum(
    'shape: an empty row on its bound',
    {
      cost: [3],
      rows: [[0], [1]],
      between: [
        [0, INF],
        [4, INF],
      ],
    },
    12,
    {
      x: [4],
      y: [[0, INF], 3],
    },
  ),
  optimum(
    'shape: an empty column at its lower bound',
    {
      cost: [3, 5],
      columns: [
        [0, 9],
        [2, 9],
      ],
      rows: [[1, 0]],
      between: [[4, INF]],
    },
    22,
    { x: [4, 2], y: [3], r: [0, 5] },
  ),
  optimum(
    'shape: an empty column at its upper bound',
    {
      cost: [3, -5],
      columns: [
        [0, 9],
        [2, 9],
      ],
      rows: [[1, 0]],
      between: [[4, INF]],
    },
    -33,
    { x: [4, 9], y: [3], r: [0, -5] },
  ),
  optimum(
    'shape: no rows',
    {
      cost: [3, -5],
      columns: [
        [1, 9],
        [2, 9],
      ],
    },
    -42,
    { x: [1, 9], r: [3, -5] },
  ),
  optimum(
    'shape: no rows, maximised',
    {
      sense: 'maximize',
      cost: [3, -5],
      columns: [
        [1, 9],
        [2, 9],
      ],
    },
    17,
    {
      x: [9, 2],
      r: [3, -5],
    },
  ),
  optimum('shape: no coefficients', { cost: [3], columns: [[1, 9]], rows: [[0]], between: [[-1, 0]] }, 3, {
    x: [1],
  }),
  optimum('shape: no columns', { cost: [], rows: [[], []], between: [[-1, 0], FREE], offset: 7 }, 7),
  optimum('shape: nothing at all', { cost: [], offset: -2 }, -2),
  optimum('shape: no objective', { cost: [0, 0], rows: [[1, 1]], between: [[4, 9]] }, 0, {
    y: [0],
    r: [0, 0],
  }),
  optimum('shape: a constant as objective', { cost: [0], offset: 5, rows: [[1]], between: [[4, 4]] }, 5, {
    x: [4],
    y: [0],
  }),
  optimum('shape: one column, one row', { cost: [2], rows: [[4]], between: [[10, INF]] }, 5, {
    x: [2.5],
    y: [0.5],
  }),
  optimum(
    'shape: free columns in equations',
    {
      cost: [1, 2],
      columns: [FREE, FREE],
      rows: [
        [1, 1],
        [1, -1],
      ],
      between: [
        [3, 3],
        [1, 1],
      ],
    },
    4,
    { x: [2, 1], y: [1.5, -0.5], r: [0, 0] },
  ),
  optimum(
    'shape: a free column at zero',
    { cost: [0, 1], columns: [FREE, [0, 5]], rows: [[1, 1]], between: [FREE] },
    0,
    {
      y: [0],
      r: [0, 1],
    },
  ),
  optimum(
    'shape: only an upper bound, below zero',
    {
      cost: [-1, 0],
      columns: [
        [-INF, -3],
        [0, 1],
      ],
      rows: [[1, 1]],
      between: [[-9, INF]],
    },
    3,
    { x: [-3, [0, 1]], y: [0], r: [-1, 0] },
  ),
  optimum(
    'shape: every column fixed',
    {
      cost: [3, 5],
      columns: [
        [2, 2],
        [-1, -1],
      ],
      rows: [[1, 1]],
      between: [[0, 9]],
    },
    1,
    { x: [2, -1], y: [0], r: [3, 5] },
  ),
  optimum(
    'shape: every row free',
    {
      cost: [3, -5],
      columns: [
        [-1, 9],
        [2, 9],
      ],
      rows: [
        [1, 1],
        [2, 0],
      ],
      between: [FREE, FREE],
    },
    -48,
    { x: [-1, 9], y: [0, 0], r: [3, -5] },
  ),
  optimum(
    'shape: a row that is a bound, with a coefficient below zero',
    { cost: [-4], rows: [[-2]], between: [[-6, INF]] },
    -12,
    {
      x: [3],
      y: [2],
      r: [0],
    },
  ),
  optimum(
    'shape: more rows than columns',
    {
      sense: 'maximize',
      cost: [5, 4],
      rows: [
        [6, 4],
        [1, 2],
        [-1, 1],
        [0, 1],
      ],
      between: [
        [-INF, 24],
        [-INF, 6],
        [-INF, 1],
        [-INF, 2],
      ],
    },
    21,
    { x: [3, 1.5], y: [0.75, 0.5, 0, 0], r: [0, 0] },
  ),
  optimum(
    'scale: a constant of 1e9 beside an objective of 12',
    { cost: [3, 5], offset: 1e9, rows: [[1, 1]], between: [[4, INF]] },
    1e9 + 12,
    { x: [4, 0], y: [3], r: [0, 2] },
  ),
  optimum(
    'scale: a row in millionths',
    {
      cost: [3, 5],
      columns: [
        [0, 10],
        [0, 10],
      ],
      rows: [[2 ** -20, 2 ** -20]],
      between: [[4 * 2 ** -20, INF]],
    },
    12,
    { x: [4, 0], y: [3 * 2 ** 20], r: [0, 2] },
  ),
  optimum(
    'scale: a row in millions',
    {
      cost: [3, 5],
      columns: [
        [0, 10],
        [0, 10],
      ],
      rows: [[2 ** 20, 2 ** 20]],
      between: [[4 * 2 ** 20, INF]],
    },
    12,
    { x: [4, 0], y: [3 * 2 ** -20], r: [0, 2] },
  ),
  optimum(
    'scale: columns in other units',
    { cost: [3 * 2 ** 12, 5 * 2 ** -12], rows: [[2 ** 12, 2 ** -12]], between: [[4, INF]] },
    12,
    { x: [4 * 2 ** -12, 0], y: [3] },
  ),
];

export const KNOWN_OPTIMA: readonly Case[] = [...MARKETS, ...DEGENERATE, ...SHAPES];
