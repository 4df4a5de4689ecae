/** linopy's "basic": min sum 2 x + y, x[i,j] - y[i,j] >= i, x[i,j] + y[i,j] >= 0, x, y >= 0 (there: free; not every peer has free columns). */
import { type Problem, sizeParts } from '../../problem.ts';

export interface BasicData {
  readonly n: number;
}

export const problem: Problem<BasicData> = {
  name: 'basic',
  description: 'dense blocks: 2 N^2 columns, 2 N^2 rows, two entries each',
  sense: 'minimize',
  data(size) {
    const [n] = sizeParts(size, 1, 'N');
    return { n };
  },
  loop({ n }, sink) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const x = sink.column(`x_${i}_${j}`, 2, 0, Infinity, false);
        const y = sink.column(`y_${i}_${j}`, 1, 0, Infinity, false);
        sink.row(`apart_${i}_${j}`, [1, -1], [x, y], i, Infinity);
        sink.row(`sum_${i}_${j}`, [1, 1], [x, y], 0, Infinity);
      }
    }
  },
  mathprog: ({ n }) => `param n := ${n};\n`,
  json: (data) => data,
};
