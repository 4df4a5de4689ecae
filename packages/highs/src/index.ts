/** `@marginal/highs`: HiGHS (WebAssembly) behind the Marginal solver contract. */
export { ALGORITHMS, type Algorithm } from './algorithms.ts';
export { type HighsOptions, highs } from './highs.ts';
