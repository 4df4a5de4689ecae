/** Sessions over time: nothing of an earlier solve may show in a later one, and nothing of one program in another. */
import type { Delta, Outcome, Program, Session } from '@marginal/program';
import { solveProgram } from '@marginal/program';
import { type Bench, type Case, type Verdict, verdictOf } from './case.ts';
import { observeError } from './observe.ts';
import { type Interval, type Sketch, stated } from './sketch.ts';
import { HELD_MEMORY, OBJECTIVE_AGREEMENT } from './tolerances.ts';
import { isDeclined, type Truth } from './truth.ts';
import { faultsAt, isLinearSolver, MARKET_TRUTH, market, rowBounds, unlike, unusable } from './workbench.ts';

type Run = (bench: Bench) => Promise<Verdict>;

/** A case on sessions. What the author declared as outside its range (`declines`) is refused, not failed. */
function life(id: string, run: Run): Case {
  return {
    id: `life: ${id}`,
    layer: 'life cycle',
    async run(bench) {
      const reason = unusable(bench);
      if (reason !== undefined) return reason;
      try {
        return await run(bench);
      } catch (error) {
        const seen = observeError(error);
        if (isDeclined(seen, bench) && seen.kind === 'refused')
          return { status: 'refused', reason: seen.reason };
        throw error;
      }
    },
  };
}

async function withSession(
  program: Program,
  bench: Bench,
  work: (session: Session) => Promise<string[]>,
): Promise<Verdict> {
  const session = await bench.backend.open(program);
  try {
    return verdictOf(await work(session));
  } finally {
    session.close();
  }
}

const INFEASIBLE: Truth = { status: 'infeasible' };
const UNBOUNDED: Truth = { status: 'unbounded' };
const NEVER: Interval = [30, Infinity];
const ONCE: Interval = [-Infinity, 4];

/** Solves and holds the answer against a truth. */
function asker(session: Session, bench: Bench) {
  return async (when: string, truth: Truth): Promise<string[]> =>
    faultsAt(when, session.program, await session.solve(), truth, bench);
}

function cost(values: readonly number[]): Delta {
  return { cost: { index: Int32Array.from(values, (_, j) => j), value: Float64Array.from(values) } };
}

const best = (objective: number): Truth => ({ status: 'optimal', objective });

