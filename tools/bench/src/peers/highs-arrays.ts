/** The bare `highs` package by its own array path: what a hand-off costs without Marginal. */
import type { Highs, InitOptions } from 'highs';
import type { ModelArrays } from '../statement.ts';

export type NativeModel = ReturnType<Highs['createModel']>;

let module: Promise<Highs> | undefined;

async function load(): Promise<Highs> {
  // Only here: a process that builds must not pay for a solver.
  const { default: loadModule } = await import('highs');
  // Under NodeNext the default import is typed as the CommonJS namespace, though at run time it is the function.
  return (loadModule as unknown as (options: InitOptions) => Promise<Highs>)({
    print: () => {},
    printErr: () => {},
  });
}

/** The module, silent, loaded once. */
export function loadHighs(): Promise<Highs> {
  module ??= load();
  return module;
}

/** Copies the arrays into a new native model. */
export function passArrays(highs: Highs, arrays: ModelArrays): NativeModel {
  const { matrix, integer } = arrays;
  const { objectiveSense } = highs.constants;
  const numCols = arrays.cost.length;
  const numRows = arrays.rowLower.length;
  const native = highs.createModel();
  native.options.set({ output_flag: false });
  native.passModel({
    numCols,
    numRows,
    sense: arrays.sense === 'minimize' ? objectiveSense.minimize : objectiveSense.maximize,
    colCost: arrays.cost,
    colLower: arrays.columnLower,
    colUpper: arrays.columnUpper,
    rowLower: arrays.rowLower,
    rowUpper: arrays.rowUpper,
    matrix: {
      format: matrix.by === 'row' ? 'csr' : 'csc',
      numRows,
      numCols,
      starts: matrix.starts,
      indices: matrix.index,
      values: matrix.values,
    },
    ...(integer === undefined ? {} : { integrality: Int32Array.from(integer) }),
  });
  return native;
}

/** Runs to the end; the objective without any check. */
export function runToEnd(native: NativeModel): number {
  native.run();
  return native.getObjectiveValue();
}
