/**
 * No line of the certificates is vacuous. For each line there is a false claim that this line alone refutes; to prove
 * it, the line is taken out of a copy of the checker, and the copy then believes the false claim. A line that could
 * be removed unnoticed would fail here. When a checker is edited, edit the text that is searched for, too.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type * as Farkas from '../src/check-farkas.ts';
import { checkFarkas } from '../src/check-farkas.ts';
import type * as Optimal from '../src/check-optimal.ts';
import { checkOptimal } from '../src/check-optimal.ts';
import type * as Ray from '../src/check-ray.ts';
import { checkRay } from '../src/check-ray.ts';
import { TOLERANCES } from '../src/tolerances.ts';
import { F, lp, type Sketch } from './support.ts';

const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A copy of the sources in which `text` of `file`, which stands there once, reads `instead`. */
async function mutant<Module>(file: string, text: string, instead: string): Promise<Module> {
  const folder = mkdtempSync(join(tmpdir(), 'marginal-mutant-'));
  folders.push(folder);
  for (const name of readdirSync(SOURCE)) writeFileSync(join(folder, name), readFileSync(join(SOURCE, name)));
  const source = readFileSync(join(SOURCE, file), 'utf8');
  expect(source.split(text)).toHaveLength(2);
  writeFileSync(join(folder, file), source.replace(text, instead));
  return (await import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href)) as Module;
}

type Interval = [number, number];
const FREE: Interval = [-Infinity, Infinity];

interface FalseOptimum {
  readonly line: string;
  /** What the one failure must begin with. */
  readonly failure: string;
  readonly sketch: Sketch;
  readonly x: number[];
  readonly y?: number[];
  readonly rc?: number[];
  readonly text: string;
  readonly instead: string;
}

const NOTE_ROW =
  "worst.note(outside(value[i], rowLower[i], rowUpper[i], magnitude[i], noise), 'row', i, value[i]);";
const NOTE_COLUMN = "else worst.note(off, 'column', j, x[j]);";
const NOTE_SIGN = 'this.dual.note(Math.max(error, 0) / (1 + scale), place, index, value);';
const PUT_WITHIN_SIGNS = 'this.baseless[i] = y[i];';
const NOTE_SLACK = 'this.complementarity.note(product, place, index, value);';

