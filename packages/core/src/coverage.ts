/**
 * Which members a block must have. Every sparse set that a part of a block ranges over is a claim on the rows: absent is
 * not zero, so where a row asks for a tuple that the set lacks, that is an error. A claim stands as long as all of its
 * dimensions do; a sum over one of them or `orZero` settles it, since groups of a sum may be empty. A lag with edge
 * `zero` makes no claim, and leaves those of other dimensions alone. Claims follow the parts, not the loops: a product
 * that pairs two sets keeps the claims of both.
 */
import { InvalidInputError } from '@marginal/program';
import { dimensionsOf, type IndexList, isSparse, labelsAt, memberCount, stridesOf } from './index-set.ts';
import { formatLabels, type Label } from './label.ts';
import type { SparseSet } from './sparse-set.ts';

/** Each row must have its tuple of these dimensions in the set. */
export interface Claim {
  readonly set: SparseSet;
  /** One per axis of the set, as the block names it. */
  readonly dims: readonly string[];
}

/** What ranges over an index list claims its sparse sets. */
export function claimsOf(index: IndexList): Claim[] {
  return index.filter(isSparse).map((set) => ({ set, dims: set.axes.map((axis) => axis.dim) }));
}

/** The claims that name none of these dimensions. */
export function claimsWithout(claims: readonly Claim[], dims: ReadonlySet<string>): Claim[] {
  return claims.filter((claim) => !claim.dims.some((dim) => dims.has(dim)));
}

/** Both lists, each claim once. */
export function bothClaims(a: readonly Claim[], b: readonly Claim[]): readonly Claim[] {
  const same = (p: Claim, q: Claim): boolean =>
    p.set === q.set && p.dims.every((dim, k) => dim === q.dims[k]);
  return [...a, ...b.filter((claim) => !a.some((other) => same(other, claim)))];
}

/** Throws `core.missing-tuple` for the first member of the head that a claim's set lacks. */
export function checkClaims(claims: readonly Claim[], head: IndexList, place: string): void {
  const dimensions = dimensionsOf(head);
  for (const { set, dims } of claims) {
    const at = dims.map((dim) => dimensions.findIndex(({ axis }) => axis.dim === dim));
    const positions = [...new Set(at.map((d) => dimensions[d].position))].sort((a, b) => a - b);
    // The sets of the head in which the claim's dimensions are: the others repeat what these ask for.
    const asked = positions.map((p) => head[p]);
    const own = dims.every((dim, k) => set.axes[k].dim === dim);
    if (own && asked.length === 1 && asked[0] === set) continue;
    const count = memberCount(asked);
    if (set.size === count && asked.every((part) => !isSparse(part))) continue;
    const strides = stridesOf(asked);
    const reads = at.map((d) => {
      const { position, column } = dimensions[d];
      const p = positions.indexOf(position);
      const part = asked[p];
      return {
        stride: strides[p],
        size: isSparse(part) ? part.size : part.base.size,
        ordinals: isSparse(part) ? part.columns[column] : undefined,
      };
    });
    const tuple = new Int32Array(dims.length);
    for (let member = 0; member < count; member++) {
      for (let k = 0; k < reads.length; k++) {
        const { stride, size, ordinals } = reads[k];
        const ordinal = Math.floor(member / stride) % size;
        tuple[k] = ordinals === undefined ? ordinal : ordinals[ordinal];
      }
      if (set.findOrdinals(tuple) < 0) absentFault(place, labelsAt(asked, member), set.name);
    }
  }
}

function absentFault(place: string, labels: readonly Label[], set: string): never {
  const cause = `no term for ${formatLabels(labels)}, which is not in '${set}'`;
  const remedy = 'give one for every member, range over the same set, or say .orZero(): absent is not zero';
  throw new InvalidInputError([{ code: 'core.missing-tuple', place, cause, remedy }]);
}
