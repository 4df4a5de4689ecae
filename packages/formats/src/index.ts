/** `@marginal/formats`: model files (MPS, CPLEX LP, MathOptFormat) to programs and back, without losing a digit. */
export { writeLp } from './lp-writer.ts';
export type { ModelFormat } from './model-format.ts';
export { writeMof } from './mof-writer.ts';
export type { MpsLayout } from './mps-cards.ts';
export { type MpsOptions, writeMps } from './mps-writer.ts';
export type { Renamed } from './name-fitting.ts';
export type { Note } from './note.ts';
export { type ReadModel, type ReadOptions, readModel, readModelFile } from './read-model.ts';
export type { WrittenModel } from './written-model.ts';
