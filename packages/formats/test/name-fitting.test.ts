import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { fitNames } from '../src/name-fitting.ts';

const rules = {
  maxLength: 6,
  fits: (name: string) => /^[a-z~0-9]+$/.test(name),
  mend: (name: string) => name.replace(/[^a-z~0-9]/g, 'z') || 'z',
};

const names = fc.array(
  fc.oneof(fc.string({ maxLength: 9 }), fc.constantFrom('a', 'aaaaaaa', 'a~2', 'A', '')),
  {
    maxLength: 40,
  },
);

test.prop([names], { seed: 3, numRuns: 500 })(
  'fitted names fit, differ, and are told where changed',
  (given) => {
    const { names: fitted, renamed } = fitNames(given.length, (index) => given[index], rules, ['a']);
    expect(new Set([...fitted, 'a']).size).toBe(given.length + 1);
    for (const name of fitted) expect(rules.fits(name) && name.length <= 6).toBe(true);
    const back = [...fitted];
    for (const { index, from, to } of renamed) {
      expect(back[index]).toBe(to);
      back[index] = from;
    }
    expect(back).toEqual(given);
  },
);

test('a name that fits keeps precedence over one that is mended', () => {
  expect(fitNames(2, (index) => ['A', 'z'][index], rules)).toEqual({
    names: ['z~2', 'z'],
    renamed: [{ index: 0, from: 'A', to: 'z~2' }],
  });
});

test('many equal names take linear time', () => {
  const { names: fitted } = fitNames(100_000, () => 'same', { ...rules, maxLength: 255 });
  expect(fitted[99_999]).toBe('same~100000');
});
