/**
 * An expression as numbers: one row `constant + sum of coefficient * column` per member of an index list, terms of the
 * same column merged. Owns what functions of an expression need beside its rows in the program: its value at a point,
 * and the range that the bounds of its variables leave it.
 */
import { CompensatedSum } from '@marginal/program';
import { planBlock, walk } from './align.ts';
import { asExpression, type Operand } from './expression.ts';
import { type IndexList, memberCount } from './index-set.ts';
import { evaluate } from './lower.ts';
import type { Variable } from './variable.ts';

/** Lower and upper ends per member; infinite where a variable of the row is not bounded. */
export interface Range {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

interface Term {
  readonly column: number;
  coefficient: number;
  readonly lower: number;
  readonly upper: number;
}

export class AffineRows {
  /** Number of rows. */
  readonly size: number;
  private readonly constants: Float64Array;
  private readonly rows: readonly (readonly Term[])[];

  private constructor(constants: Float64Array, rows: readonly (readonly Term[])[]) {
    this.size = constants.length;
    this.constants = constants;
    this.rows = rows;
  }

  /** Throws like a constraint over `index` would: dimensions that are not summed, missing tuples, joins. */
  static of(operand: Operand, index: IndexList, place: string): AffineRows {
    const size = memberCount(index);
    const constants = new Float64Array(size);
    const merged = Array.from({ length: size }, () => new Map<number, Term>());
    const bounds = new Map<Variable, Range>();
    for (const block of asExpression(operand, undefined).blocks) {
      const plan = planBlock(block, index, 0, place);
      const variable = block.variable?.target;
      if (variable === undefined) {
        walk(plan, (row, _column, value) => {
          constants[row] += value;
        });
        continue;
      }
      const range = bounds.get(variable) ?? boundsOf(variable);
      bounds.set(variable, range);
      walk(plan, (row, column, coefficient) => {
        const term = merged[row].get(column);
        const member = column - variable.start;
        if (term !== undefined) term.coefficient += coefficient;
        else
          merged[row].set(column, {
            column,
            coefficient,
            lower: range.lower[member],
            upper: range.upper[member],
          });
      });
    }
    return new AffineRows(
      constants,
      merged.map((terms) => [...terms.values()]),
    );
  }

  /** Value of every row at `x`, one entry per column of the program, in compensated arithmetic. */
  at(x: Float64Array): Float64Array {
    return this.constants.map((constant, row) => {
      const sum = new CompensatedSum();
      sum.add(constant);
      for (const { column, coefficient } of this.rows[row]) sum.addProduct(coefficient, x[column]);
      return sum.value;
    });
  }

  /** What the bounds of the variables leave, to a rounding of the last place; rows of the model may leave less. */
  range(): Range {
    const end = (terms: readonly Term[], constant: number, sign: number): number => {
      const sum = new CompensatedSum();
      sum.add(constant);
      for (const { coefficient, lower, upper } of terms) {
        if (coefficient === 0) continue;
        const bound = sign * coefficient > 0 ? upper : lower;
        if (!Number.isFinite(bound)) return sign * Infinity;
        sum.addProduct(coefficient, bound);
      }
      return sum.value;
    };
    return {
      lower: this.constants.map((constant, row) => end(this.rows[row], constant, -1)),
      upper: this.constants.map((constant, row) => end(this.rows[row], constant, 1)),
    };
  }
}

function boundsOf(variable: Variable): Range {
  const place = `variable '${variable.name}'`;
  return {
    lower: evaluate(variable.lower, variable.index, `${place}, lower`),
    upper: evaluate(variable.upper, variable.index, `${place}, upper`),
  };
}
