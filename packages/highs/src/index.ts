/** `@marginal/highs`: HiGHS (WebAssembly) behind the Marginal solver contract. */
export { type HighsOptions, highs } from './highs.ts';
