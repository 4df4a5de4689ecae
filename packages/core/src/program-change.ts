/**
 * What a change of parameters does to the program: the blocks that hold them are lowered again and compared with what
 * stands there, so that only positions whose number differs are in the delta. Rows, bounds and costs that do not hold a
 * changed parameter are not looked at.
 */
import type { CscMatrix, Delta, Program } from '@marginal/program';
import type { ParameterValues } from './align.ts';
import type { CompiledModel } from './compiled-model.ts';
import type { Constraint } from './constraint.ts';
import type { ModelKind } from './kind.ts';
import { lowerBounds, lowerMatrix, lowerObjective, lowerRowBounds } from './lower.ts';
import type { Parameter } from './parameter.ts';
import { holdsAny } from './parameter-use.ts';

/** Positions in `spans` at which `now` differs from `old` in the first or the second pair of arrays. */
function differing(
  spans: readonly { readonly start: number; readonly size: number }[],
  old: readonly [Float64Array, Float64Array],
  now: readonly [Float64Array, Float64Array],
): Int32Array {
  const [old0, old1] = old;
  const [now0, now1] = now;
  const most = spans.reduce((sum, { size }) => sum + size, 0);
  const index = new Int32Array(most);
  let count = 0;
  for (const { start, size } of spans) {
    for (let at = start; at < start + size; at++)
      if (old0[at] !== now0[at] || old1[at] !== now1[at]) index[count++] = at;
  }
  return index.slice(0, count);
}

function pick(values: Float64Array, index: Int32Array): Float64Array {
  const picked = new Float64Array(index.length);
  for (let k = 0; k < index.length; k++) picked[k] = values[index[k]];
  return picked;
}

/** Entries of the rows in `touched` that differ between the program and the rows as lowered now; zero removes one. */
function changedCoefficients(program: Program, now: CscMatrix, touched: Uint8Array): Delta['coefficients'] {
  const row: number[] = [];
  const column: number[] = [];
  const value: number[] = [];
  const add = (i: number, j: number, v: number): void => {
    row.push(i);
    column.push(j);
    value.push(v);
  };
  const old = program.matrix;
  for (let j = 0; j < old.columnCount; j++) {
    let a = old.starts[j];
    let b = now.starts[j];
    while (a < old.starts[j + 1] || b < now.starts[j + 1]) {
      const rowA = a < old.starts[j + 1] ? old.rows[a] : old.rowCount;
      const rowB = b < now.starts[j + 1] ? now.rows[b] : old.rowCount;
      if (rowA === rowB) {
        if (old.values[a] !== now.values[b]) add(rowA, j, now.values[b]);
        a++;
        b++;
      } else if (rowA < rowB) {
        if (touched[rowA] === 1) add(rowA, j, 0);
        a++;
      } else {
        add(rowB, j, now.values[b]);
        b++;
      }
    }
  }
  if (row.length === 0) return undefined;
  return { row: Int32Array.from(row), column: Int32Array.from(column), value: Float64Array.from(value) };
}

/** The same for the rows of constraints that hold a changed parameter as a coefficient. */
function coefficientChange(
  program: Program,
  holding: readonly Constraint[],
  read: ParameterValues,
): Delta['coefficients'] {
  const { rowCount, columnCount } = program.matrix;
  const { matrix } = lowerMatrix(holding, rowCount, columnCount, program.names, read);
  const touched = new Uint8Array(rowCount);
  for (const { start, size } of holding) touched.fill(1, start, start + size);
  return changedCoefficients(program, matrix, touched);
}

function rowChange(
  model: CompiledModel<ModelKind>,
  changed: ReadonlySet<Parameter>,
  read: ParameterValues,
): Delta {
  const { program } = model;
  const holding = model.rowBlocks.filter(
    (block) =>
      holdsAny(block.body, changed) || holdsAny(block.lower, changed) || holdsAny(block.upper, changed),
  );
  if (holding.length === 0) return {};
  const { rowCount } = program.matrix;
  const { rowLower, rowUpper } = lowerRowBounds(holding, rowCount, program.names, read);
  const index = differing(holding, [program.rowLower, program.rowUpper], [rowLower, rowUpper]);
  const inMatrix = holding.filter(({ body }) =>
    body.blocks.some(
      (block) => block.variable !== undefined && block.factors.some((f) => changed.has(f.target)),
    ),
  );
  const coefficients = inMatrix.length === 0 ? undefined : coefficientChange(program, inMatrix, read);
  return {
    ...(index.length === 0
      ? {}
      : { rowBounds: { index, lower: pick(rowLower, index), upper: pick(rowUpper, index) } }),
    ...(coefficients === undefined ? {} : { coefficients }),
  };
}

function columnChange(
  model: CompiledModel<ModelKind>,
  changed: ReadonlySet<Parameter>,
  read: ParameterValues,
): Delta {
  const { program } = model;
  const holding = model.columnBlocks.filter(
    (block) => holdsAny(block.lower, changed) || holdsAny(block.upper, changed),
  );
  if (holding.length === 0) return {};
  const { lower, upper } = lowerBounds(holding, program.cost.length, read);
  const index = differing(holding, [program.columnLower, program.columnUpper], [lower, upper]);
  return index.length === 0
    ? {}
    : { columnBounds: { index, lower: pick(lower, index), upper: pick(upper, index) } };
}

function costChange(
  model: CompiledModel<ModelKind>,
  changed: ReadonlySet<Parameter>,
  read: ParameterValues,
): Delta {
  const { program, objective } = model;
  if (objective === undefined || !holdsAny(objective, changed)) return {};
  const { cost, offset } = lowerObjective(objective, program.cost.length, read);
  const index = differing([{ start: 0, size: cost.length }], [program.cost, program.cost], [cost, cost]);
  return {
    ...(index.length === 0 ? {} : { cost: { index, value: pick(cost, index) } }),
    ...(offset === program.offset ? {} : { offset }),
  };
}

/** The delta from the program of `model` to the one with `read`'s values, in which only `changed` differ. */
export function programChange(
  model: CompiledModel<ModelKind>,
  changed: ReadonlySet<Parameter>,
  read: ParameterValues,
): Delta {
  return {
    ...rowChange(model, changed, read),
    ...columnChange(model, changed, read),
    ...costChange(model, changed, read),
  };
}
