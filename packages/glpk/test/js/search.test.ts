/** Searches in glpk.js: against trying everything, without a point, limits that it cannot keep. */
import { solveProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { glpk } from '../../src/index.ts';
import { truth } from '../enumerate.ts';
import { dense, generator } from '../support.ts';

const backend = glpk({ engine: 'glpk.js' });

test('eighty drawn programs have the optimum that trying everything finds, and a bound that holds', async () => {
  const random = generator(20_261_121);
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const seen = { optimal: 0, infeasible: 0 };
  for (let k = 0; k < 80; k++) {
    const columns = Array.from({ length: 3 }, () => [whole(-2, 0), whole(1, 3)] as const);
    const program = dense({
      sense: k % 2 === 0 ? 'minimize' : 'maximize',
      cost: columns.map(() => whole(-4, 4)),
      columns,
      rows: Array.from({ length: 2 }, () => columns.map(() => whole(-4, 4))),
      between: Array.from({ length: 2 }, () => {
        const lower = whole(-6, 4);
        return [lower, lower + whole(0, 3)] as const;
      }),
      integer: [1, 1, k % 3 === 0 ? 0 : 1],
      offset: whole(-9, 9),
    });
    const [expected, outcome] = [await truth(program), await solveProgram(program, backend)];
    expect([k, outcome.status]).toEqual([k, expected.status]);
    seen[expected.status]++;
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'mip') continue;
    const scale = 1 + Math.abs(expected.objective - program.offset);
    expect(Math.abs(outcome.objective - expected.objective)).toBeLessThanOrEqual(1e-6 * scale);
    const flip = program.sense === 'minimize' ? 1 : -1;
    expect(flip * (expected.objective - outcome.solution.bound)).toBeGreaterThanOrEqual(-1e-9 * scale);
  }
  expect(Math.min(seen.optimal, seen.infeasible)).toBeGreaterThan(5);
});

test('without a whole point, which the presolver sees or the search does', async () => {
  const columns = Array(2).fill([0, 9]);
  const given = { cost: [1, 1], columns, integer: [1, 1] };
  for (const program of [
    dense({ ...given, rows: [[2, 2]], between: [[3, 3]] }),
    dense({ ...given, rows: [[2, 4]], between: [[2.5, 3.5]] }),
  ])
    expect(await solveProgram(program, backend)).toMatchObject({ status: 'infeasible', proof: 'search' });
});

test('a limit of nodes is refused where there is a search, and means nothing where there is none', async () => {
  const linear = dense({ cost: [1], rows: [[2]], between: [[3, 9]] });
  const program = { ...linear, integer: Uint8Array.of(1) };
  await expect(solveProgram(program, backend, { nodeLimit: 5 })).rejects.toMatchObject({
    code: 'glpk.node-limit',
  });
  await expect(solveProgram(program, backend, { nodeLimit: -1 })).rejects.toMatchObject({
    code: 'program.node-limit',
  });
  expect(await solveProgram(program, backend)).toMatchObject({ status: 'optimal', objective: 2 });
  expect(await solveProgram(linear, backend, { nodeLimit: 5 })).toMatchObject({ objective: 1.5 });
});

test('whole costs make the bound exact; others leave what GLPK itself leaves', async () => {
  const drawn = {
    sense: 'maximize',
    cost: [8, 11, 6, 4],
    columns: Array(4).fill([0, 1]),
    rows: [[5, 7, 4, 3]],
    between: [[-Infinity, 14]],
    integer: [1, 1, 1, 1],
  } as const;
  const exact = await solveProgram(dense(drawn), backend, { mipGap: 0 });
  expect(exact).toMatchObject({ status: 'optimal', objective: 21, solution: { bound: 21, gap: 0 } });
  const other = await solveProgram(dense({ ...drawn, cost: [8.5, 11, 6, 4] }), backend);
  expect(other.status).toBe('optimal');
  if (other.status === 'optimal' && other.solution.kind === 'mip') {
    expect(other.solution.gap).toBeGreaterThan(0);
    expect(other.solution.gap).toBeLessThan(1e-6);
  }
});
