/**
 * The front of two amounts: all pairs (a, b) that no feasible plan beats in both. For a linear program it is convex and
 * piecewise linear, and its corners are found exactly, without a grid: between two known corners P and Q the plan that
 * minimises the weighted sum with the slope of PQ either lies on PQ, which is then an edge of the front, or gives a new
 * corner (Aneja and Nair, "Bicriteria transportation problem", Management Science 25, 1979; the parametric objective of
 * Gass and Saaty, 1955). Every weighted sum is solved from the basis of the one before it.
 */
import { lexicographic } from '@marginal/core';
import type { Backend, Program, Session, SolveOptions } from '@marginal/program';
import { CompensatedSum, NotAllowedError } from '@marginal/program';
import type { Amount, GreenMarket } from './market.ts';
import { EDGE_PRECISION } from './tolerances.ts';

export interface FrontPoint {
  readonly a: number;
  readonly b: number;
}

/** Corners from least `a` to least `b`; `a` grows and `b` falls from one to the next. */
export interface Front {
  readonly corners: readonly FrontPoint[];
  /**
   * What one more unit of `a` saves of `b`, on the edge after each corner; one fewer than the corners, falling. Its
   * inverse is the price of `b` in units of `a`: with a = cost in $ and b = carbon in kg, the implied $/kg is 1 / rate.
   */
  readonly rates: readonly number[];
  /** Whether every edge was proved; if not, `corners` ran out and some may be missing. */
  readonly complete: boolean;
}

export interface FrontOptions extends Omit<SolveOptions, 'startBasis'> {
  /** Corners at most; 200 by default. */
  readonly corners?: number;
}

const CORNERS = 200;

function amountAt(program: Program, x: Float64Array): number {
  const sum = new CompensatedSum();
  sum.add(program.offset);
  for (let j = 0; j < x.length; j++) if (program.cost[j] !== 0) sum.addProduct(program.cost[j], x[j]);
  return sum.value;
}

/** Corner search over one open session. */
class FrontSearch {
  private readonly session: Session;
  private readonly a: Program;
  private readonly b: Program;
  private readonly options: FrontOptions;
  private readonly start = performance.now();
  private readonly every: Int32Array;

  constructor(session: Session, a: Program, b: Program, options: FrontOptions) {
    this.session = session;
    this.a = a;
    this.b = b;
    this.options = options;
    this.every = Int32Array.from({ length: a.cost.length }, (_, j) => j);
  }

  /** The optimum of weightA * a + weightB * b. */
  async corner(weightA: number, weightB: number): Promise<FrontPoint> {
    const { cost } = this.a;
    const value = cost.map((c, j) => weightA * c + weightB * this.b.cost[j]);
    await this.session.update({ cost: { index: this.every, value }, offset: 0 });
    const { corners: _corners, timeLimit, ...options } = this.options;
    const left =
      timeLimit === undefined
        ? {}
        : { timeLimit: Math.max(0, timeLimit - (performance.now() - this.start) / 1000) };
    const outcome = await this.session.solve({ ...options, ...left });
    if (outcome.status !== 'optimal')
      throw new NotAllowedError({
        code: 'green-llm.no-front',
        place: 'paretoFront',
        cause: `a weighted sum came out ${outcome.status}`,
        remedy:
          outcome.status === 'limit'
            ? 'give more time'
            : 'solve the market alone first: it must have an optimum',
      });
    const { x } = outcome.solution;
    return { a: amountAt(this.a, x), b: amountAt(this.b, x) };
  }
}

/** Whether `point` lies below the line from `left` to `right` by more than it is known to. */
function isBelow(point: FrontPoint, left: FrontPoint, right: FrontPoint): boolean {
  const weightA = left.b - right.b;
  const weightB = right.a - left.a;
  const line = weightA * left.a + weightB * left.b;
  const size = weightA * Math.abs(left.a) + weightB * Math.abs(left.b);
  return line - (weightA * point.a + weightB * point.b) > EDGE_PRECISION * size;
}

/**
 * The exact front of two amounts of a market, such as `costs.energy` and `carbonKg`. Throws `NotAllowedError`
 * `green-llm.no-front` when the market has no optimum or a limit is reached.
 */
export async function paretoFront(
  market: GreenMarket,
  a: Amount,
  b: Amount,
  backend: Backend,
  options: FrontOptions = {},
): Promise<Front> {
  const most = options.corners ?? CORNERS;
  // An objective of one rank may be in any unit; `minimize` wants money.
  const [ofA, ofB] = [a, b].map(
    (amount) => lexicographic(market.model, [{ name: 'amount', minimize: amount }]).compiled.program,
  );
  const session = await backend.open(ofA);
  try {
    const search = new FrontSearch(session, ofA, ofB, options);
    // The ends: each amount's least, ties broken by the other with a weight too small to move the first.
    const left = await search.corner(1, EDGE_PRECISION);
    const right = await search.corner(EDGE_PRECISION, 1);
    const corners: FrontPoint[] = [left];
    let complete = true;
    const waiting: [FrontPoint, FrontPoint][] = [[left, right]];
    let found = 2;
    for (let edge = waiting.pop(); edge !== undefined; edge = waiting.pop()) {
      const [from, to] = edge;
      const step = to.a - from.a;
      const fall = from.b - to.b;
      if (step <= 0 || fall <= 0) continue;
      const point = found < most ? await search.corner(fall, step) : undefined;
      complete &&= point !== undefined;
      if (point !== undefined && isBelow(point, from, to)) {
        found++;
        waiting.push([point, to], [from, point]);
      } else corners.push(to);
    }
    const rates = corners.slice(1).map((to, k) => (corners[k].b - to.b) / (to.a - corners[k].a));
    return { corners, rates, complete };
  } finally {
    session.close();
  }
}
