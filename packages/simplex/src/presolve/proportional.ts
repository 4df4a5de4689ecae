/**
 * Finds proportional rows, or columns, of the working problem: pairs with a_2 = s a_1 entry by entry. Lines are brought
 * together by a hash of pattern and values relative to the entry of lowest index, which does not depend on the order of
 * a list; members of a group are then compared number by number with its first. A pair whose values round apart in the
 * hash is missed, never one found wrongly.
 */
import { LARGEST_FACTOR, PROPORTIONAL } from './tolerances.ts';

/** One direction of the matrix: lines, their entries and the index across. */
export interface Lines {
  readonly count: number;
  readonly alive: Uint8Array;
  /** Length count: entries of each line, and the first of them. */
  readonly length: Int32Array;
  readonly head: Int32Array;
  readonly next: Int32Array;
  /** Of an entry, the index across, and how many of them there are. */
  readonly across: Int32Array;
  readonly acrossCount: number;
  readonly value: Float64Array;
}

/** Keys are hash * 2^21 + line: exact in a double, and sorted by hash, then line. */
const LINE_BITS = 2 ** 21;

const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

/** A scrambled index: the finaliser of MurmurHash3. */
function scrambled(index: number): number {
  let h = Math.imul(index ^ (index >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 1;
}

/** The entry of lowest index across. */
function reference({ head, next, across }: Lines, line: number): number {
  let lowest = head[line];
  for (let e = lowest; e >= 0; e = next[e]) if (across[e] < across[lowest]) lowest = e;
  return lowest;
}

function hash(lines: Lines, line: number): number {
  const { head, next, across, value } = lines;
  const unit = value[reference(lines, line)];
  let sum = lines.length[line];
  for (let e = head[line]; e >= 0; e = next[e]) {
    single[0] = value[e] / unit;
    sum = (sum + Math.imul(scrambled(across[e] + 1), singleBits[0] | 1)) | 0;
  }
  return sum >>> 0;
}

/**
 * Calls `found(first, second, s)` for proportional living lines with at least `shortest` entries, in a fixed order; a
 * line that `found` removes is not offered again. Stops when `found` returns false.
 */
export function eachProportional(
  lines: Lines,
  shortest: number,
  found: (first: number, second: number, factor: number) => boolean,
): void {
  const { count, alive, length, head, next, across, value } = lines;
  if (count >= LINE_BITS) return;
  const keys = new Float64Array(count);
  let used = 0;
  for (let line = 0; line < count; line++)
    if (alive[line] !== 0 && length[line] >= shortest) keys[used++] = hash(lines, line) * LINE_BITS + line;
  keys.subarray(0, used).sort();
  const scattered = new Float64Array(lines.acrossCount);
  /** Whose value stands scattered at an index: what is left over from another group does not count. */
  const owner = new Int32Array(lines.acrossCount).fill(-1);
  for (let start = 0; start < used; ) {
    const group = Math.floor(keys[start] / LINE_BITS);
    let end = start + 1;
    while (end < used && Math.floor(keys[end] / LINE_BITS) === group) end++;
    const first = keys[start] % LINE_BITS;
    if (end - start > 1 && alive[first] !== 0) {
      for (let e = head[first]; e >= 0; e = next[e]) {
        scattered[across[e]] = value[e];
        owner[across[e]] = first;
      }
      const unit = value[reference(lines, first)];
      for (let at = start + 1; at < end; at++) {
        const second = keys[at] % LINE_BITS;
        if (alive[second] === 0 || length[second] !== length[first]) continue;
        const factor = value[reference(lines, second)] / unit;
        if (!proportional(lines, second, scattered, owner, first, factor)) continue;
        if (!found(first, second, factor)) return;
        if (alive[first] === 0) break;
      }
    }
    start = end;
  }
}

/** Whether every entry of the line is `factor` times that of `first`, which is scattered. Their lengths agree. */
function proportional(
  lines: Lines,
  line: number,
  scattered: Float64Array,
  owner: Int32Array,
  first: number,
  factor: number,
): boolean {
  const { head, next, across, value } = lines;
  const size = Math.abs(factor);
  if (size > LARGEST_FACTOR || size < 1 / LARGEST_FACTOR) return false;
  for (let e = head[line]; e >= 0; e = next[e]) {
    const expected = factor * scattered[across[e]];
    if (owner[across[e]] !== first || Math.abs(value[e] - expected) > PROPORTIONAL * Math.abs(expected))
      return false;
  }
  return true;
}
