/** Owns where scenarios are found: the packs that come with this package, and the user's own files. */
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidInputError } from '@marginal/program';
import { knownNames } from './known-names.ts';
import type { ModelName } from './model.ts';
import { parseScenario, type Scenario } from './scenario.ts';

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

/** A built-in scenario by name, or the user's by the path of a `.json` file. Throws `InvalidInputError`. */
export async function loadScenario(nameOrPath: string): Promise<Scenario> {
  const names = packFiles().map((file) => basename(file, '.json'));
  if (names.includes(nameOrPath)) {
    const file = `${nameOrPath}.json`;
    return parseScenario(await readFile(new URL(file, PACKS), 'utf8'), file);
  }
  if (!nameOrPath.endsWith('.json'))
    throw new InvalidInputError([
      {
        code: 'scenarios.unknown-scenario',
        place: 'scenario',
        cause: `'${nameOrPath}' is neither a built-in scenario nor a .json file`,
        remedy: `${knownNames(nameOrPath, names)}; or give the path of a .json file`,
      },
    ]);
  return parseScenario(await readUserFile(nameOrPath), nameOrPath);
}

async function readUserFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InvalidInputError([
      {
        code: 'scenarios.unreadable-file',
        place: path,
        cause: `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        remedy: 'check the path; it is taken from the current folder',
      },
    ]);
  }
}
