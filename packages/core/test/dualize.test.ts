/**
 * The dual program: dualising twice gives the program back, number for number; primal and dual have the same value on
 * both solvers; and the dual's answer, read through the mapping, is an optimum of the primal with its duals.
 */
import { fc, test } from '@fast-check/vitest';
import { dualize, fingerprint, model, printText, set } from '@marginal/core';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import {
  checkOptimal,
  type LpSolution,
  type OptimalOutcome,
  type Program,
  solveProgram,
  TOLERANCES,
} from '@marginal/program';
import { describe, expect } from 'vitest';
import {
  anyProgram,
  NAMES,
  programOf,
  SEEDED,
  senses,
  solvableProgram,
  Tape,
  tapes,
} from './random-program.ts';
import { BACKENDS, expectFault, optimum } from './support.ts';

const arrays = ({ names: _, ...rest }: Program) => rest;
const namesOf = ({ names, matrix }: Program) => ({
  rows: Array.from({ length: matrix.rowCount }, (_, i) => names.row(i)),
  columns: Array.from({ length: matrix.columnCount }, (_, j) => names.column(j)),
});

async function solved(
  program: Program,
  backend: ReturnType<typeof highs>,
): Promise<OptimalOutcome & { solution: LpSolution }> {
  const outcome = await solveProgram(program, backend);
  if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp')
    throw new Error(`${outcome.status}\n${printText(program)}`);
  return { ...outcome, solution: outcome.solution };
}

const SUFFIXES = ['', '@lowerBound', '@upperBound', '@fixed', '@lower', '@upper'];

/** The same numbers with columns named after a row they stand in, or any row, and what multipliers are called. */
function disguised(program: Program, tape: Tape): Program {
  const { starts, rows, columnCount } = program.matrix;
  const used = new Set<string>();
  const columns = Array.from({ length: columnCount }, (_, j) => {
    const own = starts[j] < starts[j + 1] ? program.names.row(rows[starts[j]]) : 'none';
    const wanted = tape.choose([own, own, 'z']) + tape.choose(SUFFIXES);
    const name = used.has(wanted) ? `other[${j}]` : wanted;
    used.add(name);
    return name;
  });
  return { ...program, names: { ...program.names, column: (j) => columns[j] } };
}

describe('dualising twice', () => {
  test.prop([tapes, senses], { ...SEEDED, numRuns: 500 })('gives the program back', (numbers, sense) => {
    const program = anyProgram(numbers, sense);
    const twice = dualize(dualize(program).program).program;
    expect(arrays(twice)).toEqual(arrays(program));
    expect(namesOf(twice)).toEqual(namesOf(program));
    expect(fingerprint(twice)).toBe(fingerprint(program));
  });

  test.prop([tapes, senses], SEEDED)('goes on for ever', (numbers, sense) => {
    const dual = dualize(anyProgram(numbers, sense)).program;
    expect(fingerprint(dualize(dualize(dual).program).program)).toBe(fingerprint(dual));
  });
});

