/**
 * From a vertex of the reduced program to one of the original: every record of the stack undone, last one first. What
 * remains of rounding is taken out of the reduced costs at the end: d = c - A'y of the original, and zero where basic.
 */
import { BASIC, type Basis, multiply, multiplyTransposed, type Program } from '@marginal/program';
import type { ReducedProgram } from './reduced-program.ts';
import {
  ABSORBING_COLUMN,
  DOUBLETON_EQUATION,
  FIXED_COLUMN,
  FORCING_ROW,
  FREE_COLUMN,
  PARALLEL_COLUMN,
  PARALLEL_ROW,
  REMOVED_ROW,
  type ReductionStack,
  SINGLETON_ROW,
  SLACK_COLUMN,
} from './reduction-stack.ts';
import { restoreAbsorbingColumn } from './rules/absorbing-column.ts';
import { restoreDoubletonEquation } from './rules/doubleton-equation.ts';
import { restoreFixedColumn } from './rules/fixed-column.ts';
import { restoreForcingRow } from './rules/forcing-row.ts';
import { restoreFreeColumn } from './rules/free-column.ts';
import { restoreParallelColumn } from './rules/parallel-columns.ts';
import { restoreParallelRow } from './rules/parallel-rows.ts';
import { restoreRemovedRow } from './rules/removed-row.ts';
import { restoreSingletonRow } from './rules/singleton-row.ts';
import { restoreSlackColumn } from './rules/slack-column.ts';
import { Vertex } from './vertex.ts';

/** An optimal vertex of a minimisation. Lengths are those of its program; signs as in docs/conventions.md, 1 and 2. */
export interface VertexPoint {
  readonly x: Float64Array;
  readonly rowDual: Float64Array;
  readonly reducedCost: Float64Array;
  readonly basis: Basis;
}

type Restore = (stack: ReductionStack, vertex: Vertex) => void;

/** How each kind of record is undone, by its number. */
const RESTORE: Readonly<Record<number, Restore>> = {
  [FIXED_COLUMN]: restoreFixedColumn,
  [SINGLETON_ROW]: restoreSingletonRow,
  [REMOVED_ROW]: restoreRemovedRow,
  [FORCING_ROW]: restoreForcingRow,
  [SLACK_COLUMN]: restoreSlackColumn,
  [FREE_COLUMN]: restoreFreeColumn,
  [DOUBLETON_EQUATION]: restoreDoubletonEquation,
  [ABSORBING_COLUMN]: restoreAbsorbingColumn,
  [PARALLEL_ROW]: restoreParallelRow,
  [PARALLEL_COLUMN]: restoreParallelColumn,
};

/** The vertex over what is alive in the reduced program. */
function start(original: Program, { program, columns, rows }: ReducedProgram, point: VertexPoint): Vertex {
  const vertex = new Vertex(original.matrix.rowCount, original.matrix.columnCount);
  for (let k = 0; k < columns.length; k++) {
    vertex.x[columns[k]] = point.x[k];
    vertex.reducedCost[columns[k]] = point.reducedCost[k];
    vertex.columnStatus[columns[k]] = point.basis.columns[k];
  }
  const activity = multiply(program.matrix, point.x).value;
  for (let k = 0; k < rows.length; k++) {
    vertex.rowDual[rows[k]] = point.rowDual[k];
    vertex.rowStatus[rows[k]] = point.basis.rows[k];
    vertex.activity[rows[k]] = activity[k];
  }
  return vertex;
}

/** `point`: an optimal vertex of the reduced program. The arrays of the result are the caller's. O(nonzeros). */
export function postsolve(
  original: Program,
  reduced: ReducedProgram,
  stack: ReductionStack,
  point: VertexPoint,
): VertexPoint {
  const vertex = start(original, reduced, point);
  for (let record = stack.count - 1; record >= 0; record--) RESTORE[stack.open(record)](stack, vertex);
  const { x, rowDual, reducedCost, columnStatus, rowStatus } = vertex;
  const priced = multiplyTransposed(original.matrix, rowDual).value;
  for (let j = 0; j < reducedCost.length; j++)
    reducedCost[j] = columnStatus[j] === BASIC ? 0 : original.cost[j] - priced[j] + 0;
  return { x, rowDual, reducedCost, basis: { columns: columnStatus, rows: rowStatus } };
}
