/** Basic in Marginal, whole blocks and row by row. */
import { model, range, set } from '@marginal/core';
import { compiled } from '../../peers/marginal.ts';
import type { Statement } from '../../statement.ts';
import type { BasicData } from './problem.ts';

/** The model as blocks. */
export function basic({ n }: BasicData) {
  const i = set('i', range(n));
  const j = set('j', range(n));
  const m = model();
  const distance = m.parameter('distance', [i], {}, Float64Array.from(range(n)));
  const x = m.variable('x', [i, j], { lower: 0 });
  const y = m.variable('y', [i, j], { lower: 0 });
  m.constraint('apart', [i, j], x.minus(y), '>=', distance);
  m.constraint('sum', [i, j], x.plus(y), '>=', 0);
  return { problem: m.minimize(x.times(2).plus(y).sum()), variables: [x, y] as const };
}

export const blocks: Statement<BasicData> = {
  build(data) {
    const { problem, variables } = basic(data);
    return compiled(problem, variables);
  },
};

export const rows: Statement<BasicData> = {
  build({ n }) {
    const i = set('i', range(n));
    const j = set('j', range(n));
    const m = model();
    const x = m.variable('x', [i, j], { lower: 0 });
    const y = m.variable('y', [i, j], { lower: 0 });
    m.rows('apart', [i, j], (row, a, b) => {
      row.add(1, x, a, b);
      row.add(-1, y, a, b);
      row.atLeast(a);
    });
    m.rows('sum', [i, j], (row, a, b) => {
      row.add(1, x, a, b);
      row.add(1, y, a, b);
      row.atLeast(0);
    });
    return compiled(m.minimize(x.times(2).plus(y).sum()), [x, y]);
  },
};