const STATES: readonly Case[] = [
  life('optimal, infeasible, optimal', async (bench) => {
    if (isLinearSolver(bench.backend) && !bench.backend.capabilities.farkas)
      return { status: 'skipped', reason: 'farkas denied' };
    return withSession(market(bench), bench, async (session) => {
      const ask = asker(session, bench);
      const wrong = await ask('first', MARKET_TRUTH);
      for (const round of ['once', 'again']) {
        await session.update(rowBounds(0, NEVER));
        wrong.push(...(await ask(`infeasible ${round}`, INFEASIBLE)));
        await session.update(rowBounds(0, ONCE));
        wrong.push(...(await ask(`back ${round}`, MARKET_TRUTH)));
      }
      return wrong;
    });
  }),
  life('infeasible first, then optimal', async (bench) => {
    if (isLinearSolver(bench.backend) && !bench.backend.capabilities.farkas)
      return { status: 'skipped', reason: 'farkas denied' };
    return withSession(market(bench, { between: [NEVER, [-Infinity, 2]] }), bench, async (session) => {
      const ask = asker(session, bench);
      const wrong = await ask('infeasible', INFEASIBLE);
      await session.update(rowBounds(0, ONCE));
      return [...wrong, ...(await ask('after', MARKET_TRUTH))];
    });
  }),
  life('optimal, unbounded, optimal', async (bench) => {
    if (!isLinearSolver(bench.backend) || !bench.backend.capabilities.primalRay)
      return { status: 'skipped', reason: 'lp, duals or primalRay denied' };
    const free = {
      columns: [
        [0, Infinity],
        [0, Infinity],
      ],
    } as const;
    return withSession(market(bench, free), bench, async (session) => {
      const ask = asker(session, bench);
      const wrong = await ask('first', MARKET_TRUTH);
      await session.update(rowBounds(0, [-Infinity, Infinity]));
      wrong.push(...(await ask('unbounded', UNBOUNDED)));
      await session.update(rowBounds(0, ONCE));
      wrong.push(...(await ask('back', MARKET_TRUTH)));
      await session.update(cost([-3, -2]));
      wrong.push(...(await ask('turned', best(0))));
      return wrong;
    });
  }),
  life('linear, integer, linear on one backend', async (bench) => {
    const { backend } = bench;
    if (!isLinearSolver(backend) || !backend.capabilities.mip)
      return { status: 'skipped', reason: 'needs lp, duals and mip' };
    // Maximised, the relaxation has 4.5 and the search 4.
    const sketch: Sketch = {
      sense: 'maximize',
      cost: [1, 1],
      columns: [
        [0, 9],
        [0, 9],
      ],
      rows: [[2, 2]],
      between: [[-Infinity, 9]],
    };
    const linear = stated(sketch);
    const integer = stated({ ...sketch, integer: [1, 1] });
    const session = await backend.open(linear);
    try {
      const ask = asker(session, bench);
      const relaxed: Truth = { status: 'optimal', objective: 4.5, rowDual: [0.5] };
      const wrong = await ask('linear', relaxed);
      wrong.push(...faultsAt('integer', integer, await solveProgram(integer, backend), best(4), bench));
      wrong.push(...(await ask('linear again', relaxed)));
      wrong.push(...faultsAt('anew', linear, await solveProgram(linear, backend), relaxed, bench));
      return verdictOf(wrong);
    } finally {
      session.close();
    }
  }),
  life('a linear session that becomes one with integers', async (bench) => {
    const { backend } = bench;
    if (!isLinearSolver(backend) || !backend.capabilities.mip)
      return { status: 'skipped', reason: 'needs lp, duals and mip' };
    return withSession(market(bench), bench, async (session) => {
      const ask = asker(session, bench);
      const wrong = await ask('linear', MARKET_TRUTH);
      // A third good, whole, that takes two thirds of a place: 4 / (2/3) = 6 of them.
      await session.update({
        addColumns: {
          cost: Float64Array.of(2.25),
          lower: Float64Array.of(0),
          upper: Float64Array.of(10),
          integer: Uint8Array.of(1),
          matrix: {
            rowCount: 2,
            columnCount: 1,
            starts: Int32Array.of(0, 1),
            rows: Int32Array.of(0),
            values: Float64Array.of(2 / 3),
          },
        },
      });
      return [...wrong, ...(await ask('with integers', best(13.5)))];
    });
  }),
];

/** One change after another; each must leave the session where a fresh one would start. */
function changes(bench: Bench): readonly [string, Delta][] {
  const integer = isLinearSolver(bench.backend) ? {} : { integer: Uint8Array.of(1) };
  return [
    ['costs', cost([1, 4])],
    ['a constant', { offset: 5 }],
    ['a row bound', rowBounds(0, [-Infinity, 6])],
    [
      'a column bound',
      { columnBounds: { index: Int32Array.of(1), lower: Float64Array.of(1), upper: Float64Array.of(3) } },
    ],
    [
      'coefficients',
      {
        coefficients: { row: Int32Array.of(0, 1), column: Int32Array.of(0, 1), value: Float64Array.of(2, 0) },
      },
    ],
    [
      'a new row',
      {
        addRows: {
          lower: Float64Array.of(-Infinity),
          upper: Float64Array.of(3),
          matrix: {
            rowCount: 1,
            columnCount: 2,
            starts: Int32Array.of(0, 1, 2),
            rows: Int32Array.of(0, 0),
            values: Float64Array.of(1, 1),
          },
        },
      },
    ],
    [
      'a new column',
      {
        addColumns: {
          cost: Float64Array.of(6),
          lower: Float64Array.of(0),
          upper: Float64Array.of(2),
          ...integer,
          matrix: {
            rowCount: 3,
            columnCount: 1,
            starts: Int32Array.of(0, 2),
            rows: Int32Array.of(0, 2),
            values: Float64Array.of(1, 1),
          },
        },
      },
    ],
    ['costs of all', cost([3, 2, -1])],
    [
      'every row free',
      {
        rowBounds: {
          index: Int32Array.of(0, 1, 2),
          lower: new Float64Array(3).fill(-Infinity),
          upper: new Float64Array(3).fill(Infinity),
        },
      },
    ],
  ];
}

async function hotAgainstCold(session: Session, bench: Bench): Promise<string[]> {
  const hot = await session.solve();
  const cold = await solveProgram(session.program, bench.backend);
  return unlike(session.program, hot, cold, OBJECTIVE_AGREEMENT[bench.backend.capabilities.toleranceClass]);
}

