/** The sixth backend: what the kit finds about a solver without duals, honest about it and not. */
import { glpk } from '@marginal/glpk';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CaseResult, examine, fuzz } from '../src/index.ts';
import { yalps } from './yalps.ts';

async function examined(duals: 'denied' | 'zeros'): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for await (const result of examine(() => yalps({ duals }), { peers: [glpk()] })) results.push(result);
  return results;
}

function failures(results: readonly CaseResult[]): string[] {
  return results.filter(({ status }) => status === 'failed').map((result) => result.case);
}

describe('duals denied', () => {
  let results: CaseResult[] = [];
  beforeAll(async () => {
    results = await examined('denied');
  });

  test('every linear program of the battery is refused, none answered with zeros', () => {
    const battery = results.filter((result) => result.case.startsWith('signs: '));
    expect(battery).toHaveLength(80);
    for (const result of battery) {
      expect(result.status).toBe('refused');
      if (result.status === 'refused') expect(result.reason).toContain('duals denied: claimed optimal');
    }
  });

  test('searches over whole numbers pass', () => {
    const searches = results.filter(
      (result) => result.case.startsWith('search: ') && result.status === 'passed',
    );
    expect(searches.length).toBeGreaterThanOrEqual(10);
  });

  test('a wrong answer is found even though nothing of it can be checked', () => {
    // A row of coefficients of 1e-8: it says infeasible.
    expect(failures(results)).toEqual(['range: the smallest coefficient in a row by itself']);
    const [wrong] = results.filter(({ status }) => status === 'failed');
    expect(wrong.status === 'failed' && wrong.reasons[0]).toContain('claimed infeasible');
  });
});

test('duals claimed and zeros given: the kit fails it on every kind of row and bound', async () => {
  const failed = failures(await examined('zeros'));
  for (const place of [
    'equation',
    'row at its lower side',
    'row at its upper side',
    'range at its lower side',
    'fixed column',
  ])
    expect(failed.filter((name) => name.startsWith(`signs: ${place},`))).toHaveLength(8);
  // Where every dual is zero, zeros are right.
  expect(failed.filter((name) => name.startsWith('signs: free row,'))).toEqual([]);
});

test('fuzzing finds claims that are wrong where numbers are wide', async () => {
  const request = { backends: [yalps(), glpk()], seed: 1, cases: 800, kinds: ['wide'] } as const;
  const { disagreements } = await fuzz({ ...request, disagreementsPerKind: 1 });
  const [first] = disagreements;
  expect(first.findings.every(({ solver }) => solver.startsWith('yalps'))).toBe(true);
});
