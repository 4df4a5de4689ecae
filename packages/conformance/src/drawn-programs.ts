/**
 * Programs drawn at random whose answer is known from how they were made, so that no solver is needed to know the truth
 * and shrinking keeps it. Numbers are whole or powers of two times whole, so the construction has no rounding:
 *
 *   optimal     choose x, y, r; bounds follow from complementarity, costs from stationarity c = A'y + r
 *   infeasible  choose multipliers; move one row beyond what the box allows
 *   unbounded   choose a point and a ray; open every bound the ray runs towards; costs fall along it
 */
import type { Program } from '@marginal/program';
import fc from 'fast-check';
import { type Interval, type Sketch, stated } from './sketch.ts';

/** The classes, in the order in which they are drawn and reported. */
export const KINDS = [
  'feasible',
  'degenerate',
  'scaled',
  'wide',
  'infeasible',
  'unbounded',
  'anything',
  'integers',
] as const;
export type Kind = (typeof KINDS)[number];

/**
 * Every class but `wide`, whose programs are so ill-conditioned that tolerances of 1e-7 leave room for different answers:
 * honest solvers disagree there, or give answers that our checks refute. Ask for it by name.
 */
export const SETTLED_KINDS: readonly Kind[] = KINDS.filter((kind) => kind !== 'wide');

/** The optimum a program was made around, exact, in its own sense. One of perhaps many. */
export interface Witness {
  /** Length columnCount. */
  readonly x: Float64Array;
  /** Length rowCount. */
  readonly rowDual: Float64Array;
}

export interface Drawn {
  readonly program: Program;
  /** Absent where only solvers can say. */
  readonly truth?:
    | { readonly status: 'optimal'; readonly objective: number; readonly witness?: Witness }
    | { readonly status: 'infeasible' }
    | { readonly status: 'unbounded' };
}

const INF = Infinity;
const coefficient = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: -4, max: 4 }) },
);
const small = fc.integer({ min: -5, max: 5 });
const gap = fc.integer({ min: 1, max: 4 });

function listOf<Item>(item: fc.Arbitrary<Item>, length: number): fc.Arbitrary<Item[]> {
  return fc.array(item, { minLength: length, maxLength: length });
}

/**
 * Numbers of rows and columns. Lists are drawn at full length and cut to these: a size that depends on nothing else
 * shrinks by itself, and the rest with it.
 */
function sizes(least: number, most: number) {
  return { m: fc.integer({ min: least, max: most }), n: fc.integer({ min: 1, max: most }) };
}

function product(row: readonly number[], x: readonly number[]): number {
  return row.reduce((sum, a, j) => sum + a * x[j], 0);
}

function combination(rows: readonly (readonly number[])[], y: readonly number[], columns: number): number[] {
  return Array.from({ length: columns }, (_, j) => rows.reduce((sum, row, i) => sum + y[i] * row[j], 0));
}

