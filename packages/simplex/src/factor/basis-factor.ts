/**
 * The factored basis matrix: `B = L R^-1 U`, with solves and updates.
 *
 * Variables 0..n-1 are structural columns; n + i is the logical of row i with column +e_i. After `factorise`, `basic[r]` is
 * the variable whose pivot lies in row r, so every vector of length m, in and out, lives in row space: entry r of `B^-1 v`
 * belongs to `basic[r]`. After `update(..., row, ...)` the entering variable stands at `row`.
 * Solves allocate nothing; storage grows by half where `factorise` or an update finds it full, and never shrinks.
 */
import { BasisColumns, type ColumnMatrix } from './basis-columns.ts';
import { applyUpdate, checkUpdate, STALE_PACK, UPDATED, type UpdateOutcome } from './forrest-tomlin.ts';
import { Reach, solvePivotHyper, solveUnitHyper } from './hyper-sparse.ts';
import { Lower } from './lower.ts';
import { Kernel } from './markowitz.ts';
import { RowEtas } from './row-etas.ts';
import { Singletons } from './singletons.ts';
import type { SparseVector } from './sparse-vector.ts';
import {
  HYPER_BTRAN_LOWER,
  HYPER_BTRAN_UPPER,
  HYPER_FTRAN_LOWER,
  HYPER_FTRAN_UPPER,
  HYPER_LIST,
  RANK_PIVOT,
  RELATIVE_PIVOT,
} from './tolerances.ts';
import { btranLowerSkip, btranUpperSkip, ftranLowerSkip, ftranUpperSkip } from './triangular-solve.ts';
import { Upper } from './upper.ts';

/** A factor is kept for at least this many updates before the work clock may end it. */
const LEAST_UPDATES = 50;
/** Forward row etas go along chains while the vector is listed and sparser than this: a chain step costs several dot-product steps. */
const CHAIN_LIST = 0.1;

export class BasisFactor {
  /** Threshold u of the LU pivots, in (0, 1]: raised by callers when a factor proves inaccurate. */
  relativePivotThreshold = RELATIVE_PIVOT;
  /** The first `deficiency` entries: variables that the last `factorise` took out of the basis, */
  readonly deficientVariables: Int32Array;
  /** and the rows whose logicals it put in their places. */
  readonly deficientRows: Int32Array;

  private readonly m: number;
  private readonly updateLimit: number;
  private readonly basis: BasisColumns;
  private readonly lower: Lower;
  private readonly upper: Upper;
  private readonly etas: RowEtas;
  private readonly singletons: Singletons;
  private readonly kernel: Kernel;
  private readonly reach: Reach;
  /** Length m, zero between calls. */
  private readonly work: Float64Array;
  /** Changes with every factorisation and update, so that packed by-products of an earlier state are recognised. */
  private stamp = 0;
  private workTicks = 0;
  /**
   * One entry, the part of `workTicks` that a fresh factor would not have cost: row etas, and the growth of U. Not a field, because one that
   * holds fractions is put into a new box whenever it is read by code that is not fully compiled yet.
   */
  private readonly excess = new Float64Array(1);
  private lastFactorTicks = 0;
  private kernelRows = 0;
  private freshUpper = 0;

  /** `matrix`: the structural columns, `rowCount` by `columnCount`, finite; it is read, never written. */
  constructor(rowCount: number, columnCount: number, matrix: ColumnMatrix) {
    const m = rowCount;
    this.m = m;
    this.updateLimit = Math.min(1000, 50 + Math.floor(m / 10));
    this.deficientVariables = new Int32Array(m);
    this.deficientRows = new Int32Array(m);
    this.basis = new BasisColumns(m, columnCount, matrix);
    this.lower = new Lower(m);
    this.upper = new Upper(m, this.updateLimit);
    this.etas = new RowEtas(m, this.updateLimit);
    this.singletons = new Singletons(m);
    this.kernel = new Kernel(m);
    this.reach = new Reach(m);
    this.work = new Float64Array(m);
  }

  /** Another matrix of the same shape, from the next `factorise` on. */
  rebind(matrix: ColumnMatrix): void {
    this.basis.matrix = matrix;
  }

  /** Updates since the last `factorise`. */
  get updates(): number {
    return this.etas.count;
  }

