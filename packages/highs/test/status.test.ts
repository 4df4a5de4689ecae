import { describe, expect, test } from 'vitest';
import { HIGHS_VERSION } from '../src/limits.ts';
import { acquireRuntime } from '../src/runtime.ts';
import { interpretStatus, STATUS_MEANING, type StatusName } from '../src/status.ts';

const { module } = await acquireRuntime();
const codes: Readonly<Record<StatusName, number>> = module.constants.modelStatus;

describe('status table', () => {
  test('has exactly the statuses of the loaded module', () => {
    expect(Object.keys(STATUS_MEANING).sort()).toEqual(Object.keys(codes).sort());
  });

  test.each(Object.entries(codes))('interprets %s, number %i, by its own entry', (name, code) => {
    expect(interpretStatus(codes, code)).toEqual({ name, meaning: STATUS_MEANING[name as StatusName] });
  });

  test('only the four definite statuses claim anything', () => {
    const definite = Object.entries(STATUS_MEANING).filter(([, meaning]) =>
      ['optimal', 'infeasible', 'unbounded', 'infeasibleOrUnbounded'].includes(meaning),
    );
    expect(definite.map(([name]) => name).sort()).toEqual([
      'infeasible',
      'optimal',
      'unbounded',
      'unboundedOrInfeasible',
    ]);
  });

  test.each([-1, 18, 99, Number.NaN])('takes number %d for a failure that names it', (code) => {
    const { meaning, name } = interpretStatus(codes, code);
    expect(meaning).toBe('refused');
    expect(name).toContain(String(code));
  });

  test('states the version that the module has', () => {
    expect(module.version.string).toBe(HIGHS_VERSION);
  });
});
