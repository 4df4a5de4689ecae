/**
 * The Netlib programs: verified optima with the published values, from the slack basis. By default those that together take a few seconds;
 * MARGINAL_LONG=1 takes all of them.
 */
import { readdirSync } from 'node:fs';
import { readModelFile } from '@marginal/formats';
import { checkFarkas, type Program, solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { simplex, solveSync } from '../src/index.ts';
import { DATA, dataPresent, objectiveOf, optima, relativeDifference } from './support.ts';

/** Minutes in all, on a slow machine. */
const LONG = new Set(['dfl001', 'pilot', 'greenbea', 'd2q06c', 'woodw', 'nesm', 'grow15']);
const everything = process.env.MARGINAL_LONG === '1';
const names = [...optima.keys()].filter((name) => everything || !LONG.has(name));

/** What residuals are held to; pilot's published value is itself known to 4e-8 only. */
const RESIDUAL = 1e-9;
const OBJECTIVE = 1e-9;

async function netlib(name: string): Promise<Program> {
  return (await readModelFile(`${DATA}netlib/${name}.mps.gz`)).program;
}

describe.skipIf(!dataPresent)('Netlib', () => {
  test.each(names)('%s', { timeout: 600_000 }, async (name) => {
    const outcome = solveSync(await netlib(name));
    const optimal = optima.get(name) ?? NaN;
    expect(relativeDifference(objectiveOf(outcome), optimal)).toBeLessThan(OBJECTIVE);
    if (outcome.status !== 'optimal') return;
    const { primal, dual, complementarity, gap } = outcome.residuals;
    expect(Math.max(primal, dual, complementarity, gap)).toBeLessThan(RESIDUAL);
  });

  test('the optimal basis handed back needs no pivot', async () => {
    for (const name of ['afiro', 'share1b', 'brandy', 'stair']) {
      const program = await netlib(name);
      const outcome = solveSync(program);
      if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') throw new Error(outcome.status);
      const { basis } = outcome.solution;
      if (basis === undefined) throw new Error('no basis');
      const again = await solveProgram(program, simplex(), { startBasis: basis });
      expect(again.iterations).toBe(0);
      expect(relativeDifference(objectiveOf(again), outcome.objective)).toBeLessThan(1e-12);
    }
  });

  test('maximising the negative is the same program', async () => {
    const program = await netlib('blend');
    const mirrored: Program = {
      ...program,
      sense: 'maximize',
      offset: -program.offset,
      cost: program.cost.map((c) => -c),
    };
    const here = solveSync(program);
    const there = solveSync(mirrored);
    expect(objectiveOf(there)).toBeCloseTo(-objectiveOf(here), 9);
    expect(there.iterations).toBe(here.iterations);
  });

  test('same input, same pivots', async () => {
    const program = await netlib('brandy');
    const counts = [1, 2, 3].map(() => solveSync(program).iterations);
    expect(new Set(counts).size).toBe(1);
  });

  test.each(dataPresent ? readdirSync(`${DATA}infeasible`) : [])('%s is proved infeasible', async (file) => {
    const { program } = await readModelFile(`${DATA}infeasible/${file}`);
    const outcome = solveSync(program);
    expect(outcome.status).toBe('infeasible');
    if (outcome.status !== 'infeasible' || outcome.proof !== 'farkas') throw new Error('no proof');
    expect(checkFarkas(program, outcome.farkas).verdict).toBe('verified');
    // A proof with its signs turned around proves nothing.
    const turned = outcome.farkas.map((y) => -y);
    expect(checkFarkas(program, turned).verdict).toBe('refuted');
  });
});
