/** Bad input: all problems at once, each with place, cause and remedy; exit 2 for data, 1 for usage; nothing else said. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type ErrorJson, json, marginal } from './harness.ts';

const scratch = mkdtempSync(join(tmpdir(), 'marginal-bad-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const us5 = readFileSync(
  fileURLToPath(new URL('../../../packages/scenarios/src/packs/us5.json', import.meta.url)),
  'utf8',
);

/** A copy of us5 with text replaced, as a user's file. */
function spoilt(name: string, ...changes: readonly (readonly [from: RegExp, to: string])[]): string {
  const text = changes.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${from} is not in us5`);
    return after;
  }, us5);
  const file = join(scratch, `${name}.json`);
  writeFileSync(file, text);
  return file;
}

async function faultsOf(...args: readonly string[]): Promise<ErrorJson['faults']> {
  const run = await marginal(...args, '--json');
  expect(run.code).toBe(2);
  const report = json<ErrorJson>(run);
  expect(report.schema).toBe('marginal.error/1');
  for (const fault of report.faults) {
    expect(fault.place).not.toBe('');
    expect(fault.remedy).not.toBe('');
    expect(run.err).toContain(fault.cause);
  }
  return report.faults;
}

describe('data', () => {
  test('solver, folder, setting and data are reported together', async () => {
    const faults = await faultsOf(
      ...[
        'run',
        'us5',
        '--solver',
        'cplex',
        '--set',
        'workloads.chatt.latencyMs=15',
        '--set',
        'demandScale=-1',
      ],
      ...['--out', '/dev/null/x'],
    );
    expect(faults.map((fault) => fault.place)).toEqual([
      '--out /dev/null/x',
      '--solver',
      '--set workloads.chatt.latencyMs',
      '--set demandScale',
    ]);
    expect(faults[1]).toMatchObject({
      code: 'cli.unknown-solver',
      remedy: expect.stringMatching(/^use one of highs, .*glpk/),
    });
  });

  test('an envelope fault, an unknown setting and bad data are reported together', async () => {
    const file = spoilt(
      'envelope',
      [/"source": "ccf"/, '"source": "cff"'],
      [/"to": "iowa"/, '"to": "nowhere"'],
    );
    const faults = await faultsOf('run', file, '--set', 'x.y=2');
    const codes = faults.map((fault) => fault.code);
    expect(codes).toEqual(
      expect.arrayContaining([
        'scenarios.unknown-source',
        'scenarios.unknown-setting',
        'token-flow.link-to-nowhere',
      ]),
    );
  });

  test('a duplicate key names the line', async () => {
    const file = spoilt('duplicate', [/"iowa": \{/, '"virginia": {']);
    const faults = await faultsOf('check', file);
    expect(faults.some((fault) => /duplicate/.test(fault.code) && /:\d+/.test(fault.place))).toBe(true);
  });

  test('unknown label, negative capacity, a link to nowhere, a number that is none: all at once', async () => {
    const file = spoilt(
      'many',
      [/"to": "iowa"/, '"to": "nowhere"'],
      [/"capacity": \{\s*"value": \d+/, '"capacity": { "value": -5'],
      [/"electricityPrice": \{\s*"value": [\d.]+/, '"electricityPrice": { "value": "cheap"'],
    );
    const faults = await faultsOf('check', file);
    const text = faults.map((fault) => `${fault.place}: ${fault.cause}`).join('\n');
    expect(text).toMatch(/nowhere/);
    expect(text).toMatch(/-5/);
    expect(text).toMatch(/cheap/);
    for (const fault of faults) expect(fault.place).toContain('many.json');
  });

  test('a workload that nobody can serve in time', async () => {
    const faults = await faultsOf(
      'run',
      'us5',
      '--set',
      'nodes.wyoming.capacity=0',
      '--set',
      'workloads.chat.latencyMs=10',
    );
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ code: 'token-flow.unreachable-workload' });
    expect(`${faults[0].place} ${faults[0].cause}`).toMatch(/wyoming.*chat|chat.*wyoming/s);
  });

  test('an unknown scenario, an unreadable file, a file that is not JSON', async () => {
    expect((await faultsOf('run', 'us6'))[0].code).toBe('scenarios.unknown-scenario');
    expect((await faultsOf('run', join(scratch, 'absent.json')))[0].code).toBe('scenarios.unreadable-file');
    const file = join(scratch, 'broken.json');
    writeFileSync(file, '{ "schema": ');
    expect((await faultsOf('check', file)).length).toBeGreaterThan(0);
  });
});

describe('usage', () => {
  test.each([
    [['solve-everything']],
    [['run']],
    [['run', 'us5', '--fast']],
    [['run', 'us5', '--set', 'demandScale']],
    [['run', 'us5', '--time-limit', 'soon']],
    [['compare', 'us5', '--solvers', 'highs,,glpk']],
    [['compare', 'us5', '--solvers', 'highs,highs']],
    [['compare', 'us5', '--solvers', 'highs']],
    [[]],
  ])('%j exits 1 and prints nothing on standard output', async (args) => {
    const run = await marginal(...args);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).not.toBe('');
  });

  test('with --json the one object says so', async () => {
    const run = await marginal('run', '--json');
    expect(run.code).toBe(1);
    expect(json<ErrorJson>(run)).toMatchObject({ schema: 'marginal.error/1', family: 'usage' });
  });

  test('--help exits 0', async () => {
    expect((await marginal('--help')).code).toBe(0);
    expect((await marginal('run', '--help')).out).toMatch(/--out <dir>/);
  });
});
