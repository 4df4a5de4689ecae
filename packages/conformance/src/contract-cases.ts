/** What every backend owes its callers, whatever it solves: identity, refusals, ownership, limits, bases. */
import {
  AT_LOWER,
  BASIC,
  type Basis,
  type Capabilities,
  InvalidInputError,
  NotAllowedError,
  type Outcome,
  type Program,
  solveProgram,
  UnsupportedError,
} from '@marginal/program';
import { type Bench, type Case, PASSED, type Verdict, verdictOf } from './case.ts';
import { noAnswer } from './evidence.ts';
import { observe, observed } from './observe.ts';
import { stated } from './sketch.ts';
import { faults, faultsAt, isLinearSolver, MARKET_TRUTH, market, unusable } from './workbench.ts';

type Run = (bench: Bench) => Promise<Verdict>;

function contract(id: string, run: Run): Case {
  return { id: `contract: ${id}`, layer: 'contract', run };
}

/** A case that needs a program with an optimum. */
function working(id: string, run: Run): Case {
  return contract(id, async (bench) => unusable(bench) ?? (await run(bench)));
}

const FLAGS = [
  'lp',
  'mip',
  'semicontinuous',
  'duals',
  'reducedCosts',
  'basisOut',
  'basisIn',
  'farkas',
  'primalRay',
  'ranging',
  'warmStart',
  'timeLimit',
  'interrupt',
  'progress',
  'vertexSolutions',
] as const;

function recordFaults(capabilities: Capabilities): string[] {
  const missing = FLAGS.filter((flag) => typeof capabilities[flag] !== 'boolean');
  const { smallestCoefficient, largestCoefficient, infinity } = capabilities.numericRange;
  const wrong = missing.map((flag) => `capability ${flag} is not a boolean`);
  if (!(smallestCoefficient >= 0 && smallestCoefficient <= 1 && largestCoefficient > 1 && infinity > 1))
    wrong.push('the numeric range does not hold small whole numbers');
  if (capabilities.basisOut && !capabilities.vertexSolutions) wrong.push('a basis, but not of a vertex');
  if (capabilities.reducedCosts && !capabilities.duals) wrong.push('reduced costs, but no duals');
  if (!capabilities.lp && !capabilities.mip) wrong.push('neither linear programs nor integers');
  return wrong;
}

/** Whether a promise is rejected by this family, and what came instead. */
async function rejection(
  what: string,
  work: () => Promise<unknown>,
  family: new (...args: never[]) => Error,
): Promise<string[]> {
  try {
    await work();
  } catch (error) {
    if (error instanceof family) return [];
    return [`${what}: rejected, but not by ${family.name}: ${String(error)}`];
  }
  return [`${what}: accepted`];
}

function copyOf(program: Program): Program {
  const { matrix } = program;
  return {
    ...program,
    cost: program.cost.slice(),
    columnLower: program.columnLower.slice(),
    columnUpper: program.columnUpper.slice(),
    rowLower: program.rowLower.slice(),
    rowUpper: program.rowUpper.slice(),
    matrix: {
      ...matrix,
      starts: matrix.starts.slice(),
      rows: matrix.rows.slice(),
      values: matrix.values.slice(),
    },
  };
}

function arraysOf(outcome: Outcome): [string, Float64Array][] {
  if (outcome.status !== 'optimal') return [];
  const { solution } = outcome;
  const shared: [string, Float64Array][] = [
    ['x', solution.x],
    ['rowActivity', solution.rowActivity],
  ];
  if (solution.kind === 'mip') return shared;
  return [...shared, ['rowDual', solution.rowDual], ['reducedCost', solution.reducedCost]];
}

