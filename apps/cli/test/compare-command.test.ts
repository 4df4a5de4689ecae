import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OptimalOutcome, type Outcome, UnsupportedError } from '@marginal/program';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { SOLVERS } from '../src/solvers.ts';
import { type ErrorJson, json, marginal } from './harness.ts';
import { parseXml } from './parse-xml.ts';

const scratch = mkdtempSync(join(tmpdir(), 'marginal-compare-'));
afterAll(() => rmSync(scratch, { recursive: true }));

interface CompareJson {
  readonly schema: string;
  readonly verdict: string;
  readonly objectiveSpread: number | null;
  readonly findings: readonly { readonly solver: string; readonly line: string }[];
  readonly noAnswer: readonly { readonly solver: string; readonly line: string }[];
  readonly intervals: { readonly name: string; readonly version: string } | null;
  readonly solvers: readonly {
    readonly name: string;
    readonly toleranceClass: string;
    readonly status: string;
    readonly objective?: number;
    readonly prices?: { readonly digits: number; readonly explained: number };
  }[];
  readonly prices: readonly {
    readonly values: Readonly<Record<string, number>>;
    readonly equal: boolean;
    readonly unique: boolean | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly outside: readonly string[];
  }[];
}

test('us5: two solvers agree on the objective to 1e-9 and on each price to 1e-7, or call it not unique', async () => {
  const run = await marginal('compare', 'us5', '--solvers', 'highs,glpk', '--json');
  expect(run.code).toBe(0);
  const result = json<CompareJson>(run);
  expect(result.schema).toBe('marginal.compare/1');
  expect(result.objectiveSpread).toBeLessThanOrEqual(1e-9);
  expect(result.solvers.map((solver) => [solver.name, solver.status])).toEqual([
    ['highs', 'optimal'],
    ['glpk', 'optimal'],
  ]);
  for (const price of result.prices) {
    expect(price.outside).toEqual([]);
    const [a, b] = Object.values(price.values);
    if (price.unique) expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(a)));
    else expect(price.low === null || price.high === null || price.high > price.low).toBe(true);
  }
});

/** A scenario file in which demand ends exactly where the cheap node does: its price there is not unique. */
function step(): string {
  const node = { title: '', electricityPrice: 0, pue: 1, carbonIntensity: 0 };
  const scenario = {
    schema: 'marginal.scenario/1',
    name: 'step',
    title: 'Demand on a step of the merit order',
    model: 'token-flow',
    sources: {},
    data: {
      nodes: { cheap: { ...node, capacity: 6, gpuCost: 2 }, dear: { ...node, capacity: 5, gpuCost: 3 } },
      links: { up: { from: 'cheap', to: 'dear', bandwidth: 9, transportCost: 0.5, roundTripMs: 1 } },
      workloads: { batch: { title: '', latencyMs: null, gpuHours: 1, energy: 0 } },
      demand: { cheap: { batch: 6 } },
    },
  };
  const file = join(scratch, 'step.json');
  writeFileSync(file, JSON.stringify(scenario));
  return file;
}

test('demand exactly where the cheap node ends: not unique, both solvers inside the range', async () => {
  const file = step();
  const run = await marginal('compare', file, '--json');
  expect(run.code).toBe(0);
  const { prices, verdict } = json<CompareJson>(run);
  const [atCheap] = prices;
  // One unit less saves 2; one unit more travels to the dear node, 3 + 0.5.
  expect(atCheap).toMatchObject({ unique: false, low: 2, high: 3.5, outside: [] });
  for (const value of Object.values(atCheap.values)) {
    expect(value).toBeGreaterThanOrEqual(2 - 1e-9);
    expect(value).toBeLessThanOrEqual(3.5 + 1e-9);
  }
  expect(['same', 'same value, other vertex']).toContain(verdict);
});

test('agreement on infeasible is agreement, with exit 3', async () => {
  const run = await marginal('compare', 'us5', '--json', '--set', 'demandScale=3');
  expect(run.code).toBe(3);
  expect(json<CompareJson>(run)).toMatchObject({ verdict: 'same', prices: [], objectiveSpread: null });
});

