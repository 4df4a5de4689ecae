/**
 * Random tiny programs through presolve, HiGHS and back: the same status as without, a verified optimum of the original,
 * and a regular basis of it from which nothing is left to do. All rules, each alone, and every pair.
 * `MARGINAL_PROGRAMS=100000` makes the long run of the first test.
 */
import { fc, test } from '@fast-check/vitest';
import { checkOptimal, type Program, TOLERANCES } from '@marginal/program';
import { describe, expect, test as plain } from 'vitest';
import { presolve, RULE_NAMES, type RuleName } from '../../src/presolve/presolve.ts';
import { tinyPrograms } from './programs.ts';
import { solve, throughPresolve, vertexFaults } from './support.ts';

const SEED = 20_261_121;
const RUNS = Number(process.env.MARGINAL_PROGRAMS ?? 2000);
const RUNS_OF_A_RULE = 100;
const RUNS_OF_A_PAIR = 20;

/** How many vertices came back, and from how many of them HiGHS did not have to move. */
const tally = { returned: 0, atRest: 0 };

async function check(program: Program, rules?: readonly RuleName[]): Promise<void> {
  const through = await throughPresolve(program, rules === undefined ? {} : { rules });
  if (through.status === 'unchanged') return;
  const direct = await solve(program);
  expect(through.status === 'optimal').toBe(direct.status === 'optimal');
  if (through.reduced === undefined && through.status === 'infeasible')
    expect(direct.status).toBe('infeasible');
  if (through.point === undefined || direct.status !== 'optimal') return;
  expect(vertexFaults(program, through.point)).toEqual([]);
  const { objective } = checkOptimal(program, through.point, TOLERANCES.vertex);
  expect(Math.abs(objective - direct.objective)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(direct.objective)));
  const again = await solve(program, through.point.basis);
  tally.returned++;
  if (again.status === 'optimal' && again.iterations === 0) tally.atRest++;
}

describe('tiny programs', () => {
  test.prop([tinyPrograms], { seed: SEED, numRuns: RUNS })(
    'all rules',
    async (program) => await check(program),
    3_600_000,
  );

  describe.each(RULE_NAMES.map((name) => [name]))('%s', (name) => {
    test.prop([tinyPrograms], { seed: SEED, numRuns: RUNS_OF_A_RULE })('alone', async (program) => {
      await check(program, [name]);
    });

    test.prop([tinyPrograms, fc.constantFrom(...RULE_NAMES.filter((other) => other !== name))], {
      seed: SEED,
      numRuns: RUNS_OF_A_PAIR * (RULE_NAMES.length - 1),
    })('with each other rule', async (program, other) => {
      await check(program, [name, other]);
    });
  });

  test.prop([tinyPrograms], { seed: SEED, numRuns: 200 })(
    'is deterministic and writes into nothing',
    (program) => {
      const before = JSON.stringify(program);
      const one = JSON.stringify(presolve(program));
      expect(JSON.stringify(presolve(program))).toBe(one);
      expect(JSON.stringify(program)).toBe(before);
    },
  );

  plain('a postsolved basis leaves nothing to do', () => {
    expect(tally.returned).toBeGreaterThan(RUNS / 4);
    expect(tally.atRest / tally.returned).toBeGreaterThanOrEqual(0.99);
  });
});
