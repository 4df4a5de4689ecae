/** PuLP (Debian: python3-pulp), in a Python process of its own that times itself. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelFingerprint } from '../fingerprint.ts';
import type { Measures } from '../measures.ts';
import type { Problem } from '../problem.ts';
import type { ModelArrays } from '../statement.ts';
import { ask, inFolder, NotHere, run } from './external.ts';

/** Debian's own Python first: another one would not see Debian's packages. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

/** A Python that has PuLP, and PuLP's version. */
function python(): { readonly program: string; readonly version: string } | undefined {
  for (const program of PYTHONS) {
    const version = ask(program, ['-c', 'import pulp; print(pulp.__version__)']);
    if (version !== undefined) return { program, version };
  }
  return undefined;
}

export function pulpVersion(): string | undefined {
  return python()?.version;
}

interface Answer {
  readonly sense: ModelArrays['sense'];
  readonly columns: number;
  readonly rows: number;
  readonly nonzeros: number;
  readonly base: number;
  readonly peak: number;
  readonly import: number;
  readonly build: number;
  readonly lower: number;
  readonly objective?: number;
}

function readArrays(file: string, { sense, columns, rows, nonzeros }: Answer): ModelArrays {
  const bytes = readFileSync(file);
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let at = 0;
  const take = (length: number): Float64Array => {
    at += length;
    return numbers.subarray(at - length, at);
  };
  return {
    sense,
    cost: take(columns),
    columnLower: take(columns),
    columnUpper: take(columns),
    integer: Uint8Array.from(take(columns)),
    rowLower: take(rows),
    rowUpper: take(rows),
    matrix: {
      by: 'row',
      starts: Int32Array.from(take(rows + 1)),
      index: Int32Array.from(take(nonzeros)),
      values: take(nonzeros),
    },
  };
}

/** Throws `NotHere` without PuLP, or without a solver when one is needed. */
export async function measurePulp<D>(problem: Problem<D>, size: string, solve: boolean): Promise<Measures> {
  const found = python();
  if (found === undefined) throw new NotHere('not installed: apt-get install python3-pulp');
  if (solve && ask('glpsol', ['--version']) === undefined)
    throw new NotHere('no solver for PuLP: apt-get install glpk-utils');
  return inFolder(async (folder) => {
    const [data, prefix] = [join(folder, 'data.json'), join(folder, 'out')];
    writeFileSync(data, JSON.stringify(problem.json(problem.data(size))));
    const script = fileURLToPath(new URL('./pulp_models.py', import.meta.url));
    await run(found.program, [script, problem.name, data, prefix, solve ? 'solve' : 'build']);
    const answer = JSON.parse(readFileSync(`${prefix}.json`, 'utf8')) as Answer;
    const { rows, columns, nonzeros, base, peak, build, lower, objective } = answer;
    return {
      phases: { import: answer.import, build, lower },
      memory: { base, peak },
      rows,
      columns,
      nonzeros,
      fingerprint: modelFingerprint(readArrays(`${prefix}.bin`, answer)),
      ...(objective === undefined ? {} : { objective }),
    };
  });
}