describe.each(BACKENDS)('$name', ({ backend }) => {
  const solver = backend();

  test.prop([tapes, senses], { ...SEEDED, numRuns: 150 })(
    'primal and dual agree, and each answers the other',
    async (numbers, sense) => {
      const program = solvableProgram(numbers, sense);
      const dual = dualize(program);
      const primal = await solved(program, solver);
      const other = await solved(dual.program, solver);
      expect(Math.abs(primal.objective - other.objective)).toBeLessThanOrEqual(
        1e-9 * (1 + Math.abs(primal.objective)),
      );
      const rowDual = dual.rowDual(other.solution.x);
      const mixed = checkOptimal(program, { x: primal.solution.x, rowDual }, TOLERANCES.vertex);
      expect(mixed.failures).toEqual([]);
      const alone = checkOptimal(
        program,
        { x: dual.primalPoint(other.solution), rowDual },
        TOLERANCES.vertex,
      );
      expect(alone.failures).toEqual([]);
    },
  );

  test.prop([tapes, senses], { ...SEEDED, numRuns: 60 })(
    'the answer of the program answers its dual, sides and bounds told apart',
    async (numbers, sense) => {
      const program = solvableProgram(numbers, sense);
      const dual = dualize(program).program;
      const back = dualize(dual);
      const { solution } = await solved(program, solver);
      const point = back.primalPoint(solution);
      const report = checkOptimal(dual, { x: point, rowDual: back.rowDual(solution.x) }, TOLERANCES.vertex);
      expect(report.failures).toEqual([]);
    },
  );

  test.prop([tapes, senses, tapes], { ...SEEDED, numRuns: 150 })(
    'names that look like multipliers do no harm',
    async (numbers, sense, naming) => {
      const program = disguised(dualize(solvableProgram(numbers, sense)).program, new Tape(naming));
      const dual = dualize(program);
      const primal = await solved(program, solver);
      const other = await solved(dual.program, solver);
      const rowDual = dual.rowDual(other.solution.x);
      const point = dual.primalPoint(other.solution);
      for (const x of [primal.solution.x, point])
        expect(checkOptimal(program, { x, rowDual }, TOLERANCES.vertex).failures).toEqual([]);
    },
  );

  test('infeasible and unbounded change places', async () => {
    const rows = [[1], [1]];
    const impossible = programOf({
      sense: 'minimize',
      offset: 0,
      cost: [1],
      rows,
      rowBounds: [
        [2, Infinity],
        [-Infinity, 1],
      ],
      bounds: [[0, Infinity]],
      names: NAMES,
    });
    const dual = dualize(impossible).program;
    expect((await solveProgram(impossible, solver)).status).toBe('infeasible');
    expect((await solveProgram(dual, solver)).status).toBe('unbounded');
  });
});

describe('by hand', () => {
  const textbook = programOf({
    sense: 'maximize',
    offset: 2,
    cost: [3, 5, -1],
    rows: [
      [1, 0, 0],
      [0, 2, 1],
      [3, 2, -1],
    ],
    rowBounds: [
      [-Infinity, 4],
      [-6, 12],
      [18, 18],
    ],
    bounds: [
      [0, Infinity],
      [1, Infinity],
      [-Infinity, Infinity],
    ],
    names: NAMES,
  });

  test('the dual of a maximisation', () => {
    expect(printText(dualize(textbook).program)).toBe(`3 rows, 5 columns, 9 nonzeros
minimize
  4 row[0] - 6 row[1]@lower + 12 row[1]@upper + 18 row[2] + x[1]@lowerBound + 2
subject to
  x[0]: row[0] + 3 row[2] >= 3
  x[1]: 2 row[1]@lower + 2 row[1]@upper + 2 row[2] + x[1]@lowerBound == 5
  x[2]: row[1]@lower + row[1]@upper - row[2] == -1
bounds
  row[0] >= 0
  row[1]@lower <= 0
  row[1]@upper >= 0
  row[2] free
  x[1]@lowerBound <= 0
`);
  });

  test('columns of a row: one, or two for a range', () => {
    const dual = dualize(textbook);
    expect([0, 1, 2].map((i) => dual.columnsOf(i))).toEqual([[0], [1, 2], [3]]);
    expect([...dual.rowDual(Float64Array.of(1, -2, 5, 7, 0))]).toEqual([1, 3, 7]);
  });

  test('a fixed column at no cost and a free row are each other, a fixed column with a cost is not', () => {
    const program = programOf({
      sense: 'minimize',
      offset: 0,
      cost: [0, 3],
      rows: [[1, 1]],
      rowBounds: [[-Infinity, Infinity]],
      bounds: [
        [0, 0],
        [0, 0],
      ],
      names: NAMES,
    });
    const dual = dualize(program).program;
    expect([...dual.rowLower, ...dual.rowUpper]).toEqual([-Infinity, 3, Infinity, 3]);
    expect(namesOf(dual).columns).toEqual(['row[0]', 'x[1]@fixed']);
    expect([dual.columnLower[0], dual.columnUpper[0]]).toEqual([0, 0]);
  });

  test('refuses integers and solutions of something else', () => {
    const { integer: _, ...rest } = { ...textbook, integer: undefined };
    const whole = { ...rest, integer: Uint8Array.of(0, 1, 0) };
    expectFault(() => dualize(whole), 'unsupported', {
      code: 'core.dual-of-integers',
      place: 'dualize',
      cause: 'a program with integer or semicontinuous columns has no dual program',
      remedy: 'fix them or relax them, and dualise that program',
    });
    expectFault(() => dualize(textbook).rowDual(Float64Array.of(1)), 'invalid-input', {
      code: 'core.dual-length',
      place: 'values of the dual',
      cause: 'has 1 entries, not 5',
      remedy: 'give a solution of the dual program',
    });
  });
});

