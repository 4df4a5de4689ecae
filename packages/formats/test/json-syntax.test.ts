import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { jsonFaultOffset } from '../src/json-syntax.ts';

test.each([
  ['', 0],
  ['[1, 2', 5],
  ['[1, 2,]', 6],
  ['[1 2]', 3],
  ['{"a" 1}', 5],
  ['{"a": 1, }', 9],
  ['{a: 1}', 1],
  ['[01]', 1],
  ['[1.]', 1],
  ['["\\x"]', 1],
  ['["\n"]', 1],
  ['[1]]', 3],
  ['[tru]', 1],
  ['{"a": [}', 7],
])('%j stops being JSON at %i', (text, offset) => {
  expect(jsonFaultOffset(text)).toBe(offset);
});

test.prop([fc.json({ maxDepth: 4 })], { seed: 6, numRuns: 300 })('JSON is walked to its end', (text) => {
  expect(jsonFaultOffset(text)).toBe(text.length);
});

test.prop(
  [fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', ']', '}', '"', ':', '\\', 'x', '1')],
  {
    seed: 7,
    numRuns: 1000,
  },
)('what JSON.parse refuses has a fault, and what stands before it has none', (text, cut, put) => {
  const at = cut % (text.length + 1);
  const broken = text.slice(0, at) + put + text.slice(at + 1);
  try {
    JSON.parse(broken);
    return;
  } catch {
    // refused, as wanted
  }
  const offset = jsonFaultOffset(broken);
  // Nothing before the fault is at fault, and the prefix wants more.
  expect(jsonFaultOffset(broken.slice(0, offset))).toBe(offset);
});
