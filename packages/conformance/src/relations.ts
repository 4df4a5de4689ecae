/**
 * Changes of a program whose effect on the answer is known, whatever the answer is. Each gives the related program and
 * the way back: a point, duals, Farkas multipliers or a ray of the related program, carried back, must prove the same of
 * the original. So uniqueness does not matter. Scales are powers of two: nothing is rounded.
 */
import { hasSemicontinuous, isDiscrete, type Program } from '@marginal/program';
import { type Interval, type Sketch, sketchOf, stated } from './sketch.ts';

type Vector = readonly number[];

/** A related program and how its answers read as answers of the original. */
export interface Related {
  readonly program: Program;
  /** Its objective, as an objective of the original. */
  readonly objective: (value: number) => number;
  /** Its point or ray, as one of the original; length columnCount of the original. */
  readonly point: (x: Vector) => Vector;
  /** Its row duals, likewise; length rowCount of the original. */
  readonly duals: (y: Vector) => Vector;
  /** Its Farkas multipliers, where they are not carried back as duals are. */
  readonly farkas?: (y: Vector) => Vector;
}

export interface Relation {
  readonly name: string;
  /** `any`: also with integer and semicontinuous columns. */
  readonly holds: 'linear' | 'any';
  /** `pick` chooses rows, columns and powers: whole numbers from 0 to 7. */
  readonly relate: (program: Program, pick: (k: number) => number) => Related;
}

type Whole = ReturnType<typeof sketchOf>;

const same = (values: Vector): Vector => values;

function related(sketch: Sketch, back: Partial<Omit<Related, 'program'>> = {}): Related {
  return { program: stated(sketch), objective: (value) => value, point: same, duals: same, ...back };
}

/** 2^-3 to 2^4, never 1. */
function power(draw: number): number {
  return 2 ** (draw < 3 ? draw - 3 : draw - 2);
}

function times([lower, upper]: Interval, k: number): Interval {
  return k > 0 ? [k * lower, k * upper] : [k * upper + 0, k * lower + 0];
}

/** Each row times a factor, its sides exchanged where that is below zero; y of the original is factor times y. */
function scaleRows(sketch: Whole, factor: (row: number) => number): Related {
  return related(
    {
      ...sketch,
      rows: sketch.rows.map((row, i) => row.map((a) => factor(i) * a + 0)),
      between: sketch.between.map((interval, i) => times(interval, factor(i))),
    },
    { duals: (y) => y.map((value, i) => value * factor(i)) },
  );
}

