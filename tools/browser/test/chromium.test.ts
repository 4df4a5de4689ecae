import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findChromium } from '../src/chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'marginal-chromium-'));
const path = join(folder, 'chromium-browser');
writeFileSync(path, '');
chmodSync(path, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

test('a Chromium is found on the search path', () => {
  expect(findChromium({ PATH: ['/nowhere', '', folder].join(delimiter) })).toEqual({ path });
});

test('or where the environment says, and only there', () => {
  expect(findChromium({ MARGINAL_CHROMIUM: path, PATH: '' })).toEqual({ path });
  expect(findChromium({ MARGINAL_CHROMIUM: '/nowhere/chromium', PATH: folder })).toEqual({
    missing: expect.stringMatching(/MARGINAL_CHROMIUM is \/nowhere\/chromium/),
  });
});

test('or it is said that there is none', () => {
  expect(findChromium({ PATH: '/nowhere' })).toEqual({ missing: expect.stringMatching(/install one/) });
  expect(findChromium({})).toHaveProperty('missing');
});