test('a solver that has no time gives no answer, which is never agreement', async () => {
  const run = await marginal('compare', 'us5', '--json', '--time-limit', '0');
  expect(run.code).toBe(5);
  expect(json<CompareJson>(run).verdict).toBe('no answer');
});

test('for people: what agrees', async () => {
  const run = await marginal('compare', 'us5');
  expect(run.out).toMatch(
    /objectives agree to .* relative; 15 of 15 prices are equal to the digits of their class/,
  );
  expect(run.out).toMatch(/verdict: same/);
});

describe('an answer that is no vertex', () => {
  test('is judged by its own class, and held to the intervals of a vertex, wherever it stands', async () => {
    for (const solvers of ['highs,ortools:pdlp', 'ortools:pdlp,simplex']) {
      const run = await marginal('compare', 'us5', '--solvers', solvers, '--json');
      expect(run.code).toBe(0);
      const result = json<CompareJson>(run);
      expect(result.verdict).toBe('same');
      expect(result.objectiveSpread).toBeLessThanOrEqual(2e-4);
      expect(result.intervals?.name).toBe(solvers.includes('highs') ? 'highs' : 'simplex');
      const pdlp = result.solvers.find(({ name }) => name === 'ortools:pdlp');
      expect(pdlp).toMatchObject({ toleranceClass: 'firstOrder', status: 'optimal' });
      const { digits, explained } = pdlp?.prices ?? { digits: -1, explained: -1 };
      expect(digits).toBeGreaterThanOrEqual(2);
      // What its violations are worth is more than nothing and less than its class allows.
      expect(explained).toBeGreaterThan(0);
      expect(explained).toBeLessThan(1e-3 * 1870);
      // The digits are true: no price is farther from its interval.
      for (const { values, low, high } of result.prices) {
        const value = values['ortools:pdlp'];
        const outside = Math.max(0, (low ?? -Infinity) - value, value - (high ?? Infinity));
        expect(outside).toBeLessThanOrEqual(10 ** -digits * (1 + Math.abs(value)));
      }
    }
    const said = await marginal('compare', 'us5', '--solvers', 'highs,ortools:pdlp');
    expect(said.out).toMatch(/firstOrder, no vertex: prices to \d+ digits/);
  });
});