  /** Work of solves and updates since the last `factorise`, in the unit of `factorTicks`. The same on every machine. */
  get ticks(): number {
    return this.workTicks;
  }

  /** Work of the last `factorise`. */
  get factorTicks(): number {
    return this.lastFactorTicks;
  }

  /** Rows the singletons left to the Markowitz elimination in the last `factorise`. */
  get kernelSize(): number {
    return this.kernelRows;
  }

  /** Nonzeros of the last factorised basis. */
  get basisNonzeros(): number {
    return this.basis.nonzeros;
  }

  /** Nonzeros of L and U as last factorised, without L's diagonal. */
  get factorNonzeros(): number {
    return this.lower.size + this.freshUpper + this.m;
  }

  /**
   * Whether to factorise anew before the next update: their number is at its limit, or after at least 50 the work that
   * updates added to the solves has reached that of factorising. With an excess that grows linearly in the updates, this is
   * where the mean work per update is least: (F + a t^2 / 2) / t is least at F = a t^2 / 2.
   */
  get shouldRefactor(): boolean {
    const updates = this.etas.count;
    if (updates >= this.updateLimit) return true;
    return updates >= LEAST_UPDATES && this.excess[0] >= this.lastFactorTicks;
  }

  /**
   * Factorises the basis and permutes `basic` (length m) so that `basic[r]` has its pivot in row r. Logicals stay in their
   * rows. Returns the deficiency: 0, or how many columns were dependent on the others; these are then listed, and replaced in
   * `basic` by the logicals of the rows without a pivot, with which the factor is regular.
   */
  factorise(basic: Int32Array): number {
    const { m, basis, lower, upper } = this;
    const { variable, rowOf, active } = basis;
    this.stamp++;
    variable.set(basic);
    let ticks = this.decompose(this.relativePivotThreshold);
    // A loose threshold reveals the rank badly and may leave rows open whose logicals make a poor basis: once more, strictly.
    if (basis.openCount > 0 && this.relativePivotThreshold < RANK_PIVOT) ticks += this.decompose(RANK_PIVOT);

    let deficiency = 0;
    for (let c = 0; c < m; c++) {
      if (rowOf[c] >= 0) basic[rowOf[c]] = variable[c];
      else this.deficientVariables[deficiency++] = variable[c];
    }
    if (deficiency > 0) {
      let row = 0;
      for (let d = 0; d < deficiency; d++) {
        while (active[row] === 0) row++;
        this.deficientRows[d] = row;
        basic[row] = basis.n + row;
        upper.closeColumn(row, 1, upper.size);
        row++;
      }
    }
    this.freshUpper = upper.size;
    lower.transpose(upper.slots);
    upper.transpose();
    this.etas.reset();
    this.lastFactorTicks = ticks + 3 * m + 3 * (lower.size + upper.size);
    this.workTicks = 0;
    this.excess[0] = 0;
    return deficiency;
  }

  /** Computes L and U of the variables in `basis` with threshold `u`, as far as they are independent. Returns ticks. */
  private decompose(u: number): number {
    const { basis, lower, upper } = this;
    lower.reset();
    upper.reset();
    const ticks = this.singletons.peel(basis, lower, upper, u < RANK_PIVOT ? 0 : u);
    this.kernelRows = basis.openCount;
    return ticks + this.kernel.eliminate(basis, this.singletons, lower, upper, u);
  }

  /** `v := B^-1 v`. `expectedDensity`: of the result, between 0 and 1, used to choose kernels only. The result is listed. */
  ftran(v: SparseVector, expectedDensity: number): void {
    this.forward(v, expectedDensity, false);
  }

  /** As `ftran`, for the column of the entering variable; keeps the spike packed in `v` for `update`. */
  ftranSpike(v: SparseVector, expectedDensity: number): void {
    this.forward(v, expectedDensity, true);
    v.packStamp = this.stamp;
  }

