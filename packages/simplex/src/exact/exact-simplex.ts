/**
 * The simplex in exact arithmetic, for small programs that doubles cannot settle: least indices throughout, so that it ends (Bland 1977).
 * First without costs, where a basic variable outside its bounds leaves until all are within or a row shows that they cannot be; then the
 * primal method. Its verdict is the truth about the program's doubles; the certificate that goes with it is rounded once per number, and
 * measured like any other.
 */
import {
  AT_LOWER,
  AT_UPPER,
  BASIC,
  type Basis,
  type Claim,
  FREE_AT_ZERO,
  type Program,
} from '@marginal/program';
import { Dictionary } from './dictionary.ts';
import { quotient } from './whole-numbers.ts';

/** Largest number of coefficients, zeros included, of a program that is solved exactly. */
const ENTRIES = 1024;
/** Work in ticks after which it is given up: about a second. */
const WORK = 100_000_000;

export function fitsExact(program: Program): boolean {
  return program.matrix.rowCount * program.matrix.columnCount <= ENTRIES;
}

type Feasibility = { readonly row: number; readonly below: boolean } | 'feasible' | 'tired';
type Improvement = { readonly column: number; readonly rises: boolean } | 'optimal' | 'tired';

export class ExactSimplex {
  private readonly dictionary: Dictionary;
  /** Pivots from the start basis on. */
  pivots = 0;

  /** `program`: a minimisation. `start`: the basis to start from, as far as it is regular. */
  constructor(program: Program, start: Basis | undefined) {
    this.dictionary = new Dictionary(program);
    if (start !== undefined) this.enter(start);
  }

  get work(): number {
    return this.dictionary.work;
  }

  /** Goes to a basis, and to the bounds that it names. */
  private enter(start: Basis): void {
    const { dictionary } = this;
    const { m, n, table, basic, nonbasic, lower, upper, value } = dictionary;
    for (let j = 0; j < n; j++) {
      if (start.columns[j] !== BASIC) continue;
      for (let r = 0; r < m; r++) {
        if (basic[r] < n || start.rows[basic[r] - n] === BASIC || table[r][j] === 0n) continue;
        dictionary.pivot(r, j, 0n);
        break;
      }
    }
    for (let p = 0; p < n; p++) {
      const j = nonbasic[p];
      // A row that stands at its upper side has its logical at the lower one.
      const high = j < n ? start.columns[j] === AT_UPPER : start.rows[j - n] === AT_LOWER;
      value[p] = (high ? (upper[j] ?? lower[j]) : (lower[j] ?? upper[j])) ?? 0n;
    }
  }

  /** Yields after every pivot. Undefined when the work has become too much. */
  *run(): Generator<void, Claim | undefined> {
    const feasibility = yield* this.makeFeasible();
    if (feasibility === 'tired') return undefined;
    if (feasibility !== 'feasible') return this.infeasible(feasibility.row, feasibility.below);
    const improvement = yield* this.improve();
    if (improvement === 'tired') return undefined;
    if (improvement !== 'optimal') return this.unbounded(improvement.column, improvement.rises);
    return this.optimal();
  }

  private *makeFeasible(): Generator<void, Feasibility> {
    const { dictionary } = this;
    const { m, n, table, basic, nonbasic, lower, upper, primal } = dictionary;
    for (;;) {
      dictionary.computePrimal();
      const { denominator } = dictionary;
      let row = -1;
      let below = false;
      for (let r = 0; r < m; r++) {
        const j = basic[r];
        if (row >= 0 && j > basic[row]) continue;
        const [least, most] = [lower[j], upper[j]];
        const isBelow = least !== undefined && primal[r] < least * denominator;
        if (!isBelow && !(most !== undefined && primal[r] > most * denominator)) continue;
        row = r;
        below = isBelow;
      }
      if (row < 0) return 'feasible';
      let column = -1;
      for (let p = 0; p < n; p++) {
        const entry = table[row][p];
        if (entry === 0n || (column >= 0 && nonbasic[p] > nonbasic[column])) continue;
        if (entry > 0n === below ? dictionary.mayRise(p) : dictionary.mayFall(p)) column = p;
      }
      if (column < 0) return { row, below };
      const bound = below ? lower[basic[row]] : upper[basic[row]];
      dictionary.pivot(row, column, bound ?? 0n);
      this.pivots++;
      if (dictionary.work > WORK) return 'tired';
      yield;
    }
  }

  private *improve(): Generator<void, Improvement> {
    const { dictionary } = this;
    const { n, nonbasic, basic, lower, upper, value, reduced } = dictionary;
    for (;;) {
      let column = -1;
      for (let p = 0; p < n; p++) {
        if (reduced[p] === 0n || (column >= 0 && nonbasic[p] > nonbasic[column])) continue;
        if (reduced[p] < 0n ? dictionary.mayRise(p) : dictionary.mayFall(p)) column = p;
      }
      if (column < 0) return 'optimal';
      const rises = reduced[column] < 0n;
      const row = this.blocking(column, rises);
      if (row === undefined) return { column, rises };
      const j = nonbasic[column];
      if (row < 0) value[column] = (rises ? upper[j] : lower[j]) ?? 0n;
      else {
        const out = basic[row];
        const up = dictionary.table[row][column] > 0n === rises;
        dictionary.pivot(row, column, (up ? upper[out] : lower[out]) ?? 0n);
        this.pivots++;
      }
      dictionary.computePrimal();
      if (dictionary.work > WORK) return 'tired';
      yield;
    }
  }

