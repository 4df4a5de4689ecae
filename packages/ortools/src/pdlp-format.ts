/**
 * The bytes that the PDLP library of or-tools-wasm 0.9.1 takes and gives (its own format, not a protocol buffer):
 * little-endian, an array is its length and its entries, a matrix its entries as row, column, value. One pass, linear.
 */
import type { Program } from '@marginal/program';

/** Where to begin; lengths columnCount and rowCount. */
export interface FirstOrderPoint {
  readonly x: Float64Array;
  readonly rowDual: Float64Array;
}

export interface FirstOrderTerms {
  readonly iterationLimit: number;
  /** Relative and absolute, in PDLP's norms. */
  readonly tolerance: number;
  readonly start?: FirstOrderPoint;
}

const INTEGER = 4;
const DOUBLE = 8;
const ENTRY = 2 * INTEGER + DOUBLE;
/** Flags of parameters that are left to their defaults: how often to look, scaling by infinity norm and by 2-norm. */
const DEFAULTED = 3;

class Bytes {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.view = new DataView(this.bytes.buffer);
  }

  flag(value: 0 | 1): void {
    this.bytes[this.at++] = value;
  }

  integer(value: number): void {
    this.view.setUint32(this.at, value, true);
    this.at += INTEGER;
  }

  double(value: number): void {
    this.view.setFloat64(this.at, value, true);
    this.at += DOUBLE;
  }

  doubles(values: Float64Array): void {
    this.integer(values.length);
    this.bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), this.at);
    this.at += values.byteLength;
  }
}

/** One request: the program, a minimisation, and how to solve it. */
export function encodeFirstOrder(program: Program, terms: FirstOrderTerms): Uint8Array {
  const { matrix, cost, rowLower, rowUpper, columnLower, columnUpper } = program;
  const { rowCount, columnCount, starts, rows, values } = matrix;
  const arrays = [cost, rowLower, rowUpper, columnLower, columnUpper];
  const floats = arrays.reduce((sum, array) => sum + INTEGER + array.byteLength, 0);
  const start = terms.start === undefined ? 0 : 2 * INTEGER + (columnCount + rowCount) * DOUBLE;
  const fixed = 6 * INTEGER + 2 * DOUBLE + 1 + (1 + INTEGER) + 2 * (1 + DOUBLE) + DEFAULTED + 1;
  const out = new Bytes(floats + start + fixed + values.length * ENTRY);
  out.integer(columnCount);
  out.integer(rowCount);
  // No name; the constant is left out, since it only loosens the relative gap; objective scaling 1; no quadratic part.
  out.integer(0);
  out.double(0);
  out.double(1);
  out.doubles(cost);
  out.flag(0);
  for (const array of [rowLower, rowUpper, columnLower, columnUpper]) out.doubles(array);
  out.integer(0);
  out.integer(0);
  out.integer(values.length);
  for (let j = 0; j < columnCount; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      out.integer(rows[k]);
      out.integer(j);
      out.double(values[k]);
    }
  }
  out.flag(1);
  out.integer(terms.iterationLimit);
  out.flag(0);
  for (let k = 0; k < 2; k++) {
    out.flag(1);
    out.double(terms.tolerance);
  }
  out.flag(0);
  out.flag(0);
  out.flag(terms.start === undefined ? 0 : 1);
  if (terms.start !== undefined) {
    out.doubles(terms.start.x);
    out.doubles(terms.start.rowDual);
  }
  return out.bytes;
}

/** What a run came to. */
export type FirstOrderEnd = 'optimal' | 'primalInfeasible' | 'dualInfeasible' | 'iterations' | 'unsettled';

/** TerminationReason of ortools/pdlp/solve_log.proto; a number that is not here is unsettled, too. */
const ENDS: ReadonlyMap<number, { readonly end: FirstOrderEnd; readonly name: string }> = new Map([
  [1, { end: 'optimal', name: 'OPTIMAL' }],
  [2, { end: 'primalInfeasible', name: 'PRIMAL_INFEASIBLE' }],
  [3, { end: 'dualInfeasible', name: 'DUAL_INFEASIBLE' }],
  [5, { end: 'iterations', name: 'ITERATION_LIMIT' }],
  [6, { end: 'unsettled', name: 'NUMERICAL_ERROR' }],
  [11, { end: 'unsettled', name: 'PRIMAL_OR_DUAL_INFEASIBLE' }],
]);

export interface FirstOrderReading extends FirstOrderPoint {
  readonly end: FirstOrderEnd;
  /** PDLP's own word for it. */
  readonly said: string;
  readonly iterations: number;
}

/** Reads one answer. Throws when PDLP said no or the answer is not as long as it says. */
export function decodeFirstOrder(bytes: Uint8Array): FirstOrderReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 1;
  const integer = (): number => {
    const value = view.getUint32(at, true);
    at += INTEGER;
    return value;
  };
  const taken = (count: number): Uint8Array => {
    if (at + count > bytes.length) throw new RangeError('the answer of PDLP ends early');
    const part = bytes.slice(at, at + count);
    at += count;
    return part;
  };
  if (bytes[0] === 0) throw new Error(`PDLP refused: ${new TextDecoder().decode(taken(integer()))}`);
  const doubles = (): Float64Array => new Float64Array(taken(integer() * DOUBLE).buffer);
  const x = doubles();
  const rowDual = doubles();
  doubles();
  const reason = integer();
  const { end, name } = ENDS.get(reason) ?? { end: 'unsettled', name: `number ${reason}` };
  return { x, rowDual, end, said: name, iterations: integer() };
}
