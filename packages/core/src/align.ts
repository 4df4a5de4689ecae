/**
 * Lays a block against the index list of a row block: which row does each term belong to? A dimension that the block
 * has free is read from it; one that it lacks is walked, so that the block stands in every row. Invariant of a plan:
 * for every combination of its loops, row, column and factors are sums of one contribution per loop.
 */
import { InvalidInputError, UnsupportedError } from '@marginal/program';
import { type Block, freeNames, type Loop, loopOver, readAt, type Source, withoutLoop } from './block.ts';
import { checkClaims } from './coverage.ts';
import { dimensionsOf, type IndexList, isSparse, sizeOf, stridesOf } from './index-set.ts';
import { commonTuples, joinTable } from './join.ts';
import type { Parameter } from './parameter.ts';
import { SparseSet } from './sparse-set.ts';

/** The values a parameter has: its own, or those set since in an open model. */
export type ParameterValues = (parameter: Parameter) => Float64Array;

export function ownValues(parameter: Parameter): Float64Array {
  return parameter.values;
}

/** What one loop adds to an ordinal: `stride * i`, or `table[i]` where there is a table. */
export interface Contribution {
  readonly stride: number;
  readonly table: Int32Array | undefined;
}

/** An ordinal as one contribution per loop, plus a start. */
export interface OrdinalPlan {
  readonly start: number;
  readonly perLoop: readonly Contribution[];
}

export interface FactorPlan extends OrdinalPlan {
  readonly values: Float64Array;
}

export interface Plan {
  /** Loop lengths, outermost first. */
  readonly sizes: readonly number[];
  readonly scale: number;
  readonly row: OrdinalPlan;
  readonly column: OrdinalPlan | undefined;
  readonly factors: readonly FactorPlan[];
}

/** One share of an ordinal: from this source, so much per step. */
interface Share {
  readonly source: Source;
  readonly stride: number;
}

const NOTHING: Contribution = { stride: 0, table: undefined };

function ordinalPlan(loops: readonly Loop[], start: number, shares: readonly Share[]): OrdinalPlan {
  const perLoop = loops.map((loop, at) => {
    const here = shares.filter((share) => share.source.loop === at);
    if (here.length === 0) return NOTHING;
    if (here.every((share) => share.source.column < 0 && share.source.table === undefined)) {
      return { stride: here.reduce((sum, share) => sum + share.stride, 0), table: undefined };
    }
    const table = new Int32Array(sizeOf(loop));
    for (const { source, stride } of here) {
      const ordinals =
        source.table ?? (source.column < 0 ? undefined : (loop as SparseSet).columns[source.column]);
      for (let i = 0; i < table.length; i++) table[i] += stride * (ordinals === undefined ? i : ordinals[i]);
    }
    return { stride: 0, table };
  });
  return { start, perLoop };
}

function unsummed(block: Block, head: IndexList, place: string): void {
  const known = new Set(
    head.flatMap((set) => (isSparse(set) ? set.axes.map((axis) => axis.dim) : [set.dim])),
  );
  const extra = block.free.filter((free) => !known.has(free.dim));
  if (extra.length === 0) return;
  throw new InvalidInputError(
    extra.map((free) => ({
      code: 'core.dimension-not-summed',
      place,
      cause: `dimension '${free.dim}' is neither summed nor in the index (${[...known].join(', ') || 'scalar'})`,
      remedy: `sum over it, or add '${free.dim}' to the index`,
    })),
  );
}

function sameSets(block: Block, head: IndexList, place: string): void {
  for (const { axis } of dimensionsOf(head)) {
    const free = block.free.find((f) => f.dim === axis.dim);
    if (free === undefined || free.base === axis.base) continue;
    const cause = `dimension '${axis.dim}' is over set '${free.base.name}' in the expression and over another set '${axis.base.name}' in the index`;
    throw new InvalidInputError([
      {
        code: 'core.two-sets-one-name',
        place,
        cause,
        remedy: 'declare the set once and use it on both sides',
      },
    ]);
  }
}

/**
 * A block over a whole sparse set in rows over another set of the same dimensions: each row reads its own tuple. A row
 * whose tuple the block does not have has no term; `checkClaims` has seen that `orZero` was said.
 */
function readByHead(
  block: Block,
  loop: number,
  other: SparseSet,
  set: SparseSet,
  stride: number,
  place: string,
): { block: Block; share: Share } {
  const next = block.loops.length;
  const columns = other.axes.map((axis) => set.axes.findIndex((own) => own.dim === axis.dim));
  const kept = commonTuples(set, columns, other);
  if (kept.length === set.size) {
    return { block: readAt(block, loop, set, place), share: { source: { loop: next, column: -1 }, stride } };
  }
  const part = new SparseSet(
    set.name,
    set.axes,
    set.columns.map((column) => Int32Array.from(kept, (t) => column[t])),
    true,
  );
  return {
    block: readAt(block, loop, part, place),
    share: { source: { loop: next, column: -1, table: kept }, stride },
  };
}

