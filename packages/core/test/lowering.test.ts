/**
 * Lowering against a naive reference: models drawn from a seed are compiled, and written out by nested loops and Maps
 * over labels; matrix, bounds, costs and counts of terms must be the same. A model is drawn from a tape of numbers, so
 * a failing one shrinks to short tapes of zeros.
 */
import { fc, test } from '@fast-check/vitest';
import type { IndexList } from '@marginal/core';
import { InvalidInputError, UnsupportedError } from '@marginal/program';
import { expect } from 'vitest';
import { planBlock } from '../src/align.ts';
import {
  type AnySparse,
  actual,
  dimsOf,
  HOURS,
  lacks,
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

/** The product; nothing where it needs a join that the language does not have, or tuples that the factor lacks. */
function joinedOr(a: Twin, factor: Twin | number): Twin | undefined {
  try {
    return times(a, factor);
  } catch (error) {
    if (error instanceof UnsupportedError) return undefined;
    if (error instanceof InvalidInputError && error.code === 'core.missing-tuple') return undefined;
    throw error;
  }
}

/** The product if there is one, with zero where the factor is absent if that helps; otherwise the first alone. */
function productOf(a: Twin, factor: Twin | number): Twin {
  return joinedOr(a, factor) ?? joinedOr(a, orZero(factor)) ?? a;
}

function orZero(factor: Twin | number): Twin | number {
  return typeof factor === 'number' ? factor : { ...factor, stated: factor.stated.orZero(), asks: [] };
}

/** Draws a model; every choice takes one number. */
class Draw {
  readonly twin = new TwinModel();
  private readonly world: World;
  private readonly tape: readonly number[];
  private at = 0;

  constructor(sets: World, tape: readonly number[]) {
    this.world = sets;
    this.tape = tape;
  }

  choose<T>(options: readonly T[]): T {
    const drawn = this.at < this.tape.length ? this.tape[this.at++] : 0;
    return options[drawn % options.length];
  }

  flip(): boolean {
    return this.choose([false, true]);
  }

  head(): IndexList {
    const { link, slot, trip } = this.world;
    return this.choose<IndexList>([
      [],
      [node],
      [hour],
      [link],
      [node, hour],
      [link, hour],
      [slot],
      [from, to],
      [hour, link],
      [trip],
      [to, hour, from],
      [slot, link],
    ]);
  }

  /** Something less than the index, over which a part of its rows may range. */
  less(index: IndexList): IndexList {
    const { link, trip } = this.world;
    return index.flatMap((set): IndexList => {
      if (set === link) return this.choose<IndexList>([[link], [from], [to, from], [to], []]);
      if (set === trip) return this.choose<IndexList>([[trip], [from, hour], [to], []]);
      if (set.kind === 'sparse') return this.choose<IndexList>([[set], [node], [hour], []]);
      return this.choose<IndexList>([[set], []]);
    });
  }

  /** A parameter with at most the dimensions of the index. */
  number(index: IndexList): Twin {
    return this.twin.parameter(this.less(index), this.choose([1, 2, 3, 4, 5, 6]));
  }

  /**
   * Times up to three factors. A factor that lacks tuples counts as zero there; products that need a join the language
   * does not have are left out.
   */
  multiplied(a: Twin, index: IndexList): Twin {
    let product = a;
    while (this.choose([false, false, true])) {
      const factor = this.choose([
        () => this.choose([-1, 2, 0.5, 0]),
        () => this.number(index),
        () => minus(times(this.number(index), 2), this.number(index)),
        () => productOf(this.number(index), this.number(index)),
      ]);
      product = productOf(product, factor());
    }
    return product;
  }

  private product(index: IndexList): Twin {
    return this.multiplied(this.twin.variable(this.less(index)), index);
  }

  private free(index: IndexList, set: IndexList[number]): boolean {
    return Object.keys(dimsOf([set])).every((dim) => !(dim in dimsOf(index)));
  }

  /** Sums out a set that the index does not have. */
  private summed(index: IndexList): Twin | undefined {
    const { link, slot, trip } = this.world;
    const extras = [hour, node, from, link, slot, trip].filter((set) => this.free(index, set));
    if (extras.length === 0) return undefined;
    const extra = this.choose(extras);
    const inner = this.multiplied(this.twin.variable([...this.less(index), extra]), [...index, extra]);
    return sum(
      inner,
      this.choose([[extra], [extra], 'dimensions']) === 'dimensions' ? denseOf(extra) : [extra],
    );
  }

  /** Groups a relation into a dense set of the index. */
  private grouped(index: IndexList): Twin | undefined {
    const { link, slot, trip } = this.world;
    const ways: readonly (readonly [AnySparse, string, IndexList[number]])[] = [
      [link, 'to', node],
      [link, 'from', node],
      [slot, 'node', node],
      [slot, 'hour', hour],
      [trip, 'to', node],
      [trip, 'hour', hour],
    ];
    const possible = ways.filter(([relation, , set]) => {
      const rest = index.filter((other) => other !== set);
      return index.includes(set) && this.free(rest, relation);
    });
    if (possible.length === 0) return undefined;
    const [relation, column, set] = this.choose(possible);
    const rest = index.filter((other) => other !== set);
    const inner = this.multiplied(this.twin.variable([...this.less(rest), relation]), [...rest, relation]);
    return sumByOne(inner, relation, column);
  }

  /** Reads along a column of a relation of the index. */
  private readAlong(index: IndexList): Twin | undefined {
    const { link, slot, trip } = this.world;
    const ways: readonly (readonly [AnySparse, string, IndexList[number]])[] = [
      [link, 'from', node],
      [link, 'to', node],
      [slot, 'node', node],
      [slot, 'hour', hour],
      [trip, 'from', node],
      [trip, 'hour', hour],
    ];
    const possible = ways.filter(([relation, , set]) => {
      const rest = index.filter((other) => other !== relation);
      return index.includes(relation) && this.free(rest, set);
    });
    if (possible.length === 0) return undefined;
    const [relation, column, set] = this.choose(possible);
    const rest = index.filter((other) => other !== relation);
    const inner = this.multiplied(this.twin.variable([...this.less(rest), set]), [...rest, set]);
    return this.multiplied(over(inner, relation, column), index);
  }

  /** Terms over trips in rows of links and hours, or priced per link: joins of one relation with another. */
  private joined(index: IndexList): Twin | undefined {
    const { link, trip } = this.world;
    const rest = index.filter((set) => set !== trip && set !== link && set !== hour);
    const covers = index.includes(trip) || (index.includes(link) && index.includes(hour));
    if (!covers) return undefined;
    const terms = this.twin.variable([...this.less(rest), trip]);
    const seeds = [this.choose([1, 2, 3]), this.choose([4, 5, 6])];
    const perLink = this.twin.parameter([link], seeds[0]);
    const factor = this.choose([
      () => perLink,
      () => productOf(perLink, this.twin.parameter([from], seeds[1])),
      () => productOf(this.twin.parameter([trip], seeds[1]), perLink),
      () => over(this.twin.parameter([node], seeds[1]), link, 'to'),
    ]);
    return this.multiplied(productOf(terms, factor()), [...rest, trip]);
  }

  private term(index: IndexList): Twin {
    const way = this.choose([
      () => undefined,
      () => this.summed(index),
      () => this.grouped(index),
      () => this.readAlong(index),
      () => this.joined(index),
    ]);
    return way() ?? this.product(index);
  }

  /** Anything whose rows may range over the index. */
  body(index: IndexList): Twin {
    let sumOfTerms = this.term(index);
    while (this.flip()) sumOfTerms = this.choose([plus, minus])(sumOfTerms, this.term(index));
    sumOfTerms = this.multiplied(sumOfTerms, index);
    if (this.flip()) sumOfTerms = this.choose([plus, minus])(sumOfTerms, this.number(index));
    return sumOfTerms;
  }
}

function denseOf(set: IndexList[number]): IndexList {
  return set.kind === 'sparse' ? set.axes : [set];
}

const pair = fc.tuple(fc.nat(NODES - 1), fc.nat(NODES - 1));
const sets = fc
  .tuple(
    fc.uniqueArray(pair, { selector: String, maxLength: 8 }),
    fc.uniqueArray(fc.tuple(fc.nat(NODES - 1), fc.nat(HOURS - 1)), { selector: String, maxLength: 8 }),
    fc.uniqueArray(fc.tuple(fc.nat(7), fc.nat(HOURS - 1)), { selector: String, maxLength: 10 }),
  )
  .map((drawn) => () => world(...drawn));
const tape = fc.array(fc.nat(5039), { minLength: 10, maxLength: 80, size: 'max' });

test.prop([sets, tape], { seed: 20_260_801, numRuns: 1500 })(
  'a compiled program is the one that nested loops write',
  (drawnSets, drawnTape) => {
    const draw = new Draw(drawnSets(), drawnTape);
    for (let c = 0; c < 2; c++) {
      const head = draw.head();
      draw.twin.constrain(head, draw.body(head), draw.choose([0, 5, -3]));
    }
    const objective = draw.body([]);
    const expected = draw.twin.expected(objective);
    expect(actual(draw.twin.compile(objective))).toEqual(expected);
  },
);

/** What stating rows over the index gives without `orZero`: refused for what is absent, accepted, or not to be joined. */
function statedOver(index: IndexList, { stated }: Twin): 'absent' | 'accepted' | undefined {
  try {
    for (const block of stated.blocks) planBlock(block, index, 0, 'rows');
    return 'accepted';
  } catch (error) {
    if (error instanceof InvalidInputError && error.message.includes('absent is not zero')) return 'absent';
    if (error instanceof UnsupportedError) return undefined;
    if (error instanceof InvalidInputError && error.code === 'core.missing-tuple') return undefined;
    throw error;
  }
}

test.prop([sets, tape], { seed: 20_260_802, numRuns: 1500 })(
  'rows are refused exactly where a part of their terms is absent and no orZero excuses it',
  (drawnSets, drawnTape) => {
    const draw = new Draw(drawnSets(), drawnTape);
    const head = draw.head();
    const body = draw.body(head);
    for (const index of [head, head.flatMap(denseOf)]) {
      const got = statedOver(index, body);
      if (got !== undefined) expect(got).toBe(lacks(index, body) ? 'absent' : 'accepted');
    }
  },
);

test('the random models are not trivial: every kind of operation and every index occurs', () => {
  const seen = { entries: 0, merged: 0, zeros: 0, rows: 0 };
  const samples = fc.sample(fc.tuple(sets, tape), { seed: 20_260_801, numRuns: 200 });
  for (const [drawnSets, drawnTape] of samples) {
    const draw = new Draw(drawnSets(), drawnTape);
    const head = draw.head();
    draw.twin.constrain(head, draw.body(head), 0);
    const { program, terms } = draw.twin.compile(draw.body([]));
    seen.entries += program.matrix.values.length;
    seen.merged += terms.merged;
    seen.zeros += terms.zeros;
    seen.rows += program.rowLower.length;
  }
  expect(seen.entries).toBeGreaterThan(1000);
  expect(seen.merged).toBeGreaterThan(100);
  expect(seen.zeros).toBeGreaterThan(20);
  expect(seen.rows).toBeGreaterThan(500);
});
