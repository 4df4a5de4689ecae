/**
 * What one dual pivot must leave true: steepest edge weights equal the norms they stand for, reduced costs stay feasible, the dual
 * objective does not fall, values agree with a fresh factorisation.
 */

import type { Program } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { DualPivot, dualIterate, GO_ON, NO_ROW, REFACTOR } from '../../src/dual/iterate.ts';
import { rebuild } from '../../src/dual/phase.ts';
import { RatioTest } from '../../src/dual/ratio-test.ts';
import { SparseVector } from '../../src/factor/sparse-vector.ts';
import { Form } from '../../src/form/form.ts';
import { solveSync } from '../../src/index.ts';
import { Refinement } from '../../src/result/refine.ts';
import { State } from '../../src/state/state.ts';
import { assignment, feasibleProgram, INF, lp, objectiveOf } from '../support.ts';

/** All columns boxed, so that the slack basis is dual feasible after flips. */
function start(seed: number): State {
  const program = feasibleProgram(seed, 40, 80, false);
  const boxed: Program = { ...program, columnUpper: program.columnUpper.map((u) => Math.min(u, 50)) };
  const state = new State(new Form(boxed, true), 1);
  state.placeNonbasics();
  state.factorise();
  state.computeDual();
  state.flipToDualFeasible();
  rebuild(state);
  return state;
}

/** Sum of d_j x_j over nonbasic variables: the dual objective while d is feasible. */
function dualObjective(state: State): number {
  const { m, total, nonbasic, value, cost, basic, primal } = state;
  let sum = 0;
  for (let j = 0; j < total; j++) if (nonbasic[j] !== 0) sum += cost[j] * value[j];
  for (let r = 0; r < m; r++) sum += cost[basic[r]] * primal[r];
  return sum;
}

function pivots(state: State, count: number, after: () => void): number {
  const test = new RatioTest(state.total);
  const pivot = new DualPivot();
  let made = 0;
  while (made < count && dualIterate(state, test, pivot) === GO_ON) {
    made++;
    after();
  }
  return made;
}

describe('dual pivots', () => {
  test('weights are the norms of the rows of the inverse', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const state = start(seed);
      expect(pivots(state, 40, () => undefined)).toBeGreaterThan(10);
      const row = new SparseVector(state.m);
      for (let r = 0; r < state.m; r++) {
        state.factor.btranRow(row, r, 1);
        const exact = row.value.reduce((sum, x) => sum + x * x, 0);
        expect(Math.abs(state.weight[r] - exact) / exact).toBeLessThan(1e-6);
      }
    }
  });

  test('weights follow their variables through a factorisation', () => {
    const state = start(2);
    pivots(state, 40, () => undefined);
    const before = new Map(Array.from(state.basic, (j, r) => [j, state.weight[r]] as const));
    state.factorise();
    for (let r = 0; r < state.m; r++) expect(state.weight[r]).toBe(before.get(state.basic[r]));
  });

  test('the dual objective never falls and reduced costs stay feasible', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const state = start(seed);
      let best = dualObjective(state);
      pivots(state, 60, () => {
        const now = dualObjective(state);
        expect(now).toBeGreaterThan(best - 1e-7 * (1 + Math.abs(best)));
        best = now;
        expect(state.countDualViolations()).toBe(0);
      });
    }
  });

  test('values and reduced costs agree with a fresh factorisation', () => {
    const state = start(3);
    pivots(state, 40, () => undefined);
    const values = new Map(Array.from(state.basic, (j, r) => [j, state.primal[r]] as const));
    const duals = state.dual.slice();
    state.factorise();
    state.computePrimal();
    state.computeDual();
    for (let r = 0; r < state.m; r++)
      expect(state.primal[r]).toBeCloseTo(values.get(state.basic[r]) ?? NaN, 7);
    for (let j = 0; j < state.total; j++)
      if (state.eligible[j] === 1) expect(state.dual[j]).toBeCloseTo(duals[j], 7);
  });

  test('least indices come to the same optimum, without a cycle, where every basis is degenerate', () => {
    for (const [seed, kinds] of [
      [1, 1],
      [2, 2],
      [3, 5],
    ]) {
      const program = assignment(6, kinds, seed);
      const state = new State(new Form(program, true), 1);
      state.placeNonbasics();
      rebuild(state);
      const ratio = new RatioTest(state.total);
      const pivot = new DualPivot();
      pivot.leastIndex = true;
      let reason: number = GO_ON;
      for (let k = 0; k < 2000 && reason !== NO_ROW; k++) {
        reason = dualIterate(state, ratio, pivot);
        expect(ratio.flipCount).toBe(0);
        expect([GO_ON, REFACTOR, NO_ROW]).toContain(reason);
        if (reason === REFACTOR) rebuild(state);
      }
      expect(reason).toBe(NO_ROW);
      const optimum = dualObjective(state) / state.form.costScale;
      expect(optimum).toBeCloseTo(objectiveOf(solveSync(program)), 6);
    }
  });

  test('a pivot that is tiny beside its row of the inverse is refined, then dropped', () => {
    // With x_0 basic the row of the inverse is 1e6, and the entry of x_1 in the pivot row 5e-4: 5e-10 of it.
    const program = lp({
      cost: [0, 0, 1e6],
      matrix: [[1e-6, 5e-10, 1]],
      columns: [
        [0, 10],
        [0, INF],
        [0, INF],
      ],
      rows: [[1, 1]],
    });
    const entering = (guarded: boolean): number => {
      const state = new State(new Form(program, false), 1);
      state.basic[0] = 0;
      state.nonbasic.set([0, 1, 1, 1]);
      state.placeNonbasics();
      rebuild(state);
      const pivot = new DualPivot();
      if (guarded) pivot.refinement = new Refinement(state.m);
      const ratio = new RatioTest(state.total);
      expect(dualIterate(state, ratio, pivot)).toBe(GO_ON);
      expect(state.counters.refinements).toBe(guarded ? 1 : 0);
      expect(state.counters.dropped).toBe(1);
      return ratio.entering;
    };
    expect(entering(true)).toBe(2);
    expect(entering(false)).toBe(2);
  });

  test('only boxed variables flip', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const state = start(seed);
      const test = new RatioTest(state.total);
      const pivot = new DualPivot();
      while (dualIterate(state, test, pivot) === GO_ON)
        for (let k = 0; k < test.flipCount; k++) {
          const j = test.flips[k];
          expect(state.upper[j] - state.lower[j]).toBeLessThan(Infinity);
        }
    }
  });
});
