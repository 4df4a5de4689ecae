/**
 * The dual program, written out. For `min offset + c'x`, one-sided rows and columns bounded by nothing but zero it is
 *
 *   max  offset + b'y     y_i >= 0 for a row `>= b_i`, y_i <= 0 for `<= b_i`, free for `== b_i`, 0 for a free row
 *        A_j'y <= c_j for x_j >= 0,   >= c_j for x_j <= 0,   == c_j for a free x_j,   free for x_j = 0 at no cost
 *
 * and mirrored for max. So the dual variable of a row is its raw dual d(objective)/d(right-hand side) in the primal's
 * sense (docs/conventions.md 1.1), and the dual of row j of the dual is x_j. On such programs this is an involution.
 *
 * What else a program may have becomes a multiplier of its own, known by its name, so that nothing is lost:
 *
 *   row r ranged [l, u]     two columns `r@lower` (cost l) and `r@upper` (cost u), both with the row's coefficients
 *   x at least l /= 0       a column `x@lowerBound` with cost l and coefficient 1 in row x; likewise `x@upperBound`
 *   x fixed at v            a free column `x@fixed` with cost v; row x becomes an equality
 *
 * Dualising reads such columns back as what they stand for (multiplier.ts), so dualize(dualize(P)) is P again, number
 * for number, and has its fingerprint. No arithmetic is done on any number. Rejected: shifting bounds to zero (rounds,
 * and loses them), bounds as rows (P would come back with other rows), two columns per equality (doubles it).
 */
import {
  type CscMatrix,
  createProgram,
  isDiscrete,
  type Names,
  type Program,
  transpose,
  UnsupportedError,
} from '@marginal/program';
import type { CompiledModel } from './compiled-model.ts';
import { CompiledDual, ProgramDual } from './dual.ts';
import type { ModelKind } from './kind.ts';
import { BOUND, ROLE, type Roles, rolesOf, SIDE, type Sign, signOf } from './multiplier.ts';

/** What may stand behind a name; a column of the dual keeps the position here, and its name is made when asked for. */
const SUFFIXES = ['', SIDE.lower, SIDE.upper, BOUND.lower, BOUND.upper, BOUND.fixed] as const;

class DualBuilder {
  readonly rowOf: Int32Array;
  readonly firstColumn: Int32Array;
  private readonly primal: Program;
  private readonly roles: Roles;
  /** 1 when the primal minimises. */
  private readonly flip: number;
  private rowCount = 0;
  /** Per row of the dual: the primal column it comes from, and its bounds. */
  private readonly rowSource: Int32Array;
  private readonly rowLower: Float64Array;
  private readonly rowUpper: Float64Array;
  private columnCount = 0;
  /** Per column of the dual: the primal row whose coefficients it has, or -1 - the row in which it stands alone. */
  private readonly source: Int32Array;
  private readonly suffix: Uint8Array;
  private readonly cost: Float64Array;
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;

  constructor(primal: Program, roles: Roles) {
    this.primal = primal;
    this.roles = roles;
    this.flip = primal.sense === 'minimize' ? 1 : -1;
    const { rowCount, columnCount } = primal.matrix;
    this.rowOf = new Int32Array(columnCount).fill(-1);
    this.firstColumn = new Int32Array(rowCount + 1);
    this.rowSource = new Int32Array(columnCount);
    this.rowLower = new Float64Array(columnCount);
    this.rowUpper = new Float64Array(columnCount);
    const most = 2 * (rowCount + columnCount);
    this.source = new Int32Array(most);
    this.suffix = new Uint8Array(most);
    this.cost = new Float64Array(most);
    this.lower = new Float64Array(most);
    this.upper = new Float64Array(most);
  }

  build(): Program {
    const { primal } = this;
    for (let i = 0; i < primal.matrix.rowCount; i++) this.addColumns(i);
    this.firstColumn[primal.matrix.rowCount] = this.columnCount;
    for (let j = 0; j < primal.matrix.columnCount; j++) this.addRow(j);
    const { rowCount, columnCount } = this;
    return createProgram({
      sense: primal.sense === 'minimize' ? 'maximize' : 'minimize',
      offset: primal.offset,
      cost: this.cost.slice(0, columnCount),
      columnLower: this.lower.slice(0, columnCount),
      columnUpper: this.upper.slice(0, columnCount),
      rowLower: this.rowLower.slice(0, rowCount),
      rowUpper: this.rowUpper.slice(0, rowCount),
      matrix: this.matrix(),
      names: this.names(),
    });
  }

  private addColumn(source: number, suffix: (typeof SUFFIXES)[number], cost: number, sign: Sign): void {
    const at = this.columnCount++;
    this.source[at] = source;
    this.suffix[at] = SUFFIXES.indexOf(suffix);
    this.cost[at] = cost;
    [this.lower[at], this.upper[at]] = sign;
  }

