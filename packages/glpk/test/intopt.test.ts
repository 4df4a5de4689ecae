/** The layout of glp_iocp, and pitfalls of glp_intopt that this package works around. */
import { expect, test } from 'vitest';
import { SEARCH_PARAMETER_BYTES, SEARCH_PARAMETER_DOUBLE, SEARCH_PARAMETER_INT } from '../src/constants.ts';
import { createProblem, deleteProblem } from '../src/problem.ts';
import { loadRuntime, withScratch } from '../src/runtime.ts';
import { dense } from './support.ts';

const runtime = await loadRuntime();

test('the parameters stand where we write them: GLPK puts its documented defaults there', () => {
  runtime.call((api) =>
    withScratch(api, SEARCH_PARAMETER_BYTES, (parameters) => {
      api.HEAP32.fill(-1, parameters / 4, (parameters + SEARCH_PARAMETER_BYTES) / 4);
      api._glp_init_iocp(parameters);
      const int = (name: keyof typeof SEARCH_PARAMETER_INT) =>
        api.HEAP32[parameters / 4 + SEARCH_PARAMETER_INT[name]];
      expect(int('messages')).toBe(3);
      expect(int('timeLimit')).toBe(2 ** 31 - 1);
      for (const off of ['callback', 'mirCuts', 'gomoryCuts', 'cliqueCuts', 'presolve'] as const)
        expect(int(off)).toBe(0);
      expect(api.HEAPF64[parameters / 8 + SEARCH_PARAMETER_DOUBLE.integrality]).toBe(1e-5);
      expect(api.HEAPF64[parameters / 8 + SEARCH_PARAMETER_DOUBLE.objective]).toBe(1e-7);
      // Nothing is written beyond the last field.
      expect(api.HEAP32[(parameters + SEARCH_PARAMETER_BYTES) / 4 - 1]).toBe(-1);
    }),
  );
});

test('GLPK refuses bounds between whole numbers on integer columns, so it is never given any', () => {
  const drawn = dense({ cost: [1], columns: [[0.5, 2.5]], rows: [[1]], between: [[0, 9]], integer: [1] });
  const code = runtime.call((api) => {
    const problem = createProblem(api, drawn);
    const returned = withScratch(api, SEARCH_PARAMETER_BYTES, (parameters) => {
      api._glp_init_iocp(parameters);
      api.HEAP32[parameters / 4 + SEARCH_PARAMETER_INT.messages] = 0;
      api.HEAP32[parameters / 4 + SEARCH_PARAMETER_INT.presolve] = 1;
      return api._glp_intopt(problem.address, parameters);
    });
    deleteProblem(problem);
    return returned;
  });
  expect(code).toBe(4);
});
