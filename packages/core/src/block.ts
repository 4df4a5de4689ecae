/**
 * Blocks: expressions before they become rows. A block is one product, summed over its loops,
 *
 *     sum over loops of   scale * factor_1 * ... * factor_n * variable
 *
 * in which every factor and the variable read their ordinal from the loops. Free dimensions are those that are not
 * summed: they say which row a term belongs to. An expression is a list of blocks; nothing is stored per term, so a
 * block over a million tuples is as small as one over two. Sums are in block-sum.ts, products in block-product.ts, what
 * pairs the tuples of two sparse sets in block-join.ts. Source of the design: modeling.md 6.2 (columnar blocks).
 */
import { InvalidInputError, UnsupportedError } from '@marginal/program';
import { type Claim, claimsOf } from './coverage.ts';
import { dimensionsOf, type IndexList, isSparse } from './index-set.ts';
import { joinTable } from './join.ts';
import type { Parameter } from './parameter.ts';
import { DenseSet } from './set.ts';
import { SparseSet } from './sparse-set.ts';
import type { Variable } from './variable.ts';

/** One set that a block walks. */
export type Loop = DenseSet | SparseSet;

/** Where an ordinal is read: a loop's own (column -1), a column of a sparse loop, or a table over a loop. */
export interface Source {
  readonly loop: number;
  readonly column: number;
  /** Length of the loop: the ordinal for each of its members, from a join. */
  readonly table?: Int32Array;
}

/** A variable or parameter inside a block: one source per set of its index list. */
export interface Reference<T> {
  readonly target: T;
  readonly sources: readonly Source[];
}

/** A dimension that is not summed. */
export interface FreeDimension {
  readonly dim: string;
  readonly base: DenseSet;
  readonly source: Source;
}

export interface Block {
  readonly loops: readonly Loop[];
  readonly free: readonly FreeDimension[];
  readonly scale: number;
  readonly factors: readonly Reference<Parameter>[];
  readonly variable?: Reference<Variable>;
  /** What the block must have in every row; empty after `orZero`, which counts as zero what is absent. */
  readonly claims: readonly Claim[];
}

/** Loops, sources and free dimensions of something that ranges over an index list. */
export function walkIndex(
  index: IndexList,
): Pick<Block, 'loops' | 'free' | 'claims'> & { sources: readonly Source[] } {
  return {
    loops: index.map((set) => (isSparse(set) ? set : set.base)),
    sources: index.map((_, loop) => ({ loop, column: -1 })),
    claims: claimsOf(index),
    free: dimensionsOf(index).map(({ axis, position, column }) => ({
      dim: axis.dim,
      base: axis.base,
      source: { loop: position, column },
    })),
  };
}

export function constantBlock(value: number): Block {
  return { loops: [], free: [], scale: value, factors: [], claims: [] };
}

export function freeNames(block: Block): string {
  return block.free.map((free) => `'${free.dim}'`).join(', ') || 'none';
}

/** The block with every source rewritten and its loops replaced. */
export function rewired(block: Block, loops: readonly Loop[], move: (source: Source) => Source): Block {
  const reference = <T>(ref: Reference<T>): Reference<T> => ({ ...ref, sources: ref.sources.map(move) });
  return {
    loops,
    scale: block.scale,
    free: block.free.map((free) => ({ ...free, source: move(free.source) })),
    factors: block.factors.map(reference),
    ...(block.variable === undefined ? {} : { variable: reference(block.variable) }),
    claims: block.claims,
  };
}

/** Stands where a loop was taken out, so that the other loops keep their places. */
export const RETIRED = new DenseSet('', ['']);

/** Takes a loop out of a block: whatever read it reads `target` instead. */
export function withoutLoop(block: Block, gone: number, target: Source): Block {
  const loops = block.loops.map((loop, at) => (at === gone ? RETIRED : loop));
  return rewired(block, loops, (source) => {
    if (source.loop !== gone) return source;
    // A table over the loop that goes, such as a lag, is read at what takes its place.
    return source.table === undefined ? target : through(loops, target, source.table);
  });
}

export function dimensionFault(dim: string, block: Block, what: string): never {
  throw new InvalidInputError([
    {
      code: 'core.dimension-not-free',
      place: what,
      cause: `dimension '${dim}' is not free in every part of this expression (a part has ${freeNames(block)})`,
      remedy: 'name dimensions that the expression still has, and treat parts with different ones one by one',
    },
  ]);
}

/** The loop over `set` with all of its dimensions free, or -1. */
export function loopOver(block: Block, set: SparseSet): number {
  return block.loops.findIndex(
    (loop, at) =>
      loop === set &&
      set.axes.every((axis, column) =>
        block.free.some(
          (free) => free.dim === axis.dim && free.source.loop === at && free.source.column === column,
        ),
      ),
  );
}