const FALSE_OPTIMA: FalseOptimum[] = [
  {
    line: 'a row below its lower bound',
    failure: 'primal: row r0',
    sketch: { cost: [0], rows: [[1]], rowBounds: [[1, 5]] },
    x: [0],
    y: [0],
    text: NOTE_ROW,
    instead: '',
  },
  {
    line: 'a row above its upper bound',
    failure: 'primal: row r0',
    sketch: { cost: [0], rows: [[1]], rowBounds: [[1, 5]] },
    x: [7],
    y: [0],
    text: 'Math.min(value, upper)',
    instead: 'value',
  },
  {
    line: 'a column outside its bounds',
    failure: 'primal: column c0',
    sketch: { cost: [0], bounds: [[1, 5]] },
    x: [0],
    y: [],
    text: NOTE_COLUMN,
    instead: '',
  },
  {
    line: 'an integer column between whole numbers',
    failure: 'primal: integer column c0',
    sketch: { cost: [0], bounds: [[0, 5]], integer: [1] },
    x: [0.5],
    text: "worst.note(fraction, 'integer column', j, x[j]);",
    instead: ';',
  },
  {
    line: 'a semicontinuous column between zero and its lower bound',
    failure: 'primal: semicontinuous column c0',
    sketch: { cost: [0], bounds: [[2, 5]], semicontinuous: [1] },
    x: [1],
    text: "worst.note(Math.min(off, outside(x[j], 0, 0, 0)), 'semicontinuous column', j, x[j]);",
    instead: ';',
  },
  {
    line: 'a semicontinuous column above its upper bound',
    failure: 'primal: semicontinuous column c0',
    sketch: { cost: [0], bounds: [[2, 5]], semicontinuous: [1] },
    x: [6],
    text: 'Math.min(off, outside(x[j], 0, 0, 0))',
    instead: 'Math.min(off, 0)',
  },
  {
    line: "stationarity: a reduced cost that is not c - A'y",
    failure: 'dual: reduced cost of column c0',
    sketch: { cost: [1], rows: [[1]], rowBounds: [[0, Infinity]], bounds: [[0, Infinity]] },
    x: [0],
    y: [0],
    rc: [0.5],
    text: 'Math.max(error, 0) / (1 + Math.abs(cost[j])),',
    instead: '0,',
  },
  {
    line: 'the sign of a row dual, minimising',
    failure: 'dual: dual of row r1',
    sketch: {
      cost: [1],
      bounds: [FREE],
      rows: [[1], [1]],
      rowBounds: [
        [0, Infinity],
        [0, Infinity],
      ],
    },
    x: [0],
    y: [2, -1],
    text: NOTE_SIGN,
    instead: '',
  },
  {
    line: 'the sign of a row dual, maximising',
    failure: 'dual: dual of row r1',
    sketch: {
      sense: 'maximize',
      cost: [1],
      bounds: [FREE],
      rows: [[1], [1]],
      rowBounds: [
        [-Infinity, 0],
        [-Infinity, 0],
      ],
    },
    x: [0],
    y: [2, -1],
    text: NOTE_SIGN,
    instead: '',
  },
  {
    line: 'a price on a free row',
    failure: 'dual: reduced cost, without wrong-signed duals, of column c0',
    sketch: { cost: [1e-6], bounds: [FREE], rows: [[1e3]], rowBounds: [FREE] },
    x: [0],
    y: [1e-9],
    text: PUT_WITHIN_SIGNS,
    instead: '',
  },
  {
    line: 'a row that only a column outside its bounds serves',
    failure: 'primal: row, with columns within their bounds, r0',
    sketch: {
      cost: [0, 1],
      rows: [
        [-1e6, 0],
        [1, 1],
      ],
      rowBounds: [
        [1e-4, Infinity],
        [1, Infinity],
      ],
    },
    x: [-1e-10, 1],
    y: [1e-6, 1],
    text: 'if (beyond) checkRowsInside(program, x, activity, noise, worst);',
    instead: '',
  },
  {
    line: 'a row that only a semicontinuous column next to zero serves',
    failure: 'primal: row, with columns within their bounds, r0',
    sketch: {
      cost: [0],
      bounds: [[2, 5]],
      semicontinuous: [1],
      rows: [[-1e6]],
      rowBounds: [[1e-4, Infinity]],
    },
    x: [-1e-10],
    text: 'return mayBeZero && Math.abs(value) < Math.abs(step) ? -value : step;',
    instead: 'return mayBeZero ? 0 * step : step;',
  },
  {
    line: 'a cost that a wrong-signed dual hides, its sign',
    failure: 'dual: reduced cost, without wrong-signed duals, of column c0',
    sketch: {
      cost: [0.01, 1e6],
      bounds: [FREE, [0, 1]],
      rows: [
        [-1e7, 1],
        [1, 0],
      ],
      rowBounds: [
        [0, Infinity],
        [-1e7, Infinity],
      ],
    },
    x: [0, 0],
    y: [-1e-9, 0],
    text: PUT_WITHIN_SIGNS,
    instead: '',
  },
  {
    line: 'a cost that a wrong-signed dual hides, its share of strong duality',
    failure: 'strong duality: objective 0 against dual objective -5',
    sketch: {
      cost: [0.01, 1e6],
      bounds: [
        [-5e-6, Infinity],
        [0, 1],
      ],
      rows: [[-1e7, 1]],
      rowBounds: [[0, Infinity]],
    },
    x: [0, 0],
    y: [-1e-9],
    text: 'return Math.max(gap, this.gap(objective));',
    instead: 'return gap;',
  },
  {
    line: 'the sign of a reduced cost: an unbounded program called optimal',
    failure: 'dual: reduced cost of column c0',
    sketch: { cost: [1], bounds: [FREE] },
    x: [0],
    y: [],
    rc: [1],
    text: NOTE_SIGN,
    instead: '',
  },
  {
    line: 'complementarity of a row, hidden from strong duality by a violation within tolerance',
    failure: 'complementarity: dual of row r0',
    sketch: {
      cost: [1, 20],
      bounds: [FREE, FREE],
      rows: [
        [1, 0],
        [0, 1],
      ],
      rowBounds: [
        [0, Infinity],
        [0, Infinity],
      ],
    },
    x: [1e-6, -5e-8],
    y: [1, 20],
    text: NOTE_SLACK,
    instead: '',
  },
  {
    line: 'complementarity of a column, likewise',
    failure: 'complementarity: reduced cost of column c0',
    sketch: { cost: [1, 20] },
    x: [1e-6, -5e-8],
    y: [],
    text: NOTE_SLACK,
    instead: '',
  },
  {
    line: 'strong duality: many small slacks that complementarity lets through one by one',
    failure: 'strong duality',
    sketch: { cost: new Array<number>(50).fill(1) },
    x: new Array<number>(50).fill(5e-8),
    y: [],
    text: 'if (!(gap <= tolerances.gap))',
    instead: 'if (gap < 0)',
  },
  {
    line: 'the shape: a dual for a row that is not there',
    failure: 'shape',
    sketch: { cost: [0] },
    x: [0],
    y: [0, 0],
    text: '(rowDual === undefined || rowDual.length === rowCount) &&',
    instead: '',
  },
  {
    line: 'a dual that is not a number on a row without entries',
    failure: 'dual: dual of row r0',
    sketch: { cost: [0], rows: [[0]], rowBounds: [FREE] },
    x: [0],
    y: [NaN],
    text: "if (!Number.isFinite(y[i])) this.dual.note(Infinity, 'dual of row', i, y[i]);",
    instead: 'if (Number.isNaN(y[i])) y[i] = 0;',
  },
  {
    line: 'the limit of what rounding may excuse, in a row',
    failure: 'primal: row r0',
    sketch: { cost: [0, 0], bounds: [FREE, FREE], rows: [[1, 1]], rowBounds: [[1, Infinity]] },
    x: [1e17, -1e17],
    text: 'return Math.min(ROUNDING_FLOOR * magnitude, ROUNDING_LIMIT * (1 + size));',
    instead: 'return ROUNDING_FLOOR * magnitude + 0 * size;',
  },
  {
    line: 'the limit of what rounding may excuse, in a reduced cost',
    failure: 'dual: reduced cost of column c1',
    sketch: {
      cost: [0, -1],
      rows: [
        [1, 1],
        [1, 1],
      ],
      rowBounds: [
        [1, 1],
        [1, 1],
      ],
    },
    x: [1, 0],
    y: [1e15, -1e15],
    text: 'return Math.min(ROUNDING_FLOOR * magnitude, ROUNDING_LIMIT * (1 + size));',
    instead: 'return ROUNDING_FLOOR * magnitude + 0 * size;',
  },
  {
    line: 'a row dual is measured in the units of its row',
    failure: 'dual: dual of row r1',
    sketch: {
      cost: [1e6, 1e9],
      rows: [
        [1e6, 0],
        [1e6, 0],
      ],
      rowBounds: [
        [0, Infinity],
        [0, Infinity],
      ],
      bounds: [
        [0, Infinity],
        [1, 1],
      ],
    },
    x: [0, 1],
    y: [0, -0.05],
    text: 'size / Math.max(1, Math.abs(values[k]))',
    instead: 'size',
  },
  {
    line: 'the objective is measured without its constant',
    failure: 'complementarity: dual of row r0',
    sketch: {
      offset: 1e12,
      cost: [1, 20],
      bounds: [FREE, FREE],
      rows: [
        [1, 0],
        [0, 1],
      ],
      rowBounds: [
        [0, Infinity],
        [0, Infinity],
      ],
    },
    x: [1e-6, -5e-8],
    y: [1, 20],
    text: 'const objectiveScale = 1 + Math.abs(objectiveSum.value);',
    instead: 'const objectiveScale = 1 + Math.abs(objectiveSum.value + program.offset);',
  },
];

