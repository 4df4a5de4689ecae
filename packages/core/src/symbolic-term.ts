/**
 * A block read as mathematics: which index letter stands where. One block becomes one term
 *
 *     scale * sum over ranges of   factor_1[...] * ... * factor_n[...] * variable[...]
 *
 * in which letters of the row's index are given and all others are summed. Invariant: evaluated for the labels of a
 * row, the terms of its constraint are the row of the matrix. No labels and no LaTeX here. O(1) per block, but for joins
 * and lags, which are recognised by looking at the tuples.
 */
import type { Block, Loop, Reference, Source } from './block.ts';
import { dimensionsOf, type IndexList, type IndexSet } from './index-set.ts';
import type { Axis, DenseSet } from './set.ts';
import type { SparseSet } from './sparse-set.ts';

/** A set that is walked: letters of its columns (one for a dense set), and which of them are summed here. */
export interface SymbolicRange {
  readonly set: Loop;
  readonly letters: readonly string[];
  /** As long as `letters`. None at all: a condition, that the given letters are in the set. */
  readonly summed: readonly boolean[];
}

/** One index of a reference: a letter, or the member `lag` before it. */
export interface SymbolicIndex {
  readonly letter: string;
  readonly base: DenseSet;
  /** 0 for the letter itself, negative for members behind it. */
  readonly lag: number;
  /** Whether the first members read the last ones. */
  readonly wraps: boolean;
}

/** `name[indices]`. */
export interface SymbolicReference {
  readonly name: string;
  readonly indices: readonly SymbolicIndex[];
}

export interface SymbolicTerm {
  readonly scale: number;
  readonly ranges: readonly SymbolicRange[];
  readonly factors: readonly SymbolicReference[];
  readonly variable?: SymbolicReference;
}

/** Letters for the dimensions of a model: the same dimension gets the same letter everywhere. */
export class IndexLetters {
  private readonly byDimension = new Map<string, string>();

  of(dimension: string): string {
    const known = this.byDimension.get(dimension);
    if (known !== undefined) return known;
    const taken = new Set(this.byDimension.values());
    const own = dimension.toLowerCase().replace(/[^a-z]/g, '');
    const letter =
      [...own, ...'ijklmnpqrstuvwxyzabcdefgh'].find((candidate) => !taken.has(candidate)) ??
      `i_{${taken.size}}`;
    this.byDimension.set(dimension, letter);
    return letter;
  }
}

/** Letter of every dimension of an index list. */
export function headLetters(index: IndexList, letters: IndexLetters): Map<string, string> {
  return new Map(dimensionsOf(index).map(({ axis }) => [axis.dim, letters.of(axis.dim)]));
}

function isSparseLoop(loop: Loop): loop is SparseSet {
  return loop.kind === 'sparse';
}

/** A loop that was taken out of a block leaves a set of one member without a name. */
function isRetired(loop: Loop): boolean {
  return loop.name === '' && loop.size === 1;
}

/** Ordinals in a base set that a loop's members have in one of its columns, or as themselves (column -1). */
function ordinalIn(loop: Loop, column: number, member: number): number {
  return column >= 0 && isSparseLoop(loop) ? loop.columns[column][member] : member;
}

class TermReader {
  private readonly block: Block;
  private readonly head: IndexList;
  private readonly letters: IndexLetters;
  private readonly given: ReadonlyMap<string, string>;
  private readonly taken: Set<string>;
  /** Letter of each column of each loop, by `loop:column`. */
  private readonly bySource = new Map<string, string>();

  constructor(block: Block, head: IndexList, letters: IndexLetters) {
    this.block = block;
    this.head = head;
    this.letters = letters;
    this.given = headLetters(head, letters);
    this.taken = new Set(this.given.values());
  }

  read(): SymbolicTerm {
    const { block } = this;
    this.giveFree();
    const ranges = block.loops.flatMap((loop, at) => this.range(loop, at));
    const { variable } = block;
    return {
      scale: block.scale,
      ranges,
      factors: block.factors.map((factor) => this.reference(factor)),
      ...(variable === undefined ? {} : { variable: this.reference(variable) }),
    };
  }

  /** Columns that are free have the letters of the row's index; no two free dimensions read the same column. */
  private giveFree(): void {
    for (const { dim, source } of this.block.free) {
      const letter = this.given.get(dim);
      if (letter !== undefined) this.bySource.set(`${source.loop}:${source.column}`, letter);
    }
  }

