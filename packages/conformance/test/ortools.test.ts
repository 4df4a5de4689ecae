/** The kit on the four algorithms of `@marginal/ortools`. */
import { ortools } from '@marginal/ortools';
import { expect, test } from 'vitest';
import { conform, fuzz } from '../src/index.ts';
import { SUBJECTS } from './subjects.ts';

await conform(SUBJECTS.glop.subject, SUBJECTS.glop.options);
await conform(SUBJECTS.pdlp.subject, SUBJECTS.pdlp.options);
await conform(SUBJECTS.scip.subject, SUBJECTS.scip.options);
await conform(SUBJECTS.cpSat.subject, SUBJECTS.cpSat.options);

test('GLOP turns in circles on one of these programs, and answers all the same', async () => {
  const drawn = { kinds: ['scaled'], seed: 31000003, cases: 86 } as const;
  const { disagreements, figures } = await fuzz({ backends: [ortools()], ...drawn });
  expect(disagreements).toEqual([]);
  expect(figures[0].judged['no answer']).toBe(0);
});
