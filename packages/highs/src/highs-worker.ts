/** Entry of a thread: one HiGHS session, served over the thread's port. */
import { enginePort, serveEngine } from '@marginal/program';
import type { Algorithm } from './algorithms.ts';
import { highsEngine } from './highs-engine.ts';

serveEngine(({ algorithm }: { readonly algorithm: Algorithm }) => highsEngine(algorithm), enginePort());
