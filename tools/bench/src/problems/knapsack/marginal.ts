/** Knapsack in Marginal, as a block and as one row. */
import { model, range, set } from '@marginal/core';
import { compiled } from '../../peers/marginal.ts';
import type { Statement } from '../../statement.ts';
import type { KnapsackData } from './problem.ts';

export const blocks: Statement<KnapsackData> = {
  build(data) {
    const item = set('item', range(data.n));
    const m = model({ integers: true });
    const value = m.parameter('value', [item], {}, data.value);
    const weight = m.parameter('weight', [item], {}, data.weight);
    const take = m.variable('take', [item], { lower: 0, upper: 1, integer: true });
    m.constraint('capacity', [], take.times(weight).sum(), '<=', data.capacity);
    return compiled(m.maximize(take.times(value).sum()), [take]);
  },
};

export const rows: Statement<KnapsackData> = {
  build(data) {
    const item = set('item', range(data.n));
    const m = model({ integers: true });
    const value = m.parameter('value', [item], {}, data.value);
    const take = m.variable('take', [item], { lower: 0, upper: 1, integer: true });
    m.rows('capacity', [], (row) => {
      for (let k = 0; k < data.n; k++) row.add(data.weight[k], take, k);
      row.atMost(data.capacity);
    });
    return compiled(m.maximize(take.times(value).sum()), [take]);
  },
};