const CHANGES: readonly Case[] = [
  life('every kind of change, solved hot and cold', (bench) =>
    withSession(market(bench), bench, async (session) => {
      const wrong: string[] = [];
      await session.solve();
      for (const [name, delta] of changes(bench)) {
        await session.update(delta);
        const hot = await session.solve();
        const cold = await solveProgram(session.program, bench.backend);
        const { toleranceClass } = bench.backend.capabilities;
        wrong.push(
          ...unlike(session.program, hot, cold, OBJECTIVE_AGREEMENT[toleranceClass]).map(
            (fault) => `after ${name}: ${fault}`,
          ),
        );
        if (cold.status === 'optimal')
          wrong.push(...faultsAt(`after ${name}`, session.program, hot, best(cold.objective), bench));
        else wrong.push(`after ${name}: cold ${cold.status}`);
      }
      return wrong;
    }),
  ),
  life('many changes before the first solve', (bench) =>
    withSession(market(bench), bench, async (session) => {
      for (const [, delta] of changes(bench)) await session.update(delta);
      return hotAgainstCold(session, bench);
    }),
  ),
  life('to a program without coefficients and back', (bench) =>
    withSession(
      market(bench, {
        rows: [
          [1, 0],
          [0, 0],
        ],
        between: [
          [-Infinity, 4],
          [-9, 9],
        ],
      }),
      bench,
      async (session) => {
        const ask = asker(session, bench);
        const entry = (value: number): Delta => ({
          coefficients: { row: Int32Array.of(0), column: Int32Array.of(0), value: Float64Array.of(value) },
        });
        const wrong = await ask('with', best(32));
        await session.update(entry(0));
        wrong.push(...(await ask('without', best(50))));
        await session.update(entry(2));
        return [...wrong, ...(await ask('back', best(26)))];
      },
    ),
  ),
  life('solving twice without a change', (bench) =>
    withSession(market(bench), bench, async (session) => {
      const ask = asker(session, bench);
      return [
        ...(await ask('once', MARKET_TRUTH)),
        ...(await ask('twice', MARKET_TRUTH)),
        ...(await ask('thrice', MARKET_TRUTH)),
      ];
    }),
  ),
];

const INTERRUPTIONS: readonly Case[] = [
  life('stopped before it began, then solved', (bench) =>
    withSession(market(bench), bench, async (session) => {
      const ask = asker(session, bench);
      const stopped = await session.solve({ signal: AbortSignal.abort() });
      const wrong = stopped.status === 'limit' ? [] : [`stopped: says ${stopped.status}`];
      if ('solution' in stopped) wrong.push('stopped: and yet it has a solution');
      wrong.push(...(await ask('after', MARKET_TRUTH)));
      const again = await session.solve({ signal: AbortSignal.abort() });
      if (again.status !== 'limit') wrong.push(`stopped again: shows ${again.status}, an answer of before`);
      return [...wrong, ...(await ask('at last', MARKET_TRUTH))];
    }),
  ),
  life('a signal during a solve leaves the next one intact', (bench) =>
    withSession(market(bench), bench, async (session) => {
      const controller = new AbortController();
      const running = session.solve({ signal: controller.signal });
      controller.abort();
      const stopped = await running;
      const wrong =
        stopped.status === 'limit' ? [] : faultsAt('stopped', session.program, stopped, MARKET_TRUTH, bench);
      return [...wrong, ...(await asker(session, bench)('after', MARKET_TRUTH))];
    }),
  ),
  life('a signal in one session leaves another alone', async (bench) => {
    const other = await bench.backend.open(market(bench));
    try {
      return await withSession(market(bench), bench, async (session) => {
        const controller = new AbortController();
        const [stopping, running] = [session.solve({ signal: controller.signal }), other.solve()];
        controller.abort();
        const stopped = await stopping;
        const wrong =
          stopped.status === 'limit'
            ? []
            : faultsAt('stopped', session.program, stopped, MARKET_TRUTH, bench);
        return [...wrong, ...faultsAt('the other', other.program, await running, MARKET_TRUTH, bench)];
      });
    } finally {
      other.close();
    }
  }),
  life('out of time, then solved', (bench) =>
    withSession(market(bench), bench, async (session) => {
      const hurried = await session.solve({ timeLimit: 0 });
      const wrong =
        hurried.status === 'limit' ? [] : faultsAt('hurried', session.program, hurried, MARKET_TRUTH, bench);
      return [...wrong, ...(await asker(session, bench)('after', MARKET_TRUTH))];
    }),
  ),
  life('closed during a solve', async (bench) => {
    const session = await bench.backend.open(market(bench));
    const running = session.solve();
    session.close();
    const outcome = await running;
    const wrong =
      outcome.status === 'limit' || outcome.status === 'failed'
        ? []
        : faultsAt('closed', session.program, outcome, MARKET_TRUTH, bench);
    const next = await solveProgram(market(bench), bench.backend);
    return verdictOf([...wrong, ...faultsAt('the next session', market(bench), next, MARKET_TRUTH, bench)]);
  }),
];