/** A minimisation and the optimum that it was made around. */
interface Around {
  readonly sketch: Required<Pick<Sketch, 'cost' | 'columns' | 'rows' | 'between'>> & Sketch;
  readonly objective: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The program in the sense that was drawn: max -f has the same points and negated duals. */
function inSense({ sketch, objective, x, y }: Around, maximize: boolean): Drawn {
  const flip = maximize ? -1 : 1;
  const turned: Sketch = {
    ...sketch,
    sense: maximize ? 'maximize' : 'minimize',
    offset: flip * (sketch.offset ?? 0) + 0,
    cost: sketch.cost.map((c) => flip * c + 0),
  };
  const witness = { x: Float64Array.from(x), rowDual: Float64Array.from(y, (value) => flip * value + 0) };
  return {
    program: stated(turned),
    truth: { status: 'optimal', objective: flip * objective + 0, witness },
  };
}

/** Where a value stands and what multiplier this allows (of a minimisation): at a side, between, fixed, or tied. */
interface Stand {
  readonly side: 'lower' | 'upper' | 'between' | 'fixed' | 'free';
  /** Distance to the other side; absent when there is none. */
  readonly width: number;
  readonly isOneSided: boolean;
  readonly multiplier: number;
}

function stands(degenerate: boolean): fc.Arbitrary<Stand> {
  const side = fc.constantFrom(
    'lower' as const,
    'upper' as const,
    'between' as const,
    'fixed' as const,
    'free' as const,
  );
  return fc.record({
    side,
    width: gap,
    isOneSided: fc.boolean(),
    multiplier: degenerate ? fc.constantFrom(0, 0, 1, 2) : fc.integer({ min: 1, max: 4 }),
  });
}

function intervalAt(value: number, { side, width, isOneSided }: Stand): Interval {
  switch (side) {
    case 'lower':
      return [value, isOneSided ? INF : value + width];
    case 'upper':
      return [isOneSided ? -INF : value - width, value];
    case 'between':
      return [value - width, value + width];
    case 'fixed':
      return [value, value];
    case 'free':
      return [-INF, INF];
  }
}

function multiplierAt({ side, multiplier, isOneSided }: Stand): number {
  switch (side) {
    case 'lower':
      return multiplier;
    case 'upper':
      return 0 - multiplier;
    case 'fixed':
      return isOneSided ? multiplier : 0 - multiplier;
    default:
      return 0;
  }
}

/** A minimisation around a chosen optimum of up to `most` rows and columns. Degenerate: ties and twins. */
function optimal(degenerate: boolean, entry: fc.Arbitrary<number>, most: number): fc.Arbitrary<Around> {
  return fc
    .record({
      ...sizes(1, most),
      rows: listOf(listOf(entry, most), most),
      x: listOf(degenerate ? fc.integer({ min: 0, max: 3 }) : small, most),
      rowStands: listOf(stands(degenerate), most),
      columnStands: listOf(stands(degenerate), most),
      twins: fc.array(fc.nat(most - 1), { maxLength: degenerate ? 3 : 0 }),
      offset: small,
    })
    .map((drawn) => {
      const { m, n, offset } = drawn;
      const rows = drawn.rows.slice(0, m).map((row) => row.slice(0, n));
      const x = drawn.x.slice(0, n);
      const twins = drawn.twins.map((i) => i % m);
      const y = drawn.rowStands.slice(0, m).map(multiplierAt);
      const r = drawn.columnStands.slice(0, n).map(multiplierAt);
      const cost = combination(rows, y, n).map((z, j) => z + r[j] + 0);
      const between = rows.map((row, i) => intervalAt(product(row, x), drawn.rowStands[i]));
      return {
        sketch: {
          cost,
          offset,
          columns: x.map((value, j) => intervalAt(value, drawn.columnStands[j])),
          rows: [...rows, ...twins.map((i) => rows[i])],
          between: [...between, ...twins.map((i) => between[i])],
        },
        objective: offset + product(cost, x),
        x,
        y: [...y, ...twins.map(() => 0)],
      };
    });
}

const feasible = fc
  .tuple(optimal(false, coefficient, 8), fc.boolean())
  .map(([constructed, maximize]): Drawn => inSense(constructed, maximize));

/** Zeros and ones, so that many bases share a vertex. */
const degenerate = fc
  .tuple(optimal(true, fc.constantFrom(0, 0, 1, 1, -1), 8), fc.boolean())
  .map(([constructed, maximize]): Drawn => inSense(constructed, maximize));

/** Six decades of size side by side in one row: what scaling cannot mend. Sums stay exact, being dyadic. */
const wide = fc
  .tuple(
    optimal(
      false,
      fc.tuple(coefficient, fc.integer({ min: -10, max: 10 })).map(([a, k]) => a * 2 ** k),
      14,
    ),
    fc.boolean(),
  )
  .map(([constructed, maximize]): Drawn => inSense(constructed, maximize));

/** Rows and columns in other units, by powers of two within 2^-13 and 2^13: nearly eight decades, without rounding. */
const badlyScaled = fc
  .tuple(optimal(false, coefficient, 8), fc.boolean(), listOf(fc.integer({ min: -13, max: 13 }), 16))
  .map(([{ sketch, objective, x, y }, maximize, powers]): Drawn => {
    const s = sketch.rows.map((_, i) => 2 ** powers[i]);
    const t = sketch.cost.map((_, j) => 2 ** powers[8 + j]);
    const scaled: Around['sketch'] = {
      ...sketch,
      cost: sketch.cost.map((c, j) => c * t[j]),
      columns: sketch.columns.map(([lower, upper], j): Interval => [lower / t[j], upper / t[j]]),
      rows: sketch.rows.map((row, i) => row.map((a, j) => s[i] * a * t[j])),
      between: sketch.between.map(([lower, upper], i): Interval => [s[i] * lower, s[i] * upper]),
    };
    return inSense(
      { sketch: scaled, objective, x: x.map((v, j) => v / t[j]), y: y.map((v, i) => v / s[i]) },
      maximize,
    );
  });

const interval: fc.Arbitrary<Interval> = fc.oneof(
  fc.constant<Interval>([0, INF]),
  fc.constant<Interval>([-INF, INF]),
  small.map((a): Interval => [a, INF]),
  small.map((a): Interval => [-INF, a]),
  small.map((a): Interval => [a, a]),
  fc.tuple(small, small).map(([a, b]): Interval => [Math.min(a, b), Math.max(a, b)]),
);

const sense = fc.constantFrom('minimize' as const, 'maximize' as const);

type Whole = Required<Pick<Sketch, 'columns' | 'rows' | 'between'>> & Sketch;

function sketches(
  least: number,
  most: number,
  columns: fc.Arbitrary<Interval>,
  flag?: fc.Arbitrary<number>,
): fc.Arbitrary<Whole> {
  return fc
    .record({
      ...sizes(least, most),
      sense,
      offset: small,
      cost: listOf(small, most),
      columns: listOf(columns, most),
      rows: listOf(listOf(coefficient, most), most),
      between: listOf(interval, most),
      ...(flag === undefined ? {} : { integer: listOf(flag, most) }),
    })
    .map(({ m, n, integer, ...drawn }) => ({
      sense: drawn.sense,
      offset: drawn.offset,
      cost: drawn.cost.slice(0, n),
      columns: drawn.columns.slice(0, n),
      rows: drawn.rows.slice(0, m).map((row) => row.slice(0, n)),
      between: drawn.between.slice(0, m),
      ...(integer === undefined ? {} : { integer: integer.slice(0, n) }),
    }));
}

const anything = sketches(0, 7, interval).map((sketch): Drawn => ({ program: stated(sketch) }));

/** Integer columns in a small box; when all are whole the answer is counted out. */
const integers = sketches(
  0,
  4,
  fc
    .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 4 }))
    .map(([a, width]): Interval => [a, a + width]),
  fc.constantFrom(1, 1, 1, 0),
).map((drawn): Drawn => {
  // At least one column is whole, or it would be a linear program.
  const sketch = { ...drawn, integer: [1, ...(drawn.integer ?? []).slice(1)] };
  const program = stated(sketch);
  if (sketch.integer.includes(0)) return { program };
  const best = countedOut(sketch);
  return {
    program,
    truth: best === undefined ? { status: 'infeasible' } : { status: 'optimal', objective: best },
  };
});

