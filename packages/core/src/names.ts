/** Names of rows and columns from block and labels, made on demand: `clear[ashburn,7]`. Nothing is stored per member. */
import type { Names } from '@marginal/program';
import { type IndexList, labelsAt } from './index-set.ts';
import { formatLabels, type Label } from './label.ts';

/** Something that occupies `size` consecutive rows or columns from `start`. */
export interface NamedBlock {
  readonly name: string;
  readonly index: IndexList;
  readonly start: number;
  readonly size: number;
}

/** The block that holds position `at`; blocks are in order of `start`, so empty ones stand before the one that holds it. */
export function blockAt<B extends NamedBlock>(blocks: readonly B[], at: number): B {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blocks[middle].start <= at) low = middle;
    else high = middle - 1;
  }
  return blocks[low];
}

export function memberLabels(blocks: readonly NamedBlock[], at: number): Label[] {
  const block = blockAt(blocks, at);
  return labelsAt(block.index, at - block.start);
}

export function memberName(blocks: readonly NamedBlock[], at: number): string {
  return `${blockAt(blocks, at).name}${formatLabels(memberLabels(blocks, at))}`;
}

export function namesOf(rows: readonly NamedBlock[], columns: readonly NamedBlock[]): Names {
  return { row: (index) => memberName(rows, index), column: (index) => memberName(columns, index) };
}
