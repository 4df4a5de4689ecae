/** Drawn programs are what they are said to be: shown by the certificate each was made around, without a solver. */
import { checkOptimal, TOLERANCES } from '@marginal/program';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DRAWN, type Drawn, KINDS, type Kind } from '../src/index.ts';

const SETTINGS = { seed: 20261121, numRuns: 300 };

function sample(kind: Kind): Drawn[] {
  return fc.sample(DRAWN[kind], SETTINGS);
}

describe.each(['feasible', 'degenerate', 'scaled', 'wide'] as const)('%s', (kind) => {
  test('the optimum it was made around is one, without any rounding', () => {
    for (const { program, truth } of sample(kind)) {
      if (truth?.status !== 'optimal' || truth.witness === undefined) throw new Error('no witness');
      const report = checkOptimal(program, truth.witness, TOLERANCES.vertex);
      expect(report.failures).toEqual([]);
      expect(Math.max(...Object.values(report.residuals))).toBe(0);
      expect(report.objective).toBe(truth.objective);
    }
  });
});

test.for(KINDS)('%s: the same seed draws the same programs', (kind) => {
  const text = () =>
    JSON.stringify(sample(kind), (_key, value: unknown) =>
      ArrayBuffer.isView(value) ? [...(value as Float64Array)].map(String) : value,
    );
  expect(text()).toBe(text());
});

test('every kind has both senses, and statuses as named', () => {
  for (const kind of KINDS) {
    const drawn = sample(kind);
    expect(new Set(drawn.map(({ program }) => program.sense))).toEqual(new Set(['minimize', 'maximize']));
    const statuses = new Set(drawn.map(({ truth }) => truth?.status));
    if (kind === 'infeasible' || kind === 'unbounded') expect([...statuses]).toEqual([kind]);
    if (kind === 'integers') expect(statuses).toEqual(new Set(['optimal', 'infeasible', undefined]));
    if (kind === 'anything') expect([...statuses]).toEqual([undefined]);
  }
});
