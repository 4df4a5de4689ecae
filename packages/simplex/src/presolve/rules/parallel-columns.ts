/**
 * Two proportional columns, a_2 = s a_1: always d_2 = s d_1 + delta with delta = c_2 - s c_1.
 *
 *   delta = 0        they are one column  z = x_1 + s x_2  between the sums of their bounds; back again z is split so
 *                    that both respect their bounds, one of them on a bound
 *   otherwise        a bound that x_1 lacks fixes the sign of d_1; if that fixes the sign of d_2, x_2 goes to a bound
 */
import { AT_LOWER, AT_UPPER, BASIC, FREE_AT_ZERO } from '@marginal/program';
import { eachProportional, type Lines } from '../proportional.ts';
import { PARALLEL_COLUMN, type ReductionStack } from '../reduction-stack.ts';
import type { Rule } from '../rule.ts';
import { CANCELLED, LARGEST_SHIFT } from '../tolerances.ts';
import type { Vertex } from '../vertex.ts';
import type { WorkingProblem } from '../working-problem.ts';
import { fixAtBound } from './fixed-column.ts';

/** Whether the sum of two bounds keeps the digits of both; infinite ones have none. */
function keepsDigits(a: number, b: number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return true;
  const least = Math.min(Math.abs(a), Math.abs(b));
  return Math.max(Math.abs(a), Math.abs(b)) <= LARGEST_SHIFT * (1 + least);
}

function merge(work: WorkingProblem, stack: ReductionStack, first: number, second: number, s: number): void {
  const lower1 = work.columnLower[first];
  const upper1 = work.columnUpper[first];
  const lower2 = work.columnLower[second];
  const upper2 = work.columnUpper[second];
  const least = s > 0 ? s * lower2 : s * upper2;
  const most = s > 0 ? s * upper2 : s * lower2;
  if (!keepsDigits(lower1, least) || !keepsDigits(upper1, most)) return;
  const lower = lower1 + least;
  const upper = upper1 + most;
  // A free sum of bounded parts could stand at zero where neither of them stands anywhere.
  const bothFree = lower1 === -Infinity && upper1 === Infinity && least === -Infinity && most === Infinity;
  if (lower === -Infinity && upper === Infinity && !bothFree) return;
  stack.push(PARALLEL_COLUMN);
  stack.writeInteger(first);
  stack.writeInteger(second);
  stack.writeNumber(s);
  stack.writeNumber(lower1);
  stack.writeNumber(upper1);
  stack.writeNumber(lower2);
  stack.writeNumber(upper2);
  work.removeColumn(second);
  work.setColumnBounds(first, lower, upper);
}

export function parallelColumns(work: WorkingProblem, stack: ReductionStack): Rule {
  const lines: Lines = {
    count: work.columnCount,
    alive: work.columnAlive,
    length: work.columnLength,
    head: work.columnHead,
    next: work.nextInColumn,
    across: work.entryRow,
    acrossCount: work.rowCount,
    value: work.entryValue,
  };
  /** Whether column `second` could be fixed, given where `first` has no bound. */
  const fix = (first: number, second: number, s: number, delta: number): boolean => {
    const positive = work.columnUpper[first] === Infinity;
    const negative = work.columnLower[first] === -Infinity;
    // d_1 >= 0 without an upper bound, d_1 <= 0 without a lower one.
    const atLower = delta >= 0 && (s > 0 ? positive : negative) && work.columnLower[second] > -Infinity;
    const atUpper = delta <= 0 && (s > 0 ? negative : positive) && work.columnUpper[second] < Infinity;
    if (atLower) fixAtBound(work, stack, second, AT_LOWER);
    else if (atUpper) fixAtBound(work, stack, second, AT_UPPER);
    return atLower || atUpper;
  };
  const look = (first: number, second: number, s: number): boolean => {
    const shifted = s * work.cost[first];
    const difference = work.cost[second] - shifted;
    const same = Math.abs(difference) <= CANCELLED * (Math.abs(work.cost[second]) + Math.abs(shifted));
    const delta = same ? 0 : difference;
    if (fix(first, second, s, delta) || fix(second, first, 1 / s, -delta / s)) return true;
    if (delta === 0) merge(work, stack, first, second, s);
    return true;
  };
  return { sweep: () => eachProportional(lines, 1, look) };
}

/** How far outside its bounds. */
function violation(value: number, lower: number, upper: number): number {
  return Math.max(lower - value, value - upper, 0);
}

export function restoreParallelColumn(stack: ReductionStack, vertex: Vertex): void {
  const first = stack.readInteger();
  const second = stack.readInteger();
  const s = stack.readNumber();
  const lower1 = stack.readNumber();
  const upper1 = stack.readNumber();
  const lower2 = stack.readNumber();
  const upper2 = stack.readNumber();
  const status = vertex.columnStatus[first];
  const z = vertex.x[first];
  const d = vertex.reducedCost[first];
  vertex.reducedCost[second] = s * d;
  if (status === AT_LOWER || status === AT_UPPER) {
    const side2 = (status === AT_LOWER) === s > 0 ? AT_LOWER : AT_UPPER;
    vertex.x[first] = status === AT_LOWER ? lower1 : upper1;
    vertex.x[second] = side2 === AT_LOWER ? lower2 : upper2;
    vertex.columnStatus[second] = side2;
    return;
  }
  vertex.x[second] = 0;
  vertex.columnStatus[second] = FREE_AT_ZERO;
  if (status === FREE_AT_ZERO) return;
  let best = Infinity;
  for (let option = 0; option < 4 && best > 0; option++) {
    const onSecond = option < 2;
    const atLower = option % 2 === 0;
    const bound = onSecond ? (atLower ? lower2 : upper2) : atLower ? lower1 : upper1;
    if (!Number.isFinite(bound)) continue;
    const x1 = onSecond ? z - s * bound : bound;
    const x2 = onSecond ? bound : (z - bound) / s;
    const off = onSecond ? violation(x1, lower1, upper1) : violation(x2, lower2, upper2);
    if (off >= best) continue;
    best = off;
    vertex.x[first] = x1;
    vertex.x[second] = x2;
    const side = atLower ? AT_LOWER : AT_UPPER;
    vertex.columnStatus[first] = onSecond ? BASIC : side;
    vertex.columnStatus[second] = onSecond ? side : BASIC;
  }
}
