import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, test } from 'vitest';
import { json, marginal, type RunJson } from './harness.ts';

/** What a result folder of a token-flow market holds, sorted. */
const FILES = [
  'flows.csv',
  'ledger.csv',
  'limits.csv',
  'manifest.json',
  'merit-order.csv',
  'price-parts.csv',
  'prices.csv',
];

const scratch = mkdtempSync(join(tmpdir(), 'marginal-run-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function table(folder: string, name: string): Record<string, string>[] {
  return parse(readFileSync(join(folder, `${name}.csv`)), { columns: true });
}

function total(
  rows: readonly Record<string, string>[],
  amount: (row: Record<string, string>) => number,
): number {
  return rows.reduce((sum, row) => sum + amount(row), 0);
}

describe.each(['highs', 'glpk'])('run us5 with %s', (solver) => {
  test('one JSON object with prices, limits, costs and ledger', async () => {
    const run = await marginal('run', 'us5', '--json', '--solver', solver);
    expect(run.code).toBe(0);
    const result = json<RunJson>(run);
    expect(result).toMatchObject({ schema: 'marginal.run/1', status: 'optimal', solver: { name: solver } });
    expect(result.prices).toHaveLength(15);
    for (const price of result.prices) {
      expect(price).toMatchObject({ unit: '$/Mtok', provenance: { kind: 'lp', solver } });
      expect(price.value).toBeGreaterThan(0);
      if (price.unique) expect(price.low).toBeCloseTo(price.value, 7);
    }
    const { total: cost, ...parts } = result.costs;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(cost, 9);
    expect(cost).toBe(result.objective);
    expect(result.limits.some((limit) => limit.name === 'link' && limit.saturated)).toBe(true);
    expect(result.limits.some((limit) => limit.name === 'compute' && limit.saturated)).toBe(true);
  });

  test('from the files alone: buyers pay costs and rents; no rent without saturation', async () => {
    const folder = join(scratch, solver);
    expect((await marginal('run', 'us5', '--solver', solver, '--out', folder)).code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(FILES);
    const paid = total(table(folder, 'prices'), (row) => Number(row.value) * Number(row.demand));
    const costs = total(table(folder, 'flows'), (row) => Number(row.amount) * Number(row.unitCost));
    const limits = table(folder, 'limits');
    const rents = total(limits, (row) => Number(row.rent) * Number(row.cap));
    expect(Math.abs(paid - costs - rents) / paid).toBeLessThan(1e-9);
    const open = limits.filter((row) => row.saturated === 'false');
    expect(open.length).toBeGreaterThan(0);
    for (const row of open) expect(Number(row.rent)).toBe(0);
    for (const row of limits) expect(Number(row.use)).toBeLessThanOrEqual(Number(row.cap) * (1 + 1e-9));
  });

  test('same case, same bytes', async () => {
    const folders = [join(scratch, `${solver}-1`), join(scratch, `${solver}-2`)];
    for (const folder of folders) await marginal('run', 'us5', '--solver', solver, '--out', folder);
    for (const file of readdirSync(folders[0])) {
      expect(readFileSync(join(folders[1], file), 'utf8')).toBe(readFileSync(join(folders[0], file), 'utf8'));
    }
  });
});

test('a result replaces an earlier result and nothing else', async () => {
  const folder = join(scratch, 'mine');
  mkdirSync(folder);
  writeFileSync(join(folder, 'thesis.txt'), 'years of work');
  const refused = await marginal('run', 'us5', '--out', folder);
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/has files in it that are no result/);
  expect(readdirSync(folder)).toEqual(['thesis.txt']);
  const app = join(scratch, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'manifest.json'), '{"name":"my web app"}');
  writeFileSync(join(app, 'thesis.txt'), 'years of work');
  expect((await marginal('run', 'us5', '--out', app)).code).toBe(2);
  expect(readdirSync(app).sort()).toEqual(['manifest.json', 'thesis.txt']);
  const mixed = join(scratch, 'mixed');
  expect((await marginal('run', 'us5', '--out', mixed)).code).toBe(0);
  writeFileSync(join(mixed, 'notes.txt'), 'mine');
  expect((await marginal('run', 'us5', '--out', mixed)).code).toBe(2);
  expect(readFileSync(join(mixed, 'notes.txt'), 'utf8')).toBe('mine');
  const other = join(scratch, 'again');
  expect((await marginal('run', 'us5', '--out', other)).code).toBe(0);
  expect((await marginal('run', 'us5', '--out', other, '--set', 'demandScale=0.5')).code).toBe(0);
  expect(JSON.parse(readFileSync(join(other, 'manifest.json'), 'utf8'))).toMatchObject({
    settings: { demandScale: '0.5' },
  });
  expect(readdirSync(scratch).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('many runs into one folder: one whole result stays, nothing is left beside it', async () => {
  const folder = join(scratch, 'shared');
  const runs = await Promise.all(
    Array.from({ length: 8 }, (_, k) =>
      marginal('run', 'us5', '--out', folder, '--set', `demandScale=0.${k + 1}`),
    ),
  );
  expect(runs.map((run) => run.code)).toEqual(Array.from({ length: 8 }, () => 0));
  expect(readdirSync(folder).sort()).toEqual(FILES);
  expect(readdirSync(scratch).filter((name) => name.startsWith('.shared'))).toEqual([]);
});

test('--out through a symbolic link writes where it points', async () => {
  const real = join(scratch, 'real');
  mkdirSync(real);
  symlinkSync(real, join(scratch, 'link'));
  expect((await marginal('run', 'us5', '--out', join(scratch, 'link'))).code).toBe(0);
  expect(readdirSync(real)).toContain('prices.csv');
  expect(lstatSync(join(scratch, 'link')).isSymbolicLink()).toBe(true);
});

test('--out below a file is refused before anything is solved', async () => {
  const file = join(scratch, 'file');
  writeFileSync(file, '');
  const run = await marginal('run', 'us5', '--out', join(file, 'result'));
  expect(run).toMatchObject({ code: 2, out: '' });
});

test('demand beyond capacity: exit 3, a verified conflict, nothing written', async () => {
  const folder = join(scratch, 'none');
  const run = await marginal('run', 'us5', '--json', '--set', 'demandScale=3', '--out', folder);
  expect(run.code).toBe(3);
  const result = json<{ status: string; conflict: { name: string }[] }>(run);
  expect(result.status).toBe('infeasible');
  const names = result.conflict.map((row) => row.name);
  expect(names).toContain('meet');
  expect(names).toContain('compute');
  expect(() => readdirSync(folder)).toThrow();
});

test('a setting changes the case: a tighter latency limit cannot make chat cheaper', async () => {
  const loose = json<RunJson>(await marginal('run', 'us5', '--json'));
  const tight = json<RunJson>(await marginal('run', 'us5', '--json', '--set', 'workloads.chat.latencyMs=20'));
  expect(tight.objective).toBeGreaterThan(loose.objective);
});

test('stopped at its time limit: exit 5', async () => {
  expect((await marginal('run', 'us5', '--time-limit', '0')).code).toBe(5);
});

test('for people: tables that fit 100 columns, with units, rents and the cost breakdown', async () => {
  const run = await marginal('run', 'us5');
  expect(Math.max(...run.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  for (const word of ['price $/Mtok', 'served at', 'rent', 'what buyers pay', 'carbon', 'virginia', 'chat'])
    expect(run.out).toContain(word);
});
