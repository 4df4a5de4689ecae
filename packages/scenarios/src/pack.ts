/** Owns where scenarios are found: the packs that come with this package, and the user's own files. */
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Fault, InvalidInputError } from '@marginal/program';
import { knownNames } from './known-names.ts';
import type { ModelName } from './model.ts';
import { type OpenedScenario, parseScenario, readScenario, type Scenario } from './scenario.ts';

const PACKS = new URL('./packs/', import.meta.url);

export interface ScenarioListing {
  readonly name: string;
  readonly title: string;
  readonly model: ModelName;
}

function packFiles(): string[] {
  return readdirSync(PACKS)
    .filter((file) => file.endsWith('.json'))
    .sort();
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
        cause: `'${nameOrPath}' is neither a built-in scenario nor a .json file`,
        remedy: `${knownNames(nameOrPath, names)}; or give the path of a .json file`,
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

/**
 * A built-in scenario by name, or the user's by the path of a `.json` file, as far as it can be read, with the faults of
 * the file; those of its data are for `checkScenario`, once settings are applied. For who wants to report them all.
 */
export async function openScenario(nameOrPath: string): Promise<OpenedScenario> {
  const found = await findText(nameOrPath);
  return 'fault' in found ? { faults: [found.fault] } : readScenario(found.text, found.place);
}

/** As `openScenario`, but throws `InvalidInputError` when the file is at fault, with the faults of its data as well. */
export async function loadScenario(nameOrPath: string): Promise<Scenario> {
  const found = await findText(nameOrPath);
  if ('fault' in found) throw new InvalidInputError([found.fault]);
  return parseScenario(found.text, found.place);
}
