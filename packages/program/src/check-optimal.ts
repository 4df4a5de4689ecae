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
 * With integers, duals are those of the relaxation: a whole point with such duals is an optimum, but few optima have them,
 * so the check is made without duals then. All products in compensated arithmetic, all residuals relative
 * (docs/conventions.md, sections 1, 2 and 6).
 */
import { CompensatedSum } from './compensated.ts';
import { type CompensatedProduct, multiply, multiplyTransposed } from './matrix.ts';
import type { Residuals } from './outcome.ts';
import type { Program } from './program.ts';
import { relaxation } from './relaxation.ts';
import {
  INTEGRALITY,
  MULTIPLIER_NOISE,
  OWN_SIZE,
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
  /** Value of the dual solution; NaN when no duals were given. */
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
  | 'column'
  | 'integer column'
  | 'semicontinuous column'
  | 'dual of row'
  | 'reduced cost of column';

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
    const ofRow = this.place === 'row' || this.place === 'dual of row';
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
 * bound other than zero must be met in its own size too (`OWN_SIZE`), unless it is smaller than `noise`.
 */
function outside(value: number, lower: number, upper: number, magnitude: number, noise = Infinity): number {
  if (!Number.isFinite(value)) return Infinity;
  const bound = value < lower ? lower : Math.min(value, upper);
  const violation = Math.abs(value - bound) - forgiven(magnitude, Math.abs(bound));
  if (!(violation > 0)) return 0;
  const relative = violation / (1 + Math.abs(bound));
  return Math.abs(bound) > noise ? Math.max(relative, (OWN_SIZE * violation) / Math.abs(bound)) : relative;
}

/** Row bounds up to this are the rounding of larger ones in the same program, and mean zero. */
function boundNoise({ rowLower, rowUpper }: Program): number {
  let largest = 0;
  for (let i = 0; i < rowLower.length; i++) {
    if (Number.isFinite(rowLower[i])) largest = Math.max(largest, Math.abs(rowLower[i]));
    if (Number.isFinite(rowUpper[i])) largest = Math.max(largest, Math.abs(rowUpper[i]));
  }
  return ROUNDING_FLOOR * largest;
}

function checkPrimal(program: Program, x: Float64Array, activity: CompensatedProduct): Worst {
  const worst = new Worst();
  const { columnLower, columnUpper, rowLower, rowUpper, integer, semicontinuous } = program;
  for (let j = 0; j < x.length; j++) {
    const off = outside(x[j], columnLower[j], columnUpper[j], Math.abs(x[j]));
    if (semicontinuous !== undefined && semicontinuous[j] !== 0)
      worst.note(Math.min(off, outside(x[j], 0, 0, 0)), 'semicontinuous column', j, x[j]);
    else worst.note(off, 'column', j, x[j]);
    if (integer === undefined || integer[j] === 0) continue;
    const fraction = Math.abs(x[j] - Math.round(x[j]));
    if (!(fraction <= INTEGRALITY)) worst.note(fraction, 'integer column', j, x[j]);
  }
  const { value, magnitude } = activity;
  const noise = boundNoise(program);
  for (let i = 0; i < value.length; i++) {
    worst.note(outside(value[i], rowLower[i], rowUpper[i], magnitude[i], noise), 'row', i, value[i]);
  }
  return worst;
}

/**
 * Largest |c_j| of the columns in each row: the size that the row's dual is measured against. A coefficient above 1
 * makes the dual that much smaller, so its share counts: a row in dollars per 1e6 units has duals near 1e-6.
 */
function rowCostScale(program: Program): Float64Array {
  const { columnCount, rowCount, starts, rows, values } = program.matrix;
  const scale = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    const size = Math.abs(program.cost[j]);
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      scale[rows[k]] = Math.max(scale[rows[k]], size / Math.max(1, Math.abs(values[k])));
    }
  }
  return scale;
}

