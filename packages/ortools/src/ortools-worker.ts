/** Entry of the thread behind `ortools({ thread: 'worker' })`: one session on the engine that the settings ask for. */
import { enginePort, serveEngine } from '@marginal/program';
import type { Algorithm } from './capabilities.ts';
import { createEngine } from './engine.ts';
import { RuntimePool } from './runtime.ts';

interface Settings {
  readonly algorithm: Algorithm;
  /** Where a browser finds the package. */
  readonly location?: string;
}

serveEngine(
  ({ algorithm, location }: Settings) => createEngine(algorithm, new RuntimePool(location)),
  enginePort(),
);
