/**
 * The order in which terms are stated changes nothing, not even a last bit, on data that no binary fraction holds: labels,
 * blocks and terms in any order give one fingerprint and one program.
 */
import { fc, test } from '@fast-check/vitest';
import { fingerprint, model, set } from '@marginal/core';
import { describe, expect } from 'vitest';
import { SEEDED, shuffled, tapes } from './random-program.ts';

const LABELS = ['a', 'b', 'c', 'd', 'e'];
/** Sums of three of these differ in their last bits with the order, and some nearly cancel. */
const NUMBERS = [0.1, 0.2, 0.3, 0.7, -0.6, 1e16, -1e16, 1 / 3, 1e-3];

/** A market with many terms per place, stated in an order that the tapes draw; the data depend on `data` alone. */
function market(data: readonly number[], labels: readonly number[], terms: readonly number[]) {
  const node = set(
    'node',
    shuffled(5, labels).map((at) => LABELS[at]),
  );
  const m = model();
  const drawn = (k: number, label: string): number =>
    NUMBERS[((data[k % data.length] ?? 0) + 3 * k + LABELS.indexOf(label)) % NUMBERS.length];
  const p = [0, 1, 2, 3].map((k) => m.parameter(`p${k}`, [node], {}, (n) => drawn(k, n)));
  const x = m.variable('x', [node], { lower: 0 });
  const order = shuffled(4, terms);
  const added = <T>(parts: readonly T[], add: (sum: T, part: T) => T): T =>
    order.slice(1).reduce((sum, k) => add(sum, parts[k]), parts[order[0]]);
  const body = added(
    p.map((one) => x.times(one)),
    (sum, part) => sum.plus(part),
  );
  const constant = added(
    p.map((one) => one.times(3)),
    (sum, part) => sum.plus(part),
  );
  m.constraint('row', [node], body.plus(constant), '<=', 1);
  m.constraint('all', [], x.sum().plus(p[0].sum()), '>=', -1e17);
  m.constraint('range', [node], p[0].sum().minus(1e17), '<=', x, '<=', constant.plus(1e17));
  const cost = added(
    p.map((one) => x.times(one).sum()),
    (sum, part) => sum.plus(part),
  );
  return m.minimize(cost.plus(constant.sum())).compile();
}

describe('the order of statements', () => {
  test.prop([fc.array(fc.nat(50), { minLength: 1, maxLength: 6 }), tapes, tapes], SEEDED)(
    'leaves the fingerprint alone on data that are no binary fractions',
    (data, labels, terms) => {
      expect(fingerprint(market(data, labels, terms))).toBe(fingerprint(market(data, [], [])));
    },
  );

  test('mattered when terms were added as they came: these three do not commute', () => {
    expect(0.1 + 0.2 + 0.3).not.toBe(0.3 + 0.2 + 0.1);
  });

  test('still counts what was merged and dropped', () => {
    for (let k = 0; k < 9; k++) {
      const { terms, program } = market([k, 2 * k], [], []);
      expect(terms).toMatchObject({ written: 30, merged: 15 });
      expect(terms.zeros).toBe(terms.written - terms.merged - program.matrix.values.length);
    }
  });
});
