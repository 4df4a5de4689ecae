/**
 * The truth about a small program with integers, found by trying everything: every whole value of the integer columns.
 * What is left is a linear program, whose outcome comes with its own proof.
 */
import { type Outcome, type Program, relaxation, solveProgram } from '@marginal/program';
import { ortools } from '../src/index.ts';

export interface Truth {
  readonly status: 'optimal' | 'infeasible';
  readonly objective: number;
}

/** The choices of a column: intervals it may be confined to. An integer column needs finite bounds. */
function choices(program: Program, j: number): [number, number][] {
  const lower = program.columnLower[j];
  const upper = program.columnUpper[j];
  if (program.integer === undefined || program.integer[j] === 0) return [[lower, upper]];
  const out: [number, number][] = [];
  for (let value = Math.ceil(lower); value <= Math.floor(upper); value++) out.push([value, value]);
  return out;
}

function* combinations(program: Program): Generator<Program> {
  const columns = Array.from(program.cost, (_, j) => choices(program, j));
  const pick = new Array<number>(columns.length).fill(0);
  if (columns.some((list) => list.length === 0)) return;
  for (;;) {
    const chosen = columns.map((list, j) => list[pick[j]]);
    yield {
      ...relaxation(program),
      columnLower: Float64Array.from(chosen, ([lower]) => lower),
      columnUpper: Float64Array.from(chosen, ([, upper]) => upper),
    };
    let j = 0;
    while (j < pick.length && ++pick[j] === columns[j].length) pick[j++] = 0;
    if (j === pick.length) return;
  }
}

/** Every column fixed: no solver is needed. Whole numbers, so arithmetic is exact. */
function atPoint(program: Program): number | undefined {
  const { starts, rows, values, rowCount } = program.matrix;
  const x = program.columnLower;
  const activity = new Float64Array(rowCount);
  for (let j = 0; j < x.length; j++)
    for (let k = starts[j]; k < starts[j + 1]; k++) activity[rows[k]] += values[k] * x[j];
  const fits = activity.every((a, i) => a >= program.rowLower[i] && a <= program.rowUpper[i]);
  return fits ? x.reduce((sum, xj, j) => sum + program.cost[j] * xj, program.offset) : undefined;
}

async function best(program: Program): Promise<number | undefined> {
  if (program.columnLower.every((lower, j) => lower === program.columnUpper[j])) return atPoint(program);
  const outcome: Outcome = await solveProgram(program, ortools());
  if (outcome.status === 'infeasible') return undefined;
  if (outcome.status === 'optimal') return outcome.objective;
  throw new Error(`the oracle is without an answer: ${JSON.stringify(outcome)}`);
}

export async function truth(program: Program): Promise<Truth> {
  const flip = program.sense === 'minimize' ? 1 : -1;
  let objective = Infinity;
  for (const fixed of combinations(program)) {
    const found = await best(fixed);
    if (found !== undefined) objective = Math.min(objective, flip * found);
  }
  return { status: objective < Infinity ? 'optimal' : 'infeasible', objective: flip * objective };
}
