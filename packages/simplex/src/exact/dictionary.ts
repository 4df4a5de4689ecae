/**
 * A basis in exact arithmetic: `D x_B = T x_N`, `D d_N = C`, in whole numbers. Variables as in `Form`: columns 0..n-1, n + i the logical of
 * row i with `A x + z = 0`. A pivot keeps everything whole by dividing through the last pivot D (Edmonds 1967, Bareiss 1968): every entry
 * is a minor of the matrix, so numbers grow linearly with the basis and not exponentially with the pivots.
 *
 * Units: row i was multiplied by 2^rowShift_i, costs by 2^costShift, and all values by 2^valueShift.
 */
import type { Program } from '@marginal/program';
import { bitLength, shiftOf, wholeOf } from './whole-numbers.ts';

const WORD = 64;

export class Dictionary {
  readonly m: number;
  readonly n: number;
  /** The common denominator, positive. */
  denominator = 1n;
  /** m rows of n entries. */
  readonly table: bigint[][];
  /** Length n: reduced costs of the nonbasic variables. */
  readonly reduced: bigint[];
  /** Length m and n: the variable of each row and of each column of the table. */
  readonly basic: Int32Array;
  readonly nonbasic: Int32Array;
  /** Length n + m, by variable; undefined is infinite. */
  readonly lower: (bigint | undefined)[];
  readonly upper: (bigint | undefined)[];
  /** Length n: values of the nonbasic variables. */
  readonly value: bigint[];
  /** Length m: D times the values of the basic variables. */
  readonly primal: bigint[];
  /** Length m. */
  readonly rowShift: Int32Array;
  readonly costShift: number;
  readonly valueShift: number;
  /** Work in ticks: about one per word touched. */
  work = 0;

  /** `program`: a minimisation. Starts at the slack basis, columns on their lower bound if there is one. */
  constructor(program: Program) {
    const { matrix, cost, columnLower, columnUpper, rowLower, rowUpper } = program;
    const { rowCount: m, columnCount: n, starts, rows, values } = matrix;
    this.m = m;
    this.n = n;
    this.rowShift = new Int32Array(m).fill(-2000);
    for (let k = 0; k < values.length; k++)
      this.rowShift[rows[k]] = Math.max(this.rowShift[rows[k]], shiftOf(values[k]));
    for (let i = 0; i < m; i++) if (this.rowShift[i] === -2000) this.rowShift[i] = 0;
    this.table = Array.from({ length: m }, () => new Array<bigint>(n).fill(0n));
    for (let j = 0; j < n; j++)
      for (let k = starts[j]; k < starts[j + 1]; k++)
        this.table[rows[k]][j] = -wholeOf(values[k], this.rowShift[rows[k]]);

    const finite = (x: number): boolean => x - x === 0;
    let costShift = 0;
    let valueShift = 0;
    for (const c of cost) costShift = Math.max(costShift, shiftOf(c));
    for (const x of [...columnLower, ...columnUpper])
      if (finite(x)) valueShift = Math.max(valueShift, shiftOf(x));
    for (let i = 0; i < m; i++)
      for (const x of [rowLower[i], rowUpper[i]])
        if (finite(x)) valueShift = Math.max(valueShift, shiftOf(x) - this.rowShift[i]);
    this.costShift = costShift;
    this.valueShift = valueShift;
    this.reduced = Array.from(cost, (c) => wholeOf(c, costShift));
    const bound = (x: number, shift: number): bigint | undefined =>
      finite(x) ? wholeOf(x, valueShift + shift) : undefined;
    this.lower = Array.from(columnLower, (x) => bound(x, 0));
    this.upper = Array.from(columnUpper, (x) => bound(x, 0));
    for (let i = 0; i < m; i++) {
      this.lower.push(bound(-rowUpper[i], this.rowShift[i]));
      this.upper.push(bound(-rowLower[i], this.rowShift[i]));
    }
    this.basic = Int32Array.from({ length: m }, (_, i) => n + i);
    this.nonbasic = Int32Array.from({ length: n }, (_, j) => j);
    this.value = Array.from({ length: n }, (_, j) => this.lower[j] ?? this.upper[j] ?? 0n);
    this.primal = new Array<bigint>(m).fill(0n);
  }

  /** Whether the nonbasic variable of column p may move up or down. */
  mayRise(p: number): boolean {
    const upper = this.upper[this.nonbasic[p]];
    return upper === undefined || this.value[p] < upper;
  }

  mayFall(p: number): boolean {
    const lower = this.lower[this.nonbasic[p]];
    return lower === undefined || this.value[p] > lower;
  }

  /** The variables of row r and column p change places; the one that leaves the basis stands at `at`. */
  pivot(r: number, p: number, at: bigint): void {
    const { m, n, table, reduced, denominator: last } = this;
    const row = table[r];
    const pivot = row[p];
    const sign = pivot < 0n ? -1n : 1n;
    for (let i = 0; i <= m; i++) {
      if (i === r) continue;
      const other = i === m ? reduced : table[i];
      const entry = other[p];
      for (let k = 0; k < n; k++) {
        if (k === p || (other[k] === 0n && (entry === 0n || row[k] === 0n))) continue;
        other[k] = (sign * (other[k] * pivot - entry * row[k])) / last;
      }
      other[p] = sign * entry;
    }
    for (let k = 0; k < n; k++) row[k] = k === p ? sign * last : -sign * row[k];
    this.denominator = sign * pivot;
    const entering = this.nonbasic[p];
    this.nonbasic[p] = this.basic[r];
    this.basic[r] = entering;
    this.value[p] = at;
    const words = 1 + bitLength(pivot) / WORD;
    this.work += m * n * words * words;
  }

  /** Values of the basic variables. */
  computePrimal(): void {
    const { m, n, table, value, primal } = this;
    for (let r = 0; r < m; r++) {
      let sum = 0n;
      for (let k = 0; k < n; k++) if (value[k] !== 0n && table[r][k] !== 0n) sum += table[r][k] * value[k];
      primal[r] = sum;
    }
    this.work += m * n * (1 + bitLength(this.denominator) / WORD);
  }
}