/** The best objective over every whole point of the box; undefined when none is feasible. */
function countedOut(sketch: Sketch): number | undefined {
  const { cost, columns = [], rows = [], between = [], offset = 0 } = sketch;
  const flip = sketch.sense === 'maximize' ? -1 : 1;
  let best: number | undefined;
  const x = columns.map(([lower]) => lower);
  for (;;) {
    const fits = rows.every((row, i) => {
      const activity = product(row, x);
      return activity >= between[i][0] && activity <= between[i][1];
    });
    const value = offset + product(cost, x);
    if (fits && (best === undefined || flip * value < flip * best)) best = value;
    let j = 0;
    while (j < x.length && x[j] === columns[j][1]) {
      x[j] = columns[j][0];
      j++;
    }
    if (j === x.length) return best === undefined ? undefined : best + 0;
    x[j]++;
  }
}

/** Row 0 asks for more than the others and the box leave: sum of y_i b_i lies `beyond` above the most of z'x. */
const infeasible = fc
  .tuple(
    sketches(1, 6, interval),
    listOf(fc.integer({ min: -2, max: 2 }), 6),
    fc.constantFrom(1, -1),
    gap,
    small,
  )
  .map(([sketch, drawn, first, beyond, anchor]): Drawn => {
    const { columns, rows, between } = sketch;
    const y = rows.map((_, i) => (i === 0 ? first : drawn[i]));
    const z = combination(rows, y, columns.length);
    const closed = columns.map(([lower, upper], j): Interval => {
      if (z[j] > 0 && upper === INF) return [lower, Math.max(lower, anchor)];
      if (z[j] < 0 && lower === -INF) return [Math.min(upper, anchor), upper];
      return [lower, upper];
    });
    const most = z.reduce(
      (sum, zj, j) => (zj === 0 ? sum : sum + zj * (zj > 0 ? closed[j][1] : closed[j][0])),
      0,
    );
    const sides = between.map(([lower, upper], i): Interval => {
      if (y[i] > 0 && lower === -INF) return [Math.min(anchor, upper), upper];
      if (y[i] < 0 && upper === INF) return [lower, Math.max(anchor, lower)];
      return [lower, upper];
    });
    const others = y.reduce((sum, yi, i) => {
      if (i === 0 || yi === 0) return sum;
      return sum + yi * (yi > 0 ? sides[i][0] : sides[i][1]);
    }, 0);
    const wanted = most + beyond - others;
    sides[0] =
      first > 0 ? [wanted, Math.max(wanted, sides[0][1])] : [Math.min(-wanted, sides[0][0]), -wanted];
    return {
      program: stated({ ...sketch, columns: closed, between: sides }),
      truth: { status: 'infeasible' },
    };
  });

