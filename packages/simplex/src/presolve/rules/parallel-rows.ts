/**
 * Two proportional rows, a_2 = s a_1, are one row with the intersection of their sides. Back again the dual goes to
 * the row whose side it is: y_1 = y, or y_2 = y / s and row 1 is basic.
 */
import { AT_LOWER, AT_UPPER, BASIC, FREE_AT_ZERO } from '@marginal/program';
import { Intersection, LOWER_FROM_OTHER, UPPER_FROM_OTHER } from '../intersection.ts';
import { eachProportional, type Lines } from '../proportional.ts';
import { PARALLEL_ROW, type ReductionStack } from '../reduction-stack.ts';
import type { Rule } from '../rule.ts';
import { activeSide, type Vertex } from '../vertex.ts';
import type { WorkingProblem } from '../working-problem.ts';

/** A row with one entry is a bound: that is another rule's. */
const SHORTEST_ROW = 2;

export function parallelRows(work: WorkingProblem, stack: ReductionStack): Rule {
  const lines: Lines = {
    count: work.rowCount,
    alive: work.rowAlive,
    length: work.rowLength,
    head: work.rowHead,
    next: work.nextInRow,
    across: work.entryColumn,
    acrossCount: work.columnCount,
    value: work.entryValue,
  };
  const sides = new Intersection();
  const merge = (first: number, second: number, factor: number): boolean => {
    const atLower = work.rowLower[second] / factor;
    const atUpper = work.rowUpper[second] / factor;
    const relation = sides.of(
      work.rowLower[first],
      work.rowUpper[first],
      factor > 0 ? atLower : atUpper,
      factor > 0 ? atUpper : atLower,
    );
    if (relation === 'empty') work.verdict = 'infeasible';
    if (relation !== 'proper') return relation !== 'empty';
    stack.push(PARALLEL_ROW);
    stack.writeInteger(first);
    stack.writeInteger(second);
    stack.writeInteger(sides.origin);
    stack.writeNumber(factor);
    stack.writeNumber(sides.lower);
    stack.writeNumber(sides.upper);
    work.removeRow(second);
    work.setRowSides(first, sides.lower, sides.upper);
    return true;
  };
  return { sweep: () => eachProportional(lines, SHORTEST_ROW, merge) };
}

export function restoreParallelRow(stack: ReductionStack, vertex: Vertex): void {
  const first = stack.readInteger();
  const second = stack.readInteger();
  const origin = stack.readInteger();
  const factor = stack.readNumber();
  const lower = stack.readNumber();
  const upper = stack.readNumber();
  vertex.activity[second] = factor * vertex.activity[first];
  vertex.rowDual[second] = 0;
  vertex.rowStatus[second] = BASIC;
  const status = vertex.rowStatus[first];
  if (status === BASIC || status === FREE_AT_ZERO) return;
  const side = activeSide(status, lower, upper, vertex.rowDual[first]);
  vertex.rowStatus[first] = side;
  const fromOther =
    (side === AT_LOWER && (origin & LOWER_FROM_OTHER) !== 0) ||
    (side === AT_UPPER && (origin & UPPER_FROM_OTHER) !== 0);
  if (!fromOther) return;
  vertex.rowDual[second] = vertex.rowDual[first] / factor;
  vertex.rowStatus[second] = (side === AT_LOWER) === factor > 0 ? AT_LOWER : AT_UPPER;
  vertex.rowDual[first] = 0;
  vertex.rowStatus[first] = BASIC;
}
