/** IJKLM, straight into typed arrays by row: the join by ordinals, then one entry per tuple. */
import { lowered } from '../../peers/floor.ts';
import type { Statement } from '../../statement.ts';
import { type IjklmData, join } from './problem.ts';

export const floor: Statement<IjklmData> = {
  build(data) {
    const joined = join(data);
    const tuples = joined.length / 5;
    const starts = new Int32Array(data.count + 1);
    const index = new Int32Array(tuples);
    for (let t = 0; t < tuples; t++) {
      starts[joined[5 * t] + 1]++;
      index[t] = t;
    }
    // A row without tuples could not be satisfied: left out, as everybody does.
    const rowLower: number[] = [];
    const kept = [0];
    for (let i = 0, end = 0; i < data.count; i++) {
      if (starts[i + 1] === 0) continue;
      end += starts[i + 1];
      kept.push(end);
      rowLower.push(data.demand[i]);
    }
    return lowered({
      sense: 'minimize',
      cost: new Float64Array(tuples).fill(1),
      columnLower: new Float64Array(tuples),
      columnUpper: new Float64Array(tuples).fill(Infinity),
      rowLower: Float64Array.from(rowLower),
      rowUpper: new Float64Array(rowLower.length).fill(Infinity),
      matrix: { by: 'row', starts: Int32Array.from(kept), index, values: new Float64Array(tuples).fill(1) },
    });
  },
};