  private fresh(dimension: string): string {
    let letter = this.letters.of(dimension);
    while (this.taken.has(letter)) letter += "'";
    this.taken.add(letter);
    return letter;
  }

  private range(loop: Loop, at: number): SymbolicRange[] {
    if (isRetired(loop)) return [];
    const columns: readonly (readonly [number, string])[] = isSparseLoop(loop)
      ? loop.axes.map((axis, column) => [column, axis.dim] as const)
      : [[-1, loop.name]];
    const summed = columns.map(([column]) => !this.bySource.has(`${at}:${column}`));
    const letters = columns.map(([column, dimension]) => {
      const key = `${at}:${column}`;
      const letter = this.bySource.get(key) ?? this.fresh(dimension);
      this.bySource.set(key, letter);
      return letter;
    });
    const isGiven = !summed.includes(true);
    return isGiven && this.isImplied(loop, letters) ? [] : [{ set: loop, letters, summed }];
  }

  /** Whether the row's index says already that these letters are in the set. */
  private isImplied(loop: Loop, letters: readonly string[]): boolean {
    if (!isSparseLoop(loop)) return true;
    return this.head.some(
      (set) => set === loop && loop.axes.every((axis, c) => this.given.get(axis.dim) === letters[c]),
    );
  }

  private reference({ target, sources }: Reference<{ name: string; index: IndexList }>): SymbolicReference {
    return {
      name: target.name,
      indices: target.index.flatMap((set, p) => this.indicesOf(set, sources[p])),
    };
  }

  /** With what a set of an index list is read. */
  private indicesOf(set: IndexSet, source: Source): SymbolicIndex[] {
    const loop = this.block.loops[source.loop];
    const letter = (column: number): string => this.bySource.get(`${source.loop}:${column}`) ?? UNKNOWN;
    const { table } = source;
    const axes = set.kind === 'sparse' ? set.axes : [set];
    return axes.map((axis, c) => {
      const { base } = axis;
      if (table === undefined) {
        const column = set.kind === 'sparse' ? c : source.column;
        return { letter: letter(column), base, lag: 0, wraps: false };
      }
      const ordinals = set.kind === 'sparse' ? set.columns[c] : undefined;
      const read = (member: number): number =>
        ordinals === undefined ? table[member] : ordinals[table[member]];
      const found = readingOf(loop, axis, read);
      return found === undefined
        ? { letter: UNKNOWN, base, lag: 0, wraps: false }
        : { letter: letter(found.column), base, lag: found.lag, wraps: found.wraps };
    });
  }
}

/** Stands where no letter can be found; never seen. */
const UNKNOWN = '?';

interface Reading {
  readonly column: number;
  readonly dim: string;
  readonly lag: number;
  readonly wraps: boolean;
}

/** Which column of a loop a table of ordinals is, or by how many members it is behind; the same dimension first. */
function readingOf(loop: Loop, axis: Axis, read: (member: number) => number): Reading | undefined {
  const columns = isSparseLoop(loop)
    ? loop.axes.map(({ dim, base }, column) => ({ column, dim, base }))
    : [{ column: -1, dim: loop.name, base: loop }];
  const readings = columns
    .filter(({ base }) => base === axis.base)
    .flatMap(({ column, dim }): Reading[] => {
      const behind = Array.from({ length: loop.size }, (_, i) => ordinalIn(loop, column, i) - read(i));
      const [lag = 0] = behind;
      if (behind.every((by) => by === lag)) return [{ column, dim, lag, wraps: false }];
      const { size } = axis.base;
      const round = ((lag % size) + size) % size;
      if (!behind.every((by) => (((by - lag) % size) + size) % size === 0)) return [];
      return [{ column, dim, lag: 2 * round > size ? round - size : round, wraps: true }];
    });
  const best = (candidates: readonly Reading[]): Reading | undefined =>
    candidates.find(({ dim }) => dim === axis.dim) ?? candidates[0];
  return best(readings.filter(({ lag }) => lag === 0)) ?? best(readings);
}

/** The term that a block is in rows over `head`. */
export function symbolicTerm(block: Block, head: IndexList, letters: IndexLetters): SymbolicTerm {
  return new TermReader(block, head, letters).read();
}
