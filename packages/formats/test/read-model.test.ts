import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { InvalidInputError } from '@marginal/program';
import { afterAll, expect, test } from 'vitest';
import { readModel, readModelFile } from '../src/index.ts';
import { faultsOf, refused } from './support.ts';

const MPS = 'NAME\nROWS\n N c\nCOLUMNS\n x c 1\nENDATA\n';
const LP = 'min x\nend\n';
const MOF =
  '{"version": {"major": 1, "minor": 0}, "variables": [], "objective": {"sense": "feasibility"}, "constraints": []}';

const folder = mkdtempSync(join(tmpdir(), 'marginal-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [MPS, 'mps-free'],
  [`* comment\n\n${MPS}`, 'mps-free'],
  [LP, 'lp'],
  [`\\ NAME\n${LP}`, 'lp'],
  [MOF, 'mof'],
  [`\n ${MOF}`, 'mof'],
])('the format of %j is found in its content', (text, format) => {
  expect(readModel(text).format).toBe(format);
});

test.each(['a.mps', 'a.MPS.gz', 'dir/a.mps'])('%s is MPS by its name', (name) => {
  expect(faultsOf(() => readModel(LP, { name }))[0]).toBe(`formats.section ${name}:1:1`);
});

test('bytes, packed or not, with a byte-order mark or without', () => {
  const bytes = new TextEncoder().encode(`\uFEFF${MPS}`);
  expect(readModel(bytes).program.cost).toEqual(Float64Array.of(1));
  expect(readModel(gzipSync(bytes)).program.cost).toEqual(Float64Array.of(1));
  expect(readModel(`\uFEFF${MPS}`).program.cost).toEqual(Float64Array.of(1));
});

test('what is not UTF-8 is Latin-1', () => {
  const bytes = Uint8Array.from(MPS.replace('x', 'ü'), (letter) => letter.charCodeAt(0));
  expect(readModel(bytes).program.names.column(0)).toBe('ü');
});

test('files', async () => {
  const path = join(folder, 'a.lp.gz');
  writeFileSync(path, gzipSync(LP));
  expect(await readModelFile(path)).toMatchObject({ format: 'lp', notes: [] });
  const missing = await readModelFile(join(folder, 'none.lp')).catch((error: unknown) => error);
  expect(missing).toBeInstanceOf(InvalidInputError);
  expect(missing).toMatchObject({ code: 'formats.unreadable' });
});

test('a broken archive is a fault', () => {
  expect(faultsOf(() => readModel(gzipSync(MPS).subarray(0, 20), { name: 'a' }))).toEqual(['formats.gzip a']);
});

test('an empty file is a fault in every format', () => {
  expect(refused('', 'mps')).toEqual(['formats.no-end f:1:1']);
  expect(refused('', 'lp')).toEqual(['formats.no-objective f:1:1']);
  expect(refused('', 'mof')).toEqual(['formats.json f:1:1']);
});

test('places count lines of every kind', () => {
  expect(refused('NAME\r\nROWS\r\n X c\r\nENDATA', 'mps')[0]).toBe('formats.row-type f:3:2');
  expect(refused('NAME\rROWS\r X c\rENDATA', 'mps')[0]).toBe('formats.row-type f:3:2');
});