const IDENTITY: readonly Case[] = [
  contract('the record of capabilities is whole and does not contradict itself', async ({ backend }) => {
    const wrong = recordFaults(backend.capabilities);
    if (backend.name === '' || backend.version === '') wrong.push('name or version is empty');
    return verdictOf(wrong);
  }),
  working('an outcome names the solver and its version', async (bench) => {
    const { solver, iterations, seconds } = await solveProgram(market(bench), bench.backend);
    const wrong: string[] = [];
    if (solver.name !== bench.backend.name || solver.version !== bench.backend.version)
      wrong.push(`names ${solver.name} ${solver.version}`);
    if (!(iterations >= 0 && Number.isFinite(iterations) && seconds >= 0))
      wrong.push('iterations or seconds');
    return verdictOf(wrong);
  }),
];

const REFUSALS: readonly Case[] = [
  contract('integer columns are solved or refused', async (bench) => {
    if (bench.backend.capabilities.mip) return PASSED;
    const program = stated({ cost: [1], columns: [[0, 5]], rows: [[2]], between: [[3, 9]], integer: [1] });
    const wrong = await rejection('integers', () => bench.backend.open(program), UnsupportedError);
    return wrong.length === 0 ? { status: 'refused', reason: 'mip denied: open throws' } : verdictOf(wrong);
  }),
  contract('semicontinuous columns are solved or refused', async (bench) => {
    if (bench.backend.capabilities.semicontinuous) return PASSED;
    const program = stated({
      cost: [1],
      columns: [[2, 5]],
      rows: [[2]],
      between: [[3, 9]],
      semicontinuous: [1],
    });
    const wrong = await rejection('semicontinuous', () => bench.backend.open(program), UnsupportedError);
    return wrong.length === 0
      ? { status: 'refused', reason: 'semicontinuous denied: open throws' }
      : verdictOf(wrong);
  }),
  working('numbers that the solver would change are refused before it starts', async (bench) => {
    const { smallestCoefficient, largestCoefficient, infinity } = bench.backend.capabilities.numericRange;
    const coefficients = [smallestCoefficient / 4, largestCoefficient * 4];
    const wrong: string[] = [];
    for (const value of coefficients.filter((size) => size > 0 && Number.isFinite(size))) {
      const program = market(bench, {
        rows: [
          [value, 1],
          [1, -1],
        ],
      });
      wrong.push(
        ...(await rejection(`coefficient ${value}`, () => bench.backend.open(program), InvalidInputError)),
      );
    }
    if (Number.isFinite(infinity)) {
      for (const change of [
        { cost: [infinity, 1] },
        {
          between: [
            [-infinity, 4],
            [-Infinity, 2],
          ],
        },
      ] as const)
        wrong.push(
          ...(await rejection(
            `a number of ${infinity}`,
            () => bench.backend.open(market(bench, change)),
            InvalidInputError,
          )),
        );
    }
    return verdictOf(wrong);
  }),
  working('an unusable change is refused and leaves the session as it was', async (bench) => {
    const session = await bench.backend.open(market(bench));
    try {
      await session.solve();
      const before = session.program;
      const at = (index: number, value: number) => ({
        cost: { index: Int32Array.of(index), value: Float64Array.of(value) },
      });
      const { infinity } = bench.backend.capabilities.numericRange;
      const wrong: string[] = [];
      for (const [what, delta] of [
        ['a column that is not there', at(9, 1)],
        ['NaN', at(0, Number.NaN)],
        ['an infinite cost', at(0, Infinity)],
        ...(Number.isFinite(infinity) ? [['a cost read as infinite', at(0, infinity)] as const] : []),
      ] as const)
        wrong.push(...(await rejection(what, () => session.update(delta), InvalidInputError)));
      if (session.program !== before) wrong.push('the program of the session has changed');
      wrong.push(...faults(before, await session.solve(), MARKET_TRUTH, bench));
      return verdictOf(wrong);
    } finally {
      session.close();
    }
  }),
  working('limits that make no sense are refused', async (bench) => {
    const session = await bench.backend.open(market(bench));
    try {
      const wrong: string[] = [];
      for (const options of [
        { timeLimit: -1 },
        { timeLimit: Number.NaN },
        { mipGap: -1 },
        { nodeLimit: 0.5 },
      ])
        wrong.push(
          ...(await rejection(JSON.stringify(options), () => session.solve(options), InvalidInputError)),
        );
      return verdictOf([...wrong, ...faults(session.program, await session.solve(), MARKET_TRUTH, bench)]);
    } finally {
      session.close();
    }
  }),
  working('a closed session refuses everything, and closing again does nothing', async (bench) => {
    const session = await bench.backend.open(market(bench));
    await session.solve();
    session.close();
    session.close();
    return verdictOf([
      ...(await rejection('solve', () => session.solve(), NotAllowedError)),
      ...(await rejection('update', () => session.update({ offset: 1 }), NotAllowedError)),
    ]);
  }),
  working('a second solve while one is under way is refused', async (bench) => {
    const session = await bench.backend.open(market(bench));
    try {
      const first = session.solve();
      const wrong = await rejection('solve', () => session.solve(), NotAllowedError);
      wrong.push(...faults(session.program, await first, MARKET_TRUTH, bench));
      return verdictOf(wrong);
    } finally {
      session.close();
    }
  }),
];

