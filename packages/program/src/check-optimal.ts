/**
 * Is (x, y, r) an optimum of the program? Recomputes the Karush-Kuhn-Tucker conditions from the program alone:
 *
 *   primal            rowLower <= A x <= rowUpper,  columnLower <= x <= columnUpper
 *                     integer columns whole; semicontinuous columns zero or between their bounds
 *   stationarity      r = c - A'y
 *   dual signs        min: y_i > 0 only with a lower bound, y_i < 0 only with an upper one; r likewise; max mirrored
 *   complementarity   a multiplier is nonzero only where its bound is active
 *   strong duality    offset + c'x = offset + sum of multipliers times the bounds they stand on
 *
 * Tolerances are per bound and per dual, and a coefficient may be large: a column that misses its bound by 1e-10 moves a row
 * with a coefficient of 1e6 by 1e-4, and a dual of the wrong sign hides a cost likewise. So the rows are judged once more with
 * the columns put within their bounds, and the reduced costs with the duals put within their signs.
 *
 * With integers, duals are those of the relaxation: a whole point with such duals is an optimum, but few optima have them,
 * so the check is made without duals then. All products in compensated arithmetic, all residuals relative
 * (docs/conventions.md, sections 1, 2 and 6).
 */
import { zeros } from './check-scratch.ts';
import { CompensatedSum } from './compensated.ts';
import { type CompensatedProduct, multiply, multiplyTransposed } from './matrix.ts';
import type { Residuals } from './outcome.ts';
import type { Program } from './program.ts';
import { relaxation } from './relaxation.ts';
import {
  INTEGRALITY,
  MULTIPLIER_NOISE,
  OWN_SIZE,
  OWN_SIZE_MOST,
  ROUNDING_FLOOR,
  ROUNDING_LIMIT,
  type Tolerances,
} from './tolerances.ts';

/** Verdict of a check: `verified`, or `refuted` with every line that failed. */
export interface OptimalityReport {
  readonly verdict: 'verified' | 'refuted';
  readonly residuals: Residuals;
  /** offset + c'x. */
  readonly objective: number;
  /** Value of the dual solution, or with its duals put within their signs if that is further off; NaN when no duals were given. */
  readonly dualObjective: number;
  /** Length rowCount. */
  readonly rowActivity: Float64Array;
  /** Length columnCount, as given, or c - A'y; empty when no duals were given. */
  readonly reducedCost: Float64Array;
  /** One sentence per failed line, with the worst offender and its amount. */
  readonly failures: readonly string[];
}

export interface PrimalDualPoint {
  /** Length columnCount. */
  readonly x: Float64Array;
  /** Length rowCount; without it only primal feasibility is checked. */
  readonly rowDual?: Float64Array;
  /** Length columnCount; taken as c - A'y when absent. */
  readonly reducedCost?: Float64Array;
}

/** What a residual belongs to; the sentence about it is only made when it is reported. */
type Place =
  | 'row'
  | 'row, with columns within their bounds,'
  | 'column'
  | 'integer column'
  | 'semicontinuous column'
  | 'dual of row'
  | 'reduced cost of column'
  | 'reduced cost, without wrong-signed duals, of column';

type DualPlace = Extract<Place, `${string}dual${string}` | `reduced cost${string}`>;

/** Keeps the largest residual of a kind and where it stands. */
class Worst {
  amount = 0;
  private place: Place = 'row';
  private index = -1;
  private value = 0;

  note(amount: number, place: Place, index: number, value: number): void {
    if (amount <= this.amount) return;
    this.amount = Number.isNaN(amount) ? Infinity : amount;
    this.place = place;
    this.index = index;
    this.value = value;
  }

  report(kind: string, tolerance: number, program: Program, failures: string[]): void {
    if (this.amount <= tolerance) return;
    const ofRow = this.place.startsWith('row') || this.place === 'dual of row';
    const name = ofRow ? program.names.row(this.index) : program.names.column(this.index);
    const amount = this.amount.toExponential(2);
    failures.push(
      `${kind}: ${this.place} ${name} = ${this.value} is off by ${amount} (relative), allowed ${tolerance}`,
    );
  }
}

/** The part of a violation that rounding of terms of this summed `magnitude` explains; `size` is what is violated. */
function forgiven(magnitude: number, size: number): number {
  return Math.min(ROUNDING_FLOOR * magnitude, ROUNDING_LIMIT * (1 + size));
}

/**
 * How far `value` lies outside its interval, relative to the bound it violates, rounding of `magnitude` forgiven. A
 * bound other than zero must be met in its own size too, unless it is smaller than `noise.below`.
 */