/** A second program of another shape. */
const OTHER: Partial<Sketch> = {
  sense: 'minimize',
  cost: [4, 6, 5],
  columns: [
    [0, 9],
    [0, 9],
    [0, 9],
  ],
  rows: [
    [1, 1, 0],
    [0, 1, 1],
    [1, 0, 1],
  ],
  between: [
    [2, Infinity],
    [4, Infinity],
    [2, 9],
  ],
};

const COMPANY: readonly Case[] = [
  life('two programs interleaved', async (bench) => {
    const [one, two] = [
      await bench.backend.open(market(bench)),
      await bench.backend.open(market(bench, OTHER)),
    ];
    try {
      const [askOne, askTwo] = [asker(one, bench), asker(two, bench)];
      const wrong = [...(await askOne('one', MARKET_TRUTH)), ...(await askTwo('two', best(22)))];
      await one.update(rowBounds(0, [-Infinity, 6]));
      wrong.push(...(await askTwo('two, one changed', best(22))));
      wrong.push(...(await askOne('one, changed', best(16))));
      await two.update(rowBounds(1, [6, Infinity]));
      wrong.push(...(await askOne('one, two changed', best(16))));
      wrong.push(...(await askTwo('two, changed', best(32))));
      two.close();
      return verdictOf([...wrong, ...(await askOne('one, two closed', best(16)))]);
    } finally {
      one.close();
      two.close();
    }
  }),
  life('four sessions at once', async (bench) => {
    const programs = [market(bench), market(bench, OTHER), market(bench), market(bench, OTHER)];
    const outcomes: readonly Outcome[] = await Promise.all(
      programs.map((program) => solveProgram(program, bench.backend)),
    );
    return verdictOf(
      outcomes.flatMap((outcome, k) =>
        faultsAt(`session ${k}`, programs[k], outcome, k % 2 === 0 ? MARKET_TRUTH : best(22), bench),
      ),
    );
  }),
  life('opened and closed without a solve', async (bench) => {
    for (let k = 0; k < 5; k++) (await bench.backend.open(market(bench))).close();
    const outcome = await solveProgram(market(bench), bench.backend);
    return verdictOf(faultsAt('after', market(bench), outcome, MARKET_TRUTH, bench));
  }),
  life('many sessions, opened and closed, hold a bounded amount of memory', async (bench) => {
    const held = memoryHeld();
    if (held === undefined)
      return { status: 'skipped', reason: 'this environment does not say how much memory it holds' };
    const count = bench.size.sessions;
    let settled = 0;
    for (let k = 0; k < count; k++) {
      const program = market(bench);
      const outcome = await solveProgram(program, bench.backend);
      const wrong = faultsAt(`session ${k}`, program, outcome, MARKET_TRUTH, bench);
      if (wrong.length > 0) return verdictOf(wrong);
      if (k === Math.floor(count / 5)) settled = held();
    }
    const grown = held() - settled;
    return verdictOf(
      grown <= HELD_MEMORY ? [] : [`${count} sessions hold ${Math.round(grown / 2 ** 20)} MiB more`],
    );
  }),
];

/** Bytes outside the collected heap: what instances of WebAssembly hold. Undefined where nobody says. */
function memoryHeld(): (() => number) | undefined {
  const usage = globalThis.process?.memoryUsage;
  if (usage === undefined) return undefined;
  return () => {
    const { external, arrayBuffers } = usage();
    return Math.max(external, arrayBuffers);
  };
}

export const LIFE_CYCLE_CASES: readonly Case[] = [...STATES, ...CHANGES, ...INTERRUPTIONS, ...COMPANY];
