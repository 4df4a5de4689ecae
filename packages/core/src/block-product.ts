/**
 * Products of a block with data. Dimensions of the same name are matched label by label, where possible by reading the
 * factor at the block's own loops; otherwise the two are joined. A tuple or member that the factor lacks is an error
 * unless `orZero` was said: absent is not zero.
 */
import { UnsupportedError } from '@marginal/program';
import {
  type Block,
  freeNames,
  freeOf,
  isClaimed,
  isSparseLoop,
  isWhole,
  loopOver,
  RETIRED,
  rewired,
  type Source,
  sameBase,
  sourceOf,
  through,
} from './block.ts';
import { equated, matched, restricted } from './block-join.ts';
import { bothClaims, checkClaims } from './coverage.ts';
import type { IndexList } from './index-set.ts';
import { checkPartners, commonTuples, joinTable, projected } from './join.ts';
import type { Axis } from './set.ts';
import { SparseSet } from './sparse-set.ts';

function joinFault(block: Block, factor: Block): never {
  throw new UnsupportedError({
    code: 'core.join',
    place: 'times',
    cause: `the factor's dimensions (${freeNames(factor)}) meet those of the expression (${freeNames(block)}) through different sparse sets`,
    remedy: "read one along the other's columns first, as in cost.over(route.server)",
  });
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
  let result = block;
  for (const [at, loop] of factor.loops.entries()) {
    if (!isSparseLoop(loop) || loopOver(result, loop) >= 0 || !isWhole(factor, at) || isClaimed(factor, at))
      continue;
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

/** The dimensions of a block as an index list: one set per loop that has any of these free. */
function indexOf(block: Block, dims: readonly string[]): IndexList {
  const loops = [...new Set(dims.map((dim) => sourceOf(block, dim).loop))];
  return loops.map((at) => {
    const loop = block.loops[at];
    const free = block.free.filter(({ source }) => source.loop === at);
    const axes = free.map(({ dim, base }): Axis => ({ kind: 'axis', dim, base }));
    if (!isSparseLoop(loop)) return axes[0];
    const columns = free.map(({ source }) => loop.columns[source.column]);
    return new SparseSet(loop.name, axes, columns, true);
  });
}

/**
 * Throws `core.missing-tuple` when the block has members that a claim of the factor lacks, looked at in the dimensions
 * that the two share: with the others not there, some tuple must have these.
 */
function checkJoined(block: Block, factor: Block): void {
  for (const { set, dims } of factor.claims) {
    const shared = dims.filter((dim) => block.free.some((free) => free.dim === dim));
    if (shared.length === 0) continue;
    const seen =
      shared.length === dims.length
        ? set
        : projected(
            set,
            shared.map((dim) => dims.indexOf(dim)),
          );
    checkClaims([{ set: seen, dims: shared }], indexOf(block, shared), 'times');
  }
}

/** Whether a sparse loop of the factor meets the block otherwise than tuple by tuple, so that the two must be joined. */
function mustJoin(block: Block, factor: Block): boolean {
  return factor.loops.some((loop, at) => {
    if (!isSparseLoop(loop)) return false;
    const exposed = factor.free.filter((free) => free.source.loop === at);
    const shared = exposed.filter((free) => block.free.some((other) => other.dim === free.dim));
    if (shared.length === 0) return false;
    const whole = isWhole(factor, at);
    if (whole && loopOver(block, loop) >= 0) return false;
    const sources = shared.map((free) => sourceOf(block, free.dim));
    const together = sources.every(({ column, loop: of }) => column >= 0 && of === sources[0].loop);
    if (whole && together && shared.length === loop.axes.length) return false;
    if (!isClaimed(factor, at)) return true;
    if (!whole) {
      checkJoined(block, factor);
      return true;
    }
    // Over several dimensions a combination that is absent would go unseen.
    if (shared.length > 1) return joinFault(block, factor);
    const [{ dim, source }] = shared;
    const walked = block.loops[sources[0].loop];
    const members = isSparseLoop(walked) ? walked.columns[sources[0].column] : walked.size;
    checkPartners(loop, source.column, members, `times, dimension '${dim}'`);
    return true;
  });
}

/** The product where the two meet through different loops: one term per agreeing pair of members. */
function joinedProduct(block: Block, factor: Block): Block {
  const behind = block.loops.length;
  const shifted = rewired(factor, factor.loops, (source) => ({ ...source, loop: source.loop + behind }));
  const shared = shifted.free.filter((free) => block.free.some((other) => other.dim === free.dim));
  for (const free of shared) sameBase(free, freeOf(block, free.dim));
  const added = shifted.free.filter((free) => !shared.includes(free));
  const met = shared.map((free) => ({ ...free, dim: matched(free.dim) }));
  const side: Block = {
    ...block,
    loops: [...block.loops, ...shifted.loops],
    scale: block.scale * factor.scale,
    factors: [...block.factors, ...shifted.factors],
    free: [...block.free, ...added, ...met],
    claims: bothClaims(block.claims, factor.claims),
  };
  return equated(
    side,
    shared.map((free) => free.dim),
  );
}

/** The product of a block with a block of data. Dimensions of the same name are matched; others are added. */
export function multiplyBlocks(multiplied: Block, factor: Block): Block {
  const block = withoutAbsent(multiplied, factor);
  if (mustJoin(block, factor)) return joinedProduct(block, factor);
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
    claims: bothClaims(block.claims, factor.claims),
  };
}
