/**
 * Blocks: expressions before they become rows. A block is one product, summed over its loops,
 *
 *     sum over loops of   scale * factor_1 * ... * factor_n * variable
 *
 * in which every factor and the variable read their ordinal from the loops. Free dimensions are those that are not
 * summed: they say which row a term belongs to. An expression is a list of blocks; nothing is stored per term, so a
 * block over a million tuples is as small as one over two. Source of the design: modeling.md 6.2 (columnar blocks).
 */
import { InvalidInputError, UnsupportedError } from '@marginal/program';
import { dimensionsOf, type IndexList, isSparse } from './index-set.ts';
import { commonTuples, joinTable } from './join.ts';
import type { Parameter } from './parameter.ts';
import { DenseSet } from './set.ts';
import { type SparseKey, SparseSet } from './sparse-set.ts';
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
  /** Said by `orZero`: where the block has no tuple it counts as zero; otherwise that is an error. */
  readonly zeroWhereAbsent?: true;
}

/** Loops, sources and free dimensions of something that ranges over an index list. */
export function walkIndex(index: IndexList): Pick<Block, 'loops' | 'free'> & { sources: readonly Source[] } {
  return {
    loops: index.map((set) => (isSparse(set) ? set : set.base)),
    sources: index.map((_, loop) => ({ loop, column: -1 })),
    free: dimensionsOf(index).map(({ axis, position, column }) => ({
      dim: axis.dim,
      base: axis.base,
      source: { loop: position, column },
    })),
  };
}

export function constantBlock(value: number): Block {
  return { loops: [], free: [], scale: value, factors: [] };
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
    ...(block.zeroWhereAbsent === undefined ? {} : { zeroWhereAbsent: block.zeroWhereAbsent }),
  };
}

/** Stands where a loop was taken out, so that the other loops keep their places. */
const RETIRED = new DenseSet('', ['']);

/** Takes a loop out of a block: whatever read it reads `target` instead. */
export function withoutLoop(block: Block, gone: number, target: Source): Block {
  const loops = block.loops.map((loop, at) => (at === gone ? RETIRED : loop));
  return rewired(block, loops, (source) => (source.loop === gone ? target : source));
}

function dimensionFault(dim: string, block: Block, what: string): never {
  throw new InvalidInputError([
    {
      code: 'core.dimension-not-free',
      place: what,
      cause: `dimension '${dim}' is not free in every part of this expression (a part has ${freeNames(block)})`,
      remedy: 'name dimensions that the expression still has, and treat parts with different ones one by one',
    },
  ]);
}

/** Sums over dimensions, each of which the block must have: one that it lacks would count once, not per member. */
export function sumOver(block: Block, dims: ReadonlySet<string>): Block {
  for (const dim of dims) if (!block.free.some((free) => free.dim === dim)) dimensionFault(dim, block, 'sum');
  return { ...block, free: block.free.filter((free) => !dims.has(free.dim)) };
}

/** Sums over the sets of an index list. What the block has besides the members of a set is never left out silently. */
export function sumOverSets(block: Block, sets: IndexList): Block {
  const dims = dimensionsOf(sets).map(({ axis }) => axis);
  for (const axis of dims) {
    const free = block.free.find((f) => f.dim === axis.dim) ?? dimensionFault(axis.dim, block, 'sum');
    sameBase(free, { dim: axis.dim, base: axis.base });
  }
  for (const set of sets) if (isSparse(set)) checkCovered(block, set);
  return sumOver(block, new Set(dims.map((axis) => axis.dim)));
}

