import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { mpsRange } from '../src/mps-range.ts';

const bound = fc
  .oneof(
    fc.double({ noNaN: true, min: -1e300, max: 1e300 }),
    fc.integer({ min: -1e6, max: 1e6 }).map((v) => v / 1000),
  )
  .map((v) => v + 0);

test.prop([bound, bound], { seed: 5, numRuns: 2000 })(
  'is exact where it says so, and else within the rounding of one addition',
  (a, b) => {
    fc.pre(a !== b);
    const [lower, upper] = [Math.min(a, b), Math.max(a, b)];
    const { type, rightHandSide, range, exact } = mpsRange(lower, upper);
    const read =
      type === 'G' ? [rightHandSide, rightHandSide + range] : [rightHandSide - range, rightHandSide];
    if (exact) expect(read).toEqual([lower, upper]);
    if (type === 'G') expect(read[0]).toBe(lower);
    expect(Math.abs(read[1] - upper)).toBeLessThanOrEqual(
      2 ** -52 * Math.max(Math.abs(lower), Math.abs(upper)),
    );
  },
);

test('keeps the short distance of decimals', () => {
  expect(mpsRange(25.7 - 23.1, 25.7)).toMatchObject({
    type: 'L',
    rightHandSide: 25.7,
    range: 23.1,
    exact: true,
  });
});

test('says when there is none', () => {
  expect(mpsRange(-1, 1 + 2 ** -52)).toMatchObject({ type: 'G', exact: false });
});
