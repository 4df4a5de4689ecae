/** A seeded generator: same seed, same numbers, everywhere. Marsaglia's xorshift on 32 bits; good enough to break ties. */
/** Numbers of `bits` lie below this. */
export const RANDOM_RANGE = 2 ** 31;

export class Random {
  private word: number;

  constructor(seed: number) {
    this.word = seed | 0 || 1;
  }

  /** A whole number from 0 to 2^31 - 1. */
  bits(): number {
    let w = this.word;
    w ^= w << 13;
    w ^= w >>> 17;
    w ^= w << 5;
    this.word = w;
    return w & 0x7fffffff;
  }

  /** A number in [0, 1). */
  fraction(): number {
    return this.bits() / RANDOM_RANGE;
  }
}