const OWNERSHIP: readonly Case[] = [
  working('the program is not written into', async (bench) => {
    const program = market(bench);
    const before = copyOf(program);
    await solveProgram(program, bench.backend);
    const lists = (of: Program) =>
      JSON.stringify([of, ...[of.matrix.starts, of.matrix.rows, of.matrix.values]]);
    return verdictOf(lists(program) === lists(before) ? [] : ['arrays of the program have changed']);
  }),
  working('arrays of an outcome belong to the reader', async (bench) => {
    const session = await bench.backend.open(market(bench));
    try {
      const first = await session.solve();
      const kept = arraysOf(first).map(([, values]) => values.slice());
      await session.update({ cost: { index: Int32Array.of(0), value: Float64Array.of(1) } });
      const second = await session.solve();
      const wrong = arraysOf(first).flatMap(([name, values], k) =>
        values.every((value, i) => value === kept[k][i]) ? [] : [`${name} of the first outcome has changed`],
      );
      const seen = new Set(arraysOf(first).map(([, values]) => values.buffer));
      for (const [name, values] of arraysOf(second))
        if (seen.has(values.buffer)) wrong.push(`${name} shares its memory with the first outcome`);
      return verdictOf(wrong);
    } finally {
      session.close();
    }
  }),
  working('the same program twice gives the same answer to the last bit', async (bench) => {
    const [one, two] = [
      await solveProgram(market(bench), bench.backend),
      await solveProgram(market(bench), bench.backend),
    ];
    const text = (outcome: Outcome) =>
      JSON.stringify(arraysOf(outcome).map(([name, values]) => [name, [...values]]));
    return verdictOf(text(one) === text(two) ? [] : [`${text(one)} and ${text(two)}`]);
  }),
  working('no answer has a negative zero', async (bench) => {
    const outcome = await solveProgram(market(bench, { cost: [-3, 0] }), bench.backend);
    return verdictOf(
      arraysOf(outcome).flatMap(([name, values]) =>
        values.some((value) => Object.is(value, -0)) ? [`${name} has a -0`] : [],
      ),
    );
  }),
  working('names are never asked for by a solve that succeeds', async (bench) => {
    const asked = (): never => {
      throw new Error('a name was asked for');
    };
    const program = market(bench, { names: { row: asked, column: asked } });
    return verdictOf(faults(program, await solveProgram(program, bench.backend), MARKET_TRUTH, bench));
  }),
];

/** Milliseconds after which a running solve is stopped: long enough to have begun, far from done. */
const SIGNAL_DELAY = 20;

/** Every position of 250 rows and columns filled: seconds of work for a simplex method. Numbers by a congruence. */
function longProgram(): Program {
  const size = 250;
  let state = 1;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 1 + (state >>> 8) / 2 ** 24;
  };
  const list = (): number[] => Array.from({ length: size }, draw);
  return stated({
    cost: list(),
    rows: Array.from({ length: size }, list),
    between: list().map((least) => [100 * least, Infinity]),
  });
}

