/** The three walks against the plain one that visits every term, over random plans. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { type Contribution, type OrdinalPlan, type Plan, walk } from '../src/align.ts';
import { addTerms, countColumns, isOneToOne, putTerms, termCount } from '../src/term-walk.ts';

const SEEDED = { seed: 20261121, numRuns: 400 };
/** Longer than what is worked out at a time. */
const LONG = 2500;
const MEMBERS = 40 * LONG;

/** One loop: its length, and how an ordinal moves along it: on a straight line, by a table, or as part of the loop outside. */
const loop = fc.record({
  size: fc.constantFrom(1, 2, 3, 5, 0, 2, 3, LONG),
  moves: fc.array(fc.record({ kind: fc.nat(3), stride: fc.nat(3), seed: fc.nat(7) }), {
    minLength: 4,
    maxLength: 4,
  }),
});

type Loop = { size: number; moves: { kind: number; stride: number; seed: number }[] };

/** Four quantities over the loops: row, column and two factors. Kind 2 and 3 continue the line of the loop inside. */
function quantity(loops: readonly Loop[], q: number): OrdinalPlan {
  const perLoop: Contribution[] = new Array(loops.length);
  let reach = 1;
  for (let l = loops.length - 1; l >= 0; l--) {
    const { size, moves } = loops[l];
    const { kind, stride, seed } = moves[q];
    if (kind === 0) perLoop[l] = { stride, table: undefined };
    else if (kind === 1) {
      const table = Int32Array.from({ length: size }, (_, i) => (i * (seed + 1)) % 11);
      perLoop[l] = { stride: 0, table };
    } else perLoop[l] = { stride: reach, table: undefined };
    reach = kind >= 2 ? reach * size : reach;
  }
  return { start: q, perLoop };
}

const VALUES = Float64Array.from({ length: MEMBERS }, (_, k) => ((k * 37) % 101) / 10);

const plans = fc
  .tuple(fc.array(loop, { maxLength: 4 }), fc.constantFrom(1, -2, 0.1), fc.nat(2))
  .map(([drawn, scale, factors]): Plan => {
    // One long loop at most.
    const at = drawn.findIndex(({ size }) => size === LONG);
    const loops = drawn.map((one, l) => (l !== at && one.size === LONG ? { ...one, size: 2 } : one));
    return {
      sizes: loops.map(({ size }) => size),
      scale,
      row: quantity(loops, 0),
      column: quantity(loops, 1),
      factors: [2, 3].slice(0, factors).map((q) => ({ ...quantity(loops, q), values: VALUES })),
    };
  });

interface Term {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

function termsOf(plan: Plan): Term[] {
  const terms: Term[] = [];
  walk(plan, (row, column, value) => {
    terms.push({ row, column, value });
  });
  return terms;
}

test.prop([plans], SEEDED)('every term goes into its column, in order of walking', (plan) => {
  const terms = termsOf(plan);
  expect(termCount(plan)).toBe(terms.length);
  const counts = new Int32Array(MEMBERS);
  countColumns(plan, counts);
  const expected = new Int32Array(MEMBERS);
  for (const { column } of terms) expected[column]++;
  expect(counts).toEqual(expected);
  const starts = new Int32Array(MEMBERS);
  for (let j = 1; j < MEMBERS; j++) starts[j] = starts[j - 1] + counts[j - 1];
  const sink = {
    next: starts.slice(),
    rows: new Int32Array(terms.length),
    values: new Float64Array(terms.length),
  };
  putTerms(plan, sink);
  const rows = new Int32Array(terms.length);
  const values = new Float64Array(terms.length);
  for (const { row, column, value } of terms) {
    rows[starts[column]] = row;
    values[starts[column]++] = value;
  }
  expect(sink.rows).toEqual(rows);
  expect(sink.values).toEqual(values);
});

test.prop([plans], SEEDED)('constants add up where they belong', (plan) => {
  const sums = new Float64Array(MEMBERS);
  addTerms(plan, plan.row, sums, false);
  const expected = new Float64Array(MEMBERS);
  for (const { row, value } of termsOf(plan)) expected[row] += value;
  expect(sums).toEqual(expected);
  if (!isOneToOne(plan, plan.row)) return;
  const fresh = new Float64Array(MEMBERS);
  addTerms(plan, plan.row, fresh, true);
  expect(fresh).toEqual(expected);
});

test.prop([plans], SEEDED)('what is called one to one is', (plan) => {
  const rows = termsOf(plan).map(({ row }) => row);
  if (rows.length > 0 && isOneToOne(plan, plan.row)) expect(new Set(rows).size).toBe(rows.length);
});

test('a plan over its own members is one to one, a sum is not', () => {
  const line = (stride: number): Contribution => ({ stride, table: undefined });
  const plan = (perLoop: Contribution[]): Plan => ({
    sizes: [3, 4],
    scale: 1,
    row: { start: 0, perLoop },
    column: undefined,
    factors: [],
  });
  const answer = (perLoop: Contribution[]): boolean => isOneToOne(plan(perLoop), plan(perLoop).row);
  expect(answer([line(4), line(1)])).toBe(true);
  expect(answer([line(1), line(3)])).toBe(true);
  expect(answer([line(3), line(1)])).toBe(false);
  expect(answer([line(1), line(0)])).toBe(false);
  expect(answer([{ stride: 0, table: Int32Array.of(8, 4, 0) }, line(1)])).toBe(true);
  expect(answer([{ stride: 0, table: Int32Array.of(4, 8, 0) }, line(1)])).toBe(false);
});
