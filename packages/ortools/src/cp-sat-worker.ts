/** Entry of the worker thread behind `ortools({ algorithm: 'cp-sat', thread: 'worker' })`: one session on the engine. */
import { parentPort, serveEngine } from '@marginal/program';
import { createEngine } from './engine.ts';

serveEngine(createEngine('cp-sat'), await parentPort());
