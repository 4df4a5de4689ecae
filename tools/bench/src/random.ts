/** Reproducible pseudo-random numbers (mulberry32): the same data for every implementation and every run. */

/** Draws from [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Eighths from [low, high): every one is written exactly in any text format. */
export function eighths(draw: () => number, low: number, high: number): number {
  return low + Math.floor(draw() * (high - low) * 8) / 8;
}

/** `length` eighths from [low, high). */
export function eighthsOf(seed: number, length: number, low: number, high: number): Float64Array {
  const draw = random(seed);
  return Float64Array.from({ length }, () => eighths(draw, low, high));
}
