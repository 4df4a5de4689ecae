/**
 * Checks ranges that an engine claims by solving the program where they end. What lies between follows:
 *
 *   costs: x stays optimal from c to c' if it is at c and at c', since z(c) = min c'x is concave and never above c'x;
 *   sides: z(b) is convex and never below its tangent z + y (b - b0), so it lies on it up to any point where it meets it;
 *   cost without end: x is optimal for c + t e_j, all t > 0, exactly if it is for c and no point has less of column j;
 *   side without end: exactly if the activity of the row is unbounded on the face of points complementary to the duals
 *   (a side that carries no price may be relaxed for ever in any case).
 *
 * (Minimising; maximising is the mirror image.) That a range could not be wider is not checked: at a degenerate optimum
 * the range of a basis is a part of the whole one.
 */
import type { Session, SolveOptions } from './backend.ts';
import type { Delta } from './delta.ts';
import { InvalidInputError } from './errors.ts';
import { transpose } from './matrix.ts';
import type { LpSolution, OptimalOutcome, Outcome, Ranges, Ranging } from './outcome.ts';
import { type PricedSides, pricedSides } from './priced-sides.ts';
import type { Program } from './program.ts';
import { type ClaimedRanging, rangingFaults } from './ranging.ts';
import { RANGE_SLACK, TOLERANCES } from './tolerances.ts';

type LpOptimum = OptimalOutcome & { readonly solution: LpSolution };

/** What solves the programs at the ends. */
export interface RangeSolver {
  open(program: Program): Session;
  /** For the next solve: what is left of the time, the signal. */
  options(): SolveOptions;
}

/** A limit was hit before every end was looked at. */
class Stopped extends Error {}

function costDelta(index: Int32Array, value: Float64Array): Delta {
  return { cost: { index, value } };
}

function sidesDelta(row: number, lower: number, upper: number): Delta {
  const index = Int32Array.of(row);
  return { rowBounds: { index, lower: Float64Array.of(lower), upper: Float64Array.of(upper) } };
}

/** Bounds with the side held that a multiplier prices: +1 the lower, -1 the upper, 0 both as they are. */
function held(lower: Float64Array, upper: Float64Array, side: Int8Array) {
  return {
    lower: lower.map((bound, k) => (side[k] < 0 && upper[k] < Infinity ? upper[k] : bound)),
    upper: upper.map((bound, k) => (side[k] > 0 && lower[k] > -Infinity ? lower[k] : bound)),
  };
}

class RangeCheck {
  readonly failures: string[] = [];
  private readonly program: Program;
  private readonly optimum: LpOptimum;
  private readonly solver: RangeSolver;
  /** 1 for a minimisation, -1 for a maximisation. */
  private readonly flip: 1 | -1;
  private readonly priced: PricedSides;
  private readonly sessions = new Map<string, Session>();

  constructor(program: Program, optimum: LpOptimum, solver: RangeSolver) {
    this.program = program;
    this.optimum = optimum;
    this.solver = solver;
    this.flip = program.sense === 'minimize' ? 1 : -1;
    this.priced = pricedSides(program, optimum.solution);
  }

  close(): void {
    for (const session of this.sessions.values()) session.close();
  }

  async costs(ranges: Ranges): Promise<void> {
    const { program, optimum } = this;
    const { x } = optimum.solution;
    for (let j = 0; j < program.cost.length; j++) {
      const place = `cost of ${program.names.column(j)}`;
      const now = program.cost[j];
      const index = Int32Array.of(j);
      for (const end of [ranges.from[j], ranges.to[j]]) {
        if (Number.isFinite(end)) {
          const change = costDelta(index, Float64Array.of(end));
          const back = costDelta(index, Float64Array.of(now));
          if (end !== now) await this.meets(`${place} at ${end}`, change, back, (end - now) * x[j]);
        } else await this.extreme(place, j, end > 0 === this.flip > 0 ? 1 : -1);
      }
    }
  }

  async sides(lower: Ranges, upper: Ranges): Promise<void> {
    const { program } = this;
    for (let i = 0; i < program.rowLower.length; i++) {
      const name = program.names.row(i);
      const [low, high] = [program.rowLower[i], program.rowUpper[i]];
      const price = this.optimum.solution.rowDual[i];
      const pays = this.priced.rows[i];
      if (low === high) {
        await this.sideEnds(`right-hand side of ${name}`, i, low, lower, price, 0, (to) => [to, to]);
        continue;
      }
      if (low > -Infinity)
        await this.sideEnds(`lower side of ${name}`, i, low, lower, pays > 0 ? price : 0, -1, (to) => [
          to,
          high,
        ]);
      if (high < Infinity)
        await this.sideEnds(`upper side of ${name}`, i, high, upper, pays < 0 ? price : 0, 1, (to) => [
          low,
          to,
        ]);
    }
  }

  /** One side and both ends of its range. `relaxed`: the direction in which it leaves more room; 0 for an equation. */
  private async sideEnds(
    place: string,
    row: number,
    now: number,
    ranges: Ranges,
    price: number,
    relaxed: -1 | 0 | 1,
    moved: (to: number) => readonly [number, number],
  ): Promise<void> {
    const { rowLower, rowUpper } = this.program;
    const back = sidesDelta(row, rowLower[row], rowUpper[row]);
    for (const end of [ranges.from[row], ranges.to[row]]) {
      if (end === now) continue;
      if (Number.isFinite(end)) {
        await this.meets(`${place} at ${end}`, sidesDelta(row, ...moved(end)), back, price * (end - now));
      } else if (price !== 0 || Math.sign(end) !== relaxed) await this.endless(place, row, end > 0 ? -1 : 1);
    }
  }

