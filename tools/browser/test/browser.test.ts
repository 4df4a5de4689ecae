/**
 * Every backend and a market in a real browser, against the same code in Node: outcomes, which have passed the same
 * checks there, must agree in every number, iterations and bases included. Without a Chromium all of it is skipped.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { ortools } from '@marginal/ortools';
import { simplex } from '@marginal/simplex';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenPage, openPage } from '../src/asking.ts';
import { bundle } from '../src/bundle.ts';
import { findChromium, startChromium } from '../src/chromium.ts';
import { clear } from '../src/clearing.ts';
import type { Choice } from '../src/page/main.ts';
import { pivotsOf } from '../src/pivots.ts';
import { longProgram } from '../src/programs.ts';
import { type Isolation, type Served, serve } from '../src/server.ts';
import { trialOf } from '../src/trial.ts';

const found = findChromium();
if ('missing' in found) console.log(`skipped: no test in a browser, because ${found.missing}`);

const NETLIB = new URL('../../../../shared/data/netlib/', import.meta.url);
const netlib = existsSync(NETLIB);
if (!netlib) console.log(`skipped: no Netlib files, because there is no folder ${NETLIB.pathname}`);

/** A page on a server of its own for each way to serve it. */
const pages = new Map<Isolation, OpenPage>();
const origins = new Map<Isolation, string>();
const folder = mkdtempSync(join(tmpdir(), 'marginal-browser-'));
const served: Served[] = [];
let browser: Browser | undefined;

/** A fresh page from the server of another. */
function openAnother(isolation: Isolation): Promise<OpenPage> {
  const origin = origins.get(isolation);
  if (browser === undefined || origin === undefined) throw new Error('the browser has not been started');
  return openPage(browser, origin);
}

function pageOf(isolation: Isolation): OpenPage {
  const page = pages.get(isolation);
  if (page === undefined) throw new Error('the page has not been opened');
  return page;
}

beforeAll(async () => {
  if ('missing' in found) return;
  // MARGINAL_BUILT=1: from what the packages publish, once they are built.
  await bundle(folder, { built: process.env.MARGINAL_BUILT === '1' });
  browser = await startChromium(found.path);
  for (const isolation of ['all', 'page', 'none'] as const) {
    const server = await serve(folder, isolation);
    served.push(server);
    origins.set(isolation, server.origin);
    pages.set(isolation, await openAnother(isolation));
  }
}, 120_000);

