/** The kit on `@marginal/glpk`. */
import { conform } from '../src/index.ts';
import { SUBJECTS } from './subjects.ts';

await conform(SUBJECTS.glpk.subject, SUBJECTS.glpk.options);