  /** The row that stops the entering variable first, -1 when its own other bound does, undefined when nothing does. */
  private blocking(column: number, rises: boolean): number | undefined {
    const { m, table, basic, nonbasic, lower, upper, primal, denominator } = this.dictionary;
    const j = nonbasic[column];
    const [least, most] = [lower[j], upper[j]];
    let row: number | undefined;
    // The step so far, as a fraction: how far it may go.
    let far = 0n;
    let per = 0n;
    if (least !== undefined && most !== undefined) {
      row = -1;
      far = (most - least) * denominator;
      per = denominator;
    }
    for (let r = 0; r < m; r++) {
      const rate = rises ? table[r][column] : -table[r][column];
      if (rate === 0n) continue;
      const bound = rate > 0n ? upper[basic[r]] : lower[basic[r]];
      if (bound === undefined) continue;
      const room = rate > 0n ? bound * denominator - primal[r] : primal[r] - bound * denominator;
      const size = rate > 0n ? rate : -rate;
      const difference = row === undefined ? -1n : room * per - far * size;
      const earlier = row !== undefined && row >= 0 && basic[r] < basic[row];
      if (difference < 0n || (difference === 0n && earlier)) {
        row = r;
        far = room;
        per = size;
      }
    }
    return row;
  }

  private optimal(): Claim {
    const { m, n, nonbasic, reduced, denominator, rowShift, costShift } = this.dictionary;
    const rowDual = new Float64Array(m);
    const reducedCost = new Float64Array(n);
    for (let p = 0; p < n; p++) {
      const j = nonbasic[p];
      if (j < n) reducedCost[j] = quotient(reduced[p], denominator, -costShift);
      else rowDual[j - n] = 0 - quotient(reduced[p], denominator, rowShift[j - n] - costShift);
    }
    return { status: 'optimal', x: this.point(), rowDual, reducedCost, basis: this.basis(), iterations: 0 };
  }

  private point(): Float64Array {
    const { m, n, basic, nonbasic, value, primal, denominator, valueShift } = this.dictionary;
    const x = new Float64Array(n);
    for (let p = 0; p < n; p++) if (nonbasic[p] < n) x[nonbasic[p]] = quotient(value[p], 1n, -valueShift);
    for (let r = 0; r < m; r++) if (basic[r] < n) x[basic[r]] = quotient(primal[r], denominator, -valueShift);
    return x;
  }

  private basis(): Basis {
    const { m, n, basic, nonbasic, lower, upper, value } = this.dictionary;
    const columns = new Int8Array(n);
    const rows = new Int8Array(m);
    for (const j of basic) {
      if (j < n) columns[j] = BASIC;
      else rows[j - n] = BASIC;
    }
    for (let p = 0; p < n; p++) {
      const j = nonbasic[p];
      const free = lower[j] === undefined && upper[j] === undefined;
      const low = value[p] === lower[j];
      if (j < n) columns[j] = free ? FREE_AT_ZERO : low ? AT_LOWER : AT_UPPER;
      else rows[j - n] = free ? FREE_AT_ZERO : low ? AT_UPPER : AT_LOWER;
    }
    return { columns, rows };
  }

  /** Row r says `D x_l = sum T_rp x_p`; what its logicals are multiplied with are the multipliers of the rows. */
  private infeasible(row: number, below: boolean): Claim {
    const { m, n, table, basic, nonbasic, denominator, rowShift } = this.dictionary;
    const farkas = new Float64Array(m);
    const sign = below ? -1n : 1n;
    const largest = largestOf([denominator, ...table[row]]);
    const out = basic[row];
    if (out >= n) farkas[out - n] = quotient(sign * denominator, largest, rowShift[out - n]);
    for (let p = 0; p < n; p++) {
      const i = nonbasic[p] - n;
      if (i >= 0) farkas[i] = quotient(-sign * table[row][p], largest, rowShift[i]);
    }
    return { status: 'infeasible', farkas, iterations: 0 };
  }

  private unbounded(column: number, rises: boolean): Claim {
    const { m, n, table, basic, nonbasic, denominator } = this.dictionary;
    const ray = new Float64Array(n);
    const sign = rises ? 1n : -1n;
    const largest = largestOf([denominator, ...table.map((row) => row[column])]);
    if (nonbasic[column] < n) ray[nonbasic[column]] = quotient(sign * denominator, largest);
    for (let r = 0; r < m; r++) if (basic[r] < n) ray[basic[r]] = quotient(sign * table[r][column], largest);
    return { status: 'unbounded', ray, point: this.point(), iterations: 0 };
  }
}

function largestOf(numbers: readonly bigint[]): bigint {
  let largest = 1n;
  for (const x of numbers) {
    const size = x < 0n ? -x : x;
    if (size > largest) largest = size;
  }
  return largest;
}
