/** The kit on the four algorithms of `@marginal/ortools`. */
import { conform } from '../src/index.ts';
import { SUBJECTS } from './subjects.ts';

await conform(SUBJECTS.glop.subject, SUBJECTS.glop.options);
await conform(SUBJECTS.pdlp.subject, SUBJECTS.pdlp.options);
await conform(SUBJECTS.scip.subject, SUBJECTS.scip.options);
await conform(SUBJECTS.cpSat.subject, SUBJECTS.cpSat.options);
