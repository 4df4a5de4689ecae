/**
 * Work arrays of a check, kept for the next one while programs are small: for a market of fifty rows making them takes as long as the
 * arithmetic. Nothing in them leaves a check, and no check runs inside another.
 */

/** Longest array that is kept. */
const KEPT = 4096;

const kept: Float64Array[] = [];

/** At least `length` zeros. `slot`: one for each array that a check uses at the same time. */
export function zeros(slot: number, length: number): Float64Array {
  if (length > KEPT) return new Float64Array(length);
  const present = kept[slot];
  if (present === undefined || present.length < length) {
    kept[slot] = new Float64Array(length);
    return kept[slot];
  }
  present.fill(0, 0, length);
  return present;
}
