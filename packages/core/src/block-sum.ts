/**
 * Sums of blocks: over whole sets, and over the tuples of a sparse set grouped by some of its columns. Nothing that a
 * block has besides the members of the set is left out silently.
 */
import { UnsupportedError } from '@marginal/program';
import {
  type Block,
  dimensionFault,
  duplicateDimension,
  freeOf,
  isSparseLoop,
  isWhole,
  loopOver,
  sameBase,
} from './block.ts';
import { claimsWithout } from './coverage.ts';
import { dimensionsOf, type IndexList, isSparse } from './index-set.ts';
import { joinTable } from './join.ts';
import type { SparseKey, SparseSet } from './sparse-set.ts';

/** Sums over dimensions, each of which the block must have: one that it lacks would count once, not per member. */
export function sumOver(block: Block, dims: ReadonlySet<string>): Block {
  for (const dim of dims) if (!block.free.some((free) => free.dim === dim)) dimensionFault(dim, block, 'sum');
  return {
    ...block,
    free: block.free.filter((free) => !dims.has(free.dim)),
    claims: claimsWithout(block.claims, dims),
  };
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
  const whole = part >= 0 ? part : loopOver(block, set);
  const { at, columns } =
    whole >= 0 ? { at: whole, columns: set.axes.map((_, column) => column) } : readThrough(block, set);
  const rest =
    whole >= 0
      ? block.free.filter((free) => free.source.loop !== at)
      : block.free.filter((free) => !set.axes.some((axis) => axis.dim === free.dim));
  const names = keptNames(keys);
  const kept = keys.map((key, k) => ({
    dim: names[k],
    base: key.axis.base,
    source: { loop: at, column: columns[key.column] },
  }));
  kept.forEach((free, k) => {
    if ([...rest, ...kept.slice(0, k)].some((other) => other.dim === free.dim))
      duplicateDimension(free.dim, 'sumBy');
  });
  // Groups of a sum may be empty, also when every tuple is a group of its own.
  const claims = claimsWithout(block.claims, new Set(set.axes.map((axis) => axis.dim)));
  return { ...block, free: [...rest, ...kept], claims };
}

/** The sparse loop through which a block has all dimensions of a set, tuples of which they must be, and its columns. */
function readThrough(
  block: Block,
  set: SparseSet,
): { readonly at: number; readonly columns: readonly number[] } {
  const place = `sumBy columns of '${set.name}'`;
  const sources = set.axes.map((axis) => block.free.find((free) => free.dim === axis.dim)?.source);
  const at = sources[0]?.loop ?? -1;
  const columns = sources.flatMap((source) =>
    source !== undefined && source.loop === at && source.column >= 0 ? [source.column] : [],
  );
  if (columns.length < set.axes.length)
    return dimensionFault(set.axes.map((axis) => axis.dim).join(','), block, place);
  for (const axis of set.axes) sameBase({ dim: axis.dim, base: axis.base }, freeOf(block, axis.dim));
  joinTable(block.loops[at] as SparseSet, columns, set, place);
  return { at, columns };
}