  private forward(v: SparseVector, expectedDensity: number, spike: boolean): void {
    const { m, lower, upper, etas } = this;
    let ticks = 0;
    const few = HYPER_LIST * m;
    if (lower.columnCount > 0) {
      if (v.count >= 0 && v.count <= few && expectedDensity < HYPER_FTRAN_LOWER) {
        ticks += solveUnitHyper(v, this.reach, lower.start, lower.end, lower.index, lower.value);
      } else ticks += ftranLowerSkip(v, lower);
    } else if (v.count >= 0) v.tidy();
    if (etas.count > 0) {
      const etaTicks =
        v.count >= 0 && v.count <= CHAIN_LIST * m ? etas.forwardSparse(v) : etas.forwardDense(v);
      ticks += etaTicks;
      this.excess[0] += etaTicks;
    }
    if (spike) v.pack();
    const { start, end, index, value, pivot } = upper;
    const upperTicks =
      v.count >= 0 && v.count <= few && expectedDensity < HYPER_FTRAN_UPPER
        ? solvePivotHyper(v, this.reach, start, end, index, value, pivot)
        : ftranUpperSkip(v, upper);
    this.addGrowth(upperTicks);
    this.workTicks += ticks + upperTicks;
  }

  /** Adds the share of `ticks` that went into entries of U which updates added. */
  private addGrowth(ticks: number): void {
    const { entries } = this.upper;
    if (entries > this.freshUpper) this.excess[0] += ticks * (1 - this.freshUpper / entries);
  }

  /** `v := B^-T v`. `expectedDensity`: as for `ftran`. The result is listed. */
  btran(v: SparseVector, expectedDensity: number): void {
    this.backwardUpper(v, expectedDensity, 0);
    this.backwardLower(v, expectedDensity);
  }

  /** `v := B^-T e_row`, whatever `v` held before; keeps `U^-T e_row` packed in `v` for `update`. */
  btranRow(v: SparseVector, row: number, expectedDensity: number): void {
    v.clear();
    v.value[row] = 1;
    v.index[0] = row;
    v.count = 1;
    this.backwardUpper(v, expectedDensity, this.upper.slotOf[row]);
    v.pack();
    v.packStamp = this.stamp;
    this.backwardLower(v, expectedDensity);
  }

  private backwardUpper(v: SparseVector, expectedDensity: number, firstSlot: number): void {
    const { upper } = this;
    const hyper = v.count >= 0 && v.count <= HYPER_LIST * this.m && expectedDensity < HYPER_BTRAN_UPPER;
    const { rowStart, rowEnd, rowIndex, rowValue, pivot } = upper;
    const ticks = hyper
      ? solvePivotHyper(v, this.reach, rowStart, rowEnd, rowIndex, rowValue, pivot)
      : btranUpperSkip(v, upper, firstSlot);
    this.addGrowth(ticks);
    this.workTicks += ticks;
  }

  private backwardLower(v: SparseVector, expectedDensity: number): void {
    const { m, lower, etas } = this;
    let ticks = 0;
    if (etas.count > 0) {
      if (v.count > CHAIN_LIST * m) v.count = -1;
      ticks += etas.backward(v);
      this.excess[0] += ticks;
    }
    if (lower.columnCount > 0) {
      if (v.count >= 0 && v.count <= HYPER_LIST * m && expectedDensity < HYPER_BTRAN_LOWER) {
        ticks += solveUnitHyper(v, this.reach, lower.rowStart, lower.rowEnd, lower.rowIndex, lower.rowValue);
      } else ticks += btranLowerSkip(v, lower);
    }
    v.tidy();
    this.workTicks += ticks + (v.count > HYPER_LIST * m ? m : v.count);
  }

  /**
   * Replaces the basic variable of `row`: `aq` must come from `ftranSpike` of the entering column and `rho` from
   * `btranRow(rho, row)`, both since the last change of the factor. `alpha`: the pivot as computed from the row, to be
   * compared with `aq.value[row]`. Returns 0 (`UPDATED`) or, with the factor unchanged, why to factorise anew:
   * `PIVOTS_DISAGREE`, `PIVOT_TOO_SMALL`, `NO_ROOM`, `STALE_PACK`.
   */
  update(aq: SparseVector, rho: SparseVector, row: number, alpha: number): UpdateOutcome {
    if (aq.packStamp !== this.stamp || rho.packStamp !== this.stamp) return STALE_PACK;
    const outcome = checkUpdate(this.upper, this.etas, aq, rho, this.work, row, alpha);
    if (outcome !== UPDATED) return outcome;
    this.workTicks += applyUpdate(this.upper, this.etas, aq, rho, row);
    this.stamp++;
    return UPDATED;
  }
}