const LIMITS: readonly Case[] = [
  working('no time at all ends in a limit, a refusal or in a checked answer', async (bench) => {
    const { timeLimit } = bench.backend.capabilities;
    let outcome: Outcome;
    try {
      outcome = await solveProgram(market(bench), bench.backend, { timeLimit: 0 });
    } catch (error) {
      if (timeLimit || !(error instanceof UnsupportedError)) throw error;
      return { status: 'refused', reason: `timeLimit: ${error.code}` };
    }
    if (outcome.status === 'limit') return verdictOf(faultsOfLimit(outcome, bench));
    const wrong = faults(market(bench), outcome, MARKET_TRUTH, bench);
    if (!timeLimit)
      wrong.push('timeLimit is denied, and yet it was ignored: refuse it, or call what is late a limit');
    return verdictOf(wrong);
  }),
  working('a signal that has fired already ends in a limit', async (bench) => {
    const outcome = await solveProgram(market(bench), bench.backend, { signal: AbortSignal.abort() });
    return verdictOf(
      outcome.status === 'limit' && outcome.which === 'aborted' ? [] : [`says ${outcome.status}`],
    );
  }),
  contract('a signal stops a running solve', async ({ backend }) => {
    if (!backend.capabilities.interrupt)
      return { status: 'skipped', reason: 'interrupt denied: there is nothing to see, the thread is busy' };
    if (!isLinearSolver(backend)) return { status: 'skipped', reason: 'needs lp and duals' };
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), SIGNAL_DELAY);
    const program = longProgram();
    try {
      const outcome = await solveProgram(program, backend, { signal: controller.signal });
      if (outcome.status === 'limit')
        return verdictOf(outcome.which === 'aborted' ? [] : [`says ${outcome.which}`]);
      const seen = observed(program, outcome, backend);
      const wrong = seen.kind === 'outcome' ? [...seen.findings] : [seen.reason];
      const none = noAnswer(outcome);
      if (none !== undefined) wrong.push(none);
      if (wrong.length > 0) return verdictOf(wrong);
      return { status: 'passed', note: 'the solve had ended before the signal fired' };
    } finally {
      clearTimeout(timer);
    }
  }),
  working('progress is reported or not at all', async (bench) => {
    let calls = 0;
    const outcome = await solveProgram(market(bench), bench.backend, {
      onProgress: () => {
        calls++;
      },
    });
    const wrong = faults(market(bench), outcome, MARKET_TRUTH, bench);
    if (bench.backend.capabilities.progress) return verdictOf(wrong);
    if (calls > 0) wrong.push(`progress is denied, and yet it was reported ${calls} times`);
    return wrong.length > 0
      ? verdictOf(wrong)
      : { status: 'refused', reason: 'progress denied: none reported' };
  }),
];

function faultsOfLimit(outcome: Outcome, bench: Bench): string[] {
  const seen = observed(market(bench), outcome, bench.backend);
  return seen.kind === 'outcome' ? [...seen.findings] : [seen.reason];
}

/** Bases that are no basis, and one that is the worst vertex. */
function strangeBases(program: Program): readonly [string, Basis][] {
  const { rowCount, columnCount } = program.matrix;
  const fill = (columns: number, rows: number): Basis => ({
    columns: new Int8Array(columnCount).fill(columns),
    rows: new Int8Array(rowCount).fill(rows),
  });
  return [
    ['everything basic', fill(BASIC, BASIC)],
    ['nothing basic', fill(AT_LOWER, AT_LOWER)],
    ['the slack basis', fill(AT_LOWER, BASIC)],
    ['codes that do not exist', fill(77, -5)],
  ];
}

