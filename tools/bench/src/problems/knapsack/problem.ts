/** One row over N binary columns: max value'x, weight'x <= half of all weight. */
import { type Problem, sizeParts } from '../../problem.ts';
import { eighthsOf } from '../../random.ts';

export interface KnapsackData {
  readonly n: number;
  /** Length n. */
  readonly value: Float64Array;
  /** Length n. */
  readonly weight: Float64Array;
  readonly capacity: number;
}

export const problem: Problem<KnapsackData> = {
  name: 'knapsack',
  description: 'one row of N entries, N binary columns',
  sense: 'maximize',
  data(size) {
    const [n] = sizeParts(size, 1, 'N');
    const weight = eighthsOf(2, n, 1, 100);
    const capacity = Math.floor(weight.reduce((sum, w) => sum + w, 0) / 2);
    return { n, value: eighthsOf(1, n, 1, 100), weight, capacity };
  },
  loop({ n, value, weight, capacity }, sink) {
    const columns = Array.from({ length: n }, (_, k) => sink.column(`take_${k}`, value[k], 0, 1, true));
    sink.row('capacity', Array.from(weight), columns, -Infinity, capacity);
  },
  mathprog: ({ n, value, weight, capacity }) =>
    [
      `param n := ${n};`,
      `param capacity := ${capacity};`,
      'param: value weight :=',
      ...Array.from(value, (v, k) => `${k} ${v} ${weight[k]}`),
      ';\n',
    ].join('\n'),
  json: ({ n, value, weight, capacity }) => ({ n, value: [...value], weight: [...weight], capacity }),
};
