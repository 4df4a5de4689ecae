/**
 * A box that holds every optimum of a linear program: the bounds of the columns, tightened by what each row leaves them
 * when all other columns are as helpful as they can be, and by the row `objective <= cutoff` for the objective of a
 * known point. Every implied bound is moved outward by more than its evaluation can lose, so that the box is a proof:
 * either no feasible point is better than the cutoff, or all that are lie in the box.
 * Source: Savelsbergh, "Preprocessing and probing techniques for mixed integer programming problems", ORSA J. Computing 6 (1994).
 */
import { type Program, transpose } from '@marginal/program';
import type { Range } from './affine-rows.ts';
import { boundFreeColumns } from './free-columns.ts';
import { BOX_PASSES, BOX_PROGRESS, RANGE_ROUNDING } from './tolerances.ts';

/** Sum of the smallest contributions of a row: its finite part, how many are -Infinity, and the size of the terms. */
interface Least {
  finite: number;
  infinite: number;
  magnitude: number;
}

/**
 * The box, lengths columnCount; columns stay infinite where nothing bounds them. `cutoff`: objective of a feasible
 * point in the program's sense, an infinity when there is none. `known`: a box found earlier, for a program with fewer
 * rows or for a cutoff that was worse.
 */
export function impliedBox(program: Program, cutoff: number, known?: Range): Range {
  const box = {
    lower: (known?.lower ?? program.columnLower).slice(),
    upper: (known?.upper ?? program.columnUpper).slice(),
  };
  const { rowLower, rowUpper } = program;
  const byRow = transpose(program.matrix);
  const flip = program.sense === 'minimize' ? 1 : -1;
  const costColumns = Int32Array.from(program.cost.keys()).filter((j) => program.cost[j] !== 0);
  const costs = Float64Array.from(costColumns, (j) => flip * program.cost[j]);
  const room = flip * (cutoff - program.offset);
  const outward = RANGE_ROUNDING * (Math.abs(cutoff) + Math.abs(program.offset));
  let eliminated = false;
  for (let pass = 0; pass < BOX_PASSES; pass++) {
    let moved = Number.isFinite(room) && tighten(box, costColumns, costs, 1, room + outward);
    for (let i = 0; i < rowLower.length; i++) {
      const columns = byRow.rows.subarray(byRow.starts[i], byRow.starts[i + 1]);
      const values = byRow.values.subarray(byRow.starts[i], byRow.starts[i + 1]);
      if (rowUpper[i] < Infinity) moved = tighten(box, columns, values, 1, rowUpper[i]) || moved;
      if (rowLower[i] > -Infinity) moved = tighten(box, columns, values, -1, -rowLower[i]) || moved;
    }
    if (moved) continue;
    if (eliminated || !boundFreeColumns(program, byRow, box)) break;
    eliminated = true;
  }
  return box;
}

/** Takes in `sign * sum of values * columns <= limit`; says whether a bound moved by something worth while. */
function tighten(
  box: Range,
  columns: Int32Array,
  values: Float64Array,
  sign: number,
  limit: number,
): boolean {
  const least: Least = { finite: 0, infinite: 0, magnitude: Math.abs(limit) };
  for (let k = 0; k < columns.length; k++) {
    const share = smallest(box, columns[k], sign * values[k]);
    if (share === -Infinity) least.infinite++;
    else {
      least.finite += share;
      least.magnitude += Math.abs(share);
    }
  }
  if (least.infinite > 1 || !Number.isFinite(least.finite)) return false;
  const margin = (columns.length + 4) * RANGE_ROUNDING * least.magnitude;
  let moved = false;
  for (let k = 0; k < columns.length; k++) {
    const j = columns[k];
    const coefficient = sign * values[k];
    const share = smallest(box, j, coefficient);
    if (least.infinite > 0 && share !== -Infinity) continue;
    const others = share === -Infinity ? least.finite : least.finite - share;
    const end = (limit - others + margin) / coefficient;
    const safe = end + Math.sign(coefficient) * RANGE_ROUNDING * Math.abs(end);
    if (!Number.isFinite(safe)) continue;
    if (coefficient > 0 && safe < box.upper[j]) {
      moved ||= worthwhile(box.upper[j], safe);
      box.upper[j] = safe;
    } else if (coefficient < 0 && safe > box.lower[j]) {
      moved ||= worthwhile(box.lower[j], safe);
      box.lower[j] = safe;
    }
    // The sum stays right: a share stands on the other end of its column than the one that moved.
  }
  return moved;
}

function smallest(box: Range, j: number, coefficient: number): number {
  return coefficient * (coefficient > 0 ? box.lower[j] : box.upper[j]);
}

function worthwhile(from: number, to: number): boolean {
  return !Number.isFinite(from) || Math.abs(from - to) > BOX_PROGRESS * (1 + Math.abs(to));
}
