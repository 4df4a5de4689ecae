/** The kit on `@marginal/highs`. */
import { conform } from '../src/index.ts';
import { SUBJECTS } from './subjects.ts';

await conform(SUBJECTS.highs.subject, SUBJECTS.highs.options);
