/** Owns where scenarios are found: the packs that come with this package, and the user's own files and folders of CSVs. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Fault, InvalidInputError } from '@marginal/program';
import { readMarketFolder } from './import/market-folder.ts';
import { knownNames } from './known-names.ts';
import type { ModelName } from './model.ts';
import { completed, type OpenedScenario, parseScenario, readScenario, type Scenario } from './scenario.ts';

const PACKS = new URL('./packs/', import.meta.url);

export interface ScenarioListing {
  readonly name: string;
  readonly title: string;
  readonly model: ModelName;
}

/** Files of the packs, by name of the pack. */
function packFiles(): string[] {
  const names = readdirSync(PACKS).filter((file) => file.endsWith('.json'));
  return names
    .map((file) => basename(file, '.json'))
    .sort()
    .map((name) => `${name}.json`);
}

/** The built-in scenarios. */
export function listScenarios(): ScenarioListing[] {
  return packFiles().map((file) => {
    const { name, title, model } = parseScenario(readFileSync(new URL(file, PACKS), 'utf8'), file);
    return { name, title, model };
  });
}

interface ScenarioText {
  readonly text: string;
  /** The file, as the user named it. */
  readonly place: string;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Text of a built-in scenario by name, or of the user's by the path of a `.json` file. */
async function findText(nameOrPath: string): Promise<ScenarioText | { readonly fault: Fault }> {
  const names = packFiles().map((file) => basename(file, '.json'));
  if (names.includes(nameOrPath)) {
    const place = `${nameOrPath}.json`;
    return { text: await readFile(new URL(place, PACKS), 'utf8'), place };
  }
  if (!nameOrPath.endsWith('.json'))
    return {
      fault: {
        code: 'scenarios.unknown-scenario',
        place: 'scenario',
        cause: `'${nameOrPath}' is neither a built-in scenario, nor a .json file, nor a folder`,
        remedy: `${knownNames(nameOrPath, names)}; or give the path of a .json file or of a folder of CSVs`,
      },
    };
  try {
    return { text: await readFile(nameOrPath, 'utf8'), place: nameOrPath };
  } catch (error) {
    return {
      fault: {
        code: 'scenarios.unreadable-file',
        place: nameOrPath,
        cause: `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        remedy: 'check the path; it is taken from the current folder',
      },
    };
  }
}

/** A folder of the user's, unless a built-in scenario is called that. */
async function findFolder(nameOrPath: string): Promise<OpenedScenario | undefined> {
  const names = packFiles().map((file) => basename(file, '.json'));
  return names.includes(nameOrPath) || !isFolder(nameOrPath) ? undefined : readMarketFolder(nameOrPath);
}

/**
 * A built-in scenario by name, or the user's by the path of a `.json` file or of a folder of CSVs, as far as it can be
 * read, with the faults of the file; those of its data are for `checkScenario`, once settings are applied. For who wants
 * to report them all.
 */
export async function openScenario(nameOrPath: string): Promise<OpenedScenario> {
  const folder = await findFolder(nameOrPath);
  if (folder !== undefined) return folder;
  const found = await findText(nameOrPath);
  return 'fault' in found ? { faults: [found.fault] } : readScenario(found.text, found.place);
}

/** As `openScenario`, but throws `InvalidInputError` when the file is at fault, with the faults of its data as well. */
export async function loadScenario(nameOrPath: string): Promise<Scenario> {
  const folder = await findFolder(nameOrPath);
  if (folder !== undefined) return completed(folder);
  const found = await findText(nameOrPath);
  if ('fault' in found) throw new InvalidInputError([found.fault]);
  return parseScenario(found.text, found.place);
}
