/** Growth of typed arrays: by half at least, so that the cost of copying stays linear and little is left unused. */

/** `array` if it has room for `used + more` entries, else a longer one holding its first `used`. */
export function grownInt32(
  array: Int32Array<ArrayBuffer>,
  used: number,
  more: number,
): Int32Array<ArrayBuffer> {
  if (used + more <= array.length) return array;
  const grown = new Int32Array(Math.max(used + more, array.length + (array.length >> 1)));
  grown.set(array.subarray(0, used));
  return grown;
}

/** As `grownInt32`. */
export function grownFloat64(
  array: Float64Array<ArrayBuffer>,
  used: number,
  more: number,
): Float64Array<ArrayBuffer> {
  if (used + more <= array.length) return array;
  const grown = new Float64Array(Math.max(used + more, array.length + (array.length >> 1)));
  grown.set(array.subarray(0, used));
  return grown;
}
