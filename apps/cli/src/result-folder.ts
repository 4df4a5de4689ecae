/**
 * Result folders: `manifest.json` and one CSV per kind of number, unrounded, so that every claim about a clearing can
 * be checked from the files alone. Same case, same bytes: no times, no paths, no machine. Written beside the target and
 * moved into place, so a folder is there whole or not at all. Only a folder that holds a result and nothing else is ever
 * replaced.
 */
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
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

/** Value of `schema` in a manifest: how a result is recognised. */
export const RESULT_SCHEMA = 'marginal.result/1';

/** How often a folder that somebody else has just put in place is moved away again before giving up. */
const RENAME_ATTEMPTS = 50;

function outFault(folder: string, cause: string, remedy: string): Fault {
  return { code: 'cli.out-folder', place: `--out ${folder}`, cause, remedy };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** Files of the result in this folder, or undefined when its manifest is not one of ours. */
async function filesOfResult(folder: string): Promise<readonly string[] | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    if (typeof manifest !== 'object' || manifest === null || !('schema' in manifest)) return undefined;
    if (manifest.schema !== RESULT_SCHEMA || !('files' in manifest) || !Array.isArray(manifest.files))
      return undefined;
    return ['manifest.json', ...manifest.files.map(String)];
  } catch {
    return undefined;
  }
}

/** Why this folder may not be replaced; nothing when it may, or is not there. */
export async function checkTarget(folder: string): Promise<Fault[]> {
  const target = resolve(folder);
  let entries: string[];
  try {
    entries = await readdir(target);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return [];
    const cause = code === 'ENOTDIR' ? 'is a file, or lies inside one' : `cannot be read (${code})`;
    return [outFault(folder, cause, 'name a folder you may write')];
  }
  if (entries.length === 0) return [];
  const remedy = 'name a new folder, or one with an earlier result and nothing else';
  const ours = await filesOfResult(target);
  if (ours === undefined) return [outFault(folder, 'the folder has files in it that are no result', remedy)];
  const strangers = entries.filter((entry) => !ours.includes(entry));
  if (strangers.length === 0) return [];
  return [outFault(folder, `beside a result the folder holds ${strangers.slice(0, 5).join(', ')}`, remedy)];
}

/** CSV with full precision; booleans as true and false. */
function csvText({ columns, rows }: CsvTable): string {
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    cast: { boolean: (value) => String(value), number: (value) => String(value) },
  });
}

/**
 * Moves `staging` to `target`, an earlier result out of the way; puts that back when the move fails or when it turns
 * out to hold more than a result.
 */
async function moveIntoPlace(staging: string, target: string, folder: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const earlier = `${staging}-earlier-${attempt}`;
    const moved = await rename(target, earlier).then(
      () => true,
      () => false,
    );
    const putBack = async (): Promise<void> => {
      // When another run has put its result there meanwhile, the earlier one is out of date.
      if (moved) await rename(earlier, target).catch(() => rm(earlier, { recursive: true, force: true }));
    };
    const faults = moved ? await checkTarget(earlier) : [];
    if (faults.length > 0) {
      await putBack();
      throw new InvalidInputError(faults.map((fault) => ({ ...fault, place: `--out ${folder}` })));
    }
    try {
      await rename(staging, target);
      await rm(earlier, { recursive: true, force: true });
      return;
    } catch (error) {
      await putBack();
      if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error)) || attempt >= RENAME_ATTEMPTS) throw error;
    }
  }
}

/** Writes the folder in one move, in place of an earlier result. Throws `InvalidInputError` `cli.out-folder`. */
export async function writeResultFolder(folder: string, result: ResultFolder): Promise<void> {
  let staging: string | undefined;
  try {
    // Through a symbolic link, to the folder it names.
    const target = await realpath(folder).catch(() => resolve(folder));
    await mkdir(dirname(target), { recursive: true });
    staging = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    await chmod(staging, 0o777 & ~process.umask());
    await writeFile(join(staging, 'manifest.json'), `${JSON.stringify(result.manifest, null, 2)}\n`);
    for (const [name, table] of Object.entries(result.tables)) {
      await writeFile(join(staging, `${name}.csv`), csvText(table));
    }
    await moveIntoPlace(staging, target, folder);
  } catch (error) {
    if (staging !== undefined) await rm(staging, { recursive: true, force: true });
    if (error instanceof InvalidInputError) throw error;
    const cause = `cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    throw new InvalidInputError([outFault(folder, cause, 'name a folder you may write')]);
  }
}
