/**
 * What a backend is put through, the same in Node and in a page. Reports are plain data without times, so that two of
 * them can be compared bit for bit.
 */
import { type Backend, MarginalError, type Outcome, type Program, solveProgram } from '@marginal/program';
import { drawnProgram, INFEASIBLE, KNAPSACK, longProgram, TRANSPORT, UNBOUNDED } from './programs.ts';

/** An outcome as plain data; arrays by column or row, as in `Outcome`. */
export interface Told {
  readonly status: Outcome['status'];
  readonly iterations: number;
  readonly objective?: number;
  readonly bound?: number;
  readonly x?: readonly number[];
  readonly rowDual?: readonly number[];
  readonly reducedCost?: readonly number[];
  readonly columnStatus?: readonly number[];
  readonly rowStatus?: readonly number[];
  readonly farkas?: readonly number[];
  readonly ray?: readonly number[];
  readonly which?: string;
  readonly cause?: string;
}

function list(array: ArrayLike<number> | undefined): readonly number[] | undefined {
  return array === undefined ? undefined : Array.from(array);
}

/** Leaves out what is undefined: the channel to a page does. */
function present<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Value;
}

export function tell(outcome: Outcome): Told {
  const { status, iterations } = outcome;
  switch (outcome.status) {
    case 'optimal': {
      const { objective, solution } = outcome;
      if (solution.kind === 'mip') return { status, iterations, objective, x: Array.from(solution.x) };
      return present({
        status,
        iterations,
        objective,
        x: list(solution.x),
        rowDual: list(solution.rowDual),
        reducedCost: list(solution.reducedCost),
        columnStatus: list(solution.basis?.columns),
        rowStatus: list(solution.basis?.rows),
      }) as Told;
    }
    case 'infeasible':
      return present({
        status,
        iterations,
        farkas: outcome.proof === 'farkas' ? list(outcome.farkas) : undefined,
      }) as Told;
    case 'unbounded':
      return present({ status, iterations, ray: list(outcome.ray) }) as Told;
    case 'limit':
      return { status, iterations, which: outcome.which };
    case 'failed':
      return { status, iterations, cause: outcome.cause };
    default:
      return { status, iterations };
  }
}

/** Everything that is tried of a backend, by name. */
export type Trial = Readonly<Record<string, Told>>;

/** A linear program, a refuted one, one without end, a drawn one, and a session of changes; integers where they are taken. */
export async function trialOf(backend: Backend): Promise<Trial> {
  const { lp, mip } = backend.capabilities;
  const told: Record<string, Told> = {};
  const solve = async (name: string, program: Program): Promise<void> => {
    told[name] = tell(await solveProgram(program, backend));
  };
  if (mip) await solve('knapsack', KNAPSACK);
  if (!lp) return told;
  await solve('transport', TRANSPORT);
  await solve('infeasible', INFEASIBLE);
  await solve('unbounded', UNBOUNDED);
  await solve('drawn', drawnProgram(1, 40, 60, 4));
  const session = await backend.open(TRANSPORT);
  try {
    told.before = tell(await session.solve());
    await session.update({
      rowBounds: { index: Int32Array.of(2), lower: Float64Array.of(25), upper: Float64Array.of(25) },
    });
    told['after a demand'] = tell(await session.solve());
    await session.update({ cost: { index: Int32Array.of(1), value: Float64Array.of(-1) } });
    told['after a cost'] = tell(await session.solve());
  } finally {
    session.close();
  }
  return told;
}

/** What became of a solve that was aborted on its way, and of the next one of the same session, without any rows to meet. */
export async function abortOf(backend: Backend): Promise<readonly [Told, Told]> {
  const program = longProgram();
  const session = await backend.open(program);
  try {
    const aborted = tell(await session.solve({ signal: AbortSignal.timeout(600) }));
    const index = Int32Array.from({ length: program.matrix.rowCount }, (_, i) => i);
    const lower = new Float64Array(index.length).fill(-Infinity);
    await session.update({ rowBounds: { index, lower, upper: lower.map((bound) => -bound) } });
    return [aborted, tell(await session.solve())];
  } finally {
    session.close();
  }
}

/** A solver's refusal to start, as its code and its text. */
export async function refusalOf(
  start: () => Backend,
): Promise<{ code: string; message: string } | undefined> {
  try {
    (await start().open(TRANSPORT)).close();
    return undefined;
  } catch (error) {
    if (!(error instanceof MarginalError)) throw error;
    return { code: error.code, message: error.message };
  }
}
