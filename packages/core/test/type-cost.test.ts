/**
 * What models cost the compiler, in instantiations, which do not depend on the machine: many small models in one file
 * against none. One recursive type too many would multiply it by a hundred, and editors would lag.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { compilerOutput, diagnosticsOf } from './compiler.ts';

const COPIES = 60;

/** A market as in the README: roles, a sparse set, units, a balance, a limit, an objective, a price by label. */
const market = (k: number | ''): string => `
export async function market${k}(): Promise<number> {
  const node = set('node${k}', ['ashburn', 'dallas']);
  const hour = set('hour${k}', range(2));
  const link = sparse('link', [node.as('from${k}'), node.as('to${k}')], [['dallas', 'ashburn']]);
  const m = model({ money: '$' });
  const cost = m.parameter('cost', [node], { unit: '$/Mtok' }, { ashburn: 9, dallas: 4 });
  const need = m.parameter('need', [node, hour], { unit: 'Mtok/h' }, (n, h) => (n === 'ashburn' ? 30 + h : 10));
  const bandwidth = m.parameter('bandwidth', [link], { unit: 'Mtok/h' }, 40);
  const serve = m.variable('serve', [node, hour], { unit: 'Mtok/h', lower: 0 });
  const flow = m.variable('flow', [link, hour], { unit: 'Mtok/h', lower: 0, upper: bandwidth });
  const clear = m.balance('clear', [node, hour], {
    supply: serve.plus(flow.sumBy(link.to${k})),
    demand: need.plus(flow.sumBy(link.from${k})),
  });
  m.constraint('limit', [link, hour], flow, '<=', bandwidth);
  const result = await m.minimize(serve.times(cost).sum()).compile().solve(backend);
  return result.optimal().price(clear).at('ashburn', 0);
}`;

const PREAMBLE = `import { model, range, set, sparse } from '@marginal/core';
import type { Backend } from '@marginal/program';
export declare const backend: Backend;
export const used = [model, range, set, sparse];
`;

/**
 * 1.5 times what was reached when this was written: 160 per model over labels that the compiler has seen, 2,060 over
 * sets of its own, 100,000 for the package itself and its imports.
 */
const BUDGETS = { same: 240, other: 3_100, none: 150_000 };

async function instantiations(text: string): Promise<number> {
  const output = await compilerOutput({ 'models.ts': PREAMBLE + text }, ['--extendedDiagnostics']);
  const complaints = diagnosticsOf(output).filter(({ text: words }) => !words.includes('never read'));
  const count = /^Instantiations:\s+(\d+)/m.exec(output)?.[1];
  if (complaints.length > 0 || count === undefined) throw new Error(output.slice(0, 2000));
  return Number(count);
}

describe('instantiations per model', () => {
  let none = 0;
  const copies = Array.from({ length: COPIES }, (_, k) => k);
  const once = market('');

  beforeAll(async () => {
    none = await instantiations('');
  }, 60_000);

  test('of the package itself', () => {
    expect(none).toBeGreaterThan(0);
    expect(none).toBeLessThanOrEqual(BUDGETS.none);
  });

  test('over the same labels', async () => {
    const same = copies.map((k) => once.replace('market(', `market${k}(`)).join('\n');
    const cost = ((await instantiations(same)) - none) / COPIES;
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(BUDGETS.same);
  }, 60_000);

  test('over sets of their own', async () => {
    const other = copies.map((k) => market(k)).join('\n');
    const cost = ((await instantiations(other)) - none) / COPIES;
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(BUDGETS.other);
  }, 60_000);
});
