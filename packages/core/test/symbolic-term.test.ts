/**
 * Letters against numbers: the terms of a constraint, evaluated with the labels of each row for its letters, are that
 * row of the matrix. Models are drawn from the same relations and operations as those of the lowering.
 */
import { fc, test } from '@fast-check/vitest';
import type { CompiledModel, Constraint, Expression, IndexList, Parameter } from '@marginal/core';
import { expect } from 'vitest';
import { dimensionsOf, labelsAt } from '../src/index-set.ts';
import { formatLabels, type Label } from '../src/label.ts';
import {
  headLetters,
  IndexLetters,
  type SymbolicIndex,
  type SymbolicTerm,
  symbolicTerm,
} from '../src/symbolic-term.ts';
import { Tape } from './random-program.ts';
import {
  HOURS,
  minus,
  NODES,
  over,
  plus,
  SETS,
  sum,
  sumByOne,
  type Twin,
  TwinModel,
  times,
  type World,
  world,
} from './reference.ts';

const { node, hour, from, to } = SETS;

type Letters = ReadonlyMap<string, Label>;

function labelsOf(indices: readonly SymbolicIndex[], given: Letters): Label[] {
  return indices.map(({ letter, base, lag, wraps }) => {
    const at = base.find(given.get(letter) ?? `no label for ${letter}`) - lag;
    return base.labels[wraps ? (at + base.size) % base.size : at];
  });
}

/** All ways of giving labels to the letters of a term's ranges. */
function assignments(term: SymbolicTerm, given: Letters): Letters[] {
  return term.ranges.reduce<Letters[]>(
    (partial, { set, letters, summed }) => {
      const tuples: (readonly Label[])[] =
        set.kind === 'sparse' ? [...set] : set.labels.map((label: Label) => [label]);
      return partial.flatMap((known) =>
        tuples
          .filter((tuple) => tuple.every((label, c) => summed[c] || known.get(letters[c]) === label))
          .map((tuple) => new Map([...known, ...letters.map((letter, c) => [letter, tuple[c]] as const)])),
      );
    },
    [given],
  );
}

/** Coefficients by column name, '' for what is constant. */
function evaluated(
  constraint: Constraint,
  member: number,
  letters: IndexLetters,
  parameters: readonly Parameter[],
): Map<string, number> {
  const head = headLetters(constraint.index, letters);
  const labels = labelsAt(constraint.index, member);
  const given = new Map(
    dimensionsOf(constraint.index).map(({ axis }, d) => [head.get(axis.dim) ?? '', labels[d]]),
  );
  const terms = new Map<string, number>();
  for (const block of constraint.body.blocks) {
    const term = symbolicTerm(block, constraint.index, letters);
    for (const assigned of assignments(term, given)) {
      const factors = term.factors.map((factor) => {
        const parameter = parameters.find(({ name }) => name === factor.name);
        return parameter?.at(...(labelsOf(factor.indices, assigned) as [])) ?? Number.NaN;
      });
      const name =
        term.variable === undefined
          ? ''
          : `${term.variable.name}${formatLabels(labelsOf(term.variable.indices, assigned))}`;
      const value = factors.reduce((product, factor) => product * factor, term.scale);
      terms.set(name, (terms.get(name) ?? 0) + value);
    }
  }
  return new Map([...terms].filter(([, value]) => value !== 0));
}

/** A row with its constant: what stands beside the terms is taken off the limit as stated. */
function rowOf({ program, rowBlocks }: CompiledModel, row: number): Map<string, number> {
  const { columnCount, starts, rows, values } = program.matrix;
  const terms = new Map<string, number>();
  for (let j = 0; j < columnCount; j++)
    for (let k = starts[j]; k < starts[j + 1]; k++)
      if (rows[k] === row) terms.set(program.names.column(j), values[k]);
  const [{ upper }] = rowBlocks;
  const constant = (typeof upper === 'number' ? upper : Number.NaN) - program.rowUpper[row];
  if (constant !== 0) terms.set('', constant);
  return terms;
}

type Shape = readonly [index: IndexList, parts: (w: World, m: TwinModel) => readonly Twin[]];

