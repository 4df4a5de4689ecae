/**
 * Nothing is allocated by pivots, and nothing is kept by solves. The heap is measured in a process of its own, where the collector can be
 * asked for: other tests would disturb it here.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readModelFile } from '@marginal/formats';
import { describe, expect, test } from 'vitest';
import { bytesOf, footprint } from './owned-bytes.ts';
import { DATA, dataPresent } from './support.ts';

const PROBE = fileURLToPath(new URL('./memory-probe.ts', import.meta.url));

function probe(what: 'pivots' | 'solves'): Record<string, number> {
  const flags = ['--expose-gc', '--conditions=@marginal/source'];
  const text = execFileSync(process.execPath, [...flags, PROBE, what], { encoding: 'utf8' });
  // Before it stands what is skipped where the shared data are not there.
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
}

test('10,000 pivots make no array', { timeout: 120_000 }, () => {
  const { pivots, objects, buffers } = probe('pivots');
  expect(pivots).toBeGreaterThanOrEqual(10_000);
  expect(buffers).toBeLessThanOrEqual(0);
  // What is left are numbers that code not yet compiled puts into boxes when it hands them on, twenty or so: a vector of 400 rows would be 3,200.
  expect(objects / pivots).toBeLessThan(1000);
});

test('1,000 solves keep nothing', { timeout: 120_000 }, () => {
  const { bytes } = probe('solves');
  // The compiler keeps what it learns; a thousandth of this is less than a solve's own vectors.
  expect(bytes).toBeLessThan(1_000_000);
});

test('bytes are counted once for every buffer, wherever it is reached from', () => {
  const shared = new Float64Array(10);
  const view = shared.subarray(2, 4);
  expect(bytesOf({ shared, list: [view, { again: shared }], other: new Int8Array(3) })).toBe(83);
  expect(bytesOf({ shared, view }, new Set<unknown>([shared.buffer]))).toBe(0);
});

describe.skipIf(!dataPresent)('what a solver holds, over program and factor', () => {
  const ratio = async (name: string): Promise<number> => {
    const { program } = await readModelFile(`${DATA}netlib/${name}.mps.gz`);
    return footprint(program, program.matrix.rowCount >= 100).ratio;
  };

  // Wide ones, with a few entries in each column or dense ones, are where numbers kept by column or copies of the matrix weigh most.
  test.each([
    'afiro',
    'sc205',
    'share1b',
    'stair',
    'grow7',
    'bore3d',
    'scfxm1',
    'recipe',
    'israel',
    'forplan',
    'standata',
    'scsd1',
    'scsd6',
    'fit1d',
    'gfrd-pnc',
    'sctap2',
    'ship04s',
    'ship08l',
    'woodw',
  ])('%s: below 3', async (name) => {
    expect(await ratio(name)).toBeLessThan(3);
  });
});
