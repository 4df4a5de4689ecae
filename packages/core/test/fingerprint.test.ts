/**
 * Fingerprints: the canonical form hashed by another implementation gives the same digits; order changes nothing;
 * every single name and number changes it.
 */
import { createHash } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { fingerprint, model, set, sparse } from '@marginal/core';
import type { Program } from '@marginal/program';
import { describe, expect } from 'vitest';
import {
  anyProgram,
  type Dense,
  permuted,
  programOf,
  SEEDED,
  senses,
  shuffled,
  tapes,
} from './random-program.ts';
import { expectFault } from './support.ts';

/** The canonical form, written naively: sorted lists of names and Maps of numbers, hashed by Node. */
function reference({ sense, offset, cost, integer, matrix, names, ...p }: Program): string {
  const hash = createHash('sha256');
  const bytesOf = (array: Uint32Array | Float64Array): Uint8Array => new Uint8Array(array.buffer);
  const u32 = (value: number): unknown => hash.update(bytesOf(Uint32Array.of(value)));
  const f64 = (value: number): unknown => hash.update(bytesOf(Float64Array.of(value === 0 ? 0 : value)));
  const text = (value: string): void => {
    const bytes = Buffer.from(value, 'utf8');
    u32(bytes.length);
    hash.update(bytes);
  };
  const order = (count: number, nameOf: (at: number) => string): number[] =>
    Array.from({ length: count }, (_, at) => at).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const columns = order(matrix.columnCount, (j) => names.column(j));
  const rows = order(matrix.rowCount, (i) => names.row(i));
  text('marginal.fingerprint/1');
  text(sense);
  f64(offset);
  u32(columns.length);
  for (const j of columns) {
    text(names.column(j));
    for (const value of [cost[j], p.columnLower[j], p.columnUpper[j]]) f64(value);
    u32(integer?.[j] ?? 0);
  }
  u32(rows.length);
  for (const i of rows) {
    text(names.row(i));
    for (const value of [p.rowLower[i], p.rowUpper[i]]) f64(value);
  }
  columns.forEach((j, c) => {
    const entries = new Map<number, number>();
    for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++)
      entries.set(matrix.rows[k], matrix.values[k]);
    rows.forEach((i, r) => {
      const value = entries.get(i);
      if (value === undefined) return;
      u32(c);
      u32(r);
      f64(value);
    });
  });
  return hash.digest('hex');
}

test.prop([tapes, senses], SEEDED)('is SHA-256 of the canonical form', (numbers, sense) => {
  const program = anyProgram(numbers, sense);
  expect(fingerprint(program)).toBe(reference(program));
});

test.prop([tapes, senses, tapes, tapes], SEEDED)(
  'ignores the order of rows and columns',
  (numbers, sense, a, b) => {
    const program = anyProgram(numbers, sense);
    const { rowCount, columnCount } = program.matrix;
    const other = permuted(program, shuffled(rowCount, a), shuffled(columnCount, b));
    expect(fingerprint(other)).toBe(fingerprint(program));
  },
);

test.each([
  [20_000, 3],
  [7, 9_500],
  [2, 70_000],
])('%i columns with names of %i letters are not cut at the edge of a buffer', (count, length) => {
  const program = programOf({
    sense: 'minimize',
    offset: 0,
    cost: Array.from({ length: count }, (_, j) => j),
    rows: [],
    rowBounds: [],
    bounds: Array.from({ length: count }, () => [0, Infinity] as const),
    names: { row: String, column: (j) => `${'\u00e9'.repeat(length)}${j}` },
  });
  expect(fingerprint(program)).toBe(reference(program));
});

