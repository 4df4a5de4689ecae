/** What a user meets before anything is solved: the package missing, a page that is not isolated, a wrong option. */
import { describe, expect, test } from 'vitest';
import { flavour, isNode, locatePackage } from '../src/environment.ts';
import { ortools } from '../src/index.ts';

const PAGE = { crossOriginIsolated: true, window: {} };

test('here it is installed, with the files of both builds', async () => {
  const folder = await locatePackage();
  const { existsSync } = await import('node:fs');
  for (const library of ['mathopt', 'pdlp'])
    for (const build of ['', '_asyncify'])
      expect(existsSync(new URL(`node-wasm/${library}_runtime_node${build}.wasm`, folder))).toBe(true);
});

describe('in a browser', () => {
  test.each([{}, { crossOriginIsolated: false }])(
    'without isolation (%o) it says which headers are missing',
    async (scope) => {
      expect(isNode(scope)).toBe(false);
      await expect(locatePackage('https://example.org/or-tools/', scope)).rejects.toMatchObject({
        family: 'unsupported',
        code: 'ortools.not-isolated',
        faults: [
          {
            remedy: expect.stringMatching(
              /Cross-Origin-Opener-Policy: same-origin.*Cross-Origin-Embedder-Policy/,
            ),
          },
        ],
      });
    },
  );

  test('without a location it says how to install and to give one', async () => {
    await expect(locatePackage(undefined, PAGE)).rejects.toMatchObject({
      code: 'ortools.not-installed',
      faults: [
        {
          cause: expect.stringMatching(/location/),
          remedy: expect.stringMatching(/npm install or-tools-wasm@0\.9\.1/),
        },
      ],
    });
  });

  test('a location is a folder, with or without the slash', async () => {
    for (const slash of ['', '/'])
      expect((await locatePackage(`https://example.org/a${slash}`, PAGE)).href).toBe(
        'https://example.org/a/',
      );
  });

  test('the main thread of a page takes the build that needs no promises in WebAssembly, as the package does', () => {
    const WebAssembly = { promising: () => undefined };
    expect(flavour({ WebAssembly, window: {} })).toBe('asyncify');
    expect(flavour({ WebAssembly })).toBe('jspi');
    expect(flavour({ WebAssembly: {} })).toBe('asyncify');
  });
});

test('an algorithm that there is none of is refused by name', () => {
  expect(() => ortools({ algorithm: 'clp' as never })).toThrow(/'clp'.*glop, pdlp, scip, cp-sat/);
});