describe('checkOptimal', () => {
  test.each(FALSE_OPTIMA)('$line', async ({ failure, sketch, x, y, rc, text, instead }) => {
    const program = lp(sketch);
    const point = () => ({
      x: F(...x),
      ...(y === undefined ? {} : { rowDual: F(...y) }),
      ...(rc === undefined ? {} : { reducedCost: F(...rc) }),
    });
    const report = checkOptimal(program, point(), TOLERANCES.vertex);
    expect(report.verdict).toBe('refuted');
    expect(report.failures).toEqual([expect.stringMatching(new RegExp(`^${failure}`))]);
    const blind = await mutant<typeof Optimal>('check-optimal.ts', text, instead);
    expect(blind.checkOptimal(program, point(), TOLERANCES.vertex)).toMatchObject({ verdict: 'verified' });
  });
});

/** Line, failure, program, false multipliers, and how to blind the checker to it. */
const FALSE_PROOFS: [string, RegExp, Sketch, number[], string, string][] = [
  [
    'shape',
    /2 multipliers for 1 rows/,
    { cost: [0], bounds: [[0, 1]], rows: [[1]], rowBounds: [[2, Infinity]] },
    [1, 0],
    'multipliers.length !== rowCount',
    'false',
  ],
  [
    'a row bound that is not there',
    /row r0 stands on a bound that is not there/,
    { cost: [0], bounds: [[2, 9]], rows: [[1]], rowBounds: [[0, Infinity]] },
    [-1],
    'if (!Number.isFinite(bound))\n      return refuted(`multiplier',
    'if (!Number.isFinite(bound)) continue;\n    if (false) return refuted(`multiplier',
  ],
  [
    'a column bound that is not there',
    /column c0 has 1 left over/,
    { cost: [0], bounds: [FREE], rows: [[1]], rowBounds: [[1, Infinity]] },
    [1],
    'if (Math.abs(zj) <= CERTIFICATE_NOISE * z.magnitude[j]) continue;',
    'continue;',
  ],
  [
    'what the columns can still do',
    /no contradiction/,
    { cost: [0], bounds: [[0, 5]], rows: [[1]], rowBounds: [[1, Infinity]] },
    [1],
    'proof.addProduct(-zj, bound);',
    '',
  ],
  [
    'what is left of a bounded column, however little',
    /no contradiction/,
    {
      cost: [0, 0],
      bounds: [[0, 1e17], FREE],
      rows: [
        [1, -1],
        [1 - 2 ** -51, -1],
      ],
      rowBounds: [
        [1, Infinity],
        [-Infinity, 0],
      ],
    },
    [1, -1],
    'if (zj === 0) continue;',
    'if (Math.abs(zj) <= 2 ** -50 * z.magnitude[j]) continue;',
  ],
  [
    'columns: the right one of two bounds',
    /no contradiction/,
    { cost: [0], bounds: [[0, 5]], rows: [[1]], rowBounds: [[1, Infinity]] },
    [1],
    'zj > 0 ? columnUpper[j] : columnLower[j]',
    'zj > 0 ? columnLower[j] : columnUpper[j]',
  ],
  [
    'rows: the right one of two bounds',
    /no contradiction/,
    { cost: [0], bounds: [[0, 5]], rows: [[1]], rowBounds: [[1, 9]] },
    [1],
    'farkas[i] > 0 ? rowLower[i] : rowUpper[i]',
    'farkas[i] > 0 ? rowUpper[i] : rowLower[i]',
  ],
  [
    'a semicontinuous column can be zero',
    /no contradiction/,
    { cost: [0], bounds: [[2, 5]], semicontinuous: [1], rows: [[1]], rowBounds: [[-Infinity, 1]] },
    [-1],
    '= relaxation(program);',
    '= program;',
  ],
  [
    'the margin',
    /margin/,
    { cost: [0], bounds: [[0, 1]], rows: [[1]], rowBounds: [[1 + 1e-12, Infinity]] },
    [1],
    '!(margin > CERTIFICATE_MARGIN)',
    '!(margin > 0)',
  ],
];

