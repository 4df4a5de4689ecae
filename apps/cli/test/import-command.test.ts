/** `marginal import`, and folders where scenarios are accepted. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type ErrorJson, json, marginal, type RunJson } from './harness.ts';

const FOLDERS = fileURLToPath(new URL('../../../packages/scenarios/test/folder/', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'marginal-import-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

interface ImportJson {
  readonly schema: string;
  readonly kind: string;
  readonly warnings: readonly { readonly code: string }[];
  readonly defaults: readonly { readonly path: string; readonly value: unknown }[];
}

describe('a folder of CSVs', () => {
  test('runs like a scenario, and like the file that import makes of it', async () => {
    const out = join(scratch, 'three.json');
    const imported = await marginal('import', `${FOLDERS}good`, '--out', out, '--json');
    expect(imported.code).toBe(0);
    expect(json<ImportJson>(imported)).toMatchObject({
      schema: 'marginal.import/1',
      kind: 'market',
      warnings: [],
    });
    const [folder, written] = [
      await marginal('run', `${FOLDERS}good`, '--json'),
      await marginal('run', out, '--json'),
    ].map((run) => json<RunJson>(run));
    expect(folder.status).toBe('optimal');
    expect(written.objective).toBe(folder.objective);
    expect(written.prices).toEqual(folder.prices);
  });

  test('says which defaults it took', async () => {
    const { defaults } = json<ImportJson>(await marginal('import', `${FOLDERS}good`, '--json'));
    expect(defaults).toContainEqual({ path: 'nodes.iowa.pue', value: 1, unit: '1' });
    expect(defaults.every(({ value }) => [0, 1, null].includes(value as number | null))).toBe(true);
    const { out } = await marginal('import', `${FOLDERS}good`);
    expect(out).toContain('nodes.iowa.pue = 1');
  });

  test('takes settings, for import and for run', async () => {
    const setting = ['--set', 'workloads.chat.latencyMs=10'];
    const tight = json<RunJson>(await marginal('run', `${FOLDERS}good`, ...setting, '--json'));
    const loose = json<RunJson>(await marginal('run', `${FOLDERS}good`, '--json'));
    expect(tight.objective).toBeGreaterThan(loose.objective);
    expect((await marginal('import', `${FOLDERS}good`, ...setting)).code).toBe(0);
  });

  test('with problems: all of them, exit 2, and nothing is written', async () => {
    const out = join(scratch, 'broken.json');
    const run = await marginal('import', `${FOLDERS}broken`, '--out', out, '--json');
    expect(run.code).toBe(2);
    const { faults } = json<ErrorJson>(run);
    expect(faults).toHaveLength(14);
    for (const { place, remedy } of faults) {
      expect(place).toMatch(/\.csv(?::\d+:\d+.*)?$/);
      expect(remedy).not.toBe('');
    }
    expect(existsSync(out)).toBe(false);
    for (const command of ['run', 'check', 'compare']) {
      const again = json<ErrorJson>(await marginal(command, `${FOLDERS}broken`, '--json'));
      expect(again.faults).toEqual(faults);
    }
  });

  test('hours come out as hours', async () => {
    const { prices } = json<RunJson>(await marginal('run', `${FOLDERS}hours`, '--json'));
    expect(prices).toHaveLength(3 * 3 * 2);
    expect(new Set(prices.map(({ labels }) => (labels as Readonly<Record<string, string>>).hour)).size).toBe(
      3,
    );
  });
});

describe('a latency table', () => {
  const HEAD = 'source,destination,rtt_ms\n';

  test('is checked and written as one table', async () => {
    const path = file('rtt.csv', `${HEAD}East US,Central US,30\nCentral US,East US,39\n`);
    const run = await marginal('import', path, '--out', join(scratch, 'checked.csv'), '--json');
    expect(json<ImportJson>(run).warnings.map(({ code }) => code)).toEqual([
      'scenarios.asymmetric-round-trip',
    ]);
    expect(run.err).toContain('warning: ');
    expect(readFileSync(join(scratch, 'checked.csv'), 'utf8')).toBe(
      `${HEAD}East US,Central US,30\nCentral US,East US,39\n`,
    );
  });

  test('with a row faster than light is refused', async () => {
    const out = join(scratch, 'never.csv');
    const path = file('fast.csv', `${HEAD}Japan West,North Central US,34\nEast US,East US,3\n`);
    const run = await marginal('import', path, '--out', out, '--json');
    expect(run.code).toBe(2);
    expect(json<ErrorJson>(run).faults.map(({ code }) => code)).toEqual([
      'scenarios.faster-than-light',
      'scenarios.self-latency',
    ]);
    expect(existsSync(out)).toBe(false);
  });

  test('has nothing to set', async () => {
    const path = file('set.csv', `${HEAD}East US,Central US,30\n`);
    const run = await marginal('import', path, '--set', 'demandScale=2', '--json');
    expect(json<ErrorJson>(run).faults.map(({ code }) => code)).toEqual(['cli.nothing-to-set']);
  });
});

test('a trace gives the demand of one service', async () => {
  const path = file(
    'trace.csv',
    'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:00:00,300,100\n2023-11-16 19:00:00,100,100\n',
  );
  const run = await marginal('import', path, '--json');
  expect(json(run)).toMatchObject({ kind: 'trace', generatedMtokPerHour: 200e-6, contextPerGenerated: 2 });
  expect((await marginal('import', path)).out).toContain('demand of one such service');
  expect((await marginal('import', path, '--out', join(scratch, 'x'))).code).toBe(2);
});

test('a file that is none of these, or not there, is refused with what is accepted', async () => {
  const other = json<ErrorJson>(await marginal('import', file('other.csv', 'a,b\n1,2\n'), '--json'));
  expect(other.faults[0].remedy).toContain('source, destination and rtt_ms');
  const absent = await marginal('import', join(scratch, 'absent'), '--json');
  expect(absent.code).toBe(2);
  expect(json<ErrorJson>(absent).faults[0].code).toBe('scenarios.unreadable-file');
});

test('a file that is there is not overwritten', async () => {
  const out = file('kept.json', 'mine');
  const run = await marginal('import', `${FOLDERS}good`, '--out', out, '--json');
  expect(json<ErrorJson>(run).faults.map(({ code }) => code)).toEqual(['cli.cannot-write']);
  expect(readFileSync(out, 'utf8')).toBe('mine');
  expect(readdirSync(scratch).filter((name) => name.startsWith('kept'))).toEqual(['kept.json']);
});

test('check prints warnings and passes', async () => {
  const folder = json<{ readonly scenario: { readonly data: object } }>(
    await marginal('import', `${FOLDERS}good`, '--json'),
  );
  const text = JSON.stringify(folder.scenario).replace(
    '"roundTripMs":{"value":32',
    '"roundTripMs":{"value":39',
  );
  const run = await marginal('check', file('warned.json', text), '--json');
  expect(run.code).toBe(0);
  expect(json<ImportJson>(run).warnings.map(({ code }) => code)).toEqual(['scenarios.asymmetric-round-trip']);
});
