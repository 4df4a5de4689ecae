/**
 * Result folders: `manifest.json` and one CSV per kind of number, unrounded, so that every claim about a clearing can
 * be checked from the files alone. Same case, same bytes: no times, no paths, no machine. Written beside the target and
 * moved into place, so a folder is there whole or not at all.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Fault, InvalidInputError } from '@marginal/program';
import { stringify } from 'csv-stringify/sync';

export type Row = Readonly<Record<string, string | number | boolean>>;

/** One CSV file: its columns, in order, and its rows. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export interface ResultFolder {
  readonly manifest: Readonly<Record<string, unknown>>;
  /** By file name without ending. */
  readonly tables: Readonly<Record<string, CsvTable>>;
}

/** A folder that is not ours is not overwritten. Returns the fault, if any. */
export async function checkTarget(folder: string): Promise<Fault[]> {
  const target = resolve(folder);
  const refuse = (cause: string, remedy: string): Fault[] => [
    { code: 'cli.out-folder', place: `--out ${folder}`, cause, remedy },
  ];
  try {
    const entries = await readdir(target);
    if (entries.length === 0 || entries.includes('manifest.json')) return [];
    return refuse(
      'the folder has files in it that are no result',
      'name a new folder, or one with an earlier result',
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    return refuse(
      code === 'ENOTDIR' ? 'is a file, or lies inside one' : `cannot be read (${code})`,
      'name a folder you may write',
    );
  }
}

/** CSV with full precision; booleans as true and false. */
function csvText({ columns, rows }: CsvTable): string {
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    cast: { boolean: (value) => String(value), number: (value) => String(value) },
  });
}

/** Writes the folder in one move, in place of an earlier result. Throws `InvalidInputError` `cli.out-folder`. */
export async function writeResultFolder(folder: string, result: ResultFolder): Promise<void> {
  const target = resolve(folder);
  let staging: string | undefined;
  try {
    await mkdir(dirname(target), { recursive: true });
    staging = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    await writeFile(join(staging, 'manifest.json'), `${JSON.stringify(result.manifest, null, 2)}\n`);
    for (const [name, table] of Object.entries(result.tables))
      await writeFile(join(staging, `${name}.csv`), csvText(table));
    const earlier = `${staging}-earlier`;
    if (existsSync(target)) await rename(target, earlier);
    await rename(staging, target);
    await rm(earlier, { recursive: true, force: true });
  } catch (error) {
    if (staging !== undefined) await rm(staging, { recursive: true, force: true });
    const cause = `cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    throw new InvalidInputError([
      { code: 'cli.out-folder', place: `--out ${folder}`, cause, remedy: 'name a folder you may write' },
    ]);
  }
}
