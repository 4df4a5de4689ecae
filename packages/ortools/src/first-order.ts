/**
 * Linear programs by PDLP, a first-order method: points good to about four digits, no vertex, no basis. PDLP takes no
 * time limit, so it runs in turns of so many iterations, each from where the last one ended; a point that our check
 * refutes is run on to tighter tolerances. That a program is infeasible or unbounded PDLP sees from multipliers that
 * are good to a few digits, which is no proof; the proof is GLOP's.
 */
import {
  type Claim,
  checkOptimal,
  type Deadline,
  type Delta,
  keepsMatrix,
  type Program,
  type RunOptions,
  TOLERANCES,
} from '@marginal/program';
import { CAPABILITIES } from './capabilities.ts';
import {
  decodeFirstOrder,
  encodeFirstOrder,
  type FirstOrderPoint,
  type FirstOrderReading,
} from './pdlp-format.ts';
import { proved } from './proof.ts';
import { type RowScaling, type RowUnit, scaledRows } from './row-scaling.ts';
import type { RuntimePool } from './runtime.ts';
import type { Solver } from './solver.ts';
import {
  FIRST_LIMITED_TURN,
  FIRST_ORDER_TOLERANCE,
  FIRST_TURN,
  MOST_ITERATIONS,
  SHORTEST_TURN,
  TIGHT_FIRST_ORDER_TOLERANCE,
} from './tolerances.ts';

/** How the program is looked at until our check is content: small rows beside large ones want units of their own. */
const LOOKS: readonly { readonly tolerance: number; readonly unit: RowUnit }[] = [
  { tolerance: FIRST_ORDER_TOLERANCE, unit: 'coefficients' },
  { tolerance: TIGHT_FIRST_ORDER_TOLERANCE, unit: 'coefficients' },
  { tolerance: TIGHT_FIRST_ORDER_TOLERANCE, unit: 'bounds' },
];

/** Length of the next turn: twice the last one, but no longer than the time left allows at the pace so far. */
function nextTurn(last: number, pace: number, left: number): number {
  const affordable = Number.isFinite(left) ? Math.floor(pace * left) : Infinity;
  return Math.max(SHORTEST_TURN, Math.min(2 * last, affordable));
}

export class FirstOrderSolver implements Solver {
  private readonly pool: RuntimePool;
  /** Where the last solve ended, while the program keeps its shape. */
  private last: FirstOrderPoint | undefined;

  constructor(pool: RuntimePool) {
    this.pool = pool;
  }

  changed(delta: Delta): void {
    if (!keepsMatrix(delta)) this.last = undefined;
  }

  async solve(program: Program, options: RunOptions, deadline: Deadline): Promise<Claim> {
    let iterations = 0;
    let turn = Number.isFinite(deadline.left()) ? FIRST_LIMITED_TURN : FIRST_TURN;
    let look = 0;
    let start = this.last;
    const begun = performance.now();
    const { infinity } = CAPABILITIES.pdlp.numericRange;
    let scaling = scaledRows(program, infinity, LOOKS[look].unit);
    for (;;) {
      const point = start === undefined ? {} : { x: start.x };
      if (options.signal?.aborted) return { status: 'limit', which: 'aborted', ...point, iterations };
      if (deadline.late) return { status: 'limit', which: 'time', ...point, iterations };
      if (iterations >= MOST_ITERATIONS)
        return { status: 'limit', which: 'iterations', ...point, iterations };
      const reading = await this.run(scaling, LOOKS[look].tolerance, turn, start);
      iterations += reading.iterations;
      start = { x: reading.x, rowDual: reading.rowDual };
      const claim = await this.conclude(program, reading, look === LOOKS.length - 1, deadline);
      if (claim !== undefined) return { ...claim, iterations: iterations + claim.iterations };
      if (reading.end === 'optimal') {
        look++;
        scaling = scaledRows(program, infinity, LOOKS[look].unit);
      }
      const pace = iterations / ((performance.now() - begun) / 1000);
      turn = nextTurn(turn, pace, deadline.left());
    }
  }

  /** One turn; points are of the program as stated, whatever its rows are multiplied by. */
  private async run(
    { program, factor }: RowScaling,
    tolerance: number,
    iterationLimit: number,
    start: FirstOrderPoint | undefined,
  ): Promise<FirstOrderReading> {
    const from =
      start === undefined
        ? {}
        : { start: { x: start.x, rowDual: start.rowDual.map((y, i) => y / factor[i]) } };
    const terms = { tolerance, iterationLimit, ...from };
    const reading = decodeFirstOrder(await this.pool.call('pdlp', () => encodeFirstOrder(program, terms)));
    const { rowCount, columnCount } = program.matrix;
    if (reading.x.length !== columnCount || reading.rowDual.length !== rowCount)
      throw new Error('PDLP answered with a point of another size');
    return { ...reading, rowDual: reading.rowDual.map((y, i) => y * factor[i]) };
  }

  /** The claim of a turn; undefined when another one may do better. */
  private async conclude(
    program: Program,
    reading: FirstOrderReading,
    isLastLook: boolean,
    deadline: Deadline,
  ): Promise<Claim | undefined> {
    const { end, x, rowDual, said } = reading;
    if (end === 'iterations') return undefined;
    if (end === 'unsettled') return this.unsettled(program, said, deadline);
    if (end === 'primalInfeasible') return proved(this.pool, program, 'infeasible', deadline);
    if (end === 'dualInfeasible') return this.withoutDual(program, deadline);
    const { verdict, reducedCost } = checkOptimal(program, { x, rowDual }, TOLERANCES.firstOrder);
    if (verdict !== 'verified' && !isLastLook) return undefined;
    this.last = { x, rowDual };
    return { status: 'optimal', x, rowDual, reducedCost, iterations: 0 };
  }

  /** No dual point: unbounded, or infeasible as well. */
  private async withoutDual(program: Program, deadline: Deadline): Promise<Claim> {
    const ray = await proved(this.pool, program, 'unbounded', deadline);
    return ray.status === 'failed' ? { status: 'infeasibleOrUnbounded', iterations: ray.iterations } : ray;
  }

  /** PDLP breaks down where its points run off to infinity: often there is no optimum, which GLOP can prove. */
  private async unsettled(program: Program, said: string, deadline: Deadline): Promise<Claim> {
    const infeasible = await proved(this.pool, program, 'infeasible', deadline);
    if (infeasible.status !== 'failed') return infeasible;
    const unbounded = await proved(this.pool, program, 'unbounded', deadline);
    const iterations = infeasible.iterations + unbounded.iterations;
    if (unbounded.status === 'failed')
      return { status: 'failed', cause: `PDLP ended with ${said}`, iterations };
    return { ...unbounded, iterations };
  }
}
