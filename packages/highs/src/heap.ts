/**
 * Hands a program over by copying its arrays straight into the memory of the WASM instance. The package's own
 * `passModel` looks at every number once more and makes a text for each while it does; `createProgram` has looked
 * already. Uses what the package exports but does not document (its version is pinned, and a test holds us to it): the C
 * functions on the module, and the pointer behind a model. Where the memory cannot be had, as in browsers, there is no heap, and
 * `passModel` it is. Source: HiGHS's C interface, `Highs_passModel` in highs_c_api.h.
 */
import type { Program } from '@marginal/program';
import type { Highs } from 'highs';
import type { InstanceMemory } from './instance-memory.ts';

/** What Emscripten puts on the module besides the typed interface. */
interface NativeCalls {
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _Highs_passModel(...args: number[]): number;
}

/** A model, as far as it says where it is. */
interface Located {
  readonly raw?: { _require?(inCallback: boolean): number };
}

/** Codes of the C interface. */
const COLUMN_WISE = 1;
const NO_HESSIAN_FORMAT = 1;
const MINIMIZE = 1;
const STATUS_ERROR = -1;

const DOUBLE = 8;
const INTEGER = 4;

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

export class Heap {
  private readonly calls: NativeCalls;
  private readonly memory: InstanceMemory;

  private constructor(calls: NativeCalls, memory: InstanceMemory) {
    this.calls = calls;
    this.memory = memory;
  }

  /** The heap of a module; undefined when it does not let us in. */
  static of(module: Highs, memory: InstanceMemory | undefined): Heap | undefined {
    const calls = module as unknown as NativeCalls;
    const open = isFunction(calls._malloc) && isFunction(calls._free) && isFunction(calls._Highs_passModel);
    return open && memory !== undefined ? new Heap(calls, memory) : undefined;
  }

  /**
   * Passes a minimisation, without its constant. `types`: kinds of columns in HiGHS's codes, or undefined when all are
   * continuous. False when HiGHS refuses it or the model does not say where it is. Throws `RangeError` when there is no room.
   */
  pass(model: object, program: Program, types: Int32Array | undefined): boolean {
    const { matrix } = program;
    const { columnCount, rowCount } = matrix;
    const nonzeros = matrix.values.length;
    const pointer = (model as Located).raw?._require?.(false);
    if (typeof pointer !== 'number') return false;
    const doubles = [
      program.cost,
      program.columnLower,
      program.columnUpper,
      program.rowLower,
      program.rowUpper,
      matrix.values,
    ];
    const integers = [matrix.starts, matrix.rows, ...(types === undefined ? [] : [types])];
    const bytes =
      DOUBLE * doubles.reduce((sum, array) => sum + array.length, 0) +
      INTEGER * integers.reduce((sum, array) => sum + array.length, 0);
    const base = this.calls._malloc(Math.max(bytes, 1));
    if (base === 0) throw new RangeError('Unable to allocate WebAssembly memory');
    try {
      // Only now: an allocation may move the memory.
      const { buffer } = this.memory;
      let next = base;
      const placed = [...doubles, ...integers].map((array) => {
        const at = next;
        if (array instanceof Float64Array) new Float64Array(buffer, at, array.length).set(array);
        else new Int32Array(buffer, at, array.length).set(array);
        next += array.byteLength;
        return at;
      });
      const [cost, lower, upper, rowLower, rowUpper, values, starts, rows, kinds = 0] = placed;
      const sizes = [columnCount, rowCount, nonzeros, 0, COLUMN_WISE, NO_HESSIAN_FORMAT, MINIMIZE, 0];
      const columns = [cost, lower, upper, rowLower, rowUpper, starts, rows, values];
      const status = this.calls._Highs_passModel(pointer, ...sizes, ...columns, 0, 0, 0, kinds);
      return status !== STATUS_ERROR;
    } finally {
      this.calls._free(base);
    }
  }
}
