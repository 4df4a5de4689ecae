/** The kit on `@marginal/simplex`. */
import { conform } from '../src/index.ts';
import { SUBJECTS } from './subjects.ts';

await conform(SUBJECTS.simplex.subject, SUBJECTS.simplex.options);
