import { expect, test } from 'vitest';
import { formatLabels, quoteLabel, sampleLabels } from '../src/label.ts';

test('labels stand in brackets behind a name, a scalar has none', () => {
  expect(formatLabels(['ashburn', 7])).toBe('[ashburn,7]');
  expect(formatLabels([])).toBe('');
});

test('a quoted label tells numbers from strings', () => {
  expect([quoteLabel(7), quoteLabel('7'), quoteLabel(Number.NaN)]).toEqual(['7', '"7"', 'NaN']);
});

test('a sample shows the first labels and how many there are', () => {
  expect(sampleLabels(['a', 'b'], 2)).toBe('a, b');
  expect(sampleLabels(['a', 'b', 'c'], 2)).toBe('a, b, ... (3 in all)');
});
