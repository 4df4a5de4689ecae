/** Programs that have no optimum, by every kind of reason: infeasible with multipliers to prove it, unbounded with a ray. */
import type { Case } from './case.ts';
import { type Interval, type Sketch, stated } from './sketch.ts';
import { judge } from './truth.ts';

const FREE: Interval = [-Infinity, Infinity];
const INF = Infinity;

function both(status: 'infeasible' | 'unbounded', id: string, sketch: Sketch): Case[] {
  return (['minimize', 'maximize'] as const).map((sense) => {
    const flip = sense === 'maximize' ? -1 : 1;
    const program = stated({ ...sketch, sense, cost: sketch.cost.map((c) => flip * c) });
    const how = sense === 'maximize' ? 'maximised' : 'minimised';
    return {
      id: `${status}: ${id}, ${how}`,
      layer: 'analytic',
      run: (bench) => judge(program, { status }, bench),
    };
  });
}

const INFEASIBLE: readonly Case[] = [
  ...both('infeasible', 'two rows against each other', {
    cost: [1, 1],
    rows: [
      [1, 1],
      [1, 1],
    ],
    between: [
      [5, INF],
      [-INF, 3],
    ],
  }),
  ...both('infeasible', 'a row against the bounds', {
    cost: [1, 1],
    columns: [
      [0, 2],
      [0, 2],
    ],
    rows: [[1, 1]],
    between: [[5, INF]],
  }),
  ...both('infeasible', 'a range against the bounds, from above', {
    cost: [1, 1],
    columns: [
      [3, 9],
      [3, INF],
    ],
    rows: [[1, 1]],
    between: [[1, 5]],
  }),
  ...both('infeasible', 'equations that only together contradict', {
    cost: [1, 1, 1],
    columns: [FREE, FREE, FREE],
    rows: [
      [1, 1, 0],
      [0, 1, 1],
      [1, 0, -1],
    ],
    between: [
      [2, 2],
      [3, 3],
      [5, 5],
    ],
  }),
  ...both('infeasible', 'an empty row that wants something', {
    cost: [1],
    rows: [[0], [1]],
    between: [
      [1, INF],
      [0, 9],
    ],
  }),
  ...both('infeasible', 'no coefficients, and a row that wants something', {
    cost: [1],
    rows: [[0]],
    between: [[-INF, -1]],
  }),
  ...both('infeasible', 'and its objective without end, too', {
    cost: [-1, -1],
    rows: [
      [1, -1],
      [1, -1],
    ],
    between: [
      [2, INF],
      [-INF, 1],
    ],
  }),
  ...both('infeasible', 'a chain of four rows', {
    cost: [0, 0, 0, 0],
    columns: [[0, 1], FREE, FREE, [3, INF]],
    rows: [
      [-1, 1, 0, 0],
      [0, -1, 1, 0],
      [0, 0, -1, 1],
    ],
    between: [
      [-INF, 0.5],
      [-INF, 0.5],
      [-INF, 0.5],
    ],
  }),
  ...both('infeasible', 'more demand than supply in a network', {
    cost: [4, 6, 5, 3],
    rows: [
      [1, 1, 0, 0],
      [0, 0, 1, 1],
      [1, 0, 1, 0],
      [0, 1, 0, 1],
    ],
    between: [
      [-INF, 30],
      [-INF, 20],
      [20, 20],
      [40, 40],
    ],
  }),
];

const UNBOUNDED: readonly Case[] = [
  ...both('unbounded', 'a column without an end', { cost: [-1, 1], rows: [[-1, 1]], between: [[-INF, 2]] }),
  ...both('unbounded', 'a free column', {
    cost: [1, 0],
    columns: [FREE, [0, 1]],
    rows: [[1, 1]],
    between: [[-INF, 4]],
  }),
  ...both('unbounded', 'two columns that hold each other', {
    cost: [-1, -1],
    rows: [[1, -1]],
    between: [[0, 0]],
  }),
  ...both('unbounded', 'downwards from an upper bound', {
    cost: [1, 1],
    columns: [
      [-INF, 3],
      [0, 1],
    ],
    rows: [[1, 1]],
    between: [[-INF, 9]],
  }),
  ...both('unbounded', 'an empty column beside a program with an optimum', {
    cost: [-1, 3],
    rows: [[0, 1]],
    between: [[4, INF]],
  }),
  ...both('unbounded', 'no rows at all', {
    cost: [-1, 1],
    columns: [
      [0, INF],
      [0, 1],
    ],
  }),
  ...both('unbounded', 'no bounded column, a row far away', {
    cost: [-1, -2, 0],
    columns: [FREE, FREE, FREE],
    rows: [
      [1, -2, 1],
      [1, 1, -5],
    ],
    between: [
      [3, 3],
      [-INF, 1000],
    ],
  }),
];

export const KNOWN_FAILURES: readonly Case[] = [...INFEASIBLE, ...UNBOUNDED];
