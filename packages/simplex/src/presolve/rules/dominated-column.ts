/**
 * Columns whose reduced cost has a known sign. A row with one side has a dual of one sign; a column with one entry and
 * one bound, d_s = c_s - a y_i of one sign, bounds y_i as well. Between these bounds of y the reduced cost
 * c_j - a_j'y >= 0 puts column j on its lower bound, <= 0 on its upper one (Andersen and Andersen, 1995, section 4).
 * The bounds must hold for what stays in the program: a column takes no part in the bounds it is judged by, and
 * bounds of a column that leaves are forgotten.
 */
import { AT_LOWER, AT_UPPER } from '@marginal/program';
import type { ReductionStack } from '../reduction-stack.ts';
import { type Rule, sweepColumns } from '../rule.ts';
import { DUAL_MARGIN, SMALLEST_PIVOT } from '../tolerances.ts';
import type { WorkingProblem } from '../working-problem.ts';
import { removeAbsorbing } from './absorbing-column.ts';
import { fixAtBound } from './fixed-column.ts';

/** The least dual of a row: without an upper side none is negative. */
function leastDual(upperAbsent: boolean): number {
  return upperAbsent ? 0 : -Infinity;
}

/** The largest dual of a row: without a lower side none is positive. */
function mostDual(lowerAbsent: boolean): number {
  return lowerAbsent ? 0 : Infinity;
}

export function dominatedColumns(work: WorkingProblem, stack: ReductionStack): Rule {
  const list = work.watchColumns();
  const dualLower = new Float64Array(work.rowCount);
  const dualUpper = new Float64Array(work.rowCount);
  const bySides = (row: number): void => {
    dualLower[row] = leastDual(work.rowUpper[row] === Infinity);
    dualUpper[row] = mostDual(work.rowLower[row] === -Infinity);
  };
  const prepare = (): void => {
    for (let i = 0; i < work.rowCount; i++) bySides(i);
    for (let j = 0; j < work.columnCount; j++) {
      if (work.columnAlive[j] === 0 || work.columnLength[j] !== 1) continue;
      const lowerAbsent = work.columnLower[j] === -Infinity;
      const upperAbsent = work.columnUpper[j] === Infinity;
      const e = work.columnHead[j];
      const a = work.entryValue[e];
      if (Math.abs(a) < SMALLEST_PIVOT) continue;
      const row = work.entryRow[e];
      const ratio = work.cost[j] / a;
      // Without an upper bound a y <= c; without a lower one a y >= c.
      if (a > 0 ? upperAbsent : lowerAbsent) dualUpper[row] = Math.min(dualUpper[row], ratio);
      if (a > 0 ? lowerAbsent : upperAbsent) dualLower[row] = Math.max(dualLower[row], ratio);
    }
  };
  const fix = (column: number, side: number): void => {
    if (work.columnLength[column] === 1) bySides(work.entryRow[work.columnHead[column]]);
    fixAtBound(work, stack, column, side);
  };
  const look = (column: number): void => {
    // What the bounds of y owe to this column itself proves nothing about it.
    const alone = work.columnLength[column] === 1;
    const cost = work.cost[column];
    let least = cost;
    let most = cost;
    let downFree = true;
    let upFree = true;
    for (let e = work.columnHead[column]; e >= 0; e = work.nextInColumn[e]) {
      const a = work.entryValue[e];
      const row = work.entryRow[e];
      const lowerAbsent = work.rowLower[row] === -Infinity;
      const upperAbsent = work.rowUpper[row] === Infinity;
      const low = alone ? leastDual(upperAbsent) : dualLower[row];
      const high = alone ? mostDual(lowerAbsent) : dualUpper[row];
      least -= Math.max(a * low, a * high);
      most -= Math.min(a * low, a * high);
      if (!(a > 0 ? lowerAbsent : upperAbsent)) downFree = false;
      if (!(a > 0 ? upperAbsent : lowerAbsent)) upFree = false;
      if (least === -Infinity && most === Infinity) return;
    }
    const margin = DUAL_MARGIN * (1 + Math.abs(cost));
    if (least >= 0 && work.columnLower[column] > -Infinity) fix(column, AT_LOWER);
    else if (most <= 0 && work.columnUpper[column] < Infinity) fix(column, AT_UPPER);
    else if (cost === 0 && downFree && work.columnLower[column] === -Infinity)
      removeAbsorbing(work, stack, column, -1);
    else if (cost === 0 && upFree && work.columnUpper[column] === Infinity)
      removeAbsorbing(work, stack, column, 1);
    else if (least > margin && work.columnLower[column] === -Infinity) work.verdict = 'unboundedOrInfeasible';
    else if (most < -margin && work.columnUpper[column] === Infinity) work.verdict = 'unboundedOrInfeasible';
  };
  return {
    sweep: () => {
      prepare();
      sweepColumns(work, list, look, false);
    },
  };
}