describe('a solver that lies', () => {
  const honest = SOLVERS.get('highs');
  const solvers = SOLVERS as Map<string, NonNullable<typeof honest>>;
  afterEach(() => void solvers.delete('liar'));

  /** HiGHS, but its outcomes are changed after they have been checked. */
  function plant(change: (outcome: Outcome) => Outcome): void {
    if (honest === undefined) throw new Error('highs is not there');
    solvers.set('liar', {
      ...honest,
      load: async () => {
        const backend = await honest.load();
        return {
          ...backend,
          name: 'liar',
          open: async (program) => {
            const session = await backend.open(program);
            const solve = session.solve.bind(session);
            session.solve = async (options) => change(await solve(options));
            return session;
          },
        };
      },
    });
  }

  function optimum(change: (outcome: OptimalOutcome) => Outcome): (outcome: Outcome) => Outcome {
    return (outcome) => (outcome.status === 'optimal' ? change(outcome) : outcome);
  }

  const record = ({ solver, iterations, seconds }: Outcome) => ({ solver, iterations, seconds });

  test('about duals: outside their interval, and the line of the certificate they fail', async () => {
    plant(
      optimum((outcome) => {
        if (outcome.solution.kind !== 'lp') return outcome;
        const rowDual = outcome.solution.rowDual.map((dual) => 1.01 * dual);
        return { ...outcome, solution: { ...outcome.solution, rowDual } };
      }),
    );
    const junit = join(scratch, 'reports', 'duals.xml');
    const words = ['compare', 'us5', '--solvers', 'highs,glpk,liar', '--junit', junit];
    const run = await marginal(...words, '--json', '--annotations', 'github');
    expect(run.code).toBe(4);
    const { verdict, findings, prices } = json<CompareJson>(run);
    expect(verdict).toBe('wrong');
    expect(findings.map(({ solver }) => solver)).toEqual(['liar']);
    expect(findings[0].line).toMatch(/^price: .* outside \[.*do not prove the vertex: \w+/);
    expect(new Set(prices.flatMap(({ outside }) => outside))).toEqual(new Set(['liar']));
    // With --json the annotations are words for people.
    expect(run.err).toMatch(/^::error title=marginal compare us5::liar: price/m);
    const [suite] = parseXml(readFileSync(junit, 'utf8')).children;
    expect(suite.attributes).toMatchObject({ tests: '4', failures: '2', errors: '0' });
    const failed = suite.children.filter(({ children }) => children.some(({ name }) => name === 'failure'));
    expect(failed.map(({ attributes }) => attributes.name)).toEqual([
      expect.stringMatching(/^liar /),
      'prices service',
    ]);
    const said = await marginal(...words, '--annotations', 'github');
    expect(said.out).toMatch(/^::error title=marginal compare us5::liar: price/m);
    expect(said.out).toMatch(/WRONG liar: price/);
  });

  test('about the objective', async () => {
    plant(optimum((outcome) => ({ ...outcome, objective: outcome.objective * (1 + 1e-7) })));
    const run = await marginal('compare', 'us5', '--solvers', 'simplex,liar', '--json');
    expect(run.code).toBe(4);
    const { verdict, findings } = json<CompareJson>(run);
    expect(verdict).toBe('wrong');
    expect(findings).toEqual([
      { solver: 'liar', line: expect.stringMatching(/^objective: is .* allowed 1e-9/) },
    ]);
  });

  test('about there being an answer; one that is missing does not hide it', async () => {
    plant(optimum((outcome) => ({ ...record(outcome), status: 'infeasible', proof: 'search' })));
    const run = await marginal('compare', 'us5', '--solvers', 'highs,liar', '--json');
    expect(run.code).toBe(4);
    expect(json<CompareJson>(run)).toMatchObject({
      verdict: 'wrong',
      findings: [{ solver: 'liar', line: expect.stringMatching(/^status: proves infeasible/) }],
    });
  });

  test('and is refuted: the line that failed; no answer beside it does not hide it', async () => {
    plant((outcome) => ({
      ...record(outcome),
      status: 'imprecise',
      claimed: 'optimal',
      residuals: { primal: 1, dual: 0, complementarity: 0, gap: 0 },
      failures: ['primal: row cap = 3 is off by 1'],
    }));
    const run = await marginal('compare', 'us5', '--solvers', 'highs,liar', '--json');
    expect(run.code).toBe(4);
    expect(json<CompareJson>(run)).toMatchObject({
      verdict: 'wrong',
      findings: [{ solver: 'liar', line: 'primal: row cap = 3 is off by 1' }],
    });
  });

  test('a solver that will not take the case is no answer, and the others are compared all the same', async () => {
    plant((outcome) => outcome);
    const entry = solvers.get('liar');
    if (entry === undefined) throw new Error('nothing was planted');
    const fault = { code: 'stub.refused', place: 'liar', cause: 'too many rows', remedy: 'take fewer' };
    const refuses = async () => {
      throw new UnsupportedError(fault);
    };
    solvers.set('liar', { ...entry, load: async () => ({ ...(await entry.load()), open: refuses }) });
    const run = await marginal('compare', 'us5', '--solvers', 'highs,simplex,liar', '--json');
    expect(run.code).toBe(4);
    expect(json<CompareJson>(run)).toMatchObject({
      verdict: 'no answer',
      findings: [],
      noAnswer: [{ solver: 'liar', line: expect.stringContaining('too many rows') }],
    });
  });

  test('prices are compared between those that answered', async () => {
    plant((outcome) => ({ ...record(outcome), status: 'failed', cause: 'out of memory' }));
    const run = await marginal('compare', 'us5', '--solvers', 'liar,highs,simplex', '--json');
    expect(run.code).toBe(4);
    const { verdict, prices, objectiveSpread, intervals } = json<CompareJson>(run);
    expect(verdict).toBe('no answer');
    expect(intervals).not.toBeNull();
    expect(objectiveSpread).toBeLessThanOrEqual(1e-9);
    expect(prices).toHaveLength(15);
    for (const { values, outside } of prices) {
      expect(Object.keys(values)).toEqual(['highs', 'simplex']);
      expect(outside).toEqual([]);
    }
    const said = await marginal('compare', 'us5', '--solvers', 'liar,highs,simplex');
    expect(said.out).toContain('of those that answered: objectives agree to');
  });

  describe('without time for the intervals', () => {
    const words = ['compare', step(), '--solvers', 'liar,highs', '--time-limit', '600'];

    test('equal prices are compared, and it is said that no interval is known', async () => {
      plant((outcome) => ({ ...outcome, seconds: 1e6 }));
      const run = await marginal(...words, '--json');
      expect(run.code).toBe(0);
      const { verdict, prices, intervals } = json<CompareJson>(run);
      expect(verdict).toBe('same');
      expect(intervals).toBeNull();
      expect(prices.length).toBeGreaterThan(1);
      for (const { unique, equal } of prices) expect([unique, equal]).toEqual([null, true]);
      const said = await marginal(...words);
      expect(said.out).toMatch(/no interval is known: time.*give more time/);
    });

    test('differing prices end in exit 5, with everything reported that is known', async () => {
      plant(
        optimum((outcome) => {
          if (outcome.solution.kind !== 'lp') return outcome;
          const rowDual = outcome.solution.rowDual.map((dual) => 1.01 * dual);
          return { ...outcome, seconds: 1e6, solution: { ...outcome.solution, rowDual } };
        }),
      );
      const junit = join(scratch, 'late.xml');
      const run = await marginal(...words, '--junit', junit, '--annotations', 'github');
      expect(run.code).toBe(5);
      expect(run.out).toMatch(/objectives agree to/);
      expect(run.out).toMatch(/^::warning title=marginal compare step::no interval is known: time/m);
      expect(parseXml(readFileSync(junit, 'utf8')).attributes).toMatchObject({ failures: '0', errors: '1' });
    });
  });

  test('a solver that gives up is no answer, an error in the report, and exit 4', async () => {
    plant((outcome) => ({ ...record(outcome), status: 'failed', cause: 'out of memory' }));
    const junit = join(scratch, 'absent.xml');
    const run = await marginal(
      'compare',
      'us5',
      '--solvers',
      'highs,liar',
      '--junit',
      junit,
      '--annotations',
      'github',
    );
    expect(run.code).toBe(4);
    expect(run.out).toMatch(/verdict: no answer/);
    expect(run.out).toMatch(/^::warning title=marginal compare us5::no answer from liar: .*out of memory/m);
    expect(parseXml(readFileSync(junit, 'utf8')).attributes).toMatchObject({ failures: '0', errors: '1' });
  });
});

test('a report that cannot be written is bad input, and nothing is solved', async () => {
  const run = await marginal('compare', 'us5', '--junit', scratch, '--json');
  expect(run.code).toBe(2);
  expect(run.out).toContain('cli.junit-file');
  expect((await marginal('compare', 'us5', '--annotations', 'gitlab')).code).toBe(1);
});

test('one solver under two names is bad input; a name by which a backend calls itself is known', async () => {
  const twice = await marginal('compare', 'us5', '--solvers', 'ortools,ortools:glop', '--json');
  expect(twice.code).toBe(2);
  expect(json<ErrorJson>(twice).faults.map(({ code }) => code)).toEqual(['cli.solver-twice']);
  const run = await marginal('compare', 'us5', '--solvers', 'highs,ortools:glop', '--json');
  expect(run.code).toBe(0);
  expect(json<CompareJson>(run).solvers.map(({ name }) => name)).toEqual(['highs', 'ortools:glop']);
});
