/** Facility, straight into typed arrays by row. Columns: serve (customer slow, site fast), then open. */
import { lowered } from '../../peers/floor.ts';
import type { Statement } from '../../statement.ts';
import type { FacilityData } from './problem.ts';

export const floor: Statement<FacilityData> = {
  build({ n, serviceCost, openingCost }) {
    const pairs = n * n;
    const cost = new Float64Array(pairs + n);
    cost.set(serviceCost);
    cost.set(openingCost, pairs);
    const starts = new Int32Array(n + pairs + 1);
    const index = new Int32Array(3 * pairs);
    const values = new Float64Array(3 * pairs);
    let at = 0;
    let row = 0;
    for (let c = 0; c < n; c++) {
      for (let s = 0; s < n; s++) {
        index[at] = c * n + s;
        values[at++] = 1;
      }
      starts[++row] = at;
    }
    for (let k = 0; k < pairs; k++) {
      index[at] = k;
      values[at++] = 1;
      index[at] = pairs + (k % n);
      values[at++] = -1;
      starts[++row] = at;
    }
    return lowered({
      sense: 'minimize',
      cost,
      columnLower: new Float64Array(pairs + n),
      columnUpper: new Float64Array(pairs + n).fill(Infinity, 0, pairs).fill(1, pairs),
      integer: new Uint8Array(pairs + n).fill(1, pairs),
      rowLower: new Float64Array(n + pairs).fill(1, 0, n).fill(-Infinity, n),
      rowUpper: new Float64Array(n + pairs).fill(1, 0, n),
      matrix: { by: 'row', starts, index, values },
    });
  },
};
