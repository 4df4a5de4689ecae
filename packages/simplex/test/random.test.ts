/**
 * Random programs against HiGHS: same status, same objective, every verdict verified. Programs are made from a seed alone; a failure
 * prints it. MARGINAL_RANDOM sets the number of tiny programs.
 */
import { highs } from '@marginal/highs';
import { solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { type SolveStatistics, solveSync } from '../src/index.ts';
import { feasibleProgram, objectiveOf, relativeDifference, tinyProgram, verified } from './support.ts';

const TINY = Number(process.env.MARGINAL_RANDOM ?? 2000);
const SEED = 20_261_121;
const backend = highs();

describe('random programs', () => {
  test(`${TINY} tiny ones agree with HiGHS, with and without presolve`, { timeout: 3_600_000 }, async () => {
    const seen = new Set<string>();
    for (let k = 0; k < TINY; k++) {
      const seed = SEED + k;
      const program = tinyProgram(seed);
      const ours = verified(solveSync(program));
      const reduced = verified(solveSync(program, { presolve: true }));
      const theirs = verified(await solveProgram(program, backend));
      expect(reduced.status, `tinyProgram(${seed}) with presolve`).toBe(theirs.status);
      if (theirs.status === 'optimal')
        expect(relativeDifference(objectiveOf(reduced), theirs.objective)).toBeLessThan(1e-9);
      seen.add(ours.status);
      expect(ours.status, `tinyProgram(${seed})`).toBe(theirs.status);
      if (theirs.status === 'optimal')
        expect(relativeDifference(objectiveOf(ours), theirs.objective), `tinyProgram(${seed})`).toBeLessThan(
          1e-9,
        );
    }
    expect([...seen].sort()).toEqual(['infeasible', 'optimal', 'unbounded']);
  });

  test.each([false, true])('feasible ones of some size, degenerate: %s', async (degenerate) => {
    for (let seed = 1; seed <= 40; seed++) {
      const size = 5 + 3 * seed;
      const program = feasibleProgram(seed, size, 2 * size, degenerate);
      const ours = objectiveOf(solveSync(program));
      const theirs = objectiveOf(await solveProgram(program, backend));
      expect(relativeDifference(ours, theirs), `feasibleProgram(${seed})`).toBeLessThan(1e-9);
    }
  });

  test('scaling changes neither status nor objective, and duals follow the units', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const program = feasibleProgram(seed, 20, 40, false);
      const { matrix } = program;
      // Rows and columns in other units, decades apart.
      const row = Array.from({ length: matrix.rowCount }, (_, i) => 10 ** ((i % 7) - 3));
      const column = Array.from({ length: matrix.columnCount }, (_, j) => 10 ** ((j % 5) - 2));
      const values = matrix.values.slice();
      for (let j = 0; j < matrix.columnCount; j++)
        for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++)
          values[k] *= row[matrix.rows[k]] * column[j];
      const other = {
        ...program,
        cost: program.cost.map((c, j) => c * column[j]),
        columnLower: program.columnLower.map((l, j) => l / column[j]),
        columnUpper: program.columnUpper.map((u, j) => u / column[j]),
        rowLower: program.rowLower.map((l, i) => l * row[i]),
        rowUpper: program.rowUpper.map((u, i) => u * row[i]),
        matrix: { ...matrix, values },
      };
      const plain = solveSync(program, { scaling: false });
      const units = solveSync(other);
      const unscaled = solveSync(other, { scaling: false });
      expect(relativeDifference(objectiveOf(units), objectiveOf(plain))).toBeLessThan(1e-9);
      expect(relativeDifference(objectiveOf(unscaled), objectiveOf(plain))).toBeLessThan(1e-9);
    }
  });

  test('an ordinary solve needs no rung of the ladder', () => {
    let fallbacks = 0;
    const onStatistics = ({ fallbacks: f }: SolveStatistics): void => {
      fallbacks += f.troubles + f.taboos + f.repaired + f.restarts + f.rescaled + f.thresholds;
    };
    for (let seed = 1; seed <= 20; seed++) solveSync(feasibleProgram(seed, 40, 80, false), { onStatistics });
    expect(fallbacks).toBe(0);
  });
});
