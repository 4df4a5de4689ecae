/**
 * Multipliers: columns of a dual program that stand for one side of a range or for a bound of its primal, known by name.
 * Invariant: reading one back is always right (a row `1 x >= l` and a bound `x >= l` are the same thing), and exact for
 * what `dualize` wrote; a column that only looks alike (another sign, another coefficient, a bound that is taken) stays
 * a column. The names below are reserved for this.
 */
import type { Program } from '@marginal/program';

/** What stands behind the name of a ranged row, once per side. */
export const SIDE = { lower: '@lower', upper: '@upper' } as const;

/** What stands behind the name of a column whose bound this is. */
export const BOUND = { lower: '@lowerBound', upper: '@upperBound', fixed: '@fixed' } as const;

/** What a column of a program is to its dual. */
export const ROLE = {
  /** A row of its own. */
  row: 0,
  /** The lower side of a ranged row, of which its partner is the upper. */
  lowerSide: 1,
  /** The upper side of the ranged row that its partner becomes. */
  upperSide: 2,
  /** A bound of the column that a row becomes. */
  lowerBound: 3,
  upperBound: 4,
  fixed: 5,
} as const;

/** A multiplier may have one sign, both, or none. */
export type Sign = readonly [lower: number, upper: number];

/**
 * Sign of the multiplier of a limit with these sides. `flip` is 1 when the program that has the limit minimises: then
 * a lower side pushes the objective up, and its multiplier is positive.
 */
export function signOf(lower: boolean, upper: boolean, flip: number): Sign {
  const [up, down] = flip > 0 ? [lower, upper] : [upper, lower];
  return [down ? -Infinity : 0, up ? Infinity : 0];
}

/** The names of bounds and their roles. */
const BOUNDS = [
  { suffix: BOUND.lower, role: ROLE.lowerBound, lower: true, upper: false },
  { suffix: BOUND.upper, role: ROLE.upperBound, lower: false, upper: true },
  { suffix: BOUND.fixed, role: ROLE.fixed, lower: true, upper: true },
] as const;

type Bound = (typeof BOUNDS)[number];

/** How a program looks to its dual. */
export interface Roles {
  /** One `ROLE` per column. */
  readonly kind: Uint8Array;
  /** One per column: the partner of a side, the row of a bound, otherwise -1. */
  readonly at: Int32Array;
  /** One per row: lower bound of the column that a row with one side, or both the same, becomes. */
  readonly lower: Float64Array;
  /** One per row: its upper bound. */
  readonly upper: Float64Array;
}

class RoleReader {
  private readonly program: Program;
  /** 1 when the dual of this program minimises. */
  private readonly flip: number;
  private readonly roles: Roles;

  constructor(program: Program) {
    this.program = program;
    this.flip = program.sense === 'maximize' ? 1 : -1;
    const { rowCount, columnCount } = program.matrix;
    this.roles = {
      kind: new Uint8Array(columnCount),
      at: new Int32Array(columnCount).fill(-1),
      lower: new Float64Array(rowCount),
      upper: new Float64Array(rowCount),
    };
    for (let i = 0; i < rowCount; i++) {
      const [has, hasToo] = [program.rowLower[i] > -Infinity, program.rowUpper[i] < Infinity];
      [this.roles.lower[i], this.roles.upper[i]] = signOf(has, hasToo, -this.flip);
    }
  }

  read(): Roles {
    const lowers = new Map<string, number>();
    const uppers = new Map<string, number>();
    for (let j = 0; j < this.program.cost.length; j++) {
      const name = this.program.names.column(j);
      if (!name.includes('@')) continue;
      const bound = BOUNDS.find(({ suffix }) => name.endsWith(suffix));
      if (bound !== undefined) this.readBound(name, j, bound);
      else if (name.endsWith(SIDE.lower)) lowers.set(name.slice(0, -SIDE.lower.length), j);
      else if (name.endsWith(SIDE.upper)) uppers.set(name.slice(0, -SIDE.upper.length), j);
    }
    this.readPairs(lowers, uppers);
    return this.roles;
  }

  private hasSign(j: number, [lower, upper]: Sign): boolean {
    return this.program.columnLower[j] === lower && this.program.columnUpper[j] === upper;
  }

  /** A column with one coefficient, which is 1, in the row whose name it has, where that bound is still open. */
  private readBound(name: string, j: number, bound: Bound): void {
    const { starts, rows, values } = this.program.matrix;
    if (starts[j + 1] !== starts[j] + 1 || values[starts[j]] !== 1) return;
    const row = rows[starts[j]];
    if (this.program.names.row(row) + bound.suffix !== name) return;
    if (!this.hasSign(j, signOf(bound.lower, bound.upper, this.flip))) return;
    if (!this.bind(row, bound, this.program.cost[j])) return;
    this.roles.kind[j] = bound.role;
    this.roles.at[j] = row;
  }

  /** Sets a bound of the column that a row becomes; false when it has one already, or the other one forbids it. */
  private bind(row: number, bound: Bound, value: number): boolean {
    const { rowLower, rowUpper } = this.program;
    const isRange = rowLower[row] > -Infinity && rowUpper[row] < Infinity && rowLower[row] !== rowUpper[row];
    const { lower, upper } = this.roles;
    if (isRange || (bound.lower && lower[row] !== -Infinity) || (bound.upper && upper[row] !== Infinity))
      return false;
    if ((!bound.upper && value >= upper[row]) || (!bound.lower && value <= lower[row])) return false;
    if (bound.lower) lower[row] = value;
    if (bound.upper) upper[row] = value;
    return true;
  }

  /** Two columns with the same coefficients, one for each side of a range; no column may have the name of the row. */
  private readPairs(lowers: ReadonlyMap<string, number>, uppers: ReadonlyMap<string, number>): void {
    const pairs = new Map<string, readonly [number, number]>();
    for (const [name, lower] of lowers) {
      const upper = uppers.get(name);
      if (upper !== undefined && this.isPair(lower, upper)) pairs.set(name, [lower, upper]);
    }
    if (pairs.size === 0) return;
    for (let j = 0; j < this.program.cost.length; j++) pairs.delete(this.program.names.column(j));
    const { kind, at } = this.roles;
    for (const [lower, upper] of pairs.values()) {
      [kind[lower], at[lower]] = [ROLE.lowerSide, upper];
      [kind[upper], at[upper]] = [ROLE.upperSide, lower];
    }
  }

  private isPair(lower: number, upper: number): boolean {
    const { cost, matrix } = this.program;
    const { starts, rows, values } = matrix;
    const size = starts[lower + 1] - starts[lower];
    if (!(cost[lower] < cost[upper]) || starts[upper + 1] - starts[upper] !== size) return false;
    if (!this.hasSign(lower, signOf(true, false, this.flip))) return false;
    if (!this.hasSign(upper, signOf(false, true, this.flip))) return false;
    for (let k = 0; k < size; k++) {
      const [a, b] = [starts[lower] + k, starts[upper] + k];
      if (rows[a] !== rows[b] || values[a] !== values[b]) return false;
    }
    return true;
  }
}

/** What every row and column of this program is to its dual. O(nonzeros), and the names of all columns. */
export function rolesOf(program: Program): Roles {
  return new RoleReader(program).read();
}
