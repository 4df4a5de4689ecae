/**
 * A SolveResponse of MathOpt (ortools/math_opt/rpc.proto, result.proto, solution.proto) as typed arrays, read from the
 * bytes in one pass. Invariant: an array is there in full or not at all; a value that the answer leaves out is never
 * read as zero.
 */
import type { Basis } from '@marginal/program';
import { ourCodes } from './basis-proto.ts';
import { packedDoubles, packedIntegers, protoFields } from './protobuf.ts';

/** Number of SolutionStatusProto that vouches for a solution. */
const SOLUTION_FEASIBLE = 2;

export interface Reading {
  /** Numbers of TerminationReasonProto and LimitProto; 0 for none. */
  readonly reason: number;
  readonly limit: number;
  /** What the solver adds to that. */
  readonly detail: string;
  /** Simplex and first-order iterations together. */
  readonly iterations: number;
  readonly nodes?: number;
  /** Best bound of a search, objective units; absent when there is none or it is infinite. */
  readonly bound?: number;
  /** Length columnCount: a point, and whether the solver holds it to be feasible. */
  readonly x?: Float64Array;
  readonly feasible: boolean;
  /** Lengths rowCount and columnCount: duals in MathOpt's convention, which is ours for a minimisation. */
  readonly rowDual?: Float64Array;
  readonly reducedCost?: Float64Array;
  readonly dualFeasible: boolean;
  readonly basis?: Basis;
  /** Length columnCount. */
  readonly ray?: Float64Array;
  /** Length rowCount. */
  readonly farkas?: Float64Array;
}

/** OR-Tools refused the request, in its own words. */
export class OrToolsRefusal extends Error {
  override readonly name = 'OrToolsRefusal';
}

type Mutable<Of> = { -readonly [Key in keyof Of]?: Of[Key] | undefined };

interface Shape {
  readonly rowCount: number;
  readonly columnCount: number;
}

/** The ids and the packed values of a sparse vector, for `take` to read. */
function sparse(bytes: Uint8Array): { readonly ids: Int32Array; readonly values: Uint8Array } {
  let ids = new Int32Array(0);
  let values = new Uint8Array(0);
  for (const field of protoFields(bytes)) {
    if (field.number === 1) ids = packedIntegers(field.bytes) as Int32Array<ArrayBuffer>;
    else if (field.number === 2) values = field.bytes as Uint8Array<ArrayBuffer>;
  }
  return { ids, values };
}

/** Whether ids are 0, 1, 2, ... up to `length`. */
function isComplete(ids: Int32Array, length: number): boolean {
  if (ids.length !== length) return false;
  for (let k = 0; k < length; k++) if (ids[k] !== k) return false;
  return true;
}

function doubleVector(bytes: Uint8Array, length: number): Float64Array | undefined {
  const { ids, values } = sparse(bytes);
  const entries = packedDoubles(values);
  return isComplete(ids, length) && entries.length === length ? entries : undefined;
}

function statusVector(bytes: Uint8Array, length: number): Int8Array | undefined {
  const { ids, values } = sparse(bytes);
  const codes = packedIntegers(values);
  return isComplete(ids, length) && codes.length === length ? ourCodes(codes) : undefined;
}

function readPrimal(out: Mutable<Reading>, bytes: Uint8Array, shape: Shape): void {
  for (const field of protoFields(bytes)) {
    if (field.number === 1) out.x = doubleVector(field.bytes, shape.columnCount);
    else if (field.number === 3) out.feasible = field.value === SOLUTION_FEASIBLE;
  }
}

function readDual(out: Mutable<Reading>, bytes: Uint8Array, shape: Shape): void {
  for (const field of protoFields(bytes)) {
    if (field.number === 1) out.rowDual = doubleVector(field.bytes, shape.rowCount);
    else if (field.number === 2) out.reducedCost = doubleVector(field.bytes, shape.columnCount);
    else if (field.number === 4) out.dualFeasible = field.value === SOLUTION_FEASIBLE;
  }
}