function permuted(length: number, pick: (k: number) => number): number[] {
  const order = Array.from({ length }, (_, k) => k);
  for (let k = length - 1; k > 0; k--) {
    const other = pick(k) % (k + 1);
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}

/** `values` in the places that `order` took them from. */
function restored(values: Vector, order: readonly number[]): Vector {
  const out = new Array<number>(order.length);
  order.forEach((from, k) => {
    out[from] = values[k];
  });
  return out;
}

function appendRow(sketch: Whole, row: Vector, between: Interval, share: (y: number) => Vector): Related {
  const m = sketch.rows.length;
  return related(
    { ...sketch, rows: [...sketch.rows, row], between: [...sketch.between, between] },
    { duals: (y) => share(y[m]).map((part, i) => y[i] + part) },
  );
}

const none = (length: number): number[] => new Array<number>(length).fill(0);

const SCALING: readonly Relation[] = [
  {
    name: 'rows in other units',
    holds: 'any',
    relate: (program, pick) => scaleRows(sketchOf(program), (row) => power(pick(row))),
  },
  { name: 'rows turned', holds: 'any', relate: (program) => scaleRows(sketchOf(program), () => -1) },
  {
    name: 'columns in other units',
    holds: 'linear',
    relate: (program, pick) => {
      const sketch = sketchOf(program);
      const k = sketch.cost.map((_, j) => power(pick(j)));
      return related(
        {
          ...sketch,
          cost: sketch.cost.map((c, j) => c * k[j]),
          columns: sketch.columns.map((interval, j) => times(interval, 1 / k[j])),
          rows: sketch.rows.map((row) => row.map((a, j) => a * k[j])),
        },
        { point: (x) => x.map((value, j) => value * k[j]) },
      );
    },
  },
  {
    name: 'columns turned',
    holds: 'linear',
    relate: (program) => {
      const sketch = sketchOf(program);
      return related(
        {
          ...sketch,
          cost: sketch.cost.map((c) => 0 - c),
          columns: sketch.columns.map((interval) => times(interval, -1)),
          rows: sketch.rows.map((row) => row.map((a) => 0 - a)),
        },
        { point: (x) => x.map((value) => 0 - value) },
      );
    },
  },
  {
    name: 'costs in another unit',
    holds: 'any',
    relate: (program, pick) => {
      const k = power(pick(0));
      const sketch = sketchOf(program);
      return related(
        { ...sketch, offset: sketch.offset * k, cost: sketch.cost.map((c) => c * k) },
        { objective: (value) => value / k, duals: (y) => y.map((value) => value / k), farkas: same },
      );
    },
  },
  {
    name: 'the sense negated',
    holds: 'any',
    relate: (program) => {
      const sketch = sketchOf(program);
      return related(
        {
          ...sketch,
          sense: sketch.sense === 'minimize' ? 'maximize' : 'minimize',
          offset: 0 - sketch.offset,
          cost: sketch.cost.map((c) => 0 - c),
        },
        { objective: (value) => 0 - value, duals: (y) => y.map((value) => 0 - value), farkas: same },
      );
    },
  },
  {
    name: 'a constant added',
    holds: 'any',
    relate: (program) => {
      const sketch = sketchOf(program);
      return related({ ...sketch, offset: sketch.offset + 64 }, { objective: (value) => value - 64 });
    },
  },
];

const ORDER: readonly Relation[] = [
  {
    name: 'rows in another order',
    holds: 'any',
    relate: (program, pick) => {
      const sketch = sketchOf(program);
      const order = permuted(sketch.rows.length, pick);
      return related(
        { ...sketch, rows: order.map((i) => sketch.rows[i]), between: order.map((i) => sketch.between[i]) },
        { duals: (y) => restored(y, order) },
      );
    },
  },
  {
    name: 'columns in another order',
    holds: 'any',
    relate: (program, pick) => {
      const sketch = sketchOf(program);
      const order = permuted(sketch.cost.length, pick);
      const { integer, semicontinuous } = sketch;
      return related(
        {
          ...sketch,
          cost: order.map((j) => sketch.cost[j]),
          columns: order.map((j) => sketch.columns[j]),
          rows: sketch.rows.map((row) => order.map((j) => row[j])),
          ...(integer === undefined ? {} : { integer: order.map((j) => integer[j]) }),
          ...(semicontinuous === undefined ? {} : { semicontinuous: order.map((j) => semicontinuous[j]) }),
        },
        { point: (x) => restored(x, order) },
      );
    },
  },
];

const ROWS: readonly Relation[] = [
  {
    name: 'a row written twice',
    holds: 'any',
    relate: (program, pick) => {
      const sketch = sketchOf(program);
      const m = sketch.rows.length;
      if (m === 0) return related(sketch);
      const i = pick(0) % m;
      return appendRow(sketch, sketch.rows[i], sketch.between[i], (y) =>
        none(m).map((_, k) => (k === i ? y : 0)),
      );
    },
  },
  {
    // The sum of two rows lies between the sums of their sides; on one of these only if both rows are.
    name: 'the sum of two rows',
    holds: 'any',
    relate: (program, pick) => {
      const sketch = sketchOf(program);
      const m = sketch.rows.length;
      if (m < 2) return related(sketch);
      const i = pick(0) % m;
      const k = (i + 1 + (pick(1) % (m - 1))) % m;
      const sum = sketch.rows[i].map((a, j) => a + sketch.rows[k][j]);
      const sides: Interval = [
        sketch.between[i][0] + sketch.between[k][0],
        sketch.between[i][1] + sketch.between[k][1],
      ];
      return appendRow(sketch, sum, sides, (y) => none(m).map((_, row) => (row === i || row === k ? y : 0)));
    },
  },
  {
    name: 'a row that asks for nothing',
    holds: 'any',
    relate: (program) => {
      const sketch = sketchOf(program);
      const every = sketch.cost.map(() => 1);
      return appendRow(sketch, every, [-Infinity, Infinity], () => none(sketch.rows.length));
    },
  },
  {
    name: 'ranges split into two rows',
    holds: 'any',
    relate: (program) => {
      const sketch = sketchOf(program);
      const m = sketch.rows.length;
      return related(
        {
          ...sketch,
          rows: [...sketch.rows, ...sketch.rows],
          between: [
            ...sketch.between.map(([lower]): Interval => [lower, Infinity]),
            ...sketch.between.map(([, upper]): Interval => [-Infinity, upper]),
          ],
        },
        { duals: (y) => none(m).map((_, i) => y[i] + y[m + i]) },
      );
    },
  },
  {
    name: 'bounds written as rows',
    holds: 'linear',
    relate: (program) => {
      const sketch = sketchOf(program);
      const m = sketch.rows.length;
      return related(
        {
          ...sketch,
          columns: sketch.columns.map((): Interval => [-Infinity, Infinity]),
          rows: [...sketch.rows, ...sketch.cost.map((_, j) => sketch.cost.map((_, k) => (k === j ? 1 : 0)))],
          between: [...sketch.between, ...sketch.columns],
        },
        { duals: (y) => y.slice(0, m) },
      );
    },
  },
  {
    name: 'rows with a slack column each',
    holds: 'linear',
    relate: (program) => {
      const sketch = sketchOf(program);
      const n = sketch.cost.length;
      return related(
        {
          ...sketch,
          cost: [...sketch.cost, ...sketch.rows.map(() => 0)],
          columns: [...sketch.columns, ...sketch.between],
          rows: sketch.rows.map((row, i) => [...row, ...sketch.rows.map((_, k) => (k === i ? -1 : 0))]),
          between: sketch.between.map((): Interval => [0, 0]),
        },
        { point: (x) => x.slice(0, n) },
      );
    },
  },
];

const COLUMNS: readonly Relation[] = [
  {
    // x = p - q with p, q >= 0 wherever x may be of either sign; the bounds of x become a row.
    name: 'free columns split in two',
    holds: 'linear',
    relate: (program) => {
      const sketch = sketchOf(program);
      const split = sketch.columns.flatMap(([lower, upper], j) =>
        lower === -Infinity && upper === Infinity ? [j] : [],
      );
      const n = sketch.cost.length;
      return related(
        {
          ...sketch,
          cost: [...sketch.cost, ...split.map((j) => 0 - sketch.cost[j])],
          columns: [
            ...sketch.columns.map((interval, j): Interval => (split.includes(j) ? [0, Infinity] : interval)),
            ...split.map((): Interval => [0, Infinity]),
          ],
          rows: sketch.rows.map((row) => [...row, ...split.map((j) => 0 - row[j])]),
        },
        {
          point: (x) =>
            x.slice(0, n).map((value, j) => (split.includes(j) ? value - x[n + split.indexOf(j)] : value)),
        },
      );
    },
  },
  {
    name: 'columns moved by a constant',
    holds: 'any',
    relate: (program, pick) => {
      const sketch = sketchOf(program);
      if (hasSemicontinuous(program)) return related(sketch);
      const by = sketch.cost.map((_, j) => pick(j) - 3);
      const shift = (row: Vector): number => row.reduce((sum, a, j) => sum + a * by[j], 0);
      return related(
        {
          ...sketch,
          offset: sketch.offset - shift(sketch.cost),
          columns: sketch.columns.map(([lower, upper], j): Interval => [lower + by[j], upper + by[j]]),
          between: sketch.between.map(([lower, upper], i): Interval => {
            const moved = shift(sketch.rows[i]);
            return [lower + moved, upper + moved];
          }),
        },
        { point: (x) => x.map((value, j) => value - by[j]) },
      );
    },
  },
];

/** Every relation that keeps the status. Duality, which exchanges statuses, stands in `duality.ts`. */
export const RELATIONS: readonly Relation[] = [...SCALING, ...ORDER, ...ROWS, ...COLUMNS];

/** Whether the relation may be applied to the program. */
export function applies({ holds }: Relation, program: Program): boolean {
  return holds === 'any' || !isDiscrete(program);
}
