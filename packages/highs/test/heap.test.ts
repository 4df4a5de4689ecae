/** Programs put straight into the memory of the instance are the programs that the package would have read. */
import { createProgram, ORDINAL_NAMES, type Program } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { Heap } from '../src/heap.ts';
import { acquireRuntime } from '../src/runtime.ts';
import { variableTypes } from '../src/variable-types.ts';
import { randomProgram } from './programs.ts';

async function heapOf(): Promise<Heap> {
  const { heap } = await acquireRuntime();
  if (heap === undefined) throw new Error('the pinned version of highs does not let us at its memory');
  return heap;
}

/** The model as HiGHS writes it down, put there by the heap or by the package. */
async function written(program: Program, way: 'heap' | 'package'): Promise<string> {
  const { module } = await acquireRuntime();
  const native = module.createModel();
  const types = variableTypes(program);
  const { matrix } = program;
  try {
    native.options.set({ output_flag: false });
    if (way === 'heap') expect((await heapOf()).pass(native, program, types)).toBe(true);
    else
      native.passModel({
        numCols: matrix.columnCount,
        numRows: matrix.rowCount,
        colCost: program.cost,
        colLower: program.columnLower,
        colUpper: program.columnUpper,
        rowLower: program.rowLower,
        rowUpper: program.rowUpper,
        matrix: {
          format: 'csc',
          numRows: matrix.rowCount,
          numCols: matrix.columnCount,
          starts: matrix.starts,
          indices: matrix.rows,
          values: matrix.values,
        },
        ...(types === undefined ? {} : { integrality: types }),
      });
    return String(native.exportModel('mps'));
  } finally {
    native.dispose();
  }
}

const MIXED = createProgram({
  sense: 'minimize',
  offset: 5,
  cost: Float64Array.of(1, -2, 3.5),
  columnLower: Float64Array.of(0, 2, -Infinity),
  columnUpper: Float64Array.of(4, 9, Infinity),
  integer: Uint8Array.of(1, 0, 0),
  semicontinuous: Uint8Array.of(0, 1, 0),
  rowLower: Float64Array.of(-Infinity, 1),
  rowUpper: Float64Array.of(7, 1),
  matrix: {
    rowCount: 2,
    columnCount: 3,
    starts: Int32Array.of(0, 2, 3, 4),
    rows: Int32Array.of(0, 1, 1, 0),
    values: Float64Array.of(1, -1, 0.25, 2),
  },
  names: ORDINAL_NAMES,
});

describe('the heap', () => {
  test.each([
    ['a linear program', randomProgram(30, 50, 4, 3)],
    ['another', randomProgram(7, 3, 2, 4)],
    ['integer and semicontinuous columns', MIXED],
  ])('hands over %s as the package does', async (_, program) => {
    const text = await written(program, 'heap');
    expect(text).toBe(await written(program, 'package'));
    expect(text.length).toBeGreaterThan(100);
  });

  test('leaves no memory behind', async () => {
    const { module } = await acquireRuntime();
    const heap = await heapOf();
    const native = module.createModel();
    const program = randomProgram(400, 800, 6, 5);
    native.options.set({ output_flag: false });
    heap.pass(native, program, undefined);
    const before = module.memoryBytes;
    for (let k = 0; k < 300; k++) heap.pass(native, program, undefined);
    expect(module.memoryBytes).toBe(before);
    native.dispose();
  });

  test('says no where HiGHS does', async () => {
    const { module } = await acquireRuntime();
    const native = module.createModel();
    native.options.set({ output_flag: false });
    // Above large_matrix_value, which is 1e15 unless an option says otherwise.
    const matrix = { ...MIXED.matrix, values: Float64Array.of(1e18, -1, 0.25, 2) };
    expect((await heapOf()).pass(native, { ...MIXED, matrix }, undefined)).toBe(false);
    native.dispose();
  });

  test('and where a model does not say where it is', async () => {
    expect((await heapOf()).pass({}, MIXED, undefined)).toBe(false);
  });

  test('is not there without the memory or the functions', async () => {
    const { module } = await acquireRuntime();
    expect(Heap.of(module, undefined)).toBeUndefined();
    expect(Heap.of({} as typeof module, { buffer: new ArrayBuffer(8) })).toBeUndefined();
  });
});