/**
 * Largest |a_ij| / (1 + |c_j|) in each row without any bound: what a dual there does to the worst reduced cost. Such a dual is
 * zero or it hides as much of a cost: -2e-12 on a row with a coefficient of 1e6 would hide 2e-6, and make an unbounded
 * program look optimal.
 */
function freeRowEffect(program: Program): Float64Array {
  const { columnCount, rowCount, starts, rows, values } = program.matrix;
  const effect = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    const size = 1 + Math.abs(program.cost[j]);
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const i = rows[k];
      if (program.rowLower[i] === -Infinity && program.rowUpper[i] === Infinity)
        effect[i] = Math.max(effect[i], Math.abs(values[k]) / size);
    }
  }
  return effect;
}

class DualCheck {
  readonly dual = new Worst();
  readonly complementarity = new Worst();
  readonly dualObjective = new CompensatedSum();
  private readonly program: Program;
  private readonly flip: number;
  private readonly objectiveScale: number;

  constructor(program: Program, objectiveScale: number) {
    this.program = program;
    this.flip = program.sense === 'minimize' ? 1 : -1;
    this.objectiveScale = objectiveScale;
    this.dualObjective.add(program.offset);
  }

  stationarity(y: Float64Array, reducedCost: Float64Array, combination: CompensatedProduct): void {
    const { cost } = this.program;
    for (let j = 0; j < cost.length; j++) {
      const error = Math.abs(cost[j] - combination.value[j] - reducedCost[j]) - this.floor(j, combination);
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
    const scale = rowCostScale(this.program);
    const effect = freeRowEffect(this.program);
    for (let i = 0; i < y.length; i++) {
      if (y[i] !== 0 && effect[i] > 0) this.dual.note(Math.abs(y[i]) * effect[i], 'dual of row', i, y[i]);
      this.multiplier(y[i], activity[i], rowLower[i], rowUpper[i], scale[i], 0, 'dual of row', i);
    }
  }

  columns(reducedCost: Float64Array, x: Float64Array, combination: CompensatedProduct): void {
    const { columnLower, columnUpper, cost } = this.program;
    for (let j = 0; j < x.length; j++) {
      const floor = this.floor(j, combination);
      const scale = Math.abs(cost[j]);
      this.multiplier(
        reducedCost[j],
        x[j],
        columnLower[j],
        columnUpper[j],
        scale,
        floor,
        'reduced cost of column',
        j,
      );
    }
  }

  /** What rounding alone may leave in c_j - a_j'y. */
  private floor(j: number, combination: CompensatedProduct): number {
    const size = Math.abs(this.program.cost[j]);
    return forgiven(size + combination.magnitude[j], size);
  }

  /** One multiplier on one interval: sign, complementarity, and its share of the dual objective. */
  private multiplier(
    value: number,
    position: number,
    lower: number,
    upper: number,
    scale: number,
    floor: number,
    place: Place,
    index: number,
  ): void {
    if (value === 0) return;
    const bound = value * this.flip > 0 ? lower : upper;
    const error = Math.abs(value) - floor;
    const product = (Math.abs(value) * Math.abs(position - bound)) / this.objectiveScale;
    const isNoise = error <= MULTIPLIER_NOISE * (1 + scale) && product > MULTIPLIER_NOISE;
    if (!Number.isFinite(bound) || isNoise) {
      this.dual.note(Math.max(error, 0) / (1 + scale), place, index, value);
      return;
    }
    this.complementarity.note(product, place, index, value);
    this.dualObjective.addProduct(value, bound);
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
  const activity = multiply(program.matrix, x);
  const primal = checkPrimal(program, x, activity);
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

  const combination = multiplyTransposed(program.matrix, rowDual);
  const reducedCost = point.reducedCost ?? program.cost.map((c, j) => c - combination.value[j] + 0);
  const check = new DualCheck(relaxation(program), objectiveScale);
  check.stationarity(rowDual, reducedCost, combination);
  check.rows(rowDual, activity.value);
  check.columns(reducedCost, x, combination);
  const dualObjective = check.dualObjective.value;
  const gap = Math.abs(objective - dualObjective) / objectiveScale;
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