export function duplicateDimension(dim: string, what: string): never {
  throw new InvalidInputError([
    {
      code: 'core.duplicate-dimension',
      place: what,
      cause: `the result would have dimension '${dim}' twice`,
      remedy: "give one of the sets a role, as in node.as('origin')",
    },
  ]);
}

export function freeOf(block: Block, dim: string): FreeDimension {
  return block.free.find((free) => free.dim === dim) ?? dimensionFault(dim, block, 'join');
}

export function sourceOf(block: Block, dim: string): Source {
  return freeOf(block, dim).source;
}

export function sameBase(
  a: Pick<FreeDimension, 'dim' | 'base'>,
  b: Pick<FreeDimension, 'dim' | 'base'>,
): void {
  if (a.base === b.base) return;
  throw new InvalidInputError([
    {
      code: 'core.two-sets-one-name',
      place: `dimension '${a.dim}'`,
      cause: `stands for set '${a.base.name}' on one side and for another set '${b.base.name}' on the other`,
      remedy: 'declare the set once and use it on both sides',
    },
  ]);
}

/** Whether all dimensions of the sparse loop `at` are free. */
export function isWhole(block: Block, at: number): boolean {
  const loop = block.loops[at];
  return isSparseLoop(loop) && loopOver(block, loop) === at;
}

/** The source that reads `table` at the ordinal that `target` reads. */
export function through(loops: readonly Loop[], target: Source, table: Int32Array): Source {
  const loop = loops[target.loop];
  const ordinals =
    target.table ?? (target.column >= 0 && isSparseLoop(loop) ? loop.columns[target.column] : undefined);
  return {
    loop: target.loop,
    column: -1,
    table: ordinals === undefined ? table : ordinals.map((at) => table[at]),
  };
}

/** Whether the members that the loop `at` lacks are an error: whether what ranges over it has a claim. */
export function isClaimed(block: Block, at: number): boolean {
  const exposed = block.free.filter((free) => free.source.loop === at);
  return exposed.some((free) => block.claims.some((claim) => claim.dims.includes(free.dim)));
}

export function isSparseLoop(loop: Loop): loop is SparseSet {
  return loop.kind === 'sparse';
}

/**
 * The block with a sparse loop, all of its dimensions free, read at the tuples of another sparse set over the same
 * dimensions: one term per tuple of `set`. Throws `core.missing-tuple` for a tuple that the loop does not have.
 */
export function readAt(block: Block, at: number, set: SparseSet, place: string): Block {
  const walked = block.loops[at] as SparseSet;
  const columnOf = (from: SparseSet, dim: string): number => from.axes.findIndex((axis) => axis.dim === dim);
  const table = joinTable(
    set,
    walked.axes.map((axis) => columnOf(set, axis.dim)),
    walked,
    place,
  );
  const loop = block.loops.length;
  const move = (source: Source): Source => {
    if (source.loop !== at) return source;
    if (source.column >= 0) return { loop, column: columnOf(set, walked.axes[source.column].dim) };
    const own = source.table;
    return { loop, column: -1, table: own === undefined ? table : table.map((t) => own[t]) };
  };
  return rewired(block, [...block.loops.map((old, l) => (l === at ? RETIRED : old)), set], move);
}

/**
 * The block whose value at a member is the one `by` members earlier. With `wrap` the first members read the last ones;
 * with `zero` they have no term.
 */
export function laggedBy(
  block: Block,
  base: DenseSet,
  dim: string,
  by: number,
  edge: 'wrap' | 'zero',
): Block {
  const free = block.free.find((candidate) => candidate.dim === dim) ?? dimensionFault(dim, block, 'lag');
  sameBase(free, { dim, base });
  const at = free.source.loop;
  if (free.source.column >= 0) {
    throw new UnsupportedError({
      code: 'core.join',
      place: 'lag',
      cause: `dimension '${dim}' comes from a sparse set, which has no order of its own`,
      remedy: 'index by the time set beside the sparse set',
    });
  }
  const size = base.size;
  const members = Array.from({ length: size }, (_, t) => t).filter(
    (t) => edge === 'wrap' || (t - by >= 0 && t - by < size),
  );
  const now = Int32Array.from(members);
  const before = now.map((t) => (((t - by) % size) + size) % size);
  const axis = { kind: 'axis', dim, base } as const;
  const loop = edge === 'wrap' ? base : new SparseSet(`${base.name} lagged`, [axis], [now], true);
  const own: Source = edge === 'wrap' ? { loop: at, column: -1 } : { loop: at, column: 0 };
  const move = (source: Source): Source => {
    if (source.loop !== at) return source;
    const { table } = source;
    return { loop: at, column: -1, table: table === undefined ? before : before.map((t) => table[t]) };
  };
  const moved = rewired(
    block,
    block.loops.map((old, l) => (l === at ? loop : old)),
    move,
  );
  const kept = moved.free.map((f, k) => (block.free[k].source.loop === at ? { ...f, source: own } : f));
  return { ...moved, free: kept };
}
