/** What the tests of the language share: faults as values, matrices as nested numbers, both solvers. */
import {
  type CompiledModel,
  type Constraint,
  type ModelKind,
  OptimalResult,
  Optimum,
  type OptimumOf,
  type Variable,
} from '@marginal/core';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { type Backend, type Fault, MarginalError, type Program, solveProgram } from '@marginal/program';
import { expect } from 'vitest';

export const BACKENDS: readonly { readonly name: string; readonly backend: () => Backend }[] = [
  { name: 'highs', backend: () => highs() },
  { name: 'glpk', backend: () => glpk() },
];

/** The error a call raises; fails when it raises none of ours. */
export function errorOf(call: () => unknown): MarginalError {
  try {
    call();
  } catch (error) {
    if (error instanceof MarginalError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

export function faultsOf(call: () => unknown): readonly Fault[] {
  return errorOf(call).faults;
}

/** Asserts one fault, in full, and returns the error that carries it. */
export function expectFault(
  call: () => unknown,
  family: MarginalError['family'],
  fault: {
    readonly [P in keyof Fault]: P extends 'code' ? string : string | RegExp;
  },
): MarginalError {
  const error = errorOf(call);
  expect(error.family).toBe(family);
  expect(error.faults).toHaveLength(1);
  expectSame(error.faults[0], fault);
  return error;
}

function expectSame(actual: Fault, expected: Readonly<Record<keyof Fault, string | RegExp>>): void {
  for (const part of ['code', 'place', 'cause', 'remedy'] as const) {
    const want = expected[part];
    if (typeof want === 'string') expect(actual[part]).toBe(want);
    else expect(actual[part]).toMatch(want);
  }
}

/** The matrix, row by row. */
export function rowsOf(program: Program): number[][] {
  const { rowCount, columnCount, starts, rows, values } = program.matrix;
  const dense = Array.from({ length: rowCount }, () => new Array<number>(columnCount).fill(0));
  for (let j = 0; j < columnCount; j++)
    for (let k = starts[j]; k < starts[j + 1]; k++) dense[rows[k]][j] = values[k];
  return dense;
}

/** The optimum of the program by itself, without the checks of the functions of the model. */
export async function unchecked(
  compiled: CompiledModel<ModelKind>,
  backend: Backend,
): Promise<OptimalResult> {
  const outcome = await solveProgram(compiled.program, backend);
  if (outcome.status !== 'optimal') throw new Error(outcome.status);
  return new OptimalResult(compiled, outcome);
}

/** The error that a promise is rejected with, to be raised by a call. */
export async function rejection(promise: Promise<unknown>): Promise<() => never> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return () => {
    throw error;
  };
}

/** The rows of one constraint, over the columns of one variable. */
export function part(compiled: CompiledModel<ModelKind>, rows: Constraint, columns: Variable): number[][] {
  return rowsOf(compiled.program)
    .slice(rows.start, rows.start + rows.size)
    .map((row) => row.slice(columns.start, columns.start + columns.size));
}

/** Bounds of the rows of one constraint. */
export function boundsOf(
  { program }: CompiledModel<ModelKind>,
  { start, size }: Constraint,
): [number, number][] {
  return Array.from({ length: size }, (_, k) => [program.rowLower[start + k], program.rowUpper[start + k]]);
}

export async function optimum<K extends ModelKind>(
  compiled: CompiledModel<K>,
  backend: Backend,
): Promise<OptimumOf<K>> {
  const result = await compiled.solve(backend);
  if (result instanceof Optimum) return result as OptimumOf<K>;
  throw new Error(result.status);
}
