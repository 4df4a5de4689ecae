/**
 * Rows for PDLP, which stops by absolute errors: a row whose coefficients are all tiny would be within its tolerance
 * whatever it demands. Such a row is multiplied by the power of two that brings its largest coefficient to between 1/2 and 1, or
 * its smallest bound other than zero; that is exact. With R the factors, rows R A and bounds R b have duals y' with y = R y'.
 */
import type { Program } from '@marginal/program';

export interface RowScaling {
  /** The program with its rows multiplied; the same object where none is. */
  readonly program: Program;
  /** Length rowCount, powers of two, 1 or more. */
  readonly factor: Float64Array;
}

/** What is brought up to 1. */
export type RowUnit = 'coefficients' | 'bounds';

/** More is not asked for: 40 bits leave 12 of a double. */
const MOST = 2 ** 40;

/** The power of two for a row in which `smallest` shall be 1: never so much that a bound of it leaves `largest`. */
function factorOf(smallest: number, bound: number, largest: number): number {
  if (!(smallest > 0) || smallest >= 0.5) return 1;
  const wanted = Math.min(MOST, 2 ** -Math.ceil(Math.log2(smallest)));
  return bound * wanted < largest ? wanted : 1;
}

/** Size of a bound, 0 of none. */
function size(bound: number): number {
  return Number.isFinite(bound) ? Math.abs(bound) : 0;
}

/** Multiplies rows of tiny coefficients or bounds. `largest`: bounds must stay below it. O(nnz). */
export function scaledRows(program: Program, largest: number, unit: RowUnit): RowScaling {
  const { matrix, rowLower, rowUpper } = program;
  const { rowCount, rows, values } = matrix;
  const smallest = new Float64Array(rowCount);
  for (let k = 0; k < values.length; k++)
    smallest[rows[k]] = Math.max(smallest[rows[k]], Math.abs(values[k]));
  if (unit === 'bounds') {
    for (let i = 0; i < rowCount; i++) {
      const bounds = [size(rowLower[i]), size(rowUpper[i])].filter((bound) => bound > 0);
      smallest[i] = Math.min(smallest[i], ...bounds);
    }
  }
  const factor = smallest.map((s, i) => factorOf(s, Math.max(size(rowLower[i]), size(rowUpper[i])), largest));
  if (factor.every((f) => f === 1)) return { program, factor };
  return {
    factor,
    program: {
      ...program,
      rowLower: rowLower.map((bound, i) => bound * factor[i]),
      rowUpper: rowUpper.map((bound, i) => bound * factor[i]),
      matrix: { ...matrix, values: values.map((value, k) => value * factor[rows[k]]) },
    },
  };
}
