import { createProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { readModel, writeMof } from '../src/index.ts';
import { noted, plain, refused } from './support.ts';

const X = { type: 'Variable', name: 'x' };
const affine = (terms: unknown[], constant = 0): unknown => ({
  type: 'ScalarAffineFunction',
  terms,
  constant,
});
const term = (coefficient: unknown, variable: string): unknown => ({ coefficient, variable });

function document(parts: Record<string, unknown>): string {
  return JSON.stringify({
    version: { major: 1, minor: 6 },
    variables: [{ name: 'x' }, { name: 'y' }],
    objective: { sense: 'min', function: affine([term(2, 'x')], 1) },
    constraints: [],
    ...parts,
  });
}

const constrained = (...constraints: unknown[]): string => document({ constraints });

function read(text: string): Record<string, unknown> {
  return plain(readModel(text).program);
}

test('columns are free unless bounded', () => {
  expect(read(document({}))).toMatchObject({
    sense: 'minimize',
    offset: 1,
    cost: [2, 0],
    columnLower: [-Infinity, -Infinity],
    columnUpper: [Infinity, Infinity],
  });
});

test.each([
  [
    { sense: 'max', function: X },
    { sense: 'maximize', cost: [1, 0], offset: 0 },
  ],
  [{ sense: 'feasibility' }, { sense: 'minimize', cost: [0, 0], offset: 0 }],
])('objective %j', (objective, expected) => {
  expect(read(document({ objective }))).toMatchObject(expected);
});

test.each([
  [{ type: 'LessThan', upper: 4 }, -Infinity, 4],
  [{ type: 'GreaterThan', lower: 4 }, 4, Infinity],
  [{ type: 'EqualTo', value: 4 }, 4, 4],
  [{ type: 'Interval', lower: -1, upper: 4 }, -1, 4],
])('%j bounds rows and columns', (set, lower, upper) => {
  const text = constrained({ function: X, set }, { name: 'r', function: affine([term(3, 'y')]), set });
  expect(read(text)).toMatchObject({
    columnLower: [lower, -Infinity],
    columnUpper: [upper, Infinity],
    rowNames: ['r'],
    rowLower: [lower],
    rowUpper: [upper],
    rows: [0],
    values: [3],
  });
});

test('integers and binaries, also with bounds', () => {
  const text = constrained(
    { function: X, set: { type: 'ZeroOne' } },
    { function: X, set: { type: 'GreaterThan', lower: 1 } },
    { function: { type: 'Variable', name: 'y' }, set: { type: 'Integer' } },
  );
  expect(read(text)).toMatchObject({
    integer: [1, 1],
    columnLower: [1, -Infinity],
    columnUpper: [1, Infinity],
  });
});

test.each([
  ['Semicontinuous', 0],
  ['Semiinteger', 1],
])('%s', (type, integer) => {
  const text = constrained({ function: X, set: { type, lower: 2, upper: 4 } });
  expect(read(text)).toMatchObject({
    semicontinuous: [1, 0],
    integer: [integer, 0],
    columnLower: [2, -Infinity],
    columnUpper: [4, Infinity],
  });
  expect(refused(constrained({ function: X, set: { type, lower: -2, upper: 4 } }))).toEqual([
    'formats.crossed-bounds f:$.constraints[0]',
  ]);
  expect(refused(constrained({ function: affine([]), set: { type, lower: 2, upper: 4 } }))).toEqual([
    'formats.unsupported f:$.constraints[0].set.type',
  ]);
});

test('a binary keeps bounds that are narrower than [0, 1]', () => {
  const text = constrained(
    { function: X, set: { type: 'Interval', lower: -3, upper: 0.5 } },
    { function: X, set: { type: 'ZeroOne' } },
  );
  expect(read(text)).toMatchObject({ columnLower: [0, -Infinity], columnUpper: [0.5, Infinity] });
});

test('constants of rows move to the bounds, duplicate terms are added, and both are noted', () => {
  const text = document({
    objective: { sense: 'min', function: affine([term(1, 'x'), term(2, 'x')]) },
    constraints: [{ function: affine([term(1, 'x'), term(1, 'x')], 3), set: { type: 'LessThan', upper: 4 } }],
  });
  expect(read(text)).toMatchObject({ cost: [3, 0], values: [2], rowUpper: [1], rowNames: ['c1'] });
  expect(noted(text)).toEqual(['formats.merged-cost 1', 'formats.moved-constant 1', 'formats.merged-term 1']);
});

test('a document, line by line', () => {
  const program = createProgram({
    sense: 'maximize',
    offset: 0.5,
    cost: Float64Array.of(1, 0),
    columnLower: Float64Array.of(0, 0),
    columnUpper: Float64Array.of(Infinity, 1),
    integer: Uint8Array.of(0, 1),
    rowLower: Float64Array.of(1, -Infinity),
    rowUpper: Float64Array.of(2, Infinity),
    matrix: {
      rowCount: 2,
      columnCount: 2,
      starts: Int32Array.of(0, 2, 2),
      rows: Int32Array.of(0, 1),
      values: Float64Array.of(3, -4),
    },
    names: { row: (i) => `r"${i}`, column: (j) => 'xy'[j] },
  });
  expect(writeMof(program).text.split('\n')).toEqual([
    '{',
    '  "name": "MathOptFormat Model",',
    '  "version": {"major": 1, "minor": 0},',
    '  "variables": [',
    '    {"name": "x"},',
    '    {"name": "y"}',
    '  ],',
    '  "objective": {"sense": "max", "function": {"type": "ScalarAffineFunction", "terms": [{"coefficient": 1, "variable": "x"}], "constant": 0.5}},',
    '  "constraints": [',
    '    {"name": "r\\"0", "function": {"type": "ScalarAffineFunction", "terms": [{"coefficient": 3, "variable": "x"}], "constant": 0}, "set": {"type": "Interval", "lower": 1, "upper": 2}},',
    '    {"name": "r\\"1", "function": {"type": "VectorAffineFunction", "terms": [{"output_index": 1, "scalar_term": {"coefficient": -4, "variable": "x"}}], "constants": [0]}, "set": {"type": "Reals", "dimension": 1}},',
    '    {"function": {"type": "Variable", "name": "x"}, "set": {"type": "GreaterThan", "lower": 0}},',
    '    {"function": {"type": "Variable", "name": "y"}, "set": {"type": "ZeroOne"}}',
    '  ]',
    '}',
    '',
  ]);
});

describe('what a Program cannot hold is refused with its path', () => {
  const quadratic = { type: 'ScalarQuadraticFunction', affine_terms: [], quadratic_terms: [], constant: 0 };
  const less = { type: 'LessThan', upper: 1 };
  test.each([
    [document({ version: { major: 0, minor: 4 } }), '$.version.major'],
    [document({ objective: { sense: 'min', function: quadratic } }), '$.objective.function.type'],
    [constrained({ function: quadratic, set: less }), '$.constraints[0].function.type'],
    [
      constrained({ function: X, set: less }, { function: X, set: { type: 'Parameter' } }),
      '$.constraints[1].set.type',
    ],
    [constrained({ function: affine([]), set: { type: 'Integer' } }), '$.constraints[0].set.type'],
    [
      constrained({ function: { type: 'VectorAffineFunction' }, set: { type: 'Zeros' } }),
      '$.constraints[0].set',
    ],
  ])('%s', (text, path) => {
    expect(refused(text)).toEqual([`formats.unsupported f:${path}`]);
  });
});

describe('faults', () => {
  const less = { type: 'LessThan', upper: 1 };
  test.each([
    ['{\n "version": }', ['formats.json f:2:13']],
    ['{ "version": 1', ['formats.json f:1:15']],
    [
      '{}',
      [
        'formats.field f:$.version',
        'formats.field f:$.variables',
        'formats.field f:$.objective',
        'formats.field f:$.constraints',
      ],
    ],
    [
      document({ variables: [{ name: 'x' }, { name: 'x' }, {}] }),
      ['formats.duplicate-column f:$.variables[1].name', 'formats.field f:$.variables[2].name'],
    ],
    [document({ objective: { sense: 'up' } }), ['formats.objective-sense f:$.objective.sense']],
    [
      document({ objective: { sense: 'min', function: affine([term('1', 'x'), term(1, 'q')]) } }),
      [
        'formats.field f:$.objective.function.terms[0].coefficient',
        'formats.unknown-column f:$.objective.function.terms[1].variable',
      ],
    ],
    [constrained({ function: X, set: { type: 'LessThan' } }), ['formats.field f:$.constraints[0].set.upper']],
    [
      constrained({ function: X, set: less }, { function: X, set: less }),
      ['formats.repeated-bound f:$.constraints[1]'],
    ],
    [
      constrained({ function: X, set: less }, { function: X, set: { type: 'GreaterThan', lower: 2 } }),
      ['formats.crossed-bounds f:$.constraints[0]'],
    ],
    [
      constrained({ function: X, set: { type: 'Interval', lower: 2, upper: 1 } }),
      ['formats.crossed-bounds f:$.constraints[0].set'],
    ],
    [
      constrained(
        { name: 'r', function: affine([]), set: less },
        { name: 'r', function: affine([]), set: less },
      ),
      ['formats.duplicate-row f:$.constraints[1].name'],
    ],
  ])('%s', (text, expected) => {
    expect(refused(text, 'mof')).toEqual(expected);
  });
});
