/** Command: prints every breach of the architecture and exits 1 when there is one. */
import { fileURLToPath } from 'node:url';
import { checkArchitecture } from './check.ts';

const problems = checkArchitecture(fileURLToPath(new URL('../../..', import.meta.url)));
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(
  problems.length === 0
    ? 'architecture: dependencies point down\n'
    : `architecture: ${problems.length} breaches\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
