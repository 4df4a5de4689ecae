/**
 * An expression as numbers: one row `constant + sum of coefficient * column` per member of an index list, terms of the
 * same column merged. Owns what functions of an expression need beside its rows in the program: its value at a point,
 * and the range that the bounds of its variables leave it. The numbers are those of the parameters when it was made;
 * `at` reads others where a model inside a solver has set them.
 */
import { CompensatedSum } from '@marginal/program';
import { ownValues, type ParameterValues, planBlock, walk } from './align.ts';
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
  /** The same expression with the values that these are. */
  private readonly reread: (read: ParameterValues) => AffineRows;
  private latest: { readonly read: ParameterValues; readonly rows: AffineRows } | undefined;

  private constructor(
    constants: Float64Array,
    rows: readonly (readonly Term[])[],
    reread: AffineRows['reread'],
  ) {
    this.size = constants.length;
    this.constants = constants;
    this.rows = rows;
    this.reread = reread;
  }

  /** Throws like a constraint over `index` would: dimensions that are not summed, missing tuples, joins. */
  static of(
    operand: Operand,
    index: IndexList,
    place: string,
    read: ParameterValues = ownValues,
  ): AffineRows {
    const size = memberCount(index);
    const constants = new Float64Array(size);
    const merged = Array.from({ length: size }, () => new Map<number, Term>());
    const bounds = new Map<Variable, Range>();
    for (const block of asExpression(operand, undefined).blocks) {
      const plan = planBlock(block, index, 0, place, read);
      const variable = block.variable?.target;
      if (variable === undefined) {
        walk(plan, (row, _column, value) => {
          constants[row] += value;
        });
        continue;
      }
      const range = bounds.get(variable) ?? boundsOf(variable, read);
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
      (other) => AffineRows.of(operand, index, place, other),
    );
  }

  /** Value of every row at `x`, one entry per column of the program, in compensated arithmetic. */
  at(x: Float64Array, read: ParameterValues = ownValues): Float64Array {
    if (read !== ownValues) {
      if (this.latest?.read !== read) this.latest = { read, rows: this.reread(read) };
      return this.latest.rows.at(x);
    }
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

function boundsOf(variable: Variable, read: ParameterValues): Range {
  const place = `variable '${variable.name}'`;
  const lower = evaluate(variable.lower, variable.index, `${place}, lower`, read);
  return {
    // Off, a semicontinuous variable is zero, below its lower bound.
    lower: variable.semicontinuous ? lower.map((end) => Math.min(end, 0)) : lower,
    upper: evaluate(variable.upper, variable.index, `${place}, upper`, read),
  };
}
