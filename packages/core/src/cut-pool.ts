/**
 * The tangents of a set of atoms as rows of a program: which there are, which are new, and where each stands. Owns
 * damping and de-duplication; invariant: row `k` of the pool is row `firstRow + k` of the program, and states
 * `scale * (value - slopes * arguments) >= scale * intercept` with the very coefficients of the tangent (`scale` is a
 * power of two), so that it is exactly as valid as the tangent.
 */
import type { Delta, Names } from '@marginal/program';
import type { ConvexAtom } from './convex-atom.ts';
import type { Tangent } from './convex-function.ts';
import { labelsAt } from './index-set.ts';
import { formatLabels } from './label.ts';
import {
  COARSER_CUT,
  KEPT_TANGENTS,
  LARGEST_CUT_COEFFICIENT,
  SAME_SLOPE,
  SLOPE_GROWTH,
  SMALLEST_CUT_COEFFICIENT,
  VISIBLE_CUT,
} from './tolerances.ts';

interface Cut {
  readonly atom: ConvexAtom;
  readonly member: number;
  readonly parameter: number;
  readonly tangent: Tangent;
  readonly scale: number;
}

export class CutPool {
  private readonly firstRow: number;
  private readonly base: Names;
  private readonly cuts: Cut[] = [];
  /** Positions in `cuts` by value column. */
  private readonly ofMember = new Map<number, number[]>();
  private taken = 0;

  /** `firstRow`: row count of the program without tangents; `base`: its names. */
  constructor(firstRow: number, base: Names) {
    this.firstRow = firstRow;
    this.base = base;
  }

  get size(): number {
    return this.cuts.length;
  }

  /** The steepest that a tangent of this member may be for now. */
  reach(atom: ConvexAtom, member: number): number {
    const known = this.ofMember.get(atom.value.start + member) ?? [];
    const sizes = known.map((position) => Math.abs(this.cuts[position].parameter));
    return SLOPE_GROWTH * Math.max(1, ...sizes);
  }

  /**
   * Adds the tangent of this parameter, or the nearest that may be, unless it is known; returns its position.
   * `resolution`: violations of this size must not escape a solver.
   */
  add(atom: ConvexAtom, member: number, parameter: number, resolution: number): number {
    const column = atom.value.start + member;
    const known = this.ofMember.get(column) ?? [];
    const chosen = atom.function.nearest(parameter);
    const same = known.find(
      (position) => Math.abs(this.cuts[position].parameter - chosen) <= SAME_SLOPE * Math.abs(chosen),
    );
    if (same !== undefined) return same;
    const tangent = atom.function.tangent(chosen);
    const position = this.cuts.length;
    this.cuts.push({ atom, member, parameter: chosen, tangent, scale: scaleOf(tangent, resolution) });
    known.push(position);
    this.ofMember.set(column, known);
    return position;
  }

  /** The rows added since the last call, for a program with this many columns; nothing when there are none. */
  take(columnCount: number): Delta | undefined {
    const fresh = this.cuts.slice(this.taken);
    if (fresh.length === 0) return undefined;
    this.taken = this.cuts.length;
    const entries = fresh.flatMap(({ atom, member, tangent, scale }, row) => [
      { row, column: atom.value.start + member, value: scale },
      ...tangent.slopes.flatMap((slope, a) =>
        slope === 0 ? [] : [{ row, column: atom.arguments[a].start + member, value: -scale * slope }],
      ),
    ]);
    entries.sort((a, b) => a.column - b.column || a.row - b.row);
    const starts = new Int32Array(columnCount + 1);
    for (const { column } of entries) starts[column + 1]++;
    for (let j = 0; j < columnCount; j++) starts[j + 1] += starts[j];
    const matrix = {
      rowCount: fresh.length,
      columnCount,
      starts,
      rows: Int32Array.from(entries, ({ row }) => row),
      values: Float64Array.from(entries, ({ value }) => value),
    };
    const lower = Float64Array.from(fresh, ({ tangent, scale }) => scale * tangent.intercept);
    const upper = new Float64Array(fresh.length).fill(Infinity);
    return { addRows: { lower, upper, matrix }, names: this.names() };
  }

