/** The kit on `@marginal/highs`: simplex, interior point with and without crossover, first order. */
import { conform } from '../src/index.ts';
import { SUBJECTS } from './subjects.ts';

await conform(SUBJECTS.highs.subject, SUBJECTS.highs.options);
await conform(SUBJECTS.highsIpm.subject, SUBJECTS.highsIpm.options);
await conform(SUBJECTS.highsIpmNoCrossover.subject, SUBJECTS.highsIpmNoCrossover.options);
await conform(SUBJECTS.highsPdlp.subject, SUBJECTS.highsPdlp.options);
await conform(SUBJECTS.highsChoose.subject, SUBJECTS.highsChoose.options);