function outside(value: number, lower: number, upper: number, magnitude: number, noise?: BoundNoise): number {
  if (!Number.isFinite(value)) return Infinity;
  // Nearly every value: nothing to forgive.
  if (value >= lower && value <= upper) return 0;
  const bound = value < lower ? lower : Math.min(value, upper);
  const violation = Math.abs(value - bound) - forgiven(magnitude, Math.abs(bound));
  if (!(violation > 0)) return 0;
  const relative = violation / (1 + Math.abs(bound));
  if (noise === undefined || Math.abs(bound) <= noise.below) return relative;
  return Math.max(relative, (noise.share * violation) / Math.abs(bound));
}

interface BoundNoise {
  /** Row bounds up to this are the rounding of larger ones in the same program, and mean zero. */
  readonly below: number;
  /** What a violation relative to its own bound counts: `OWN_SIZE`, or more, so that `OWN_SIZE_MOST` is beyond the tolerance. */
  readonly share: number;
}

function boundNoise({ rowLower, rowUpper }: Program, tolerance: number): BoundNoise {
  let largest = 0;
  for (let i = 0; i < rowLower.length; i++) {
    if (Number.isFinite(rowLower[i])) largest = Math.max(largest, Math.abs(rowLower[i]));
    if (Number.isFinite(rowUpper[i])) largest = Math.max(largest, Math.abs(rowUpper[i]));
  }
  return { below: ROUNDING_FLOOR * largest, share: Math.max(OWN_SIZE, tolerance / OWN_SIZE_MOST) };
}

/** What puts column `j` within its bounds, or on zero if it is semicontinuous and that is nearer: 0 when it is there. */
function stepInside(program: Program, j: number, value: number): number {
  const step = Math.min(Math.max(value, program.columnLower[j]), program.columnUpper[j]) - value;
  const mayBeZero = program.semicontinuous !== undefined && program.semicontinuous[j] !== 0;
  return mayBeZero && Math.abs(value) < Math.abs(step) ? -value : step;
}

/**
 * The rows at the point put within its column bounds: only those that this moves. `noise`: as for the rows themselves.
 * O(nnz) of the columns out of bounds.
 */
function checkRowsInside(
  program: Program,
  x: Float64Array,
  activity: CompensatedProduct,
  noise: BoundNoise,
  worst: Worst,
): void {
  const { rowCount, starts, rows, values } = program.matrix;
  const { rowLower, rowUpper } = program;
  const move = zeros(1, rowCount);
  for (let j = 0; j < x.length; j++) {
    const step = stepInside(program, j, x[j]);
    if (step === 0) continue;
    for (let k = starts[j]; k < starts[j + 1]; k++) move[rows[k]] += values[k] * step;
  }
  for (let i = 0; i < rowCount; i++) {
    if (move[i] === 0) continue;
    const value = activity.value[i] + move[i];
    const off = outside(value, rowLower[i], rowUpper[i], activity.magnitude[i], noise);
    worst.note(off, 'row, with columns within their bounds,', i, value);
  }
}

function checkPrimal(
  program: Program,
  x: Float64Array,
  activity: CompensatedProduct,
  tolerance: number,
): Worst {
  const worst = new Worst();
  const { columnLower, columnUpper, rowLower, rowUpper, integer, semicontinuous } = program;
  let beyond = false;
  for (let j = 0; j < x.length; j++) {
    const off = outside(x[j], columnLower[j], columnUpper[j], Math.abs(x[j]));
    if (x[j] < columnLower[j] || x[j] > columnUpper[j]) beyond = true;
    if (semicontinuous !== undefined && semicontinuous[j] !== 0)
      worst.note(Math.min(off, outside(x[j], 0, 0, 0)), 'semicontinuous column', j, x[j]);
    else worst.note(off, 'column', j, x[j]);
    if (integer === undefined || integer[j] === 0) continue;
    const fraction = Math.abs(x[j] - Math.round(x[j]));
    if (!(fraction <= INTEGRALITY)) worst.note(fraction, 'integer column', j, x[j]);
  }
  const { value, magnitude } = activity;
  const noise = boundNoise(program, tolerance);
  for (let i = 0; i < value.length; i++) {
    worst.note(outside(value[i], rowLower[i], rowUpper[i], magnitude[i], noise), 'row', i, value[i]);
  }
  if (beyond) checkRowsInside(program, x, activity, noise, worst);
  return worst;
}