/** Throws unless every tuple over which the block has the set's dimensions is in the set. */
function checkCovered(block: Block, set: SparseSet): void {
  if (loopOver(block, set) >= 0) return;
  const sources = set.axes.flatMap((axis) => block.free.find((free) => free.dim === axis.dim)?.source ?? []);
  const [{ loop }] = sources;
  if (sources.some((source) => source.column < 0 || source.loop !== loop)) {
    throw new UnsupportedError({
      code: 'core.join',
      place: 'sum',
      cause: `the expression does not range over the tuples of '${set.name}' but over all combinations of their labels`,
      remedy: `read it over the columns of '${set.name}' first, then sum`,
    });
  }
  joinTable(
    block.loops[loop] as SparseSet,
    sources.map((source) => source.column),
    set,
    'sum',
  );
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

/** Names that kept columns take: their set's, or their role where two kept columns share a set. */
export function keptNames(keys: readonly SparseKey[]): string[] {
  return keys.map(({ axis }) => {
    const alone = keys.filter((other) => other.axis.base === axis.base).length === 1;
    return alone ? axis.base.name : axis.dim;
  });
}

/** Groups the tuples of a sparse set by some of its columns and sums over the others. */
export function sumByKeys(block: Block, set: SparseSet, keys: readonly SparseKey[]): Block {
  const part = block.loops.findIndex(
    (loop, l) => isSparseLoop(loop) && loop.partOf === set && isWhole(block, l),
  );
  const at = part >= 0 ? part : loopOver(block, set);
  if (at < 0)
    dimensionFault(set.axes.map((axis) => axis.dim).join(','), block, `sumBy columns of '${set.name}'`);
  const rest = block.free.filter((free) => free.source.loop !== at);
  const names = keptNames(keys);
  const kept = keys.map((key, k) => ({
    dim: names[k],
    base: key.axis.base,
    source: { loop: at, column: key.column },
  }));
  kept.forEach((free, k) => {
    if ([...rest, ...kept.slice(0, k)].some((other) => other.dim === free.dim))
      duplicateDimension(free.dim, 'sumBy');
  });
  // Groups of a sum may be empty, also when every tuple is a group of its own.
  const grouped = keys.length === set.axes.length ? { zeroWhereAbsent: true as const } : {};
  return { ...block, free: [...rest, ...kept], ...grouped };
}

function duplicateDimension(dim: string, what: string): never {
  throw new InvalidInputError([
    {
      code: 'core.duplicate-dimension',
      place: what,
      cause: `the result would have dimension '${dim}' twice`,
      remedy: "give one of the sets a role, as in node.as('origin')",
    },
  ]);
}

/** Reads an expression along columns of a sparse set: `theta.over(link.from)` is theta at the start of each link. */
export function readOver(block: Block, set: SparseSet, keys: readonly SparseKey[]): Block {
  const loop = block.loops.length;
  let result: Block = { ...block, loops: [...block.loops, set] };
  for (const key of keys) {
    const name = key.axis.base.name;
    const free = result.free.find((f) => f.dim === key.axis.dim) ?? result.free.find((f) => f.dim === name);
    const place = `over '${set.name}'.${key.axis.dim}`;
    if (free === undefined || free.base !== key.axis.base) dimensionFault(name, block, place);
    if (free.source.column >= 0) {
      throw new UnsupportedError({
        code: 'core.join',
        place,
        cause: `dimension '${free.dim}' comes from a sparse set already`,
        remedy: 'state the combination as one sparse set and index by it',
      });
    }
    result = withoutLoop(result, free.source.loop, { loop, column: key.column });
    result = { ...result, free: result.free.filter((f) => f.dim !== free.dim) };
  }
  const gained = set.axes.map((axis, column) => ({
    dim: axis.dim,
    base: axis.base,
    source: { loop, column },
  }));
  for (const free of gained)
    if (result.free.some((other) => other.dim === free.dim)) duplicateDimension(free.dim, 'over');
  return { ...result, free: [...result.free, ...gained] };
}

function sameBase(a: Pick<FreeDimension, 'dim' | 'base'>, b: Pick<FreeDimension, 'dim' | 'base'>): void {
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

function joinFault(block: Block, factor: Block): never {
  throw new UnsupportedError({
    code: 'core.join',
    place: 'times',
    cause: `the factor's dimensions (${freeNames(factor)}) meet those of the expression (${freeNames(block)}) through different sparse sets`,
    remedy: "read one along the other's columns first, as in cost.over(route.server)",
  });
}

/** Whether all dimensions of the sparse loop `at` are free. */
function isWhole(block: Block, at: number): boolean {
  const loop = block.loops[at];
  return isSparseLoop(loop) && loopOver(block, loop) === at;
}

/** Where a sparse loop of the factor is read from in the block: the same loop, or a join with the loop that has its dimensions. */
function matchSparse(block: Block, factor: Block, loop: SparseSet, at: number): Source {
  const twin = loopOver(block, loop);
  if (twin >= 0 && isWhole(factor, at)) return { loop: twin, column: -1 };
  const meeting = loop.axes.map((axis) => block.free.find((free) => free.dim === axis.dim)?.source);
  const first = meeting[0];
  const joined = meeting.every(
    (source) => source !== undefined && source.column >= 0 && source.loop === first?.loop,
  );
  if (first === undefined || !joined || !isWhole(factor, at)) return joinFault(block, factor);
  const walked = block.loops[first.loop] as SparseSet;
  const columns = meeting.map((source) => source?.column ?? -1);
  return { loop: first.loop, column: -1, table: joinTable(walked, columns, loop, 'times') };
}

/**
 * The block without the tuples for which a factor that said `orZero` has no value: their terms would be zero. The loops
 * concerned are replaced by their remaining tuples.
 */
function withoutAbsent(block: Block, factor: Block): Block {
  if (factor.zeroWhereAbsent === undefined) return block;
  let result = block;
  for (const [at, loop] of factor.loops.entries()) {
    if (!isSparseLoop(loop) || loopOver(result, loop) >= 0 || !isWhole(factor, at)) continue;
    const meeting = loop.axes.map((axis) => result.free.find((free) => free.dim === axis.dim)?.source);
    const first = meeting[0];
    if (
      first === undefined ||
      !meeting.every((s) => s !== undefined && s.column >= 0 && s.loop === first.loop)
    )
      continue;
    const walked = result.loops[first.loop] as SparseSet;
    const kept = commonTuples(
      walked,
      meeting.map((source) => source?.column ?? -1),
      loop,
    );
    if (kept.length < walked.size) result = restricted(result, first.loop, walked, kept);
  }
  return result;
}

/** The block with a sparse loop cut down to the tuples with these ordinals. */
function restricted(block: Block, at: number, walked: SparseSet, kept: Int32Array): Block {
  const columns = walked.columns.map((column) => Int32Array.from(kept, (t) => column[t]));
  const loop = new SparseSet(walked.name, walked.axes, columns, walked.givenInOrder, walked.partOf ?? walked);
  const move = (source: Source): Source => {
    if (source.loop !== at || source.column >= 0) return source;
    const { table } = source;
    return { ...source, table: table === undefined ? kept : Int32Array.from(kept, (t) => table[t]) };
  };
  return rewired(
    block,
    block.loops.map((old, l) => (l === at ? loop : old)),
    move,
  );
}

/** Where each loop of the factor goes in the product: onto a loop of the block, or (undefined) behind its last. */
function matchLoops(block: Block, factor: Block): (Source | undefined)[] {
  return factor.loops.map((loop, at) => {
    if (loop === RETIRED) return { loop: 0, column: -1 };
    const exposed = factor.free.filter((free) => free.source.loop === at);
    const shared = exposed.flatMap((free) => {
      const other = block.free.find((candidate) => candidate.dim === free.dim);
      if (other !== undefined) sameBase(free, other);
      return other === undefined ? [] : [other];
    });
    if (shared.length === 0) return undefined;
    return isSparseLoop(loop) ? matchSparse(block, factor, loop, at) : shared[0].source;
  });
}

/** The source that reads `table` at the ordinal that `target` reads. */
function through(loops: readonly Loop[], target: Source, table: Int32Array): Source {
  const loop = loops[target.loop];
  const ordinals =
    target.table ?? (target.column >= 0 && isSparseLoop(loop) ? loop.columns[target.column] : undefined);
  return {
    loop: target.loop,
    column: -1,
    table: ordinals === undefined ? table : ordinals.map((at) => table[at]),
  };
}

function isSparseLoop(loop: Loop): loop is SparseSet {
  return loop.kind === 'sparse';
}

/** The product of a block with a block of data. Dimensions of the same name are matched; others are added. */
export function multiplyBlocks(multiplied: Block, factor: Block): Block {
  const block = withoutAbsent(multiplied, factor);
  const matches = matchLoops(block, factor);
  const loops = [...block.loops];
  const moved = matches.map((match, at) => {
    if (match !== undefined) return match;
    loops.push(factor.loops[at]);
    return { loop: loops.length - 1, column: -1 };
  });
  const move = (source: Source): Source => {
    const target = moved[source.loop];
    if (source.column < 0) return source.table === undefined ? target : through(loops, target, source.table);
    if (target.table === undefined) return { loop: target.loop, column: source.column };
    const axis = (factor.loops[source.loop] as SparseSet).axes[source.column];
    return block.free.find((free) => free.dim === axis.dim)?.source ?? joinFault(block, factor);
  };
  const wired = rewired(factor, loops, move);
  const added = wired.free.filter((free) => !block.free.some((other) => other.dim === free.dim));
  return {
    ...block,
    loops,
    scale: block.scale * factor.scale,
    factors: [...block.factors, ...wired.factors],
    free: [...block.free, ...added],
    ...(factor.zeroWhereAbsent === undefined ? {} : { zeroWhereAbsent: factor.zeroWhereAbsent }),
  };
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
  return { ...moved, free: kept, ...(edge === 'zero' ? { zeroWhereAbsent: true as const } : {}) };
}
