/** Basic, straight into typed arrays by row. */
import { lowered } from '../../peers/floor.ts';
import type { Statement } from '../../statement.ts';
import type { BasicData } from './problem.ts';

export const floor: Statement<BasicData> = {
  build({ n }) {
    const cells = n * n;
    const cost = new Float64Array(2 * cells).fill(2, 0, cells).fill(1, cells);
    const starts = new Int32Array(2 * cells + 1);
    const index = new Int32Array(4 * cells);
    const values = new Float64Array(4 * cells);
    const rowLower = new Float64Array(2 * cells);
    for (let k = 0, at = 0; k < 2 * cells; k++) {
      const cell = k < cells ? k : k - cells;
      if (k < cells) rowLower[k] = Math.floor(cell / n);
      index[at] = cell;
      values[at++] = 1;
      index[at] = cells + cell;
      values[at++] = k < cells ? -1 : 1;
      starts[k + 1] = at;
    }
    return lowered({
      sense: 'minimize',
      cost,
      columnLower: new Float64Array(2 * cells),
      columnUpper: new Float64Array(2 * cells).fill(Infinity),
      rowLower,
      rowUpper: new Float64Array(2 * cells).fill(Infinity),
      matrix: { by: 'row', starts, index, values },
    });
  },
};
