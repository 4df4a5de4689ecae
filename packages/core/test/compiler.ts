/** Runs the repository's TypeScript on files that are made for a test, in a folder of their own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const source = (name: string): string => join(ROOT, 'packages', name, 'src/index.ts');

/** One complaint: where it starts and all of its words. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Everything the compiler prints about these files, by name, with `flags`. */
export async function compilerOutput(
  files: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'marginal-types-'));
  try {
    const compilerOptions = {
      noEmit: true,
      noErrorTruncation: true,
      typeRoots: [join(ROOT, 'node_modules/@types')],
      paths: { '@marginal/core': [source('core')], '@marginal/program': [source('program')] },
    };
    const config = { extends: join(ROOT, 'tsconfig.base.json'), compilerOptions, include: ['*.ts'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    return await new Promise((resolve) => {
      const args = [tsc, '-p', folder, '--pretty', 'false', ...flags];
      execFile(
        process.execPath,
        args,
        { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
        (_complaints, stdout, stderr) => {
          resolve(stdout + stderr);
        },
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The complaints in what the compiler printed. */
export function diagnosticsOf(output: string): Diagnostic[] {
  const found: { file: string; line: number; text: string }[] = [];
  for (const printed of output.split('\n')) {
    const start = /^(\S+?)\((\d+),\d+\): error TS\d+: (.*)$/.exec(printed);
    if (start !== null) found.push({ file: start[1], line: Number(start[2]), text: start[3] });
    else if (found.length > 0 && printed.startsWith(' ')) found[found.length - 1].text += `\n${printed}`;
  }
  return found;
}
