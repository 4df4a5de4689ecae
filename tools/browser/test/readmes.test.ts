/** The code of the packages' READMEs prints the same in a page as in Node. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../src/bundle.ts';
import { findChromium, startChromium } from '../src/chromium.ts';
import { printedBy } from '../src/plain.ts';
import { writeReadmes } from '../src/readmes.ts';
import { type Served, serve } from '../src/server.ts';

const found = findChromium();
const readmes = writeReadmes();
let browser: Browser | undefined;
let served: Served | undefined;
let page: Page | undefined;

beforeAll(async () => {
  if ('missing' in found) return;
  const built = join(readmes.root, 'dist');
  await bundle(built, { root: readmes.root });
  browser = await startChromium(found.path);
  served = await serve(built, 'none');
  page = await browser.newPage();
  await page.goto(served.origin);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  served?.close();
  readmes.remove();
});

for (const { name, unfit } of readmes.blocks) {
  const skipped = 'missing' in found || unfit !== undefined;
  test.skipIf(skipped)(unfit === undefined ? name : `${name}: ${unfit}`, async () => {
    const here = await printedBy(() => import(join(readmes.root, 'blocks', `${name}.ts`)));
    const there = await page?.evaluate(`asked.print(${JSON.stringify(name)})`);
    expect(there).toEqual(here);
  });
}

test('most of them are for a page', () => {
  expect(readmes.blocks.filter(({ unfit }) => unfit === undefined).length).toBeGreaterThan(8);
});