/**
 * Largest |c_j| of the columns in each row: the size that the row's dual is measured against. A coefficient above 1
 * makes the dual that much smaller, so its share counts: a row in dollars per 1e6 units has duals near 1e-6.
 */
function rowCostScale(program: Program): Float64Array {
  const { columnCount, rowCount, starts, rows, values } = program.matrix;
  const scale = zeros(0, rowCount);
  for (let j = 0; j < columnCount; j++) {
    const size = Math.abs(program.cost[j]);
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      scale[rows[k]] = Math.max(scale[rows[k]], size / Math.max(1, Math.abs(values[k])));
    }
  }
  return scale;
}

class DualCheck {
  readonly dual = new Worst();
  readonly complementarity = new Worst();
  dualObjective = new CompensatedSum();
  private readonly program: Program;
  private readonly flip: number;
  private readonly objectiveScale: number;
  private rowScale: Float64Array | undefined;
  /** Row duals that stand on no bound, or on one too far away for their size; zero elsewhere. Undefined when there are none. */
  private baseless: Float64Array | undefined;

  constructor(program: Program, objectiveScale: number) {
    this.program = program;
    this.flip = program.sense === 'minimize' ? 1 : -1;
    this.objectiveScale = objectiveScale;
    this.dualObjective.add(program.offset);
  }

  stationarity(y: Float64Array, reducedCost: Float64Array, combination: CompensatedProduct): void {
    const { cost } = this.program;
    for (let j = 0; j < cost.length; j++) {
      const off = Math.abs(cost[j] - combination.value[j] - reducedCost[j]);
      if (off === 0) continue;
      const error = off - this.floor(j, combination);
      this.dual.note(
        Math.max(error, 0) / (1 + Math.abs(cost[j])),
        'reduced cost of column',
        j,
        reducedCost[j],
      );
    }
    for (let i = 0; i < y.length; i++) {
      if (!Number.isFinite(y[i])) this.dual.note(Infinity, 'dual of row', i, y[i]);
    }
  }

  rows(y: Float64Array, activity: Float64Array): void {
    const { rowLower, rowUpper } = this.program;
    for (let i = 0; i < y.length; i++) {
      if (this.multiplier(y[i], activity[i], rowLower[i], rowUpper[i], 0, 'dual of row', i)) continue;
      this.baseless ??= zeros(1, y.length);
      this.baseless[i] = y[i];
    }
  }

  columns(
    reducedCost: Float64Array,
    x: Float64Array,
    combination: CompensatedProduct,
    place: DualPlace = 'reduced cost of column',
  ): void {
    const { columnLower, columnUpper } = this.program;
    for (let j = 0; j < x.length; j++) {
      if (reducedCost[j] === 0) continue;
      const floor = this.floor(j, combination);
      this.multiplier(reducedCost[j], x[j], columnLower[j], columnUpper[j], floor, place, j);
    }
  }

  /**
   * Signs, complementarity and the dual objective once more, with the row duals put within their signs. A dual that stands
   * on no bound is zero or it hides a cost: -2e-12 on a row with a coefficient of 1e6 would hide 2e-6, and make an unbounded
   * program look optimal. The reduced costs are r + A'w, where w are the duals taken away. The larger gap of the two;
   * `gap` is that of the duals as given.
   */
  inside(
    y: Float64Array,
    reducedCost: Float64Array,
    x: Float64Array,
    activity: Float64Array,
    combination: CompensatedProduct,
    gap: number,
    objective: number,
  ): number {
    const { baseless } = this;
    if (baseless === undefined) return gap;
    const { matrix } = this.program;
    const n = matrix.columnCount;
    const { value: within } = multiplyTransposed(matrix, baseless, zeros(6, n), zeros(7, n));
    for (let j = 0; j < n; j++) within[j] += reducedCost[j];
    this.dualObjective = new CompensatedSum();
    this.dualObjective.add(this.program.offset);
    this.rows(y, activity);
    this.columns(within, x, combination, 'reduced cost, without wrong-signed duals, of column');
    return Math.max(gap, this.gap(objective));
  }

  /** |objective - dual objective|, relative. */
  gap(objective: number): number {
    return Math.abs(objective - this.dualObjective.value) / this.objectiveScale;
  }

  /** Measured when the first multiplier is in doubt; of most optima none is. */
  private scaleOfRow(index: number): number {
    this.rowScale ??= rowCostScale(this.program);
    return this.rowScale[index];
  }

  /** What rounding alone may leave in c_j - a_j'y. */
  private floor(j: number, combination: CompensatedProduct): number {
    const size = Math.abs(this.program.cost[j]);
    return forgiven(size + combination.magnitude[j], size);
  }