  /** With this change the objective moves by `step`. */
  private async meets(where: string, change: Delta, back: Delta, step: number): Promise<void> {
    const there = await this.solve('ends', () => this.program, where, change, back);
    if (there === undefined) return;
    const { objective } = this.optimum;
    const { offset } = this.program;
    const expected = objective + step;
    const slack = RANGE_SLACK * (1 + Math.abs(expected - offset) + Math.abs(objective - offset));
    if (there.status !== 'optimal') this.failures.push(`${where}: ${there.status}`);
    else if (!(Math.abs(there.objective - expected) <= slack))
      this.failures.push(`${where}: the objective is ${there.objective}, not ${expected}`);
  }

  /** No point has less (1) or more (-1) of this column than the optimum. */
  private async extreme(place: string, column: number, weight: 1 | -1): Promise<void> {
    const { program } = this;
    const value = this.optimum.solution.x[column];
    const bound = weight === 1 ? program.columnLower[column] : program.columnUpper[column];
    const slack = TOLERANCES.vertex.primal * (1 + Math.abs(value));
    if (Math.abs(value - bound) <= slack) return;
    const index = Int32Array.of(column);
    const where = `${place} without end`;
    const change = costDelta(index, Float64Array.of(weight));
    const there = await this.solve(
      'points',
      () => this.points(),
      where,
      change,
      costDelta(index, new Float64Array(1)),
    );
    if (there === undefined) return;
    if (there.status !== 'optimal' || !(Math.abs(there.objective - weight * value) <= slack))
      this.failures.push(`${where}: the column may go further than ${value}`);
  }

  /** The activity of this row goes without end down (1) or up (-1), while the duals stay optimal. */
  private async endless(place: string, row: number, weight: 1 | -1): Promise<void> {
    const { program } = this;
    const byRow = transpose(program.matrix);
    const index = byRow.rows.slice(byRow.starts[row], byRow.starts[row + 1]);
    const coefficients = byRow.values.slice(byRow.starts[row], byRow.starts[row + 1]);
    const face = this.face();
    const where = `${place} without end`;
    const there = await this.solve(
      'face',
      () => face,
      where,
      {
        ...costDelta(
          index,
          coefficients.map((a) => weight * a),
        ),
        ...sidesDelta(row, -Infinity, Infinity),
      },
      {
        ...costDelta(index, new Float64Array(index.length)),
        ...sidesDelta(row, face.rowLower[row], face.rowUpper[row]),
      },
    );
    if (there !== undefined && there.status !== 'unbounded')
      this.failures.push(`${where}: with other prices beyond some point (${there.status})`);
  }

  /** The program with nothing to optimise. */
  private points(): Program {
    const { program } = this;
    return { ...program, sense: 'minimize', offset: 0, cost: new Float64Array(program.cost.length) };
  }

  /** The points of any right-hand side that are complementary to the duals, with nothing to optimise. */
  private face(): Program {
    const { columnLower, columnUpper, rowLower, rowUpper } = this.program;
    const columns = held(columnLower, columnUpper, this.priced.columns);
    const rows = held(rowLower, rowUpper, this.priced.rows);
    return {
      ...this.points(),
      columnLower: columns.lower,
      columnUpper: columns.upper,
      rowLower: rows.lower,
      rowUpper: rows.upper,
    };
  }

  /** Solves a program with one change, on a session kept under `key`; undefined when the solver does not take the change. */
  private async solve(
    key: string,
    program: () => Program,
    where: string,
    change: Delta,
    back: Delta,
  ): Promise<Outcome | undefined> {
    let session = this.sessions.get(key);
    if (session === undefined) {
      session = this.solver.open(program());
      this.sessions.set(key, session);
    }
    try {
      await session.update(change);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      this.failures.push(`${where}: ${error.message}`);
      return undefined;
    }
    const outcome = await session.solve(this.solver.options());
    if (outcome.status === 'limit') throw new Stopped(`stopped at the ${outcome.which} limit at ${where}`);
    await session.update(back);
    return outcome;
  }
}

/** Checks claimed ranges of an optimum of `program`, both in the sense in which the program is stated. */
export async function verifyRanging(
  program: Program,
  optimum: LpOptimum,
  claimed: ClaimedRanging,
  solver: RangeSolver,
): Promise<Ranging> {
  const faults = rangingFaults(program, claimed);
  if (faults.length > 0) return { status: 'refuted', failures: faults };
  const check = new RangeCheck(program, optimum, solver);
  try {
    await check.costs(claimed.cost);
    await check.sides(claimed.rowLower, claimed.rowUpper);
  } catch (error) {
    if (error instanceof Stopped) return { status: 'unchecked', cause: error.message };
    throw error;
  } finally {
    check.close();
  }
  const { failures } = check;
  return failures.length > 0 ? { status: 'refuted', failures } : { status: 'verified', ...claimed };
}
