/** The command as a process of its own, from sources, as the root scripts start it. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { json, marginal } from './harness.ts';

const bin = fileURLToPath(new URL('../src/bin.ts', import.meta.url));

async function processOf(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, ['--conditions=@marginal/source', bin, ...args]);
}

test('run --json: exactly one JSON object on standard output, nothing on standard error', async () => {
  const { stdout, stderr } = await processOf('run', 'us5', '--json');
  expect(stdout.endsWith('}\n')).toBe(true);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'marginal.run/1', status: 'optimal' });
  expect(stderr).toBe('');
});

test('a reader that stops reading is no failure', async () => {
  const { stdout, stderr } = await promisify(execFile)('sh', [
    '-c',
    `"$0" --conditions=@marginal/source "$1" run us5 --json | head -c 20; "$0" --conditions=@marginal/source "$1" list | true`,
    process.execPath,
    bin,
  ]);
  expect(stdout).toBe('{"schema":"marginal.');
  expect(stderr).toBe('');
});

test('bad data exits 2', async () => {
  await expect(processOf('run', 'us5', '--set', 'nonsense=1')).rejects.toMatchObject({ code: 2 });
});

test('start: the clearing, then the cross-check', async () => {
  const run = await marginal('start');
  expect(run.code).toBe(0);
  expect(run.out).toMatch(/Prices: what one more unit/);
  expect(run.out).toMatch(/Cross-check with an independent solver[\s\S]*verdict: same/);
  const one = json<{ run: { schema: string }; compare: { verdict: string } }>(
    await marginal('start', '--json'),
  );
  expect(one).toMatchObject({ run: { schema: 'marginal.run/1' }, compare: { verdict: 'same' } });
});

test('list: scenarios, models and what each solver can do', async () => {
  const run = await marginal('list', '--json');
  const listed = json<{
    scenarios: { name: string }[];
    models: string[];
    solvers: { name: string; available: boolean; capabilities: { duals: boolean; mip: boolean } }[];
  }>(run);
  expect(listed.scenarios.map((scenario) => scenario.name)).toContain('us5');
  expect(listed.models).toEqual(['token-flow', 'green-llm', 'relocation', 'thinking-tokens']);
  const searches = ['ortools:scip', 'ortools:cp-sat'];
  const semicontinuous = ['highs', 'highs:ipm', 'highs:choose', 'simplex'];
  for (const { name, available, capabilities } of listed.solvers) {
    expect(available).toBe(true);
    expect([name, capabilities]).toMatchObject([
      name,
      { duals: !searches.includes(name), semicontinuous: semicontinuous.includes(name) },
    ]);
  }
  const whole = listed.solvers.filter((solver) => solver.capabilities.mip).map((solver) => solver.name);
  expect(whole).toEqual(expect.arrayContaining(['highs', 'glpk']));
  expect(whole).not.toContain('ortools');
  expect((await marginal('list')).out).toMatch(/GPL-3.0-only/);
});

test('check: counts figures by source', async () => {
  const run = await marginal('check', 'us5');
  expect(run.code).toBe(0);
  expect(run.out).toMatch(/azure-rtt\s+14\s+CC-BY-4.0/);
});