function readBasis(bytes: Uint8Array, shape: Shape): Basis | undefined {
  let rows: Int8Array | undefined;
  let columns: Int8Array | undefined;
  for (const field of protoFields(bytes)) {
    if (field.number === 1) rows = statusVector(field.bytes, shape.rowCount);
    else if (field.number === 2) columns = statusVector(field.bytes, shape.columnCount);
  }
  return rows === undefined || columns === undefined ? undefined : { rows, columns };
}

function readSolution(out: Mutable<Reading>, bytes: Uint8Array, shape: Shape): void {
  for (const field of protoFields(bytes)) {
    if (field.number === 1) readPrimal(out, field.bytes, shape);
    else if (field.number === 2) readDual(out, field.bytes, shape);
    else if (field.number === 3) out.basis = readBasis(field.bytes, shape);
  }
}

/** The first vector of a ray. */
function readRay(bytes: Uint8Array, length: number): Float64Array | undefined {
  for (const field of protoFields(bytes)) if (field.number === 1) return doubleVector(field.bytes, length);
  return undefined;
}

/** The dual bound of an ObjectiveBoundsProto. A number that is zero is not written: there, absence means zero. */
function dualBound(bytes: Uint8Array): number | undefined {
  let bound = 0;
  for (const field of protoFields(bytes)) if (field.number === 3) bound = field.value;
  return Number.isFinite(bound) ? bound : undefined;
}

function readTermination(out: Mutable<Reading>, bytes: Uint8Array): void {
  for (const field of protoFields(bytes)) {
    if (field.number === 1) out.reason = field.value;
    else if (field.number === 2) out.limit = field.value;
    else if (field.number === 3) out.detail = new TextDecoder().decode(field.bytes);
    else if (field.number === 5) out.bound = dualBound(field.bytes);
  }
}

function readStatistics(out: Mutable<Reading>, bytes: Uint8Array): void {
  for (const field of protoFields(bytes)) {
    // Simplex, barrier and first-order iterations.
    if (field.number === 5 || field.number === 6 || field.number === 8)
      out.iterations = (out.iterations ?? 0) + field.value;
    else if (field.number === 7) out.nodes = field.value;
  }
}

function readResult(bytes: Uint8Array, shape: Shape): Mutable<Reading> {
  const out: Mutable<Reading> = {};
  let solutions = 0;
  for (const field of protoFields(bytes)) {
    if (field.number === 2) readTermination(out, field.bytes);
    // The first solution is the best.
    else if (field.number === 3 && solutions++ === 0) readSolution(out, field.bytes, shape);
    else if (field.number === 4) out.ray ??= readRay(field.bytes, shape.columnCount);
    else if (field.number === 5) out.farkas ??= readRay(field.bytes, shape.rowCount);
    else if (field.number === 6) readStatistics(out, field.bytes);
  }
  return out;
}

function refusal(bytes: Uint8Array): OrToolsRefusal {
  let text = 'no reason was given';
  for (const field of protoFields(bytes))
    if (field.number === 2) text = new TextDecoder().decode(field.bytes);
  return new OrToolsRefusal(text);
}

/** Leaves out what is undefined. */
function present<Of extends object>(values: Of): { [Key in keyof Of]: Exclude<Of[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** Reads one answer. Throws `OrToolsRefusal` when OR-Tools said no and `ProtoError` when the bytes are no answer. */
export function decodeResponse(bytes: Uint8Array, shape: Shape): Reading {
  let result: Mutable<Reading> | undefined;
  for (const field of protoFields(bytes)) {
    if (field.number === 3) throw refusal(field.bytes);
    if (field.number === 1) result = readResult(field.bytes, shape);
  }
  if (result === undefined) throw new OrToolsRefusal('the answer is empty');
  return {
    reason: 0,
    limit: 0,
    detail: '',
    iterations: 0,
    feasible: false,
    dualFeasible: false,
    ...present(result),
  } as Reading;
}