const BASES: readonly Case[] = [
  working('a start basis helps or is left alone', async (bench) => {
    const program = market(bench);
    const cold = await solveProgram(program, bench.backend);
    const wrong = faultsAt('cold', program, cold, MARKET_TRUTH, bench);
    if (cold.status !== 'optimal') return verdictOf(wrong);
    const own = cold.solution.kind === 'lp' ? cold.solution.basis : undefined;
    const bases =
      own === undefined ? strangeBases(program) : [['its own', own] as const, ...strangeBases(program)];
    for (const [name, startBasis] of bases) {
      const warm = await solveProgram(program, bench.backend, { startBasis });
      // A basis that is none may be refused in words, but it must not change the answer.
      if (warm.status === 'failed') wrong.push(`from ${name}: ${noAnswer(warm)}`);
      else wrong.push(...faultsAt(`from ${name}`, program, warm, MARKET_TRUTH, bench));
      if (name === 'its own' && bench.backend.capabilities.basisIn && warm.iterations > cold.iterations)
        wrong.push(`from its own basis it takes ${warm.iterations} iterations, ${cold.iterations} without`);
    }
    if (wrong.length > 0 || bench.backend.capabilities.basisIn) return verdictOf(wrong);
    return { status: 'refused', reason: 'basisIn denied: the answer is the same with and without' };
  }),
  working('a search stops at its node limit or has its answer', async (bench) => {
    if (!bench.backend.capabilities.mip) return { status: 'skipped', reason: 'mip denied' };
    const program = stated({
      sense: 'maximize',
      cost: [8, 11, 6, 4],
      columns: [
        [0, 1],
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      rows: [[5, 7, 4, 3]],
      between: [[-Infinity, 14]],
      integer: [1, 1, 1, 1],
    });
    const wrong: string[] = [];
    let refused: string | undefined;
    for (const options of [{ nodeLimit: 0 }, { nodeLimit: 1 }, { mipGap: 0 }, { mipGap: 0.5 }]) {
      const where = JSON.stringify(options);
      const seen = await observe(program, bench.backend, options);
      if (seen.kind === 'refused' && options.nodeLimit !== undefined) {
        refused = `${where}: ${seen.reason}`;
        continue;
      }
      if (seen.kind !== 'outcome') {
        wrong.push(`${where}: ${seen.kind}: ${seen.reason}`);
        continue;
      }
      const { outcome } = seen;
      if (outcome.status === 'limit') wrong.push(...seen.findings);
      else if (outcome.status === 'failed' && options.nodeLimit !== undefined)
        refused = `${where}: ${outcome.cause}`;
      else if (outcome.status !== 'optimal')
        wrong.push(`${where}: ${outcome.status} (${noAnswer(outcome) ?? ''})`);
      else if (options.mipGap !== 0.5 && Math.abs(outcome.objective - 21) > 1e-4)
        wrong.push(`${where}: objective ${outcome.objective}, not 21`);
    }
    if (wrong.length === 0 && refused !== undefined) return { status: 'refused', reason: refused };
    return verdictOf(wrong);
  }),
];

/** Whether duals of a linear program are seen exactly where they are claimed. */
const DUALS: readonly Case[] = [
  contract('an optimum of a linear program has duals or is none', async (bench) => {
    const program = market({
      ...bench,
      backend: { ...bench.backend, capabilities: { ...bench.backend.capabilities, lp: true, duals: true } },
    });
    try {
      const outcome = await solveProgram(program, bench.backend);
      if (isLinearSolver(bench.backend))
        return verdictOf(
          faults(program, outcome, { ...MARKET_TRUTH, rowDual: [2.5, 0.5] } as typeof MARKET_TRUTH, bench),
        );
      if (outcome.status === 'optimal')
        return { status: 'failed', reasons: ['duals or lp denied, and yet there is an optimum'] };
      return { status: 'refused', reason: `duals denied: ${noAnswer(outcome) ?? outcome.status}` };
    } catch (error) {
      if (error instanceof UnsupportedError) return { status: 'refused', reason: `lp denied: ${error.code}` };
      throw error;
    }
  }),
];

export const CONTRACT_CASES: readonly Case[] = [
  ...IDENTITY,
  ...REFUSALS,
  ...OWNERSHIP,
  ...LIMITS,
  ...BASES,
  ...DUALS,
];