describe('any difference', () => {
  const base: Dense = {
    sense: 'minimize',
    offset: 1,
    cost: [1, 2, 3],
    rows: [
      [1, 0, 2],
      [0, 3, 4],
    ],
    rowBounds: [
      [1, Infinity],
      [-2, 5],
    ],
    bounds: [
      [0, 1],
      [-Infinity, 2],
      [-3, Infinity],
    ],
    names: { row: (i) => 'ab'[i], column: (j) => 'xyz'[j] },
  };

  /** Every way of changing one thing. */
  function* changes(): Generator<Dense> {
    yield { ...base, sense: 'maximize' };
    yield { ...base, offset: 1 + 2 ** -52 };
    for (let j = 0; j < 3; j++) {
      const replaced = <T>(list: readonly T[], value: T): T[] =>
        list.map((old, at) => (at === j ? value : old));
      yield { ...base, cost: replaced(base.cost, base.cost[j] + 2 ** -48) };
      const [lower, upper] = base.bounds[j];
      yield {
        ...base,
        bounds: replaced(base.bounds, [lower - 1, upper] as const).map(([a, b]) => [
          a === -Infinity ? -7 : a,
          b,
        ]),
      };
      yield { ...base, bounds: replaced(base.bounds, [lower, upper === Infinity ? 8 : upper + 1] as const) };
      yield { ...base, integer: replaced([0, 0, 0], 1) };
      yield { ...base, names: { ...base.names, column: (at) => (at === j ? 'w' : 'xyz'[at]) } };
    }
    for (let i = 0; i < 2; i++) {
      const [lower, upper] = base.rowBounds[i];
      const rowBounds = (interval: readonly [number, number]) =>
        base.rowBounds.map((old, at) => (at === i ? interval : old));
      yield { ...base, rowBounds: rowBounds([lower - 0.5, upper]) };
      yield { ...base, rowBounds: rowBounds([lower, upper === Infinity ? 9 : Infinity]) };
      yield { ...base, names: { ...base.names, row: (at) => (at === i ? 'c' : 'ab'[at]) } };
      for (let j = 0; j < 3; j++) {
        const entry = (value: number) =>
          base.rows.map((row, r) => row.map((old, c) => (r === i && c === j ? value : old)));
        yield { ...base, rows: entry(base.rows[i][j] + 0.25) };
        yield { ...base, rows: entry(base.rows[i][j] === 0 ? -1 : 0) };
      }
    }
    // Names changed places, numbers did not.
    yield { ...base, names: { ...base.names, row: (i) => 'ba'[i] } };
    yield { ...base, names: { ...base.names, column: (j) => 'yxz'[j] } };
    // The same letters, cut elsewhere.
    yield { ...base, names: { ...base.names, row: (i) => ['a', 'bx'][i] } };
  }

  test('gives another fingerprint', () => {
    const all = [base, ...changes()].map((dense) => fingerprint(programOf(dense)));
    expect(all.length).toBeGreaterThan(35);
    expect(new Set(all).size).toBe(all.length);
    for (const digits of all) expect(digits).toMatch(/^[0-9a-f]{64}$/);
  });

  test('but not -0, nor flags that say nothing', () => {
    const zero = { ...base, offset: -0, integer: [0, 0, 0] };
    expect(fingerprint(programOf(zero))).toBe(fingerprint(programOf({ ...base, offset: 0 })));
  });
});

describe('a model', () => {
  const LABELS = ['a', 'b', 'c', 'd'];
  const LINKS = [
    ['a', 'b'],
    ['b', 'c'],
    ['d', 'a'],
  ] as const;

  /** The same market, declared in an order that the tape draws. */
  function market(numbers: readonly number[], change = 0) {
    const order = shuffled(4, numbers);
    const node = set('node', order.map((at) => LABELS[at]) as string[]);
    const links = order.filter((at) => at < 3).map((at) => LINKS[at]);
    const link = sparse('link', [node.as('from'), node.as('to')], links);
    const m = model();
    const weight = (label: string): number => LABELS.indexOf(label) + 1;
    const cost = m.parameter('cost', [node], {}, (n) => weight(n) / 3);
    const size = m.parameter('size', [link], {}, (from, to) => weight(from) + 10 * weight(to) + change);
    const flipped = numbers.length % 2 === 1;
    const makes = () => m.variable('x', [node], { lower: 0 });
    const flows = () => m.variable('f', [link], { upper: size });
    const { make, flow } = flipped ? { make: makes(), flow: flows() } : { flow: flows(), make: makes() };
    const balance = (): unknown =>
      m.balance('clear', [node], {
        supply: flipped ? make.plus(flow.sumBy(link.to)) : flow.sumBy(link.to).plus(make),
        demand: flow.sumBy(link.from),
      });
    const cap = (): unknown => m.constraint('cap', [], make.sum(), '<=', 9);
    for (const state of flipped ? [cap, balance] : [balance, cap]) state();
    return m.minimize(make.times(cost).sum().plus(flow.sum())).compile();
  }

  test.prop([tapes, tapes], SEEDED)('does not depend on the order of declaration', (a, b) => {
    expect(fingerprint(market(a))).toBe(fingerprint(market(b)));
  });

  test.prop([tapes, fc.integer({ min: 1, max: 9 })], SEEDED)('depends on its data', (numbers, change) => {
    expect(fingerprint(market(numbers, change))).not.toBe(fingerprint(market(numbers)));
  });

  test('has the fingerprint of its program', () => {
    const compiled = market([1]);
    expect(fingerprint(compiled)).toBe(fingerprint(compiled.program));
  });

  test('labels with commas make names of their own', () => {
    const left = set('left', ['a', 'a,b']);
    const right = set('right', ['b,c', 'c']);
    const m = model();
    const x = m.variable('x', [left, right]);
    const compiled = m.minimize(x.sum()).compile();
    expect([0, 1, 2, 3].map((j) => compiled.program.names.column(j))).toEqual([
      'x[a,"b,c"]',
      'x[a,c]',
      'x["a,b","b,c"]',
      'x["a,b",c]',
    ]);
    expect(fingerprint(compiled)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('whose names say nothing is refused', () => {
    const years = set('year', [7, '7']);
    const m = model();
    const x = m.variable('x', [years]);
    const compiled = m.minimize(x.sum()).compile();
    expectFault(() => fingerprint(compiled), 'invalid-input', {
      code: 'core.ambiguous-name',
      place: "column 'x[7]'",
      cause: 'is the name of column 0 and of column 1',
      remedy: /without brackets/,
    });
  });
});
