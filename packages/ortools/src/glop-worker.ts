/** Entry of the worker thread behind `ortools({ algorithm: 'glop', thread: 'worker' })`: one session on the engine. */
import { parentPort, serveEngine } from '@marginal/program';
import { createEngine } from './engine.ts';

serveEngine(createEngine('glop'), await parentPort());