describe('reading multipliers back', () => {
  type Column = readonly [name: string, rows: readonly [number, number], cost: number, sign: '+' | '-' | '*'];
  const SIGNS = { '+': [0, Infinity], '-': [-Infinity, 0], '*': [-Infinity, Infinity] } as const;

  /** Names of the dual's rows: what is missing among them was read back. */
  function kept(columns: readonly Column[], r0: readonly [number, number] = [7, 7]): string[] {
    const all: Column[] = [['x', [1, 3], 5, '+'], ...columns];
    const program = programOf({
      sense: 'maximize',
      offset: 0,
      cost: all.map(([, , cost]) => cost),
      rows: [0, 1].map((i) => all.map(([, rows]) => rows[i])),
      rowBounds: [r0, [-Infinity, 4]],
      bounds: all.map(([, , , sign]) => SIGNS[sign]),
      names: { row: (i) => `r${i}`, column: (j) => all[j][0] },
    });
    const dual = dualize(program).program;
    return namesOf(dual).rows.slice(1);
  }

  const [LOWER, UPPER, FIXED] = ['r0@lowerBound', 'r0@upperBound', 'r0@fixed'];

  test.each<[string, readonly Column[], readonly [number, number]]>([
    ['a lower bound', [[LOWER, [1, 0], 2, '+']], [7, 7]],
    ['an upper bound', [[UPPER, [1, 0], 2, '-']], [7, 7]],
    [
      'both bounds',
      [
        [LOWER, [1, 0], 1, '+'],
        [UPPER, [1, 0], 2, '-'],
      ],
      [7, 7],
    ],
    ['a fixed value', [[FIXED, [1, 0], 0, '*']], [7, 7]],
    ['an upper bound above zero', [[UPPER, [1, 0], 1, '-']], [-Infinity, 7]],
    ['a lower bound below zero', [[LOWER, [1, 0], -1, '+']], [7, Infinity]],
  ])('%s', (_what, columns, r0) => {
    expect(kept(columns, r0)).toEqual([]);
  });

  test.each<[string, readonly Column[], readonly [number, number]]>([
    ['the name of another row', [['r1@lowerBound', [1, 0], 2, '+']], [7, 7]],
    ['in two rows', [[LOWER, [1, 1], 2, '+']], [7, 7]],
    ['another coefficient', [[LOWER, [2, 0], 2, '+']], [7, 7]],
    ['another sign', [[LOWER, [1, 0], 2, '-']], [7, 7]],
    ['any sign', [[UPPER, [1, 0], 2, '*']], [7, 7]],
    ['one sign only', [[FIXED, [1, 0], 2, '+']], [7, 7]],
    ['a range', [[LOWER, [1, 0], 2, '+']], [6, 7]],
    ['a free row', [[UPPER, [1, 0], 2, '-']], [-Infinity, Infinity]],
    ['the lower bound is zero', [[LOWER, [1, 0], -2, '+']], [-Infinity, 7]],
    ['the upper bound is zero', [[UPPER, [1, 0], 2, '-']], [7, Infinity]],
    ['zero is a bound already', [[FIXED, [1, 0], 2, '*']], [7, Infinity]],
    ['an upper bound at zero', [[UPPER, [1, 0], 0, '-']], [-Infinity, 7]],
    ['a lower bound above zero', [[LOWER, [1, 0], 2, '+']], [7, Infinity]],
  ])('not when %s', (_what, columns, r0) => {
    expect(kept(columns, r0)).toEqual(columns.map(([name]) => name));
  });

  test('of bounds that cross, the first', () => {
    expect(
      kept([
        [LOWER, [1, 0], 2, '+'],
        [UPPER, [1, 0], 1, '-'],
      ]),
    ).toEqual([UPPER]);
    expect(
      kept([
        [UPPER, [1, 0], 2, '-'],
        [FIXED, [1, 0], 1, '*'],
      ]),
    ).toEqual([FIXED]);
  });

  const PAIR = (
    low: Partial<Record<1 | 2 | 3, unknown>>,
    high: Partial<Record<1 | 2 | 3, unknown>>,
  ): Column[] => [
    Object.assign(['p@lower', [2, 3], 1, '+'], low) as unknown as Column,
    Object.assign(['p@upper', [2, 3], 4, '-'], high) as unknown as Column,
  ];

  test('two sides are a range', () => {
    expect(kept(PAIR({}, {}))).toEqual(['p']);
    expect(kept([...PAIR({}, {}), ['q', [1, 0], 0, '+']])).toEqual(['p', 'q']);
  });

  test.each([
    ['costs cross', PAIR({ 2: 4 }, {})],
    ['the lower side has another sign', PAIR({ 3: '-' }, {})],
    ['the upper side has another sign', PAIR({}, { 3: '*' })],
    ['coefficients differ', PAIR({}, { 1: [2, -3] })],
    ['rows differ', PAIR({ 1: [2, 0] }, { 1: [0, 2] })],
    ['there are fewer', PAIR({ 1: [2, 0] }, {})],
    ['there are more', PAIR({}, { 1: [2, 0] })],
  ])('but not when %s', (_what, columns) => {
    expect(kept(columns)).toEqual(['p@lower', 'p@upper']);
  });

  test('nor when the name of the range is taken, or a side is alone', () => {
    expect(kept([...PAIR({}, {}), ['p', [1, 0], 0, '+']])).toEqual(['p@lower', 'p@upper', 'p']);
    expect(kept(PAIR({}, {}).slice(0, 1))).toEqual(['p@lower']);
  });
});

