/**
 * Blocks that meet through different loops: a dimension of one is equated with a dimension of the other, and what is left
 * is one term per agreeing pair of members. Pairs of two sparse sets become one sparse loop (join.ts), never a grid.
 */
import {
  type Block,
  dimensionFault,
  duplicateDimension,
  type FreeDimension,
  RETIRED,
  rewired,
  type Source,
  sourceOf,
  withoutLoop,
} from './block.ts';
import { claimsOf } from './coverage.ts';
import { matchingPairs, pairedSet } from './join.ts';
import { type SparseKey, SparseSet } from './sparse-set.ts';

/** Reads an expression along columns of a sparse set: `theta.over(link.from)` is theta at the start of each link. */
export function readOver(block: Block, set: SparseSet, keys: readonly SparseKey[]): Block {
  const loop = block.loops.length;
  let rest = block.free;
  const met: FreeDimension[] = [];
  const read = new Map<string, string>();
  for (const key of keys) {
    const name = key.axis.base.name;
    const free = rest.find((f) => f.dim === key.axis.dim) ?? rest.find((f) => f.dim === name);
    const place = `over '${set.name}'.${key.axis.dim}`;
    if (free === undefined || free.base !== key.axis.base) dimensionFault(name, block, place);
    rest = rest.filter((f) => f !== free);
    read.set(free.dim, key.axis.dim);
    met.push({ ...free, dim: matched(key.axis.dim) });
  }
  const gained = set.axes.map((axis, column) => ({
    dim: axis.dim,
    base: axis.base,
    source: { loop, column },
  }));
  for (const free of gained)
    if (rest.some((other) => other.dim === free.dim)) duplicateDimension(free.dim, 'over');
  const kept = block.claims.map((claim) => ({
    ...claim,
    dims: claim.dims.map((dim) => read.get(dim) ?? dim),
  }));
  const claims = [...kept, ...claimsOf([set])];
  const side = { ...block, loops: [...block.loops, set], free: [...rest, ...gained, ...met], claims };
  return equated(
    side,
    keys.map((key) => key.axis.dim),
  );
}

/** Name of a dimension that stands for another of the same block until the two are equated. */
export function matched(dim: string): string {
  return `= ${dim}`;
}

/** The block in which each dimension has the member of the one that is matched with it: one term per agreeing pair. */
export function equated(block: Block, dims: readonly string[]): Block {
  let result = block;
  let left = dims;
  while (left.length > 0) {
    const [dim] = left;
    const [own, met] = [sourceOf(result, dim), sourceOf(result, matched(dim))];
    let done = [dim];
    if (met.column < 0) result = withoutLoop(result, met.loop, own);
    else if (own.column < 0) result = withoutLoop(result, own.loop, met);
    else if (own.loop === met.loop) {
      const walked = result.loops[own.loop] as SparseSet;
      const [a, b] = [walked.columns[own.column], walked.columns[met.column]];
      const kept = Int32Array.from(a.keys()).filter((t) => a[t] === b[t]);
      result = restricted(result, own.loop, walked, kept);
    } else {
      done = left.filter((other) => {
        const [a, b] = [sourceOf(result, other), sourceOf(result, matched(other))];
        return a.loop === own.loop && b.loop === met.loop && a.column >= 0 && b.column >= 0;
      });
      result = paired(result, met.loop, own.loop, done);
    }
    left = left.filter((other) => !done.includes(other));
  }
  return { ...result, free: result.free.filter((free) => !dims.some((dim) => free.dim === matched(dim))) };
}

/** Two sparse loops as one over the pairs that agree on these dimensions. */
function paired(block: Block, first: number, second: number, dims: readonly string[]): Block {
  const [left, right] = [block.loops[first] as SparseSet, block.loops[second] as SparseSet];
  const pairs = matchingPairs(
    left,
    dims.map((dim) => sourceOf(block, matched(dim)).column),
    right,
    dims.map((dim) => sourceOf(block, dim).column),
  );
  const ordinals = (of: Int32Array, { table }: Source): Int32Array =>
    table === undefined ? of : of.map((t) => table[t]);
  const move = (source: Source): Source => {
    if (source.loop === first)
      return source.column >= 0 ? source : { loop: first, column: -1, table: ordinals(pairs.left, source) };
    if (source.loop !== second) return source;
    return source.column >= 0
      ? { loop: first, column: left.columns.length + source.column }
      : { loop: first, column: -1, table: ordinals(pairs.right, source) };
  };
  const set = pairedSet(left, right, pairs);
  const loops = block.loops.map((loop, at) => (at === first ? set : at === second ? RETIRED : loop));
  return rewired(block, loops, move);
}

/** The block with a sparse loop cut down to the tuples with these ordinals. */
export function restricted(block: Block, at: number, walked: SparseSet, kept: Int32Array): Block {
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