const unbounded = fc
  .record({
    ...sizes(0, 7),
    rows: listOf(listOf(coefficient, 7), 7),
    x: listOf(small, 7),
    ray: listOf(fc.integer({ min: -2, max: 2 }), 7),
    cost: listOf(small, 7),
    rowStands: listOf(stands(false), 7),
    columnStands: listOf(stands(false), 7),
    along: fc.nat(6),
    offset: small,
    maximize: fc.boolean(),
  })
  .map(({ m, n, rowStands, columnStands, offset, maximize, ...drawn }): Drawn => {
    const rows = drawn.rows.slice(0, m).map((row) => row.slice(0, n));
    const x = drawn.x.slice(0, n);
    const along = drawn.along % n;
    const d = drawn.ray.slice(0, n).map((step, j) => (j === along && step === 0 ? 1 : step));
    const open = ([lower, upper]: Interval, step: number): Interval => [
      step < 0 ? -INF : lower,
      step > 0 ? INF : upper,
    ];
    const c = drawn.cost.slice(0, n);
    const rise = product(c, d);
    // One unit of the chosen column changes the slope by its step: make it fall.
    if (rise >= 0) c[along] -= Math.sign(d[along]) * (rise + 1);
    const sketch: Sketch = {
      sense: maximize ? 'maximize' : 'minimize',
      cost: c.map((value) => (maximize ? 0 - value : value) + 0),
      offset,
      columns: x.map((value, j) => open(intervalAt(value, columnStands[j]), d[j])),
      rows,
      between: rows.map((row, i) => open(intervalAt(product(row, x), rowStands[i]), product(row, d))),
    };
    return { program: stated(sketch), truth: { status: 'unbounded' } };
  });

/** One arbitrary per class. */
export const DRAWN: Readonly<Record<Kind, fc.Arbitrary<Drawn>>> = {
  feasible,
  degenerate,
  scaled: badlyScaled,
  wide,
  infeasible,
  unbounded,
  anything,
  integers,
};
