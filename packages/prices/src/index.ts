/** `@marginal/prices`: evidence about prices. */
export { dualFace } from './dual-face.ts';
export { type DualInterval, dualIntervals } from './dual-interval.ts';
export { AT_BOUND, UNIQUE_WIDTH } from './tolerances.ts';
