/**
 * A small market cleared again and again: us5, all its demands changed at random between two solves. Everybody keeps one open session and
 * takes the same changes in turn, in blocks, in one process; answers must agree. Time is that of the processor. Ours and
 * `@marginal/highs` verify every answer; the bare package hands back its objective and its solution unseen.
 */
import { highs } from '@marginal/highs';
import type { Program } from '@marginal/program';
import { checkScenario, loadScenario } from '@marginal/scenarios';
import { openSync } from '@marginal/simplex';
import { marketOf } from '@marginal/token-flow';
import { loadHighs, passArrays } from '../peers/highs-arrays.ts';
import { random } from '../random.ts';
import { median } from '../statistics.ts';

/** Clearings of one turn, and turns. The first turns are for the compiler. */
const BLOCK = 400;
const TURNS = 25;
const WARM_UP = 8;
/** Demands fall by up to so much: the market of the pack has no room for more. */
const SPREAD = 0.1;
const AGREEMENT = 1e-9;

export interface SmallMarket {
  readonly rows: number;
  readonly columns: number;
  readonly nonzeros: number;
  readonly demands: number;
  readonly solvers: readonly { readonly name: string; readonly perSecond: number }[];
}

interface Session {
  readonly name: string;
  /** Clears with these demands; the objective. */
  clear(demand: Float64Array): number | Promise<number>;
}

async function us5(): Promise<{ readonly program: Program; readonly meet: Int32Array }> {
  const checked = checkScenario(await loadScenario('us5'));
  if ('faults' in checked || checked.model !== 'token-flow') throw new Error('us5 is not what it was');
  const { program } = marketOf(checked.data).compiled;
  const rows = Array.from(program.rowLower.keys()).filter((i) => program.names.row(i).startsWith('meet'));
  return { program, meet: Int32Array.from(rows) };
}

async function sessions(program: Program, meet: Int32Array): Promise<readonly Session[]> {
  const hot = openSync(program);
  hot.solve();
  const verified = await highs().open(program);
  await verified.solve();
  const { matrix } = program;
  const native = passArrays(await loadHighs(), {
    sense: program.sense,
    cost: program.cost,
    columnLower: program.columnLower,
    columnUpper: program.columnUpper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: { by: 'column', starts: matrix.starts, index: matrix.rows, values: matrix.values },
  });
  native.run();
  const objectiveOf = (outcome: { readonly status: string; readonly objective?: number }): number => {
    if (outcome.status !== 'optimal' || outcome.objective === undefined) throw new Error(outcome.status);
    return outcome.objective;
  };
  return [
    {
      name: '@marginal/simplex, openSync',
      clear: (demand) => {
        hot.update({ rowBounds: { index: meet, lower: demand, upper: demand } });
        return objectiveOf(hot.solve());
      },
    },
    {
      name: '@marginal/highs, session',
      clear: async (demand) => {
        await verified.update({ rowBounds: { index: meet, lower: demand, upper: demand } });
        return objectiveOf(await verified.solve());
      },
    },
    {
      name: 'highs, bare',
      clear: (demand) => {
        native.changeRowsBounds({ kind: 'set', indices: meet }, demand, demand);
        native.run();
        native.getSolution();
        return native.getObjectiveValue() + program.offset;
      },
    },
  ];
}

export async function measureSmallMarket(): Promise<SmallMarket> {
  const { program, meet } = await us5();
  const all = await sessions(program, meet);
  const draw = random(5);
  const seconds = all.map((): number[] => []);
  for (let turn = 0; turn < TURNS; turn++) {
    const demands = Array.from({ length: BLOCK }, () =>
      Float64Array.from(meet, (row) => program.rowLower[row] * (1 - SPREAD * draw())),
    );
    let expected: number[] = [];
    for (const [at, session] of all.entries()) {
      const objectives: number[] = [];
      const start = process.cpuUsage();
      for (const demand of demands) {
        const answer = session.clear(demand);
        objectives.push(typeof answer === 'number' ? answer : await answer);
      }
      const { user, system } = process.cpuUsage(start);
      if (turn >= WARM_UP) seconds[at].push((user + system) / 1e6);
      if (at === 0) expected = objectives;
      for (const [k, objective] of objectives.entries()) {
        if (!(Math.abs(objective - expected[k]) <= AGREEMENT * (1 + Math.abs(objective))))
          throw new Error(`${session.name}: ${objective}, ${all[0].name}: ${expected[k]}`);
      }
    }
  }
  const { rowCount: rows, columnCount: columns, values } = program.matrix;
  const solvers = all.map(({ name }, at) => ({ name, perSecond: BLOCK / median(seconds[at]) }));
  return { rows, columns, nonzeros: values.length, demands: meet.length, solvers };
}

export function smallMarketTable(market: SmallMarket): string {
  const { rows, columns, nonzeros, demands, solvers } = market;
  const [ours] = solvers;
  return [
    `us5, ${rows} rows, ${columns} columns, ${nonzeros} nonzeros: all ${demands} demands changed, cleared again from where it stands.`,
    '',
    '| session | clearings per second of one core | ours over it |',
    '| --- | --: | --: |',
    ...solvers.map(
      ({ name, perSecond }) =>
        `| ${name} | ${Math.round(perSecond)} | ${(ours.perSecond / perSecond).toFixed(1)} |`,
    ),
    '',
  ].join('\n');
}