afterAll(async () => {
  await browser?.close();
  for (const server of served) server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Least objective once rows are free: every column at the better end of its box. */
function freeOptimum(): number {
  const { cost, columnUpper } = longProgram();
  return cost.reduce((sum, c, j) => sum + Math.min(0, c * columnUpper[j]), 0);
}

async function expectAbort(page: OpenPage, choice: Choice): Promise<void> {
  const [aborted, next] = await page.ask('abort', choice);
  expect(aborted).toMatchObject({ status: 'limit', which: 'aborted' });
  expect(next.status).toBe('optimal');
  const expected = freeOptimum();
  expect(Math.abs((next.objective ?? NaN) - expected)).toBeLessThan(1e-9 * Math.abs(expected));
}

describe.skipIf('missing' in found)('in a browser', () => {
  test.each(['main', 'worker'] as const)('highs, thread %s: the answers of Node', async (thread) => {
    const there = await pageOf('none').ask('trial', { solver: 'highs', thread });
    expect(there).toEqual(await trialOf(highs()));
    expect(there).toMatchObject({
      transport: { status: 'optimal', objective: -273, rowDual: [0, 1, -4, -4, -9] },
      infeasible: { status: 'infeasible', farkas: [1, -1] },
      unbounded: { status: 'unbounded', ray: [1, 1] },
      knapsack: { status: 'optimal', objective: 23 },
    });
  });

  test.each(['ipm', 'ipm-no-crossover', 'pdlp'] as const)(
    'highs %s, thread worker: the answers of Node',
    async (algorithm) => {
      const there = await pageOf('none').ask('trial', { solver: 'highs', thread: 'worker', algorithm });
      expect(there).toEqual(await trialOf(highs({ algorithm })));
      expect(there.transport.status).toBe('optimal');
    },
  );

  test.each(['main', 'worker'] as const)('glpk, thread %s: the answers of Node', async (thread) => {
    const there = await pageOf('none').ask('trial', { solver: 'glpk', thread });
    expect(there).toEqual(await trialOf(glpk()));
  });

  test.each(['dual', 'interior'] as const)('glpk %s, thread worker: the answers of Node', async (method) => {
    const there = await pageOf('none').ask('trial', { solver: 'glpk', thread: 'worker', method });
    expect(there).toEqual(await trialOf(glpk({ method })));
  });

  test('simplex: the answers of Node', async () => {
    const there = await pageOf('none').ask('trial', { solver: 'simplex' });
    expect(there).toEqual(await trialOf(simplex()));
  });

  test.each([
    ['glop', 'main'],
    ['glop', 'worker'],
    ['pdlp', 'worker'],
    ['scip', 'worker'],
    ['cp-sat', 'worker'],
  ] as const)(
    'ortools %s, thread %s: the answers of Node',
    { timeout: 60_000 },
    async (algorithm, thread) => {
      const there = await pageOf('all').ask('trial', { solver: 'ortools', thread, algorithm });
      expect(there).toEqual(await trialOf(ortools({ algorithm })));
    },
  );

  test.each([
    { solver: 'highs', thread: 'worker' },
    { solver: 'glpk', thread: 'worker' },
    { solver: 'simplex' },
  ] as const)('$solver: an AbortSignal stops a running solve, and the session solves on', async (choice) => {
    await expectAbort(pageOf('none'), choice);
  });

  test('ortools: an AbortSignal stops a running solve, and the session solves on', async () => {
    await expectAbort(pageOf('all'), { solver: 'ortools', thread: 'worker' });
  });

  test('a page with the headers takes the others as well', async () => {
    expect(await pageOf('all').ask('isolated')).toBe(true);
    for (const solver of ['highs', 'glpk'] as const) {
      const there = await pageOf('all').ask('trial', { solver, thread: 'worker' });
      expect(there.transport).toMatchObject({ status: 'optimal', objective: -273 });
    }
  });
});

describe.skipIf('missing' in found)('the conformance kit', () => {
  const choices: readonly (readonly [string, Choice])[] = [
    ['highs', { solver: 'highs', thread: 'main' }],
    ['glpk', { solver: 'glpk', thread: 'main' }],
    ['simplex', { solver: 'simplex' }],
    ['ortools glop', { solver: 'ortools', thread: 'main' }],
    // With a thread for every session the kit takes a minute.
    ...(process.env.MARGINAL_LONG === '1'
      ? ([
          ['highs in a worker', { solver: 'highs', thread: 'worker' }],
          ['glpk in a worker', { solver: 'glpk', thread: 'worker' }],
        ] as const)
      : []),
  ];

  test.each(choices)('finds nothing wrong with %s', { timeout: 300_000 }, async (_name, choice) => {
    const { failed, passed, skipped } = await pageOf('all').ask('examine', choice);
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThan(10 * skipped.length);
  });
});

describe.skipIf('missing' in found)('what a page lacks is said', () => {
  test.each(['main', 'worker'] as const)('ortools without the headers, thread %s', async (thread) => {
    expect(await pageOf('none').ask('isolated')).toBe(false);
    expect(await pageOf('none').ask('refusal', { solver: 'ortools', thread })).toEqual({
      code: 'ortools.not-isolated',
      message: expect.stringMatching(
        /Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp/,
      ),
    });
  });

  test('ortools and glpk without the place of their files', async () => {
    const page = pageOf('all');
    expect(await page.ask('refusal', { solver: 'ortools', thread: 'main', lost: true })).toMatchObject({
      code: 'ortools.not-installed',
      message: expect.stringMatching(/give `location`/),
    });
    expect(await page.ask('refusal', { solver: 'glpk', thread: 'main', lost: true })).toMatchObject({
      code: 'glpk.wasm-not-located',
      message: expect.stringMatching(/glpk\({ wasm }\)/),
    });
  });

  test('a worker served without the headers of its page', async () => {
    const there = await pageOf('page').ask('trial', { solver: 'highs', thread: 'worker' });
    expect(there.transport).toMatchObject({
      status: 'failed',
      cause: expect.stringMatching(/web worker did not load.*Cross-Origin-Embedder-Policy/),
    });
  });
});

describe.skipIf('missing' in found)('the market us5', () => {
  const text = readFileSync(
    new URL('../../../packages/scenarios/src/packs/us5.json', import.meta.url),
    'utf8',
  );

  test.each([
    ['highs', highs()],
    ['glpk', glpk()],
    ['simplex', simplex()],
  ] as const)('clears with %s as it does in Node', async (solver, here) => {
    const there = await pageOf('none').ask('clear', text, { solver });
    expect(there).toEqual(await clear(text, here));
    const { buyersPay, ...rest } = there.settlement;
    expect(Object.values(rest).reduce((sum, part) => sum + part)).toBeCloseTo(buyersPay, 9);
    expect(there.ledger).toBe('balanced');
  });
});

describe.skipIf('missing' in found)('the simplex makes the same pivots', () => {
  test.each([
    [1, 20, 30, 3],
    [2, 60, 100, 4],
    [3, 150, 200, 5],
    [4, 300, 200, 4],
    [5, 300, 600, 6],
  ] as const)('on drawn program %d of %d x %d', async (...drawn) => {
    const here = pivotsOf(drawn);
    expect(here.outcome.status).toBe('optimal');
    expect(here.pivots).toBeGreaterThan(0);
    expect(await pageOf('none').ask('pivots', drawn)).toEqual(here);
  });

  test.skipIf(!netlib).each(['afiro', 'share1b', 'brandy', 'stair', '25fv47'])(
    'on Netlib program %s',
    async (name) => {
      const text = gunzipSync(readFileSync(new URL(`${name}.mps.gz`, NETLIB))).toString('latin1');
      const here = pivotsOf(text);
      expect(here.outcome.status).toBe('optimal');
      expect(await pageOf('none').ask('pivots', text)).toEqual(here);
    },
  );
});

test.skipIf('missing' in found)('no web worker outlives its session', async () => {
  const page = await openAnother('all');
  await page.ask('trial', { solver: 'ortools', thread: 'worker', algorithm: 'scip' });
  await page.ask('trial', { solver: 'glpk', thread: 'worker' });
  // Ended at once, but the browser tells a little later.
  await expect.poll(() => page.workers(), { timeout: 10_000 }).toBe(0);
  await page.close();
});

test.skipIf('missing' in found)('nothing was written to the console', () => {
  expect(pageOf('none').complaints).toEqual([]);
  expect(pageOf('all').complaints).toEqual([]);
});
