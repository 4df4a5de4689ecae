/** The long-step ratio test against all orders of breakpoints on small rows. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { RatioTest } from '../../src/dual/ratio-test.ts';
import { Form } from '../../src/form/form.ts';
import { State } from '../../src/state/state.ts';
import { INF, type Interval, lp } from '../support.ts';

const entry = fc.record({
  alpha: fc.constantFrom(-3, -2, -1, -0.5, 0.5, 1, 2, 3),
  dual: fc.integer({ min: 0, max: 6 }),
  range: fc.constantFrom(0.5, 1, 2, 5, INF),
});

/** One row over columns at their lower bounds with the given reduced costs: the row of its basic logical is the row itself. */
function stateOf(entries: readonly { alpha: number; dual: number; range: number }[]): State {
  const program = lp({
    cost: entries.map(({ dual }) => dual),
    columns: entries.map(({ range }): Interval => [0, range]),
    matrix: [entries.map(({ alpha }) => alpha)],
    rows: [[-INF, INF]],
  });
  const state = new State(new Form(program, false), 1);
  state.placeNonbasics();
  state.factorise();
  state.computeDual();
  state.factor.btranRow(state.rho, 0, 1);
  state.pivotRow.compute(state.rho, state.rowCopy, state.eligible);
  return state;
}

test.prop([fc.array(entry, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 30 }), fc.boolean()], {
  seed: 20_261_121,
  numRuns: 2000,
})('the step reaches as far as the slope lasts, with every reduced cost feasible', (entries, size, below) => {
  const state = stateOf(entries);
  const delta = below ? -size : size;
  const moveOut = below ? -1 : 1;
  const choice = new RatioTest(state.total);
  const found = choice.choose(state, delta);
  const candidates = entries
    .map(({ alpha, dual, range }, j) => ({ j, a: moveOut * alpha, dual, range }))
    .filter(({ a }) => a > 0);
  expect(found).toBe(candidates.length > 0);
  if (!found) return;

  const theta = Math.abs(choice.step);
  const flipped = new Set(choice.flips.slice(0, choice.flipCount));
  const tolerance = 2e-7;
  for (const { j, a, dual } of candidates) {
    const after = dual - theta * a;
    // What was passed flips, so that the other sign is right; all others keep theirs.
    if (flipped.has(j)) expect(after).toBeLessThan(tolerance * a + tolerance);
    else expect(after).toBeGreaterThan(-tolerance * (1 + a));
  }
  // The slope is still positive before the entering breakpoint.
  const lost = candidates.filter(({ j }) => flipped.has(j)).reduce((sum, { a, range }) => sum + a * range, 0);
  expect(lost).toBeLessThan(size);
  for (const j of flipped) expect(entries[j].range).toBeLessThan(INF);
  const entering = candidates.find(({ j }) => j === choice.entering);
  expect(entering).toBeDefined();
  expect(choice.alpha).toBe(entries[choice.entering].alpha);
});

test.prop([fc.array(entry, { minLength: 1, maxLength: 12 }), fc.boolean()], {
  seed: 20_261_121,
  numRuns: 500,
})('by least index the first breakpoint enters, and nothing flips', (entries, below) => {
  const state = stateOf(entries);
  const moveOut = below ? -1 : 1;
  const choice = new RatioTest(state.total);
  const found = choice.choose(state, moveOut, true);
  const breakpoints = entries.map(({ alpha, dual }) =>
    moveOut * alpha > 0 ? dual / (moveOut * alpha) : INF,
  );
  const first = Math.min(...breakpoints);
  expect(found).toBe(first < INF);
  expect(choice.flipCount).toBe(0);
  if (found) expect(choice.entering).toBe(breakpoints.indexOf(first));
});
