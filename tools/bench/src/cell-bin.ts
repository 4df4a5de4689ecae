/** The process of one cell: a job as JSON in, measures or the reason why there are none as JSON out. */
import { measure } from './cell.ts';
import type { Job, Measures, NoNumber } from './measures.ts';

async function answer(): Promise<Measures | NoNumber> {
  try {
    return await measure(JSON.parse(process.argv[2]) as Job);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { reason: text.slice(0, 300) };
  }
}

const text = JSON.stringify(await answer());
// Solvers print what they like: the answer is the last line.
process.stdout.write(`\n${text}\n`, () => process.exit(0));
