import { expect, test } from 'vitest';
import { reachKm, roundTripLaw, roundTrips } from '../src/index.ts';
import { twoPlaces } from './two-places.ts';

test('the law has the published reach, and its inverse inverts it', () => {
  for (const [ms, km] of [
    [100, 3143],
    [150, 6714],
    [200, 10_286],
    [300, 17_429],
  ]) {
    expect(Math.round(reachKm(ms))).toBe(km);
    expect(roundTripLaw(reachKm(ms))).toBeCloseTo(ms, 9);
  }
  expect(roundTripLaw(0)).toBe(56);
});

test('measured in this direction, else in the other, else by the law; within a site as the data say', () => {
  const data = twoPlaces();
  const read = roundTrips(data);
  expect(read('dear', 'cheap')).toEqual({ ms: 80, origin: 'measured' });
  expect(read('cheap', 'dear')).toEqual({ ms: 80, origin: 'measured the other way' });
  expect(read('dear', 'dear')).toEqual({ ms: 5, origin: 'same site' });
  const { ms, origin } = roundTrips({ ...data, links: {} })('dear', 'cheap');
  // 30 degrees on the equator.
  expect(ms).toBeCloseTo(2 * ((Math.PI / 6) * (6371.0088 / 200) + 20) * 1.4, 9);
  expect(origin).toBe('law');
});
