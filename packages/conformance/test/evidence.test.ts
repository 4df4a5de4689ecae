/** Each line of the evidence refuses an answer that only this line can refuse. */
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { type Capabilities, type LpSolution, type OptimalOutcome, solveProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { evidence } from '../src/index.ts';
import { stated } from '../src/sketch.ts';

const PROGRAM = stated({
  cost: [3, 5],
  columns: [
    [0, 10],
    [0, 10],
  ],
  rows: [[1, 1]],
  between: [[4, Infinity]],
});
const { capabilities } = highs();
const solved = await solveProgram(PROGRAM, highs());

function optimum(): OptimalOutcome & { readonly solution: LpSolution } {
  if (solved.status !== 'optimal' || solved.solution.kind !== 'lp') throw new Error('no optimum');
  return { ...solved, solution: solved.solution };
}

function changed(part: Partial<LpSolution>): OptimalOutcome {
  return { ...optimum(), solution: { ...optimum().solution, ...part } };
}

test('the honest answer passes', () => {
  expect(evidence(PROGRAM, optimum(), capabilities)).toEqual([]);
});

test.for<[string, OptimalOutcome, Partial<Capabilities>, RegExp]>([
  ['a wrong objective', { ...optimum(), objective: 11 }, {}, /^objective: says 11/],
  ['a wrong activity', changed({ rowActivity: Float64Array.of(5) }), {}, /^activity: row 0/],
  ['a dual of the wrong sign', changed({ rowDual: Float64Array.of(-3) }), {}, /^dual: /],
  ['a point outside its bounds', changed({ x: Float64Array.of(-1, 5) }), {}, /^primal: column/],
  [
    'a basis with too few basic',
    changed({ basis: { columns: Int8Array.of(0, 0), rows: Int8Array.of(0) } }),
    {},
    /^basis: 0 basic/,
  ],
  [
    'a basis that says upper',
    changed({ basis: { columns: Int8Array.of(1, 2), rows: Int8Array.of(0) } }),
    {},
    /does not stand/,
  ],
  ['a basis that is denied', optimum(), { basisOut: false }, /^denied: a basis/],
  ['duals that are denied', optimum(), { duals: false }, /^denied: duals/],
])('%s', ([, outcome, denied, line]) => {
  expect(evidence(PROGRAM, outcome, { ...capabilities, ...denied }).some((found) => line.test(found))).toBe(
    true,
  );
});

test('infeasible without multipliers is no proof for a linear program', () => {
  const { solver, iterations, seconds } = optimum();
  const record = { solver, iterations, seconds, status: 'infeasible' } as const;
  expect(evidence(PROGRAM, { ...record, proof: 'search' }, capabilities)).toHaveLength(1);
  const zeros = new Float64Array(1);
  expect(
    evidence(PROGRAM, { ...record, proof: 'farkas', farkas: zeros, margin: 1 }, capabilities),
  ).toHaveLength(1);
});

test('unbounded needs a ray that improves and a point that is feasible', async () => {
  const program = stated({ cost: [-1, 1], rows: [[-1, 1]], between: [[-Infinity, 2]] });
  const outcome = await solveProgram(program, glpk());
  if (outcome.status !== 'unbounded') throw new Error(`it is ${outcome.status}`);
  expect(evidence(program, outcome, glpk().capabilities)).toEqual([]);
  const still = { ...outcome, ray: new Float64Array(2) };
  expect(evidence(program, still, glpk().capabilities)[0]).toMatch(/^ray: /);
  const outside = { ...outcome, point: Float64Array.of(-5, 0) };
  expect(evidence(program, outside, glpk().capabilities)[0]).toMatch(/^point: /);
});
