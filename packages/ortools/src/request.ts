/**
 * A SolveRequest of MathOpt (ortools/math_opt/rpc.proto, parameters.proto): which solver, the model, how to solve it.
 * Invariant: every parameter that matters is written, so that a default that changes between versions changes nothing.
 */
import type { Basis, Program } from '@marginal/program';
import { writeBasis } from './basis-proto.ts';
import { writeModel } from './model-proto.ts';
import { ProtoWriter } from './protobuf.ts';
import { PIVOTS_AT_LEAST, PIVOTS_PER_VARIABLE } from './tolerances.ts';

/** Numbers of SolverTypeProto. */
const SOLVER_TYPES = { scip: 1, glop: 3, cpSat: 4 } as const;

/** Numbers of LPAlgorithmProto. */
export const PRIMAL_SIMPLEX = 1;
export const DUAL_SIMPLEX = 2;

/** Numbers of EmphasisProto. */
const EMPHASIS_OFF = 1;

export interface LinearTerms {
  readonly solver: 'glop';
  readonly algorithm: typeof PRIMAL_SIMPLEX | typeof DUAL_SIMPLEX;
  /** Off, rays come out; on, it is faster. */
  readonly presolve: boolean;
  /** Off, rays come out; on, it is more accurate on badly scaled programs. */
  readonly scaling: boolean;
  /** Primal and dual feasibility tolerance, in GLOP's own scaled space. */
  readonly tolerance: number;
  readonly startBasis?: Basis;
}

export interface SearchTerms {
  readonly solver: 'scip' | 'cpSat';
  readonly presolve: boolean;
  readonly relativeGap: number;
  readonly absoluteGap: number;
  /** Infinity for no limit. */
  readonly nodeLimit: number;
  /** Feasibility tolerance, relative, of SCIP; CP-SAT is exact. */
  readonly tolerance: number;
}

export type Terms = LinearTerms | SearchTerms;

const REQUEST = { solver: 1, model: 2, parameters: 4, modelParameters: 5 } as const;
const PARAMETER = {
  timeLimit: 1,
  iterationLimit: 2,
  output: 3,
  threads: 4,
  seed: 5,
  algorithm: 6,
  presolve: 7,
  scaling: 10,
  scip: 12,
  glop: 14,
  relativeGap: 17,
  absoluteGap: 18,
  nodeLimit: 24,
} as const;
const GLOP = { primalTolerance: 10, dualTolerance: 11 } as const;
const SCIP_REAL_PARAMETERS = 8;

/** Seconds beyond which a limit is none: a Duration ends at 10,000 years. */
const LONGEST = 1e9;

const NANOSECONDS = 1e9;

function writeDuration(writer: ProtoWriter, seconds: number): void {
  const whole = Math.floor(seconds);
  writer.integer(1, whole);
  writer.integer(2, Math.floor((seconds - whole) * NANOSECONDS));
}

/** One entry of a map from text to double. */
function writeRealParameter(writer: ProtoWriter, name: string, value: number): void {
  writer.message(SCIP_REAL_PARAMETERS, () => {
    writer.text(1, name);
    writer.double(2, value);
  });
}

function writeLinearTerms(writer: ProtoWriter, { matrix }: Program, terms: LinearTerms): void {
  const size = matrix.rowCount + matrix.columnCount;
  writer.integer(PARAMETER.iterationLimit, PIVOTS_AT_LEAST + PIVOTS_PER_VARIABLE * size);
  writer.integer(PARAMETER.algorithm, terms.algorithm);
  if (!terms.scaling) writer.integer(PARAMETER.scaling, EMPHASIS_OFF);
  writer.message(PARAMETER.glop, () => {
    writer.double(GLOP.primalTolerance, terms.tolerance);
    writer.double(GLOP.dualTolerance, terms.tolerance);
  });
}

function writeSearchTerms(writer: ProtoWriter, terms: SearchTerms): void {
  writer.double(PARAMETER.relativeGap, terms.relativeGap);
  writer.double(PARAMETER.absoluteGap, terms.absoluteGap);
  if (terms.nodeLimit < Infinity) writer.integer(PARAMETER.nodeLimit, terms.nodeLimit);
  if (terms.solver === 'cpSat') {
    // SCIP refuses the parameter, being single-threaded already.
    writer.integer(PARAMETER.threads, 1);
    return;
  }
  writer.message(PARAMETER.scip, () => {
    writeRealParameter(writer, 'numerics/feastol', terms.tolerance);
    writeRealParameter(writer, 'numerics/dualfeastol', terms.tolerance);
  });
}

/** The bytes of one request. `seconds`: what is left, Infinity for no limit. */
export function encodeRequest(program: Program, terms: Terms, seconds: number): Uint8Array {
  const writer = new ProtoWriter();
  writer.integer(REQUEST.solver, SOLVER_TYPES[terms.solver]);
  writer.message(REQUEST.model, () => writeModel(writer, program));
  writer.message(REQUEST.parameters, () => {
    if (seconds < LONGEST) writer.message(PARAMETER.timeLimit, () => writeDuration(writer, seconds));
    writer.integer(PARAMETER.output, 0);
    if (!terms.presolve) writer.integer(PARAMETER.presolve, EMPHASIS_OFF);
    if (terms.solver === 'glop') writeLinearTerms(writer, program, terms);
    else writeSearchTerms(writer, terms);
  });
  const startBasis = terms.solver === 'glop' ? terms.startBasis : undefined;
  if (startBasis !== undefined) {
    writer.message(REQUEST.modelParameters, () => {
      writer.message(4, () => writeBasis(writer, startBasis, program));
    });
  }
  return writer.finish();
}