describe('checkFarkas', () => {
  test.each(FALSE_PROOFS)('%s', async (_line, failure, sketch, y, text, instead) => {
    const program = lp(sketch);
    const report = checkFarkas(program, F(...y));
    expect(report).toMatchObject({ verdict: 'refuted', failures: [expect.stringMatching(failure)] });
    const blind = await mutant<typeof Farkas>('check-farkas.ts', text, instead);
    const believed = blind.checkFarkas(program, F(...y));
    expect(believed.verdict).toBe('verified');
  });
});

const FALSE_RAYS: [string, RegExp, Sketch, number[], string, string][] = [
  ['shape', /1 entries for 2 columns/, { cost: [-1, 0] }, [1], 'direction.length !== columnCount', 'false'],
  [
    'a column that meets its upper bound',
    /column c0 moves by 1/,
    { cost: [-1], bounds: [[0, 9]] },
    [1],
    'step > 0 ? upper < Infinity',
    'step > 0 ? false',
  ],
  [
    'a column that meets its lower bound',
    /column c0 moves by -1/,
    { cost: [1], bounds: [[0, Infinity]] },
    [-1],
    'lower > -Infinity',
    'false',
  ],
  [
    'a row that meets its bound',
    /row r0 moves by 1/,
    { cost: [-1], rows: [[1]], rowBounds: [[-Infinity, 9]] },
    [1],
    'if (leaves(activity.value[i], program.rowLower[i], program.rowUpper[i], activity.magnitude[i])) {',
    'if (false) {',
  ],
  [
    'a direction that makes it worse',
    /no improvement/,
    { cost: [1] },
    [1],
    "program.sense === 'minimize' ? -gain.value : gain.value",
    'Math.abs(gain.value)',
  ],
  [
    'a gain of less than rounding',
    /no improvement/,
    { cost: [-1, 1 - 1e-12], rows: [[1, -1]], rowBounds: [[0, 0]] },
    [1, 1],
    '!(margin > CERTIFICATE_MARGIN)',
    '!(margin > 0)',
  ],
];

