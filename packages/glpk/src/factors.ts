/**
 * The present basis B of (I | -A), rows first, and its factors. Owns the only solves with B and B' in this package.
 * Invariant: every solve is refined: GLPK's LU factors give a first answer, its residual is summed in compensated
 * arithmetic from the program itself, and one more solve with the same factors takes it away (iterative refinement).
 * Without that step proofs of badly scaled programs fail our checks by rounding alone.
 */
import { multiply, multiplyTransposed, type Program } from '@marginal/program';
import { REFINEMENTS } from './constants.ts';
import type { Problem } from './problem.ts';
import { withScratch } from './runtime.ts';

/** Vectors over positions have length rowCount + 1 and count from 1, as GLPK's do; so do vectors over rows here. */
export class Factors {
  /** At each position the variable that is basic there: a row from 1, or rowCount plus a column from 1. */
  readonly head: Int32Array;
  private readonly problem: Problem;
  private readonly program: Program;

  private constructor(problem: Problem, program: Program) {
    this.problem = problem;
    this.program = program;
    this.head = new Int32Array(problem.rowCount + 1);
    for (let p = 1; p <= problem.rowCount; p++) this.head[p] = problem.api._glp_get_bhead(problem.address, p);
  }

  /** The factors of the present basis, undefined when it is singular. They die with the next change of the basis. */
  static of(problem: Problem, program: Program): Factors | undefined {
    const { api, address } = problem;
    if (api._glp_bf_exists(address) === 0 && api._glp_factorize(address) !== 0) return undefined;
    return new Factors(problem, program);
  }

  /** Index from 0 of the column that is basic at `position`, -1 when a row is. */
  columnAt(position: number): number {
    return this.head[position] - this.problem.rowCount - 1;
  }

  /** B z = `target` (over rows); z over positions. */
  ftran(target: Float64Array): Float64Array {
    return this.refined(target, '_glp_ftran', (z) => {
      const { rowCount, columnCount } = this.problem;
      const x = new Float64Array(columnCount);
      for (let p = 1; p <= rowCount; p++) if (this.columnAt(p) >= 0) x[this.columnAt(p)] = z[p];
      const { value } = multiply(this.program.matrix, x);
      const product = new Float64Array(rowCount + 1);
      for (let i = 0; i < rowCount; i++) product[i + 1] = -value[i];
      for (let p = 1; p <= rowCount; p++) if (this.columnAt(p) < 0) product[this.head[p]] += z[p];
      return product;
    });
  }

  /** B'w = `target` (over positions); w over rows. */
  btran(target: Float64Array): Float64Array {
    return this.refined(target, '_glp_btran', (w) => {
      const { rowCount } = this.problem;
      const { value } = multiplyTransposed(this.program.matrix, w.subarray(1));
      const product = new Float64Array(rowCount + 1);
      for (let p = 1; p <= rowCount; p++) {
        const j = this.columnAt(p);
        product[p] = j < 0 ? w[this.head[p]] : -value[j];
      }
      return product;
    });
  }

  private refined(
    target: Float64Array,
    solve: '_glp_ftran' | '_glp_btran',
    apply: (solution: Float64Array) => Float64Array,
  ): Float64Array {
    const solution = this.once(target, solve);
    for (let step = 0; step < REFINEMENTS; step++) {
      const product = apply(solution);
      const residual = target.map((entry, k) => entry - product[k]);
      if (residual.every((entry) => entry === 0)) break;
      const correction = this.once(residual, solve);
      for (let k = 1; k < solution.length; k++) solution[k] += correction[k];
    }
    return solution;
  }

  private once(target: Float64Array, solve: '_glp_ftran' | '_glp_btran'): Float64Array {
    const { api, address } = this.problem;
    return withScratch(api, 8 * target.length, (scratch) => {
      api.HEAPF64.set(target, scratch / 8);
      api[solve](address, scratch);
      return api.HEAPF64.slice(scratch / 8, scratch / 8 + target.length);
    });
  }
}
