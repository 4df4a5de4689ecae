/**
 * The sign battery: every place on which a multiplier can stand, minimised and maximised, the row as it is and turned
 * (times -1), with and without a constant. 80 programs in two columns whose duals are read off:
 *
 *   turning a row turns its dual;  max -f has the negated duals and reduced costs of min f;  a constant moves nothing.
 *
 * Convention: y = dz/db, r = c - A'y, in the objective's own sense (docs/conventions.md, sections 1 and 2).
 */
import type { Case } from './case.ts';
import { type Interval, type Sketch, stated } from './sketch.ts';
import { type Component, judge, type Truth } from './truth.ts';

interface Place {
  readonly name: string;
  readonly sketch: Sketch & {
    readonly rows: readonly (readonly number[])[];
    readonly between: readonly Interval[];
  };
  readonly truth: Truth & { readonly status: 'optimal' } & {
    readonly x: readonly number[];
    readonly rowDual: readonly Component[];
    readonly reducedCost: readonly Component[];
  };
}

const SUM = [[1, 1]] as const;
const BOX: readonly Interval[] = [
  [0, 10],
  [0, 10],
];

function place(
  name: string,
  cost: readonly number[],
  between: Interval,
  x: readonly number[],
  rowDual: number,
  reducedCost: readonly number[],
  columns: readonly Interval[] = BOX,
): Place {
  const objective = cost.reduce((sum, c, j) => sum + c * x[j], 0);
  return {
    name,
    sketch: { cost, columns, rows: SUM, between: [between] },
    truth: { status: 'optimal', objective, x, rowDual: [rowDual], reducedCost },
  };
}

const PLACES: readonly Place[] = [
  place('equation', [3, 5], [4, 4], [4, 0], 3, [0, 2]),
  place('row at its lower side', [3, 5], [4, Infinity], [4, 0], 3, [0, 2]),
  place('row at its upper side', [-3, -1], [-Infinity, 4], [4, 0], -3, [0, 2]),
  place('range at its lower side', [3, 5], [4, 9], [4, 0], 3, [0, 2]),
  place('range at its upper side', [-3, -1], [1, 4], [4, 0], -3, [0, 2]),
  place('free row', [3, 5], [-Infinity, Infinity], [0, 0], 0, [3, 5]),
  place(
    'lower bounds',
    [3, 5],
    [-Infinity, 20],
    [2, 1],
    0,
    [3, 5],
    [
      [2, 10],
      [1, Infinity],
    ],
  ),
  place(
    'upper bounds',
    [-3, -5],
    [-20, 20],
    [2, 1],
    0,
    [-3, -5],
    [
      [0, 2],
      [-Infinity, 1],
    ],
  ),
  place(
    'fixed column',
    [3, 5],
    [4, Infinity],
    [2, 2],
    5,
    [-2, 0],
    [
      [2, 2],
      [0, 10],
    ],
  ),
  {
    // The rent of 3 may stand on the bound, on the row, or be split: only signs and the sum are facts.
    name: 'bound and row alike',
    sketch: {
      cost: [3, 5],
      columns: [
        [2, 10],
        [0, 10],
      ],
      rows: [[1, 0]],
      between: [[2, Infinity]],
    },
    truth: { status: 'optimal', objective: 6, x: [2, 0], rowDual: [[0, 3]], reducedCost: [[0, 3], 5] },
  },
];

function negated(component: Component): Component {
  return typeof component === 'number' ? 0 - component : [0 - component[1], 0 - component[0]];
}

function variant({ name, sketch, truth }: Place, maximize: boolean, turned: boolean, offset: number): Case {
  const flip = maximize ? -1 : 1;
  const program = stated({
    ...sketch,
    sense: maximize ? 'maximize' : 'minimize',
    offset,
    cost: sketch.cost.map((c) => flip * c),
    ...(turned
      ? {
          rows: sketch.rows.map((row) => row.map((a) => 0 - a)),
          between: sketch.between.map(([lower, upper]): Interval => [0 - upper, 0 - lower]),
        }
      : {}),
  });
  const inSense = (list: readonly Component[]): readonly Component[] => (maximize ? list.map(negated) : list);
  const expected: Truth = {
    status: 'optimal',
    objective: flip * truth.objective + offset,
    x: truth.x,
    rowDual: turned ? inSense(truth.rowDual).map(negated) : inSense(truth.rowDual),
    reducedCost: inSense(truth.reducedCost),
  };
  const id = `signs: ${name}, ${maximize ? 'maximised' : 'minimised'}, row ${turned ? 'turned' : 'as is'}, offset ${offset}`;
  return { id, layer: 'analytic', run: (bench) => judge(program, expected, bench) };
}

export const SIGN_BATTERY: readonly Case[] = PLACES.flatMap((where) =>
  [false, true].flatMap((maximize) =>
    [false, true].flatMap((turned) => [0, 7].map((offset) => variant(where, maximize, turned, offset))),
  ),
);
