/** Entry of the worker thread behind `glpk({ thread: 'worker' })`: one session on the engine, over the thread's port. */
import { parentPort, serveEngine } from '@marginal/program';
import { createEngine } from './engine.ts';

serveEngine(createEngine(), await parentPort());
