/** Knapsack, straight into typed arrays by row. */
import { lowered } from '../../peers/floor.ts';
import type { Statement } from '../../statement.ts';
import type { KnapsackData } from './problem.ts';

export const floor: Statement<KnapsackData> = {
  build({ n, value, weight, capacity }) {
    const index = new Int32Array(n);
    for (let k = 0; k < n; k++) index[k] = k;
    return lowered({
      sense: 'maximize',
      cost: value.slice(),
      columnLower: new Float64Array(n),
      columnUpper: new Float64Array(n).fill(1),
      integer: new Uint8Array(n).fill(1),
      rowLower: Float64Array.of(-Infinity),
      rowUpper: Float64Array.of(capacity),
      matrix: { by: 'row', starts: Int32Array.of(0, n), index, values: weight.slice() },
    });
  },
};