/** The block's row shares for a sparse set of the head, and the block with the loops this needs. */
function alignSparse(
  block: Block,
  set: SparseSet,
  stride: number,
  place: string,
): { block: Block; share: Share } {
  const twin = loopOver(block, set);
  if (twin >= 0) return { block, share: { source: { loop: twin, column: -1 }, stride } };
  const matching = set.axes.map((axis) => block.free.find((free) => free.dim === axis.dim));
  const present = matching.filter((free) => free !== undefined);
  const loops = new Set(present.map((free) => free.source.loop));
  if (present.length === set.axes.length && loops.size === 1 && present[0].source.column >= 0) {
    const loop = present[0].source.loop;
    const other = block.loops[loop] as SparseSet;
    if (other.axes.length === set.axes.length && loopOver(block, other) === loop) {
      return readByHead(block, loop, other, set, stride, place);
    }
    const table = joinTable(
      other,
      present.map((free) => free.source.column),
      set,
      place,
    );
    return { block, share: { source: { loop, column: -1, table }, stride } };
  }
  if (present.some((free) => free.source.column >= 0)) {
    throw new UnsupportedError({
      code: 'core.join',
      place,
      cause: `the expression (free: ${freeNames(block)}) meets '${set.name}' through another sparse set with only some of its dimensions`,
      remedy: `read it over columns of '${set.name}' first, or state the combination as one sparse set`,
    });
  }
  const loop = block.loops.length;
  let result: Block = { ...block, loops: [...block.loops, set] };
  set.axes.forEach((axis, column) => {
    const free = result.free.find((f) => f.dim === axis.dim);
    if (free !== undefined) result = withoutLoop(result, free.source.loop, { loop, column });
  });
  return { block: result, share: { source: { loop, column: -1 }, stride } };
}

/**
 * Plans a block for rows of `head`, the first of which is `start`. Throws `core.dimension-not-summed`,
 * `core.missing-tuple`, `core.two-sets-one-name`, or `UnsupportedError` `core.join`.
 */
export function planBlock(
  source: Block,
  head: IndexList,
  start: number,
  place: string,
  values: ParameterValues = ownValues,
): Plan {
  unsummed(source, head, place);
  sameSets(source, head, place);
  checkClaims(source.claims, head, place);
  const strides = stridesOf(head);
  let block = source;
  const shares: Share[] = [];
  head.forEach((set, p) => {
    if (!isSparse(set)) return;
    const aligned = alignSparse(block, set, strides[p], place);
    block = aligned.block;
    shares.push(aligned.share);
  });
  head.forEach((set, p) => {
    if (isSparse(set)) return;
    const free = block.free.find((f) => f.dim === set.dim);
    if (free === undefined) block = { ...block, loops: [...block.loops, set.base] };
    shares.push({ source: free?.source ?? { loop: block.loops.length - 1, column: -1 }, stride: strides[p] });
  });
  const references = (target: { index: IndexList }, sources: readonly Source[]): Share[] => {
    const own = stridesOf(target.index);
    return sources.map((at, p) => ({ source: at, stride: own[p] }));
  };
  const { loops, variable } = block;
  return {
    sizes: loops.map((loop) => sizeOf(loop)),
    scale: block.scale,
    row: ordinalPlan(loops, start, shares),
    column:
      variable && ordinalPlan(loops, variable.target.start, references(variable.target, variable.sources)),
    factors: block.factors.map((factor) => ({
      ...ordinalPlan(loops, 0, references(factor.target, factor.sources)),
      values: values(factor.target),
    })),
  };
}

/** Calls `visit` for every term of the plan, first loop slowest. */
export function walk(plan: Plan, visit: (row: number, column: number, coefficient: number) => void): void {
  const { sizes, row, column, factors, scale } = plan;
  if (sizes.some((size) => size === 0)) return;
  const depth = sizes.length;
  const last = depth - 1;
  const counters = new Int32Array(depth);
  const quantities: OrdinalPlan[] = column === undefined ? [row, ...factors] : [row, column, ...factors];
  const firstFactor = column === undefined ? 1 : 2;
  const base = new Float64Array(quantities.length);
  const at = (contribution: Contribution, i: number): number =>
    contribution.table === undefined ? contribution.stride * i : contribution.table[i];
  const innerSize = depth === 0 ? 1 : sizes[last];
  const innerOf = (q: number): Contribution => (depth === 0 ? NOTHING : quantities[q].perLoop[last]);
  const rowInner = innerOf(0);
  const columnInner = column === undefined ? NOTHING : innerOf(1);
  const factorInner = factors.map((_, f) => innerOf(firstFactor + f));
  for (;;) {
    for (let q = 0; q < quantities.length; q++) {
      let sum = quantities[q].start;
      for (let l = 0; l < last; l++) sum += at(quantities[q].perLoop[l], counters[l]);
      base[q] = sum;
    }
    const columnBase = column === undefined ? -1 : base[1];
    for (let i = 0; i < innerSize; i++) {
      let coefficient = scale;
      for (let f = 0; f < factors.length; f++) {
        coefficient *= factors[f].values[base[firstFactor + f] + at(factorInner[f], i)];
      }
      visit(base[0] + at(rowInner, i), columnBase + at(columnInner, i), coefficient);
    }
    let l = last - 1;
    while (l >= 0 && ++counters[l] === sizes[l]) counters[l--] = 0;
    if (l < 0) return;
  }
}