/** Indices, and expressions that may stand in rows over them. */
function shapes({ link, slot, trip }: World): readonly Shape[] {
  return [
    [
      [node, hour],
      (_w, m) => [
        times(m.variable([node, hour]), m.parameter([node], 1)),
        times(sumByOne(m.variable([link, hour]), link, 'to'), m.parameter([hour], 2)),
        sumByOne(times(m.variable([link]), m.parameter([link], 3)), link, 'from'),
        sumByOne(times(m.variable([trip, node]), m.parameter([link], 4)), trip, 'hour'),
        sum(m.variable([link, node]), [link]),
        sum(times(m.variable([from, hour]), m.parameter([from, node], 2)), [from]),
        m.parameter([hour], 5),
        lagged(m.variable([node, hour]), 1, 'wrap'),
        lagged(times(m.variable([hour]), m.parameter([node, hour], 3)), 2, 'zero'),
        lagged(sumByOne(m.variable([link, hour]), link, 'to'), -1, 'zero'),
        times(m.variable([hour]), lagged(m.parameter([hour], 4), -1, 'wrap')),
      ],
    ],
    [
      [link, hour],
      (_w, m) => [
        m.variable([from]),
        over(m.variable([node, hour]), link, 'from'),
        times(over(m.variable([node]), link, 'to'), m.parameter([link], 1)),
        orZero(times(m.variable([trip]), m.parameter([link], 2))),
        orZero(times(m.variable([trip]), over(m.parameter([node], 3), link, 'to'))),
        sum(m.variable([link, slot]), [hour, node]),
        sum(times(m.variable([slot, to]), m.parameter([slot], 6)), [slot]),
      ],
    ],
    [
      [trip],
      (_w, m) => [
        m.variable([trip]),
        m.variable([hour, from]),
        times(m.variable([trip]), m.parameter([link], 3)),
        over(m.variable([node]), trip, 'from'),
        sum(m.variable([node, trip]), [node]),
      ],
    ],
    [
      [from, to],
      (_w, m) => [
        orZero(times(m.variable([link]), m.parameter([to], 1))),
        m.variable([to, from]),
        sum(m.variable([from, hour]), [hour]),
        orZero(sum(m.variable([trip]), [hour])),
      ],
    ],
    [
      [hour, link],
      (_w, m) => [m.variable([link, hour]), m.parameter([link], 4), sum(m.variable([slot]), [node])],
    ],
    [
      [],
      (_w, m) => [
        sum(m.variable([trip]), [trip]),
        sum(times(m.variable([slot, link]), m.parameter([link, hour], 2)), []),
        times(m.variable([]), m.parameter([], 3)),
        sum(m.parameter([slot], 2), [slot]),
        sum(lagged(m.variable([hour, node]), 1, 'zero'), [hour, node]),
      ],
    ],
  ];
}

function lagged(twin: Twin, by: number, edge: 'wrap' | 'zero'): Twin {
  const lag = twin.stated.lag as (set: typeof hour, by: number, edge: string) => Expression;
  return { ...twin, stated: lag.call(twin.stated, hour, by, edge) };
}

function orZero(twin: Twin): Twin {
  return { ...twin, stated: twin.stated.orZero() };
}

const pair = fc.tuple(fc.nat(NODES - 1), fc.nat(NODES - 1));
const worlds = fc
  .tuple(
    fc.uniqueArray(pair, { selector: String, maxLength: 8 }),
    fc.uniqueArray(fc.tuple(fc.nat(NODES - 1), fc.nat(HOURS - 1)), { selector: String, maxLength: 8 }),
    fc.uniqueArray(fc.tuple(fc.nat(7), fc.nat(HOURS - 1)), { selector: String, maxLength: 10 }),
  )
  .map((drawn) => () => world(...drawn));

/** A model of one constraint. */
function drawn(w: World, tape: Tape): { compiled: CompiledModel; twin: TwinModel } {
  const twin = new TwinModel();
  const [index, partsOf] = tape.choose(shapes(w));
  const parts = partsOf(w, twin);
  let body = tape.choose(parts);
  while (tape.choose([false, true, true])) {
    const part = times(tape.choose(parts), tape.choose([1, -1, 2, 0.5]));
    body = tape.choose([plus, minus])(body, part);
  }
  twin.constrain(index, body, 5);
  return { twin, compiled: twin.compile(twin.variable([])) };
}

let compared = 0;

test.prop([worlds, fc.array(fc.nat(839), { maxLength: 30, size: 'max' })], { seed: 7, numRuns: 800 })(
  'evaluated, the terms are the rows',
  (sets, numbers) => {
    const made = drawn(sets(), new Tape(numbers));
    const [constraint] = made.compiled.rowBlocks;
    const letters = new IndexLetters();
    for (let member = 0; member < constraint.size; member++) {
      const terms = evaluated(constraint, member, letters, made.twin.model.parameters);
      expect(terms).toEqual(rowOf(made.compiled, member));
      compared += terms.size;
    }
  },
);

test('the comparison was not about nothing', () => {
  expect(compared).toBeGreaterThan(5000);
});

test('letters: one per dimension, never the same for two', () => {
  const letters = new IndexLetters();
  const dims = ['node', 'hour', 'from', 'to', 'name', 'no', 'on', '_', ...'abcdefghijklmnopqrstuvwxyz'];
  const given = dims.map((dim) => letters.of(dim));
  expect(given.slice(0, 6)).toEqual(['n', 'h', 'f', 't', 'a', 'o']);
  expect(new Set(given).size).toBe(dims.length);
  expect(dims.map((dim) => letters.of(dim))).toEqual(given);
});
