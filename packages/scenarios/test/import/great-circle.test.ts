import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { greatCircleKm } from '../../src/import/great-circle.ts';

const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const HALF_ROUND = Math.PI * 6371.0088;

property.prop([place, place, place], { seed: 20240410 })(
  'it is a metric, at most half the way round',
  (a, b, c) => {
    const [ab, ba, bc, ac] = [
      greatCircleKm(a, b),
      greatCircleKm(b, a),
      greatCircleKm(b, c),
      greatCircleKm(a, c),
    ];
    expect(greatCircleKm(a, a)).toBe(0);
    expect(ab).toBeCloseTo(ba, 6);
    expect(ab).toBeLessThanOrEqual(HALF_ROUND * (1 + 1e-12));
    // Near the antipode the arcsine keeps half its digits: 1e-8 of the radius.
    expect(ac).toBeLessThanOrEqual(ab + bc + 1e-3);
  },
);

test('a quarter of the equator and of a meridian, and a step over the date line', () => {
  const quarter = HALF_ROUND / 2;
  expect(greatCircleKm({ latitude: 0, longitude: 10 }, { latitude: 0, longitude: 100 })).toBeCloseTo(
    quarter,
    6,
  );
  expect(greatCircleKm({ latitude: -45, longitude: 7 }, { latitude: 45, longitude: 7 })).toBeCloseTo(
    quarter,
    6,
  );
  const degree = HALF_ROUND / 180;
  expect(greatCircleKm({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 })).toBeCloseTo(
    degree,
    6,
  );
});
