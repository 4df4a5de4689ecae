/**
 * How far costs and right-hand sides may move. Where the optimum is not degenerate a range is one interval, known by hand here
 * and tried by solving just inside and just outside of each end; where it is degenerate a part of it will do.
 */
import {
  type Delta,
  type LpSolution,
  type Program,
  type Ranges,
  type Ranging,
  solveProgram,
  UnsupportedError,
} from '@marginal/program';
import { type Bench, type Case, type Verdict, verdictOf } from './case.ts';
import { type Sketch, stated } from './sketch.ts';
import { RANGE_AGREEMENT, RANGE_STEP } from './tolerances.ts';
import { market, unusable } from './workbench.ts';

type Interval = readonly [from: number, to: number];

interface Known {
  readonly cost: readonly Interval[];
  /** One per row, of the side that it has; an equation has both alike. */
  readonly rowLower: readonly Interval[];
  readonly rowUpper: readonly Interval[];
}

const FREE_BELOW: Interval = [-Infinity, -Infinity];

/** Denied: the question is refused, and not answered with nothing or with zeros. */
async function refusal(program: Program, bench: Bench, code: string): Promise<Verdict> {
  try {
    const outcome = await solveProgram(program, bench.backend, { ranging: true });
    return verdictOf([`ranging is to be refused, and yet there was an outcome: ${outcome.status}`]);
  } catch (error) {
    if (error instanceof UnsupportedError && error.code === code)
      return { status: 'refused', reason: `ranging: ${error.code}` };
    return verdictOf([`ranging is to be refused with ${code}, and not with ${String(error)}`]);
  }
}

function ranged(id: string, run: (bench: Bench) => Promise<Verdict>): Case {
  return {
    id: `ranging: ${id}`,
    layer: 'analytic',
    async run(bench) {
      const { capabilities } = bench.backend;
      const none = unusable(bench);
      if (none !== undefined) return none;
      if (!capabilities.ranging) return refusal(market(bench), bench, 'program.ranging-unsupported');
      return run(bench);
    },
  };
}

type Verified = Ranging & { readonly status: 'verified' };

/** The ranges of a program, or what came instead. */
async function rangesOf(program: Program, bench: Bench) {
  const outcome = await solveProgram(program, bench.backend, { ranging: true });
  if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') return `no optimum: ${outcome.status}`;
  const { ranging } = outcome.solution;
  if (ranging?.status !== 'verified') return `ranging is claimed, and came to ${JSON.stringify(ranging)}`;
  return { objective: outcome.objective, solution: outcome.solution, ranging };
}

function apart(one: number, other: number): boolean {
  return one !== other && !(Math.abs(one - other) <= RANGE_AGREEMENT * (1 + Math.abs(other)));
}

function unlikeKnown(ranging: Verified, known: Known): string[] {
  const wrong: string[] = [];
  for (const what of ['cost', 'rowLower', 'rowUpper'] as const) {
    known[what].forEach(([from, to], k) => {
      const got = ranging[what];
      if (apart(got.from[k], from) || apart(got.to[k], to))
        wrong.push(`${what} ${k}: ${got.from[k]} to ${got.to[k]}, not ${from} to ${to}`);
    });
  }
  return wrong;
}

/** One number of a program, where it may lie, and what its change is. */
interface Moved {
  readonly name: string;
  readonly range: Ranges;
  readonly now: number;
  readonly index: number;
  readonly delta: (value: number) => Delta;
  /** Slope of the objective within the range. */
  readonly slope: number;
}

function* numbers(program: Program, solution: LpSolution, ranging: Verified): Generator<Moved> {
  const { cost, rowLower, rowUpper } = program;
  const one = (index: number) => Int32Array.of(index);
  for (let j = 0; j < cost.length; j++)
    yield {
      name: `cost ${j}`,
      range: ranging.cost,
      now: cost[j],
      index: j,
      delta: (value) => ({ cost: { index: one(j), value: Float64Array.of(value) } }),
      slope: solution.x[j],
    };
  for (let i = 0; i < rowLower.length; i++) {
    const [low, high] = [rowLower[i], rowUpper[i]];
    const price = solution.rowDual[i];
    const sides = (lower: number, upper: number): Delta => ({
      rowBounds: { index: one(i), lower: Float64Array.of(lower), upper: Float64Array.of(upper) },
    });
    const onLower = price * (program.sense === 'minimize' ? 1 : -1) > 0;
    if (low > -Infinity)
      yield {
        name: `lower side ${i}`,
        range: ranging.rowLower,
        now: low,
        index: i,
        delta: (value) => sides(value, low === high ? value : high),
        slope: low === high || onLower ? price : 0,
      };
    if (high < Infinity && low !== high)
      yield {
        name: `upper side ${i}`,
        range: ranging.rowUpper,
        now: high,
        index: i,
        delta: (value) => sides(low, value),
        slope: onLower ? 0 : price,
      };
  }
}