  /** A row becomes a column, or one per side when it is ranged. */
  private addColumns(row: number): void {
    const [lower, upper] = [this.primal.rowLower[row], this.primal.rowUpper[row]];
    this.firstColumn[row] = this.columnCount;
    if (lower > -Infinity && upper < Infinity && lower !== upper) {
      this.addColumn(row, SIDE.lower, lower, signOf(true, false, this.flip));
      this.addColumn(row, SIDE.upper, upper, signOf(false, true, this.flip));
      return;
    }
    const side = lower > -Infinity ? lower : upper < Infinity ? upper : 0;
    this.addColumn(row, '', side, [this.roles.lower[row], this.roles.upper[row]]);
  }

  /** A column becomes a row; two sides become a range, and bounds have become bounds already. */
  private addRow(j: number): void {
    const [kind, { cost }] = [this.roles.kind[j], this.primal];
    if (kind !== ROLE.row && kind !== ROLE.lowerSide) return;
    const row = this.rowCount++;
    this.rowOf[j] = row;
    this.rowSource[row] = j;
    const [low, high] = kind === ROLE.row ? this.slack(j, -1 - row) : [cost[j], cost[this.roles.at[j]]];
    [this.rowLower[row], this.rowUpper[row]] = [low, high];
  }

  /** Bounds of a column's row; adds the multipliers of the column's bounds, which stand alone in that row. */
  private slack(j: number, alone: number): readonly [number, number] {
    const { columnLower, columnUpper, cost } = this.primal;
    const [lower, upper] = [columnLower[j], columnUpper[j]];
    if (lower === upper) {
      if (lower === 0 && cost[j] === 0) return [-Infinity, Infinity];
      this.addColumn(alone, BOUND.fixed, lower, signOf(true, true, this.flip));
      return [cost[j], cost[j]];
    }
    if (lower !== 0 && lower > -Infinity)
      this.addColumn(alone, BOUND.lower, lower, signOf(true, false, this.flip));
    if (upper !== 0 && upper < Infinity)
      this.addColumn(alone, BOUND.upper, upper, signOf(false, true, this.flip));
    // A bound at zero is the slack of the row itself: c_j - A_j'y has the sign of that bound's multiplier.
    const [low, high] = signOf(lower === 0, upper === 0, this.flip);
    return [high > 0 ? -Infinity : cost[j], low < 0 ? Infinity : cost[j]];
  }

  private names(): Names {
    const { names } = this.primal;
    const { source, suffix, rowSource, roles } = this;
    const row = (i: number): string => {
      const name = names.column(rowSource[i]);
      return roles.kind[rowSource[i]] === ROLE.lowerSide ? name.slice(0, -SIDE.lower.length) : name;
    };
    const column = (j: number): string =>
      (source[j] < 0 ? row(-1 - source[j]) : names.row(source[j])) + SUFFIXES[suffix[j]];
    return { row, column };
  }

  /** Coefficients of the rows, without those of multipliers, and a 1 for each bound. */
  private matrix(): CscMatrix {
    const { rowCount, columnCount, rowOf, source } = this;
    const byRow = transpose(this.primal.matrix);
    const starts = new Int32Array(columnCount + 1);
    for (let at = 0; at < columnCount; at++) {
      const row = source[at];
      const size = row < 0 ? 1 : byRow.starts[row + 1] - byRow.starts[row];
      starts[at + 1] = starts[at] + size;
    }
    const rows = new Int32Array(starts[columnCount]);
    const values = new Float64Array(starts[columnCount]);
    let out = 0;
    for (let at = 0; at < columnCount; at++) {
      const row = source[at];
      starts[at] = out;
      if (row < 0) {
        rows[out] = -1 - row;
        values[out++] = 1;
        continue;
      }
      for (let k = byRow.starts[row]; k < byRow.starts[row + 1]; k++) {
        const place = rowOf[byRow.rows[k]];
        if (place < 0) continue;
        rows[out] = place;
        values[out++] = byRow.values[k];
      }
    }
    starts[columnCount] = out;
    return { rowCount, columnCount, starts, rows: rows.slice(0, out), values: values.slice(0, out) };
  }
}

/**
 * The dual of a linear program, exact. Rows of the dual have the names of the primal's columns and the other way round.
 * Throws `UnsupportedError` `core.dual-of-integers`.
 */
export function dualize(source: CompiledModel<ModelKind>): CompiledDual;
export function dualize(source: Program): ProgramDual;
export function dualize(source: CompiledModel<ModelKind> | Program): ProgramDual {
  const primal = 'program' in source ? source.program : source;
  if (isDiscrete(primal)) {
    throw new UnsupportedError({
      code: 'core.dual-of-integers',
      place: 'dualize',
      cause: 'a program with integer or semicontinuous columns has no dual program',
      remedy: 'fix them or relax them, and dualise that program',
    });
  }
  const roles = rolesOf(primal);
  const builder = new DualBuilder(primal, roles);
  const program = builder.build();
  const { firstColumn, rowOf } = builder;
  const parts = { program, firstColumn, rowOf, roles };
  return 'program' in source ? new CompiledDual(source, parts) : new ProgramDual(parts);
}
