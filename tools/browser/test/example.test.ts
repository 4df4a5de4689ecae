/** The example of `docs/browser.md`, built and on Vite's development server. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build, createServer, defaultClientConditions, type InlineConfig } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium, startChromium } from '../src/chromium.ts';
import { type Example, writeExample } from '../src/example.ts';
import { serve } from '../src/server.ts';

const found = findChromium();
let browser: Browser | undefined;
let example: Example | undefined;

beforeAll(async () => {
  if ('missing' in found) return;
  example = writeExample();
  browser = await startChromium(found.path);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  example?.remove();
});

/** The example, and Vite's settings: its own and, since nothing is built here, the condition for sources. */
function exampleAndConfig(): { readonly example: Example; readonly config: InlineConfig } {
  if (example === undefined) throw new Error('the example has not been written');
  const { root } = example;
  const config: InlineConfig = {
    root,
    configFile: join(root, 'vite.config.ts'),
    cacheDir: join(root, '.vite'),
    logLevel: 'error',
    resolve: { conditions: ['@marginal/source', ...defaultClientConditions] },
  };
  return { example, config };
}

/** What the page at `origin` reads once it has cleared. */
async function pricesAt(origin: string): Promise<string> {
  if (browser === undefined) throw new Error('the browser has not been started');
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction("document.querySelector('#prices').textContent.includes('ashburn')");
  const text = await page.textContent('#prices');
  await page.close();
  return text ?? '';
}

test.skipIf('missing' in found)('built, it reads what the page says', async () => {
  const { example, config } = exampleAndConfig();
  await build(config);
  const served = await serve(join(example.root, 'dist'), 'none');
  try {
    expect(await pricesAt(served.origin)).toBe(example.output);
  } finally {
    served.close();
  }
});

test.skipIf('missing' in found)('on the development server as well', async () => {
  const { example, config } = exampleAndConfig();
  const server = await createServer({ ...config, server: { host: '127.0.0.1', port: 0 } });
  try {
    await server.listen();
    const [address] = server.resolvedUrls?.local ?? [];
    expect(await pricesAt(address)).toBe(example.output);
  } finally {
    await server.close();
  }
});