  /** One multiplier on one interval: sign, complementarity, and its share of the dual objective. False when it has no share. */
  private multiplier(
    value: number,
    position: number,
    lower: number,
    upper: number,
    floor: number,
    place: DualPlace,
    index: number,
  ): boolean {
    if (value === 0) return true;
    const bound = value * this.flip > 0 ? lower : upper;
    const error = Math.abs(value) - floor;
    const product = (Math.abs(value) * Math.abs(position - bound)) / this.objectiveScale;
    if (product > MULTIPLIER_NOISE || !Number.isFinite(bound)) {
      const scale = place === 'dual of row' ? this.scaleOfRow(index) : Math.abs(this.program.cost[index]);
      if (!Number.isFinite(bound) || error <= MULTIPLIER_NOISE * (1 + scale)) {
        this.dual.note(Math.max(error, 0) / (1 + scale), place, index, value);
        return false;
      }
    }
    this.complementarity.note(product, place, index, value);
    this.dualObjective.addProduct(value, bound);
    return true;
  }
}

/**
 * Checks a claimed optimum. `rowDual` and `reducedCost` are in the objective's own sense. O(nnz). Never throws:
 * vectors of the wrong length or with NaN are refuted.
 */
export function checkOptimal(
  program: Program,
  point: PrimalDualPoint,
  tolerances: Tolerances,
): OptimalityReport {
  const { x, rowDual } = point;
  const { rowCount, columnCount } = program.matrix;
  const lengthsFit =
    x.length === columnCount &&
    (rowDual === undefined || rowDual.length === rowCount) &&
    (point.reducedCost === undefined || point.reducedCost.length === columnCount);
  if (!lengthsFit) {
    const none = { primal: Infinity, dual: Infinity, complementarity: Infinity, gap: Infinity };
    const failures = ['shape: the claimed vectors do not have one entry per row and column'];
    return {
      verdict: 'refuted',
      residuals: none,
      objective: NaN,
      dualObjective: NaN,
      rowActivity: new Float64Array(rowCount),
      reducedCost: new Float64Array(0),
      failures,
    };
  }
  const failures: string[] = [];
  const activity = multiply(program.matrix, x, zeros(2, rowCount), zeros(3, rowCount));
  const primal = checkPrimal(program, x, activity, tolerances.primal);
  const objectiveSum = new CompensatedSum();
  for (let j = 0; j < columnCount; j++) objectiveSum.addProduct(program.cost[j], x[j]);
  const objectiveScale = 1 + Math.abs(objectiveSum.value);
  objectiveSum.add(program.offset);
  const objective = objectiveSum.value;
  primal.report('primal', tolerances.primal, program, failures);
  if (rowDual === undefined) {
    const residuals = { primal: primal.amount, dual: 0, complementarity: 0, gap: 0 };
    return {
      verdict: failures.length === 0 ? 'verified' : 'refuted',
      residuals,
      objective,
      dualObjective: NaN,
      rowActivity: activity.value,
      reducedCost: new Float64Array(0),
      failures,
    };
  }

  const value = zeros(4, columnCount);
  const combination = multiplyTransposed(program.matrix, rowDual, value, zeros(5, columnCount));
  const reducedCost = point.reducedCost ?? program.cost.map((c, j) => c - combination.value[j] + 0);
  const check = new DualCheck(relaxation(program), objectiveScale);
  check.stationarity(rowDual, reducedCost, combination);
  check.rows(rowDual, activity.value);
  check.columns(reducedCost, x, combination);
  const valueAsGiven = check.dualObjective.value;
  const gapAsGiven = check.gap(objective);
  const gap = check.inside(rowDual, reducedCost, x, activity.value, combination, gapAsGiven, objective);
  const dualObjective = gap > gapAsGiven ? check.dualObjective.value : valueAsGiven;
  check.dual.report('dual', tolerances.dual, program, failures);
  check.complementarity.report('complementarity', tolerances.complementarity, program, failures);
  if (!(gap <= tolerances.gap))
    failures.push(`strong duality: objective ${objective} against dual objective ${dualObjective}`);
  return {
    verdict: failures.length === 0 ? 'verified' : 'refuted',
    residuals: {
      primal: primal.amount,
      dual: check.dual.amount,
      complementarity: check.complementarity.amount,
      gap,
    },
    objective,
    dualObjective,
    rowActivity: activity.value,
    reducedCost,
    failures,
  };
}
