/** The kit on `@marginal/glpk`: each engine and method. */
import { conform } from '../src/index.ts';
import { SUBJECTS } from './subjects.ts';

await conform(SUBJECTS.glpk.subject, SUBJECTS.glpk.options);
await conform(SUBJECTS.glpkPrimal.subject, SUBJECTS.glpkPrimal.options);
await conform(SUBJECTS.glpkDual.subject, SUBJECTS.glpkDual.options);
await conform(SUBJECTS.glpkInterior.subject, SUBJECTS.glpkInterior.options);
await conform(SUBJECTS.glpkJs.subject, SUBJECTS.glpkJs.options);
