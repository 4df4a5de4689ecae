/** Entry of a worker thread: one HiGHS session, served over the thread's message port. */
import { parentPort, serveEngine } from '@marginal/program';
import { highsEngine } from './highs.ts';

serveEngine(highsEngine(), await parentPort());
