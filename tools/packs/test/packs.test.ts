/** The packs in the repository are what their programs make. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkScenario, warningsOf, writeScenario } from '@marginal/scenarios';
import { expect, test } from 'vitest';
import { PACKS } from '../src/packs.ts';

const FOLDER = fileURLToPath(new URL('../../../packages/scenarios/src/packs/', import.meta.url));

const scenarios = await Promise.all(PACKS.map((pack) => pack()));

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  '%s is what its program makes; if not, run packs again',
  (name, scenario) => {
    expect(readFileSync(`${FOLDER}${name}.json`, 'utf8')).toBe(writeScenario(scenario));
  },
);

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  '%s is good, and without a warning',
  (_name, scenario) => {
    expect(checkScenario(scenario)).toHaveProperty('data');
    // The published table of medians breaks the triangle inequality and is not symmetric: worth a warning and no more.
    const measured = ['global15-day', 'global15-year'].includes(scenario.name)
      ? ['scenarios.triangle-inequality', 'scenarios.asymmetric-round-trip']
      : [];
    expect(warningsOf(scenario).filter(({ code }) => !measured.includes(code))).toEqual([]);
  },
);
