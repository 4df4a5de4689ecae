/**
 * Nothing is allocated by pivots, and nothing is kept by solves. The heap is measured in a process of its own, where the collector can be
 * asked for: other tests would disturb it here.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PROBE = fileURLToPath(new URL('./memory-probe.ts', import.meta.url));

function probe(what: 'pivots' | 'solves'): Record<string, number> {
  const flags = ['--expose-gc', '--conditions=@marginal/source'];
  const text = execFileSync(process.execPath, [...flags, PROBE, what], { encoding: 'utf8' });
  return JSON.parse(text);
}

test('10,000 pivots make no array', { timeout: 120_000 }, () => {
  const { pivots, objects, buffers } = probe('pivots');
  expect(pivots).toBeGreaterThanOrEqual(10_000);
  expect(buffers).toBeLessThanOrEqual(0);
  // What is left are numbers that code not yet compiled puts into boxes: less than one vector of 400 rows would take.
  expect(objects / pivots).toBeLessThan(8 * 400);
});

test('1,000 solves keep nothing', { timeout: 120_000 }, () => {
  const { bytes } = probe('solves');
  // The compiler keeps what it learns; a thousandth of this is less than a solve's own vectors.
  expect(bytes).toBeLessThan(1_000_000);
});