describe('checkRay', () => {
  test.each(FALSE_RAYS)('%s', async (_line, failure, sketch, d, text, instead) => {
    const program = lp(sketch);
    const report = checkRay(program, F(...d));
    expect(report).toMatchObject({ verdict: 'refuted', failures: [expect.stringMatching(failure)] });
    const blind = await mutant<typeof Ray>('check-ray.ts', text, instead);
    const believed = blind.checkRay(program, F(...d));
    expect(believed.verdict).toBe('verified');
  });
});

test('zero, infinite and NaN vectors are refuted by name; the margin would refute them too', async () => {
  const infeasible = lp({ cost: [-1], bounds: [[0, 1]], rows: [[1]], rowBounds: [[2, 3]] });
  const unbounded = lp({ cost: [-1] });
  const large = '!(largest > 0 && largest < Infinity)';
  const blindProof = await mutant<typeof Farkas>('check-farkas.ts', large, 'false');
  const blindRay = await mutant<typeof Ray>('check-ray.ts', large, 'false');
  for (const bad of [0, NaN, Infinity, -Infinity]) {
    expect(checkFarkas(infeasible, F(bad))).toMatchObject({ failures: [expect.stringMatching(/all zero/)] });
    expect(checkRay(unbounded, F(bad))).toMatchObject({ failures: [expect.stringMatching(/all zero/)] });
    expect(blindProof.checkFarkas(infeasible, F(bad)).verdict).toBe('refuted');
    expect(blindRay.checkRay(unbounded, F(bad)).verdict).toBe('refuted');
  }
});
