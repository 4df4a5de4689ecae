/** Nodal balance, straight into typed arrays by row. Columns: gen, shed, flow; hour fast. */
import { lowered } from '../../peers/floor.ts';
import type { Statement } from '../../statement.ts';
import { arcsBy, type NodalData, SHED_COST } from './problem.ts';

export const floor: Statement<NodalData> = {
  build(data) {
    const { nodes, hours, from, to } = data;
    const cells = nodes * hours;
    const columns = 2 * cells + from.length * hours;
    const cost = new Float64Array(columns);
    const columnLower = new Float64Array(columns);
    const columnUpper = new Float64Array(columns);
    for (let n = 0; n < nodes; n++) {
      cost.fill(data.genCost[n], n * hours, (n + 1) * hours);
      columnUpper.fill(data.capacity[n], n * hours, (n + 1) * hours);
    }
    cost.fill(SHED_COST, cells, 2 * cells);
    columnUpper.fill(Infinity, cells, 2 * cells);
    for (let a = 0; a < from.length; a++) {
      const at = 2 * cells + a * hours;
      cost.fill(data.flowCost[a], at, at + hours);
      columnUpper.fill(data.limit[a], at, at + hours);
    }
    const ramps = nodes * (hours - 1);
    const nonzeros = 2 * cells + 2 * from.length * hours + 2 * ramps;
    const starts = new Int32Array(cells + ramps + 1);
    const index = new Int32Array(nonzeros);
    const values = new Float64Array(nonzeros);
    const rowLower = new Float64Array(cells + ramps);
    const rowUpper = new Float64Array(cells + ramps);
    rowLower.set(data.demand);
    rowUpper.set(data.demand);
    const [out, into] = [arcsBy(from, nodes), arcsBy(to, nodes)];
    let at = 0;
    let row = 0;
    for (let n = 0; n < nodes; n++) {
      for (let h = 0; h < hours; h++) {
        index[at] = n * hours + h;
        values[at++] = 1;
        index[at] = cells + n * hours + h;
        values[at++] = 1;
        for (const a of into[n]) {
          index[at] = 2 * cells + a * hours + h;
          values[at++] = 1;
        }
        for (const a of out[n]) {
          index[at] = 2 * cells + a * hours + h;
          values[at++] = -1;
        }
        starts[++row] = at;
      }
    }
    for (let n = 0; n < nodes; n++) {
      for (let h = 0; h + 1 < hours; h++) {
        rowLower[row] = -data.ramp[n];
        rowUpper[row] = data.ramp[n];
        index[at] = n * hours + h + 1;
        values[at++] = 1;
        index[at] = n * hours + h;
        values[at++] = -1;
        starts[++row] = at;
      }
    }
    return lowered({
      sense: 'minimize',
      cost,
      columnLower,
      columnUpper,
      rowLower,
      rowUpper,
      matrix: { by: 'row', starts, index, values },
    });
  },
};
