/** The day of global15 as one market: two algorithms agree on its least cost. */
import { readFileSync } from 'node:fs';
import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';
import { checkRelocationData, compileAim, frictions, relocation } from '../src/index.ts';

const PACK = new URL('../../scenarios/src/packs/global15-day.json', import.meta.url);
/** Two optima are the same when they agree to this, $: a few parts in 1e13 of the cost. */
const SAME = 1e-6;

test('global15-day costs 724,640.178878 $ by simplex and by interior point with crossover', {
  timeout: 120_000,
}, async () => {
  const { data: raw } = JSON.parse(readFileSync(PACK, 'utf8')) as { readonly data: unknown };
  const checked = checkRelocationData(raw, 'global15-day');
  if ('faults' in checked) expect.unreachable(checked.faults.map(({ cause }) => cause).join('\n'));
  const market = relocation(checked.data, { extensions: frictions(), mostMasks: 0 });
  const compiled = compileAim(market, 'cost');
  for (const algorithm of ['simplex', 'ipm'] as const) {
    const { objective } = (await compiled.solve(highs({ algorithm }))).optimal();
    expect(Math.abs(objective - 724640.178878), algorithm).toBeLessThan(SAME);
  }
});
