/** The exact simplex agrees with the floating one where that is right, from any basis, and its rounded certificates pass the checks. */
import {
  AT_LOWER,
  AT_UPPER,
  BASIC,
  type Claim,
  certify,
  type Outcome,
  type Program,
} from '@marginal/program';
import { expect, test } from 'vitest';
import { ExactSimplex, fitsExact } from '../../src/exact/exact-simplex.ts';
import { CAPABILITIES, IDENTITY } from '../../src/identity.ts';
import { solveSync } from '../../src/index.ts';
import {
  assignment,
  INF,
  lp,
  objectiveOf,
  relativeDifference,
  tinyProgram,
  uniform,
  verified,
} from '../support.ts';

function finish(exact: ExactSimplex): Claim | undefined {
  const steps = exact.run();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function outcomeOf(program: Program, exact: ExactSimplex): Outcome {
  const claim = finish(exact);
  if (claim === undefined) throw new Error('no verdict');
  return certify(program, claim, CAPABILITIES, { solver: IDENTITY, iterations: exact.pivots, seconds: 0 });
}

/** `tinyProgram` as a minimisation, as every engine is handed it. */
function minimisation(seed: number): Program {
  return { ...tinyProgram(seed), sense: 'minimize' };
}

test('the verdicts of the floating simplex on tiny programs, from the slack basis and from random ones', () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 400; seed++) {
    const program = minimisation(seed);
    const expected = solveSync(program);
    const draw = uniform(seed);
    const status = (): number => [BASIC, AT_LOWER, AT_UPPER][Math.floor(3 * draw())];
    const basis = {
      columns: Int8Array.from(program.cost, status),
      rows: Int8Array.from(program.rowLower, status),
    };
    for (const start of [undefined, basis]) {
      const outcome = verified(outcomeOf(program, new ExactSimplex(program, start)));
      expect(outcome.status, `tinyProgram(${seed})`).toBe(expected.status);
      if (outcome.status === 'optimal')
        expect(relativeDifference(outcome.objective, objectiveOf(expected))).toBeLessThan(1e-12);
      seen.add(outcome.status);
    }
  }
  expect([...seen].sort()).toEqual(['infeasible', 'optimal', 'unbounded']);
});

test('an optimal basis needs no pivot', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const program = minimisation(seed);
    const first = finish(new ExactSimplex(program, undefined));
    if (first?.status !== 'optimal') continue;
    const again = new ExactSimplex(program, first.basis);
    expect(finish(again)?.status).toBe('optimal');
    expect(again.pivots).toBe(0);
  }
});

test('what cycles in floating point does not cycle here', () => {
  const beale = lp({
    cost: [-0.75, 150, -0.02, 6],
    matrix: [
      [0.25, -60, -0.04, 9],
      [0.5, -90, -0.02, 3],
      [0, 0, 1, 0],
    ],
    rows: [
      [-INF, 0],
      [-INF, 0],
      [-INF, 1],
    ],
  });
  expect(objectiveOf(outcomeOf(beale, new ExactSimplex(beale, undefined)))).toBeCloseTo(-0.05, 12);
  const equal = assignment(5, 1, 1);
  expect(objectiveOf(outcomeOf(equal, new ExactSimplex(equal, undefined)))).toBe(0);
});

test('a contradiction in the last digits is seen', () => {
  // y = 2^49 x, y <= 2^59, w <= 512 and y + w >= 2^59 + 1024: by 512 there is no point, which is less than 1e-15 of what is added.
  const program = lp({
    cost: [1, 0, 0],
    columns: [
      [0, INF],
      [0, 2 ** 59],
      [0, 512],
    ],
    matrix: [
      [2 ** 49, -1, 0],
      [0, 1, 1],
    ],
    rows: [
      [0, 0],
      [2 ** 59 + 1024, INF],
    ],
  });
  expect(finish(new ExactSimplex(program, undefined))?.status).toBe('infeasible');
  const met = { ...program, rowLower: Float64Array.of(0, 2 ** 59 + 512) };
  expect(finish(new ExactSimplex(met, undefined))?.status).toBe('optimal');
});

test('only small programs', () => {
  expect(fitsExact(assignment(5, 1, 1))).toBe(true);
  expect(fitsExact(assignment(20, 1, 1))).toBe(false);
});
