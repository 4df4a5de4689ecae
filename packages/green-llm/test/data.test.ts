import { fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { checkGreenData } from '../src/index.ts';
import { randomInstance } from './random-instance.ts';

const [good] = fc.sample(randomInstance, { numRuns: 1, seed: 1 });
const site = Object.keys(good.sites)[0];
const area = Object.keys(good.areas)[0];

/** A copy with one field set, or taken away when `value` is undefined. */
function changed(path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(good) as unknown as Record<string, unknown>;
  let here = copy;
  for (const key of path.slice(0, -1)) here = here[key] as Record<string, unknown>;
  if (value === undefined) delete here[path[path.length - 1]];
  else here[path[path.length - 1]] = value;
  return copy;
}

function faultsOf(raw: unknown): string[] {
  const checked = checkGreenData(raw, 'file');
  return 'faults' in checked ? checked.faults.map(({ code, place }) => `${code} ${place}`) : [];
}

test('good data pass, scales and definition may be left out', () => {
  expect(faultsOf(good)).toEqual([]);
  const { renewableScale: _1, delayDefinition: _2, ...rest } = good;
  const checked = checkGreenData(rest, 'file');
  expect(checked).toMatchObject({ data: { renewableScale: 1, delayDefinition: 'batch' } });
});

describe('one fault per problem, at its place', () => {
  test.each<[readonly string[], unknown, string]>([
    [['waterBudget'], undefined, 'green-llm.missing file: waterBudget'],
    [['waterBudget'], Number.NaN, 'green-llm.not-a-number file: waterBudget'],
    [['waterBudget'], { value: 3, unit: 'm3', source: 's' }, 'green-llm.wrong-unit file: waterBudget'],
    [['sites', site, 'pue'], 0.9, `green-llm.out-of-range file: sites.${site}.pue`],
    [['sites', site, 'price'], [1, 2], `green-llm.wrong-shape file: sites.${site}.price`],
    [['sites', site, 'renewable'], -1, `green-llm.out-of-range file: sites.${site}.renewable`],
    [['sites', site, 'prise'], 1, `green-llm.unknown-key file: sites.${site}.prise`],
    [
      ['sites', site, 'delayPerToken', 'code'],
      undefined,
      `green-llm.missing file: sites.${site}.delayPerToken.code`,
    ],
    [['areas', area, 'latency', 'moon'], 1, `green-llm.unknown-label file: areas.${area}.latency.moon`],
    [['areas', area, 'latency', site], undefined, `green-llm.missing file: areas.${area}.latency.${site}`],
    [['delayDefinition'], 'mean', 'green-llm.unknown-value file: delayDefinition'],
    [['renewableScale'], -1, 'green-llm.out-of-range file: renewableScale'],
  ])('%s', (path, value, expected) => {
    expect(faultsOf(changed(path, value))).toEqual([expected]);
  });

  test('all at once', () => {
    const raw = structuredClone(good) as unknown as Record<string, unknown>;
    raw.waterBudget = -1;
    raw.demandScale = 'x';
    raw.queries = {};
    const codes = faultsOf(raw).map((line) => line.split(' ')[0]);
    expect(codes).toEqual(
      expect.arrayContaining(['green-llm.out-of-range', 'green-llm.not-a-number', 'green-llm.empty-set']),
    );
  });
});
