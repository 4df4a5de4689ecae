/**
 * Statistics of a program: how large it is, how far apart its numbers lie, and which rows and columns are to blame.
 * Warnings are data with a code, a place, a cause and a remedy; none of them is an error. One pass, O(nonzeros).
 * Sources of the limits: HiGHS 1.15 options `small_matrix_value` and `infinite_bound`; Gurobi's guidelines for
 * numerical issues, which want the numbers of a model within some nine orders of magnitude.
 */
import type { Fault, Program } from '@marginal/program';
import { byRow, type ModelSource, NamedProgram } from './named-program.ts';

/** Numbers further apart than this lose, at double precision, the digits that tolerances of 1e-7 to 1e-9 look at. */
export const WIDE_RATIO = 1e8;

/** HiGHS drops coefficients up to this size without a word. */
export const TINY_COEFFICIENT = 1e-9;

/** Bounds from here on are no bounds to most solvers, which then solve another program. */
export const HUGE_BOUND = 1e20;

/** A number and what it belongs to. */
export interface Extreme {
  /** Absolute value. */
  readonly size: number;
  /** Name of the row, for coefficients and right-hand sides. */
  readonly row?: string;
  /** Name of the column, for coefficients, costs and bounds. */
  readonly column?: string;
}

/** Absolute values of all numbers of one kind that are neither zero nor infinite. */
export interface Range {
  readonly smallest: Extreme;
  readonly largest: Extreme;
  /** Largest by smallest, at least 1. */
  readonly ratio: number;
}

export interface Statistics {
  readonly rows: number;
  readonly columns: number;
  readonly nonzeros: number;
  /** Nonzeros by rows times columns, 0 for an empty matrix. */
  readonly density: number;
  readonly integers: number;
  /** Columns that are zero or between their bounds. */
  readonly semicontinuous: number;
  readonly equalities: number;
  /** Rows with two different finite bounds. */
  readonly rangedRows: number;
  /** Rows without bounds. */
  readonly freeRows: number;
  readonly emptyRows: number;
  readonly fixedColumns: number;
  readonly freeColumns: number;
  readonly emptyColumns: number;
  /** Each absent when there is no such number. */
  readonly ranges: {
    readonly matrix?: Range;
    readonly cost?: Range;
    readonly bounds?: Range;
    readonly rightHandSide?: Range;
  };
  /** The row whose own coefficients lie furthest apart. */
  readonly widestRow?: { readonly row: string; readonly ratio: number };
  readonly warnings: readonly Fault[];
}

/** Smallest and largest absolute value seen, and where; places are made into names at the end. */
class Extent {
  private low = Infinity;
  private high = 0;
  private lowAt: readonly [row: number, column: number] = [-1, -1];
  private highAt: readonly [row: number, column: number] = [-1, -1];

  note(value: number, row: number, column: number): void {
    const size = Math.abs(value);
    if (size === 0 || size === Infinity) return;
    if (size < this.low) {
      this.low = size;
      this.lowAt = [row, column];
    }
    if (size > this.high) {
      this.high = size;
      this.highAt = [row, column];
    }
  }

  range({ names }: Program): Range | undefined {
    if (this.high === 0) return undefined;
    const extreme = (size: number, [row, column]: readonly [number, number]): Extreme => ({
      size,
      ...(row < 0 ? {} : { row: names.row(row) }),
      ...(column < 0 ? {} : { column: names.column(column) }),
    });
    return {
      smallest: extreme(this.low, this.lowAt),
      largest: extreme(this.high, this.highAt),
      ratio: this.high / this.low,
    };
  }
}

/** `coefficient of x[1] in clear[a]`, `x[1]`, `clear[a]`. */
function placeText({ row, column }: Extreme): string {
  if (row !== undefined && column !== undefined) return `${column} in ${row}`;
  return row ?? column ?? '';
}

type RangeName = keyof Statistics['ranges'];

const SPOKEN: Readonly<Record<RangeName, string>> = {
  matrix: 'coefficients',
  cost: 'costs',
  bounds: 'bounds',
  rightHandSide: 'right-hand sides',
};

/** What is wrong with one range; at most one warning of each kind, on the worst offender. */
function rangeWarnings(name: RangeName, range: Range): Fault[] {
  const { smallest, largest, ratio } = range;
  const warnings: Fault[] = [];
  if (ratio > WIDE_RATIO) {
    warnings.push({
      code: 'statistics.wide-range',
      place: SPOKEN[name],
      cause: `reach from ${smallest.size} (${placeText(smallest)}) to ${largest.size} (${placeText(largest)}), a ratio of ${ratio.toExponential(1)}`,
      remedy: 'use units in which the numbers lie closer together',
    });
  }
  if (name === 'matrix' && smallest.size <= TINY_COEFFICIENT) {
    warnings.push({
      code: 'statistics.tiny-coefficient',
      place: `coefficient of ${placeText(smallest)}`,
      cause: `is ${smallest.size} in size, which solvers may drop`,
      remedy: 'leave it out, or use another unit',
    });
  }
  if ((name === 'bounds' || name === 'rightHandSide') && largest.size >= HUGE_BOUND) {
    warnings.push({
      code: 'statistics.huge-bound',
      place: placeText(largest),
      cause: `has a bound of ${largest.size} in size, which solvers take for infinite`,
      remedy: 'give no bound, or one that means something',
    });
  }
  return warnings;
}

