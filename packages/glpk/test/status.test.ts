/** Return codes and statuses: the return code is read first, and what GLPK does not document is a failure. */
import { describe, expect, test } from 'vitest';
import { interpret } from '../src/simplex.ts';
import { AFTER_RETURN, AFTER_SEARCH, returnCode, searchCode, statusName, VERDICTS } from '../src/status.ts';

const OPT = 5;
const never = (): number => {
  throw new Error('the status must not be read');
};

describe('return codes of glp_simplex', () => {
  test('every code from 0 to 11 has a name, all different, and every name a consequence', () => {
    const names = Array.from({ length: 12 }, (_, code) => returnCode(code));
    expect(new Set(names).size).toBe(12);
    for (const name of names) expect(name !== undefined && AFTER_RETURN[name]).toBeTruthy();
  });

  test('the status is read after rc 0 only', () => {
    for (let code = 1; code <= 11; code++) expect(() => interpret(code, never)).not.toThrow();
    expect(interpret(0, () => OPT)).toBe('optimal');
  });

  test('rc 9 is a time limit even when the status says optimal', () => {
    expect(interpret(9, () => OPT)).toBe('timeLimit');
  });

  test('rc 1, 2 and 3 ask for another basis, rc 5 and 8 for another way', () => {
    for (const code of [1, 2, 3]) expect(interpret(code, never)).toBe('otherBasis');
    for (const code of [5, 8]) expect(interpret(code, never)).toBe('otherWay');
  });

  test('rc 10 is infeasible, rc 11 says only that there is no optimum', () => {
    expect(interpret(10, never)).toBe('infeasible');
    expect(interpret(11, never)).toBe('noOptimum');
  });

  test('codes that cannot come or are not documented are failures that name the code', () => {
    for (const code of [4, 6, 7, -1, 12, 19, 99]) {
      expect(interpret(code, never)).toEqual({ unknown: expect.stringContaining(String(code)) });
    }
  });
});

describe('statuses of glp_get_status', () => {
  test('1 to 6 are known and only 4, 5 and 6 are verdicts', () => {
    const verdicts = [1, 2, 3, 4, 5, 6].map((status) => {
      const name = statusName(status);
      return name && VERDICTS[name];
    });
    expect(verdicts).toEqual([
      'unfinished',
      'unfinished',
      'unfinished',
      'infeasible',
      'optimal',
      'unbounded',
    ]);
  });

  test('any other status is a failure', () => {
    for (const status of [0, 7, -3]) {
      expect(statusName(status)).toBeUndefined();
      expect(interpret(0, () => status)).toEqual({ unknown: expect.stringContaining(String(status)) });
    }
  });
});

describe('return codes of glp_intopt', () => {
  test('every documented code has a name of its own and a consequence; others have none', () => {
    const documented = [0, 4, 5, 9, 10, 11, 12, 13, 14];
    const names = documented.map(searchCode);
    expect(new Set(names).size).toBe(documented.length);
    for (const name of names) expect(name !== undefined && AFTER_SEARCH[name]).toBeTruthy();
    for (const code of [-1, 1, 6, 15, 99]) expect(searchCode(code)).toBeUndefined();
  });
});
