/** Each price of us5 against the optimal cost with a little more and a little less demand, on both solvers. */
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { dualIntervals } from '@marginal/prices';
import { checkScenario, loadScenario } from '@marginal/scenarios';
import { marketOf, type TokenFlowData } from '@marginal/token-flow';
import { describe, expect, test } from 'vitest';

async function us5(): Promise<TokenFlowData> {
  const checked = checkScenario(await loadScenario('us5'));
  if ('faults' in checked || checked.model !== 'token-flow') throw new Error('us5 has faults');
  return checked.data;
}

describe.each([highs(), glpk()])('$name', (backend) => {
  test('every unique price of us5 equals both one-sided differences of the optimal cost', async () => {
    const data = await us5();
    const market = marketOf(data);
    const result = (await market.compiled.solve(backend)).optimal();
    const price = [...result.price(market.meet)];
    const rows = price.map((_, k) => market.meet.start + k);
    const intervals = await dualIntervals(market.compiled.program, result.outcome, rows, backend);
    const step = 1 / 1024;
    const costWith = async (node: string, workload: string, by: number): Promise<number> => {
      const demand = {
        ...data.demand,
        [node]: { ...data.demand[node], [workload]: (data.demand[node]?.[workload] ?? 0) + by },
      };
      return (await marketOf({ ...data, demand }).compiled.solve(backend)).optimal().objective;
    };
    let unique = 0;
    for (const [k, [[node, workload], value]] of price.entries()) {
      if (!intervals[k].unique) continue;
      unique++;
      const above = await costWith(node, workload, step);
      const below = await costWith(node, workload, -step);
      expect((above - result.objective) / step).toBeCloseTo(value, 7);
      expect((result.objective - below) / step).toBeCloseTo(value, 7);
    }
    expect(unique).toBe(15);
  });
});
