/**
 * An equation of two columns, a_j x_j + a_k x_k = b: x_j = (b - a_k x_k) / a_j goes into every other row and the costs,
 * and the bounds of x_j become bounds of x_k. The number of nonzeros never grows. Back again, with d_k known:
 *
 *   x_j is basic    if x_k is basic or stands on a bound of its own;   y_i = (c_j - sum a_rj y_r) / a_j
 *   x_k is basic    if it stands on a bound that was x_j's, and x_j stands there;   that y_i + d_k / a_k,
 *                   d_j = -a_j d_k / a_k
 */
import { AT_LOWER, AT_UPPER, BASIC } from '@marginal/program';
import { Intersection, LOWER_FROM_OTHER, UPPER_FROM_OTHER } from '../intersection.ts';
import { DOUBLETON_EQUATION, type ReductionStack } from '../reduction-stack.ts';
import { type Rule, sweepRows } from '../rule.ts';
import { LARGEST_SHIFT, PIVOT_RATIO, SMALLEST_PIVOT } from '../tolerances.ts';
import { activeSide, sideBySign, type Vertex } from '../vertex.ts';
import type { WorkingProblem } from '../working-problem.ts';

/**
 * Entries that may be walked over per nonzero of the program in search of those that meet: two long lists that cross
 * thousands of times would take quadratic time. Of the Netlib programs only ganges needs more than one.
 */
const STEPS_PER_NONZERO = 10;

export function doubletonEquations(work: WorkingProblem, stack: ReductionStack): Rule {
  const list = work.watchRows();
  const bounds = new Intersection();
  let stepsLeft = STEPS_PER_NONZERO * work.nonzeros;
  const look = (row: number): void => {
    if (stepsLeft < 0) return;
    if (work.rowLength[row] !== 2 || work.rowLower[row] !== work.rowUpper[row]) return;
    const first = work.rowHead[row];
    const second = work.nextInRow[first];
    const one = Math.abs(work.entryValue[first]);
    const two = Math.abs(work.entryValue[second]);
    const least = Math.min(one, two);
    if (least < SMALLEST_PIVOT || least < PIVOT_RATIO * Math.max(one, two)) return;
    const firstLength = work.columnLength[work.entryColumn[first]];
    const secondLength = work.columnLength[work.entryColumn[second]];
    const [gone, kept] = firstLength <= secondLength ? [first, second] : [second, first];
    stepsLeft -= stepsToMeet(work, gone, kept);
    substitute(work, stack, row, gone, kept, bounds);
  };
  return { sweep: () => sweepRows(work, list, look, true) };
}

/** How many entries are walked over to find where the two columns meet. */
function stepsToMeet(work: WorkingProblem, gone: number, kept: number): number {
  const length = work.columnLength[work.entryColumn[kept]];
  let steps = 0;
  for (let e = work.columnHead[work.entryColumn[gone]]; e >= 0; e = work.nextInColumn[e])
    steps += Math.min(work.rowLength[work.entryRow[e]], length);
  return steps;
}

/** Takes out the row and the column of entry `gone`, expressed by that of `kept`. */
function substitute(
  work: WorkingProblem,
  stack: ReductionStack,
  row: number,
  gone: number,
  kept: number,
  bounds: Intersection,
): void {
  const j = work.entryColumn[gone];
  const k = work.entryColumn[kept];
  const aj = work.entryValue[gone];
  const ak = work.entryValue[kept];
  const b = work.rowLower[row];
  const ratio = ak / aj;
  const constant = b / aj;
  const lower = work.columnLower[j];
  const upper = work.columnUpper[j];
  const atLower = (b - aj * lower) / ak;
  const atUpper = (b - aj * upper) / ak;
  // A bound that drowns the constant comes back without its digits.
  for (const bound of [lower, upper])
    if (Number.isFinite(bound) && Math.abs(bound) > LARGEST_SHIFT * (1 + Math.abs(constant))) return;
  const relation = bounds.of(
    work.columnLower[k],
    work.columnUpper[k],
    ratio < 0 ? atLower : atUpper,
    ratio < 0 ? atUpper : atLower,
  );
  if (relation === 'empty') work.verdict = 'infeasible';
  if (relation !== 'proper') return;
  work.removeEntry(gone);
  stack.push(DOUBLETON_EQUATION);
  stack.writeInteger(row);
  stack.writeInteger(j);
  stack.writeInteger(k);
  stack.writeInteger(bounds.origin);
  stack.writeNumber(aj);
  stack.writeNumber(ak);
  stack.writeNumber(b);
  stack.writeNumber(work.cost[j]);
  stack.writeNumber(lower);
  stack.writeNumber(upper);
  stack.writeNumber(bounds.lower);
  stack.writeNumber(bounds.upper);
  stack.writeColumn(work, j);
  work.offset.addProduct(work.cost[j], constant);
  work.addCost(k, -work.cost[j] * ratio);
  for (let e = work.columnHead[j]; e >= 0; ) {
    const next = work.nextInColumn[e];
    const other = work.entryRow[e];
    const value = work.entryValue[e];
    const added = -value * ratio;
    work.shiftRowSides(other, value * constant);
    const met = work.find(other, k);
    if (met < 0) work.moveEntry(e, k, added);
    else {
      const before = work.entryValue[met];
      work.removeEntry(e);
      work.changeEntry(met, before + added, Math.abs(before) + Math.abs(added));
    }
    e = next;
  }
  work.removeRow(row);
  work.removeColumn(j);
  work.setColumnBounds(k, bounds.lower, bounds.upper);
}

export function restoreDoubletonEquation(stack: ReductionStack, vertex: Vertex): void {
  const row = stack.readInteger();
  const j = stack.readInteger();
  const k = stack.readInteger();
  const origin = stack.readInteger();
  const aj = stack.readNumber();
  const ak = stack.readNumber();
  const b = stack.readNumber();
  let reducedCost = stack.readNumber();
  const lowerJ = stack.readNumber();
  const upperJ = stack.readNumber();
  const lowerK = stack.readNumber();
  const upperK = stack.readNumber();
  for (let left = stack.readInteger(); left > 0; left--) {
    const other = stack.readInteger();
    const value = stack.readNumber();
    reducedCost -= value * vertex.rowDual[other];
    vertex.activity[other] += (value * b) / aj;
  }
  let dual = reducedCost / aj;
  vertex.x[j] = (b - ak * vertex.x[k]) / aj;
  vertex.reducedCost[j] = 0;
  const status = vertex.columnStatus[k];
  const side = activeSide(status, lowerK, upperK, vertex.reducedCost[k]);
  const fromOther =
    status !== BASIC &&
    ((side === AT_LOWER && (origin & LOWER_FROM_OTHER) !== 0) ||
      (side === AT_UPPER && (origin & UPPER_FROM_OTHER) !== 0));
  if (fromOther) {
    const sideJ = (side === AT_LOWER) === ak / aj < 0 ? AT_LOWER : AT_UPPER;
    const share = vertex.reducedCost[k] / ak;
    dual += share;
    vertex.x[j] = sideJ === AT_LOWER ? lowerJ : upperJ;
    vertex.reducedCost[j] = -aj * share;
    vertex.columnStatus[j] = sideJ;
    vertex.reducedCost[k] = 0;
    vertex.columnStatus[k] = BASIC;
  } else {
    vertex.columnStatus[j] = BASIC;
    if (status !== BASIC) vertex.columnStatus[k] = side;
  }
  vertex.activity[row] = b;
  vertex.rowDual[row] = dual;
  vertex.rowStatus[row] = sideBySign(dual);
}
