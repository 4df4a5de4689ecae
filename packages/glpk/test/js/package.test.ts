/** The optional package: missing, broken, lost. */
import { expect, test } from 'vitest';
import { Instance, locatePackage } from '../../src/js/package.ts';

test('the installed package is found', () => {
  expect(locatePackage()).toMatch(/^file:.*glpk\.js\/dist\/glpk\.js$/);
});

test('a missing one is refused with the command that installs it and its licence', () => {
  expect(() => locatePackage('glpk.js-that-is-not-there/node')).toThrow(
    expect.objectContaining({ code: 'glpk.not-installed' }) as Error,
  );
  expect(() => locatePackage('glpk.js-that-is-not-there/node')).toThrow(
    /npm install glpk\.js@5\.0\.0 \(GPL-3\.0/,
  );
});

test('an instance that has thrown is replaced', async () => {
  const instance = new Instance(locatePackage());
  const first = await instance.call((glpk) => glpk);
  expect(await instance.call((glpk) => glpk)).toBe(first);
  await expect(
    instance.call(() => {
      throw new Error('lost');
    }),
  ).rejects.toThrow('lost');
  const second = await instance.call((glpk) => glpk);
  expect(second).not.toBe(first);
  expect(second.version).toBe('5.0');
});
