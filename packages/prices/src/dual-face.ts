/**
 * The set of all optimal duals. By complementary slackness with one optimal x, a vector y is an optimal dual exactly if,
 * for the minimisation,
 *
 *   a_j'y  = c_j   where x_j is strictly between its bounds,     a_j'y <= c_j  on its lower,   >= c_j  on its upper bound,
 *   y_i    = 0     where row i is strictly inside its range,     y_i   >= 0    on its lower,   <= 0    on its upper side,
 *
 * and free where both sides coincide. Any optimal x gives the same set. It is stated as a program of its own whose
 * columns are the y_i, so that any backend can find the ends of a price. A maximisation is stated as min -c'x; its duals
 * are the negatives (docs/conventions.md, section 1).
 */
import { createProgram, type LpSolution, type Program, transpose } from '@marginal/program';
import { AT_BOUND } from './tolerances.ts';

/** Whether a value stands on a bound; never on an infinite one. */
function stands(value: number, bound: number): boolean {
  return Number.isFinite(bound) && Math.abs(value - bound) <= AT_BOUND * (1 + Math.abs(bound));
}

/** The face of optimal duals as a program without costs: column i is the (minimisation's) dual of row i. */
export function dualFace(program: Program, solution: LpSolution): Program {
  const { rowCount, columnCount } = program.matrix;
  const flip = program.sense === 'minimize' ? 1 : -1;
  const rowLower = new Float64Array(columnCount);
  const rowUpper = new Float64Array(columnCount);
  for (let j = 0; j < columnCount; j++) {
    const atLower = stands(solution.x[j], program.columnLower[j]);
    const atUpper = stands(solution.x[j], program.columnUpper[j]);
    const cost = flip * program.cost[j];
    rowLower[j] = atLower ? Number.NEGATIVE_INFINITY : cost;
    rowUpper[j] = atUpper ? Number.POSITIVE_INFINITY : cost;
  }
  const columnLower = new Float64Array(rowCount);
  const columnUpper = new Float64Array(rowCount);
  for (let i = 0; i < rowCount; i++) {
    const atLower = stands(solution.rowActivity[i], program.rowLower[i]);
    const atUpper = stands(solution.rowActivity[i], program.rowUpper[i]);
    columnLower[i] = atUpper ? Number.NEGATIVE_INFINITY : 0;
    columnUpper[i] = atLower ? Number.POSITIVE_INFINITY : 0;
  }
  return createProgram({
    sense: 'minimize',
    offset: 0,
    cost: new Float64Array(rowCount),
    columnLower,
    columnUpper,
    rowLower,
    rowUpper,
    matrix: transpose(program.matrix),
    names: {
      row: (index) => `reduced cost of ${program.names.column(index)}`,
      column: (index) => `dual of ${program.names.row(index)}`,
    },
  });
}