/** Solves just inside of each end, where the objective is on its line, and just outside, where it is not (if `exact`). */
async function tried(program: Program, bench: Bench, exact: boolean): Promise<string[]> {
  const found = await rangesOf(program, bench);
  if (typeof found === 'string') return [found];
  const { objective, solution, ranging } = found;
  const wrong: string[] = [];
  for (const { name, range, now, index, delta, slope } of numbers(program, solution, ranging)) {
    for (const [end, out] of [
      [range.from[index], -1],
      [range.to[index], 1],
    ]) {
      // Far out where there is no end.
      const inside = Number.isFinite(end) ? end + (now - end) * RANGE_STEP : now + out * 1000;
      const places =
        Number.isFinite(end) && exact ? [inside, end + out * RANGE_STEP * (1 + Math.abs(end))] : [inside];
      for (const value of places) {
        const session = await bench.backend.open(program);
        try {
          const at = value === inside ? 'inside' : 'outside';
          try {
            await session.update(delta(value));
          } catch {
            // A side past the other one: no longer a program, so outside indeed.
            if (at === 'inside') wrong.push(`${name} at ${value}: cannot be set`);
            continue;
          }
          const there = await session.solve();
          const line = objective + slope * (value - now);
          const on = there.status === 'optimal' && !apart(there.objective, line);
          if (on !== (at === 'inside'))
            wrong.push(`${name}, just ${at} of ${end}: ${there.status}, ${on ? 'on' : 'off'} the line`);
        } finally {
          session.close();
        }
      }
    }
  }
  return wrong;
}

/** max 3x + 2y, x + y <= 4, x - y <= 2, within [0, 10]: (3, 1) with prices (c1 + c2) / 2 and (c1 - c2) / 2. */
const MARKET: Known = {
  cost: [
    [2, Infinity],
    [-3, 3],
  ],
  rowLower: [FREE_BELOW, FREE_BELOW],
  rowUpper: [
    [2, 18],
    [-4, 4],
  ],
};

/** Two plants at 20 and 30 with room for 5 each, an equation of 7, and a row with room on both sides. */
const DEMAND: Sketch = {
  cost: [20, 30],
  columns: [
    [0, 5],
    [0, 5],
  ],
  rows: [
    [1, 1],
    [1, 2],
  ],
  between: [
    [7, 7],
    [0, 12],
  ],
};
const DEMAND_KNOWN: Known = {
  cost: [
    [-Infinity, 30],
    [20, Infinity],
  ],
  rowLower: [
    [5, 8.5],
    [-Infinity, 9],
  ],
  rowUpper: [
    [5, 8.5],
    [9, Infinity],
  ],
};

/** A range row at its lower side: 2 x >= 6, at most 10. */
const RANGE_ROW: Sketch = { cost: [4], rows: [[2]], between: [[6, 10]] };
const RANGE_ROW_KNOWN: Known = {
  cost: [[0, Infinity]],
  rowLower: [[0, 10]],
  rowUpper: [[6, Infinity]],
};

/** Three rows through one point: some basis, and not all of the range. */
const DEGENERATE: Sketch = {
  sense: 'maximize',
  cost: [1, 1],
  rows: [
    [1, 0],
    [0, 1],
    [1, 1],
  ],
  between: [
    [-Infinity, 2],
    [-Infinity, 3],
    [-Infinity, 5],
  ],
};

/** min 7x - 2y with a range row: where interior point ends inside of an edge, and a vertex is left to be found. */
const EDGE: Sketch = {
  cost: [7, -2],
  columns: [
    [0, 6],
    [-Infinity, 5],
  ],
  rows: [
    [5, 3],
    [4, -3],
  ],
  between: [
    [19, Infinity],
    [-3, 2],
  ],
};

/** Ten rows of three to five coefficients over twelve columns: large enough that presolve leaves something to solve. */
const WIDER: Sketch = {
  cost: Array.from({ length: 12 }, (_, j) => 20 + ((7 * j) % 11) + j / 13),
  columns: Array.from({ length: 12 }, (_, j) => [0, 4 + (j % 3)] as const),
  rows: Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 12 }, (_, j) => ((5 * i + 3 * j) % 7 < 2 ? 1 + ((i + 2 * j) % 5) / 2 : 0)),
  ),
  between: Array.from({ length: 10 }, (_, i) => [6 + 0.7 * i, i % 3 === 0 ? 30 : Infinity] as const),
};

function known(id: string, program: (bench: Bench) => Program, truth: Known): Case {
  return ranged(id, async (bench) => {
    const stated = program(bench);
    const found = await rangesOf(stated, bench);
    if (typeof found === 'string') return verdictOf([found]);
    const wrong = unlikeKnown(found.ranging, truth);
    return verdictOf(wrong.length > 0 ? wrong : await tried(stated, bench, true));
  });
}

export const RANGING_CASES: readonly Case[] = [
  known('a market, maximised', (bench) => market(bench), MARKET),
  known('an equation beside a row with room', () => stated(DEMAND), DEMAND_KNOWN),
  known('a range row at its lower side', () => stated(RANGE_ROW), RANGE_ROW_KNOWN),
  ranged('a degenerate optimum: inside every range the objective is on its line', async (bench) =>
    verdictOf(await tried(stated(DEGENERATE), bench, false)),
  ),
  ranged('a range row and a free column: inside every range the objective is on its line', async (bench) =>
    verdictOf(await tried(stated(EDGE), bench, false)),
  ),
  ranged('ten rows and twelve columns: inside every range the objective is on its line', async (bench) =>
    verdictOf(await tried(stated(WIDER), bench, false)),
  ),
  ranged('a program without coefficients', async (bench) =>
    verdictOf(
      await tried(
        stated({
          cost: [2, -1],
          columns: [
            [1, 5],
            [0, 4],
          ],
          rows: [[0, 0]],
          between: [[-1, 1]],
        }),
        bench,
        false,
      ),
    ),
  ),
  ranged('integers are refused', async (bench) => {
    if (!bench.backend.capabilities.mip) return { status: 'skipped', reason: 'takes no integers at all' };
    return refusal(market(bench, { integer: [1, 1] }), bench, 'program.ranging-integers');
  }),
];