describe('the dual of a model', () => {
  const plant = set('plant', ['coal', 'gas']);
  function market(sense: 'minimize' | 'maximize') {
    const m = model({ money: '$' });
    const cost = m.parameter('cost', [plant], { unit: '$/MWh' }, { coal: 10, gas: 30 });
    const run = m.variable('run', [plant], { unit: 'MWh', lower: 0, upper: 60 });
    const clear = m.balance('clear', [], { supply: run.sum(), demand: 90 });
    const ramp = m.constraint('ramp', [plant], 1, '<=', run, '<=', 50);
    const total = run.times(cost).sum();
    const compiled =
      sense === 'minimize' ? m.minimize(total).compile() : m.maximize(total.times(-1)).compile();
    return { compiled, run, clear, ramp };
  }

  test.each(['minimize', 'maximize'] as const)('has the duals by label: %s', async (sense) => {
    const { compiled, run, clear, ramp } = market(sense);
    const dual = dualize(compiled);
    const result = await optimum(compiled, highs());
    const other = await solved(dual.program, glpk());
    expect(other.objective).toBeCloseTo(result.objective, 9);
    const priced = dual.of(clear).values(other);
    expect(priced.at()).toBeCloseTo(result.dual(clear).at(), 9);
    expect(priced.unit).toBe(result.dual(clear).unit);
    expect(priced.provenance.solver).toBe('glpk');
    for (const label of ['coal', 'gas'] as const) {
      expect(dual.of(ramp).values(other).at(label)).toBeCloseTo(result.dual(ramp).at(label), 9);
      expect(dual.value(run, other).at(label)).toBeCloseTo(result.value(run).at(label), 9);
    }
    expect(dual.value(run, other).unit).toBe('MWh');
  });

  test('refuses handles of another model', () => {
    const dual = dualize(market('minimize').compiled);
    const stranger = market('minimize');
    expect(() => dual.of(stranger.clear)).toThrow('clear');
    expect(() => dual.value(stranger.run, {} as OptimalOutcome)).toThrow('run');
  });

  test.prop([fc.nat()], SEEDED)('and dualised twice has the fingerprint of the model', (seed) => {
    const m = model();
    const x = m.variable('x', [plant], { lower: (seed % 5) - 2, upper: 9 });
    m.constraint('c', [plant], -seed % 7, '<=', x.times(3), '<=', 40);
    m.constraint('d', [], x.sum(), '>=', (seed % 11) - 5);
    const compiled = m.minimize(x.sum().plus(seed % 3)).compile();
    expect(fingerprint(dualize(dualize(compiled).program).program)).toBe(fingerprint(compiled));
  });
});
