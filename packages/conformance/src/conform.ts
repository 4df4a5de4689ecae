/**
 * The kit as tests of Vitest, one per case:
 *
 *   await conform(() => myBackend(), { peers: [highs()] });
 *
 * A refused capability passes with a note, a skipped case is reported as skipped with its reason. `MARGINAL_CONFORMANCE`
 * is `quick` (the default) or `nightly`; `MARGINAL_REPLAY` brings one failed relation back.
 */
import { UnsupportedError } from '@marginal/program';
import { type KitSize, LAYERS, NIGHTLY, QUICK, type Replay } from './case.ts';
import { benchFor, CASES, type ExamineOptions, runCase, type Subject } from './examine.ts';

function environment(name: string): string | undefined {
  return globalThis.process?.env[name];
}

/** The size that the environment asks for. */
export function sizeFromEnvironment(): KitSize {
  return environment('MARGINAL_CONFORMANCE') === 'nightly' ? NIGHTLY : QUICK;
}

/** `case|seed|path`, as a failed relation prints it; undefined when nothing is asked for. */
export function replayFrom(text: string | undefined): Replay | undefined {
  if (text === undefined || text === '') return undefined;
  const [name, seed, path] = text.split('|');
  if (path === undefined || seed === '' || !Number.isInteger(Number(seed))) {
    throw new UnsupportedError({
      code: 'conformance.replay',
      place: 'MARGINAL_REPLAY',
      cause: `'${text}' is not case|seed|path`,
      remedy: 'copy the line that the failed case printed',
    });
  }
  return { case: name, seed: Number(seed), path };
}

async function vitest() {
  try {
    return await import('vitest');
  } catch {
    throw new UnsupportedError({
      code: 'conformance.vitest-missing',
      place: 'conform',
      cause: 'vitest is not installed',
      remedy: 'install vitest, or use examine(), which needs no test runner',
    });
  }
}

/** Declares the tests of the kit. Call it at the top of a test file and await it. */
export async function conform(subject: Subject, options: ExamineOptions = {}): Promise<void> {
  const { describe, expect, test } = await vitest();
  const replay = options.replay ?? replayFrom(environment('MARGINAL_REPLAY'));
  const bench = await benchFor(subject, {
    size: sizeFromEnvironment(),
    ...options,
    ...(replay === undefined ? {} : { replay }),
  });
  const { name, version } = bench.backend;
  for (const layer of options.layers ?? LAYERS) {
    describe(`${name} ${version}, ${layer}`, () => {
      test.for(
        CASES.filter((kitCase) => kitCase.layer === layer).map((kitCase) => ({ id: kitCase.id, kitCase })),
      )('$id', async ({ kitCase }, context) => {
        const result = await runCase(kitCase, bench);
        if (result.status === 'skipped') context.skip(result.reason);
        if (result.status === 'refused') await context.annotate(result.reason, 'refused');
        const known = options.knownFaults?.[kitCase.id];
        if (known === undefined) {
          expect(result.status === 'failed' ? result.reasons : []).toEqual([]);
          return;
        }
        await context.annotate(known, 'known fault');
        expect(result.status, 'a known fault that is mended must come off the list').toBe('failed');
      });
    });
  }
}