interface RowFacts {
  readonly empty: number;
  readonly widest: { readonly row: number; readonly ratio: number };
  readonly warnings: readonly Fault[];
}

function lookAtRows(program: Program): RowFacts {
  const { starts, values } = byRow(program.matrix);
  const widest = { row: -1, ratio: 0 };
  let empty = 0;
  let unmet: Fault | undefined;
  for (let i = 0; i < program.rowLower.length; i++) {
    if (starts[i] === starts[i + 1]) {
      empty++;
      if (program.rowLower[i] <= 0 && program.rowUpper[i] >= 0) continue;
      unmet ??= {
        code: 'statistics.unmet-row',
        place: program.names.row(i),
        cause: `has no terms and must lie within [${program.rowLower[i]}, ${program.rowUpper[i]}]`,
        remedy: 'nothing can satisfy it; leave it out or give it terms',
      };
      continue;
    }
    let low = Infinity;
    let high = 0;
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      low = Math.min(low, Math.abs(values[k]));
      high = Math.max(high, Math.abs(values[k]));
    }
    if (high / low <= widest.ratio) continue;
    widest.row = i;
    widest.ratio = high / low;
  }
  return { empty, widest, warnings: unmet === undefined ? [] : [unmet] };
}

/** The first column without rows that runs away: nothing but its bounds holds it, and its good side has none. */
function runawayColumn(program: Program, j: number): Fault | undefined {
  const good = program.sense === 'minimize' ? -program.cost[j] : program.cost[j];
  const bound = good > 0 ? program.columnUpper[j] : program.columnLower[j];
  if (good === 0 || Number.isFinite(bound)) return undefined;
  return {
    code: 'statistics.runaway-column',
    place: program.names.column(j),
    cause: `stands in no row, costs ${program.cost[j]} and has no bound on its good side`,
    remedy: 'the program is unbounded or infeasible; bound it or state what uses it up',
  };
}

function present<T>(key: string, value: T | undefined): Record<string, T> {
  return value === undefined ? {} : { [key]: value };
}

/** Counts, ranges with the names of the worst offenders, and warnings. */
export function statistics(source: ModelSource): Statistics {
  const { program } = new NamedProgram(source);
  const { cost, columnLower, columnUpper, rowLower, rowUpper, integer } = program;
  const { rowCount, columnCount, starts, rows, values } = program.matrix;
  const extents = {
    matrix: new Extent(),
    cost: new Extent(),
    bounds: new Extent(),
    rightHandSide: new Extent(),
  };
  let [fixed, free, emptyColumns, integers, semicontinuous] = [0, 0, 0, 0, 0];
  let runaway: Fault | undefined;
  for (let j = 0; j < columnCount; j++) {
    extents.cost.note(cost[j], -1, j);
    extents.bounds.note(columnLower[j], -1, j);
    extents.bounds.note(columnUpper[j], -1, j);
    const orZero = program.semicontinuous?.[j] === 1;
    if (orZero) semicontinuous++;
    if (columnLower[j] === columnUpper[j] && !orZero) fixed++;
    if (columnLower[j] === -Infinity && columnUpper[j] === Infinity) free++;
    if (integer?.[j]) integers++;
    if (starts[j] === starts[j + 1]) {
      emptyColumns++;
      runaway ??= runawayColumn(program, j);
    }
    for (let k = starts[j]; k < starts[j + 1]; k++) extents.matrix.note(values[k], rows[k], j);
  }
  let [equalities, ranged, freeRows] = [0, 0, 0];
  for (let i = 0; i < rowCount; i++) {
    extents.rightHandSide.note(rowLower[i], i, -1);
    extents.rightHandSide.note(rowUpper[i], i, -1);
    if (rowLower[i] === rowUpper[i]) equalities++;
    else if (rowLower[i] === -Infinity && rowUpper[i] === Infinity) freeRows++;
    else if (rowLower[i] > -Infinity && rowUpper[i] < Infinity) ranged++;
  }
  const facts = lookAtRows(program);
  const ranges: Statistics['ranges'] = {
    ...present('matrix', extents.matrix.range(program)),
    ...present('cost', extents.cost.range(program)),
    ...present('bounds', extents.bounds.range(program)),
    ...present('rightHandSide', extents.rightHandSide.range(program)),
  };
  const ofRanges = (Object.keys(SPOKEN) as RangeName[]).flatMap((name) => {
    const range = ranges[name];
    return range === undefined ? [] : rangeWarnings(name, range);
  });
  const { row, ratio } = facts.widest;
  return {
    rows: rowCount,
    columns: columnCount,
    nonzeros: values.length,
    density: values.length === 0 ? 0 : values.length / (rowCount * columnCount),
    integers,
    semicontinuous,
    equalities,
    rangedRows: ranged,
    freeRows,
    emptyRows: facts.empty,
    fixedColumns: fixed,
    freeColumns: free,
    emptyColumns,
    ranges,
    ...(row < 0 ? {} : { widestRow: { row: program.names.row(row), ratio } }),
    warnings: [...ofRanges, ...facts.warnings, ...(runaway === undefined ? [] : [runaway])],
  };
}
