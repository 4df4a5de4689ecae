/**
 * Reads a program by the names of the user: blocks, rows on demand, terms of a row. What printing, statistics,
 * fingerprints and comparisons have in common. Names are made for what is asked for and never all at once, except by
 * `nameIndex`. A compiled model knows its blocks; a program from elsewhere is one block without a name.
 */
import { type CscMatrix, InvalidInputError, type Program, transpose } from '@marginal/program';
import type { CompiledModel } from './compiled-model.ts';
import type { ModelKind } from './kind.ts';
import { blockAt } from './names.ts';

/** A compiled model, or any program such as one read from a file. */
export type ModelSource = CompiledModel<ModelKind> | Program;

/** `size` consecutive rows or columns from `start`. */
export interface Span {
  readonly name: string;
  readonly start: number;
  readonly size: number;
}

/** One term `coefficient * column`. */
export interface Term {
  readonly column: number;
  readonly coefficient: number;
}

/** The first terms of a linear form, and how many more there are. */
export interface Terms {
  readonly shown: readonly Term[];
  readonly more: number;
}

/** One transposed matrix per matrix, made by whoever needs it first and dropped with it. */
const BY_ROW = new WeakMap<CscMatrix, CscMatrix>();

/** The matrix by row; O(nonzeros) once, then free. */
export function byRow(matrix: CscMatrix): CscMatrix {
  const known = BY_ROW.get(matrix);
  if (known !== undefined) return known;
  const made = transpose(matrix);
  BY_ROW.set(matrix, made);
  return made;
}

/** What stands before the labels: `clear` of `clear[ashburn,7]`. */
function stem(name: string): string {
  const bracket = name.indexOf('[');
  return bracket > 0 ? name.slice(0, bracket) : name;
}

export class NamedProgram {
  readonly program: Program;
  readonly rowBlocks: readonly Span[];
  readonly columnBlocks: readonly Span[];
  private readonly compiled: CompiledModel<ModelKind> | undefined;

  constructor(source: ModelSource) {
    this.compiled = 'program' in source ? source : undefined;
    this.program = 'program' in source ? source.program : source;
    const { rowCount, columnCount } = this.program.matrix;
    this.rowBlocks = this.compiled?.rowBlocks ?? [{ name: '', start: 0, size: rowCount }];
    this.columnBlocks = this.compiled?.columnBlocks ?? [{ name: '', start: 0, size: columnCount }];
  }

  /** Name of the block that row `i` belongs to. */
  rowBlock(i: number): string {
    return this.compiled === undefined
      ? stem(this.program.names.row(i))
      : blockAt(this.compiled.rowBlocks, i).name;
  }

  /** Name of the block that column `j` belongs to. */
  columnBlock(j: number): string {
    return this.compiled === undefined
      ? stem(this.program.names.column(j))
      : blockAt(this.compiled.columnBlocks, j).name;
  }

  /** Terms of row `i` in column order, at most `limit`. */
  rowTerms(i: number, limit: number): Terms {
    const { starts, rows, values } = byRow(this.program.matrix);
    const end = Math.min(starts[i + 1], starts[i] + limit);
    const shown: Term[] = [];
    for (let k = starts[i]; k < end; k++) shown.push({ column: rows[k], coefficient: values[k] });
    return { shown, more: starts[i + 1] - end };
  }

  /** Terms of the objective in column order, at most `limit`. */
  costTerms(limit: number): Terms {
    const shown: Term[] = [];
    let more = 0;
    this.program.cost.forEach((coefficient, column) => {
      if (coefficient === 0) return;
      if (shown.length < limit) shown.push({ column, coefficient });
      else more++;
    });
    return { shown, more };
  }
}

/** Throws: two members of this name, and a name that does not identify is none. */
export function refuseAmbiguous(kind: 'row' | 'column', name: string, first: number, second: number): never {
  throw new InvalidInputError([
    {
      code: 'core.ambiguous-name',
      place: `${kind} '${name}'`,
      cause: `is the name of ${kind} ${first} and of ${kind} ${second}`,
      remedy: 'use names of blocks without brackets, and no set with a number and the same number as text',
    },
  ]);
}

/** Names of `count` rows or columns, and where each stands. */
export interface NameIndex {
  readonly names: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
}

/** All names at once. Throws `core.ambiguous-name`. */
export function nameIndex(kind: 'row' | 'column', count: number, nameOf: (at: number) => string): NameIndex {
  const names: string[] = [];
  const positions = new Map<string, number>();
  for (let at = 0; at < count; at++) {
    const name = nameOf(at);
    const other = positions.get(name);
    if (other !== undefined) refuseAmbiguous(kind, name, other, at);
    positions.set(name, at);
    names.push(name);
  }
  return { names, positions };
}