  /**
   * Duals of the program with one tangent per member that carries what all its tangents carried: the one whose slope
   * is their mean. It is at or above their mean, so the duals prove no less, and mostly more; adds it where it is new.
   * `rowDual`: of the program as it was solved. Returns duals for all rows of the pool, to be used after `take`.
   */
  combine(rowDual: Float64Array): Float64Array {
    const weights = new Map<number, number>();
    for (const positions of [...this.ofMember.values()]) {
      const carried = positions.filter((p) => (rowDual[this.firstRow + p] ?? 0) !== 0);
      if (carried.length === 0) continue;
      const { atom, member } = this.cuts[carried[0]];
      const shares = carried.map((p) => rowDual[this.firstRow + p] * this.cuts[p].scale);
      const weight = shares.reduce((sum, share) => sum + share, 0);
      const slopes = atom.arguments.map((_, a) =>
        carried.reduce((sum, p, i) => sum + (shares[i] / weight) * this.cuts[p].tangent.slopes[a], 0),
      );
      const mean = atom.function.combined(slopes);
      const resolution = Math.min(...carried.map((p) => VISIBLE_CUT / this.cuts[p].scale));
      const position = carried.length === 1 ? carried[0] : this.add(atom, member, mean, resolution);
      // A tangent close by but not at the mean would leave the arguments a reduced cost.
      if (carried.length > 1 && this.cuts[position].parameter === mean)
        weights.set(position, weight / this.cuts[position].scale);
      else for (const p of carried) weights.set(p, rowDual[this.firstRow + p]);
    }
    const combined = new Float64Array(this.firstRow + this.cuts.length);
    combined.set(rowDual.subarray(0, this.firstRow));
    for (const [position, weight] of weights) combined[this.firstRow + position] = weight;
    return combined;
  }

  /**
   * A pool with the tangents of each member that are closest to the point, written smaller: for a fresh start of a
   * solver that found these rows too much alike. `x`: one entry per column.
   */
  thinned(x: Float64Array): CutPool {
    const pool = new CutPool(this.firstRow, this.base);
    for (const positions of this.ofMember.values()) {
      const slack = (p: number): number => {
        const { atom, member, tangent } = this.cuts[p];
        const at = atom.pointAt(x, member);
        return (
          x[atom.value.start + member] -
          tangent.slopes.reduce((sum, a, i) => sum + a * at[i], tangent.intercept)
        );
      };
      const closest = positions.map((p) => [slack(p), p] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      for (const [, p] of closest.slice(0, KEPT_TANGENTS)) {
        const { atom, member, parameter, scale } = this.cuts[p];
        pool.add(atom, member, parameter, (COARSER_CUT * VISIBLE_CUT) / scale);
      }
    }
    return pool;
  }

  private names(): Names {
    const { base, firstRow, cuts } = this;
    return {
      column: (index) => base.column(index),
      row: (index) => {
        if (index < firstRow) return base.row(index);
        const { atom, member, parameter } = cuts[index - firstRow];
        return `${atom.name}${formatLabels(labelsAt(atom.index, member))} tangent ${parameter}`;
      },
    };
  }
}

/** A power of two that makes a violation of this size visible and no coefficient too small. */
function scaleOf({ slopes }: Tangent, resolution: number): number {
  const sizes = slopes.map(Math.abs).filter((size) => size > 0);
  const small = SMALLEST_CUT_COEFFICIENT / Math.min(1, ...sizes);
  const fine = Math.min(VISIBLE_CUT / resolution, LARGEST_CUT_COEFFICIENT / Math.max(1, ...sizes));
  return 2 ** Math.ceil(Math.log2(Math.max(1, small, fine)));
}
