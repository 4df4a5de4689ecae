/**
 * A dual program and the way back: which of its columns are the dual variables of a row of the primal, and which of its
 * rows have the primal point as their duals. Signs as in docs/conventions.md 1.1: nothing has to be flipped.
 */
import {
  InvalidInputError,
  type LpSolution,
  NotAllowedError,
  type OptimalOutcome,
  type Program,
} from '@marginal/program';
import type { CompiledModel } from './compiled-model.ts';
import type { Constraint } from './constraint.ts';
import { Field } from './field.ts';
import type { IndexList } from './index-set.ts';
import type { ModelKind } from './kind.ts';
import { ROLE, type Roles } from './multiplier.ts';
import { divideUnits, formatUnit, type Unit } from './unit.ts';
import type { Variable } from './variable.ts';

function checkLength(values: Float64Array, expected: number, what: string): void {
  if (values.length === expected) return;
  throw new InvalidInputError([
    {
      code: 'core.dual-length',
      place: what,
      cause: `has ${values.length} entries, not ${expected}`,
      remedy: 'give a solution of the dual program',
    },
  ]);
}

export class ProgramDual {
  /** The dual: maximises where the primal minimises, and the other way round. */
  readonly program: Program;
  /** One per row of the primal: its first column in the dual, and one behind its last. A ranged row has two. */
  private readonly firstColumn: Int32Array;
  /** One per column of the primal: its row in the dual, -1 for a bound. */
  private readonly rowOf: Int32Array;
  private readonly roles: Roles;

  constructor(parts: {
    readonly program: Program;
    readonly firstColumn: Int32Array;
    readonly rowOf: Int32Array;
    readonly roles: Roles;
  }) {
    this.program = parts.program;
    this.firstColumn = parts.firstColumn;
    this.rowOf = parts.rowOf;
    this.roles = parts.roles;
  }

  /** Columns of the dual that stand for row `i` of the primal: one, or lower and upper side of a range. */
  columnsOf(i: number): number[] {
    const [first, behind] = [this.firstColumn[i], this.firstColumn[i + 1]];
    return Array.from({ length: behind - first }, (_, k) => first + k);
  }

  /**
   * Duals of the primal's rows, d(objective)/d(right-hand side): length rowCount of the primal. `x`: values of the
   * dual's columns. Throws `core.dual-length`.
   */
  rowDual(x: Float64Array): Float64Array {
    checkLength(x, this.program.matrix.columnCount, 'values of the dual');
    const duals = new Float64Array(this.firstColumn.length - 1);
    for (let i = 0; i < duals.length; i++)
      for (let k = this.firstColumn[i]; k < this.firstColumn[i + 1]; k++) duals[i] += x[k];
    return duals;
  }

  /** The primal point, from the duals of the dual: length columnCount of the primal. Throws `core.dual-length`. */
  primalPoint(solution: Pick<LpSolution, 'rowDual' | 'reducedCost'>): Float64Array {
    const { rowDual, reducedCost } = solution;
    checkLength(rowDual, this.program.matrix.rowCount, 'duals of the dual');
    checkLength(reducedCost, this.program.matrix.columnCount, 'reduced costs of the dual');
    // The dual of a side of a limit is positive for a lower one when its program minimises.
    const flip = this.program.sense === 'minimize' ? 1 : -1;
    const lower = (value: number): number => flip * Math.max(0, flip * value) + 0;
    const upper = (value: number): number => flip * Math.min(0, flip * value) + 0;
    const { kind, at } = this.roles;
    const ofRow = (j: number): number => rowDual[this.rowOf[j]];
    const ofBound = (j: number): number => reducedCost[this.firstColumn[at[j]]];
    return Float64Array.from(kind, (role, j) => {
      if (role === ROLE.lowerSide) return lower(ofRow(j));
      if (role === ROLE.upperSide) return upper(ofRow(at[j]));
      if (role === ROLE.lowerBound) return lower(ofBound(j));
      if (role === ROLE.upperBound) return upper(ofBound(j));
      return role === ROLE.fixed ? ofBound(j) : ofRow(j);
    });
  }
}

/** The dual variables of one constraint. */
export class DualVariable<I extends IndexList> {
  readonly name: string;
  readonly index: I;
  /** Objective unit per unit of the constraint. */
  readonly unit: Unit;
  private readonly read: (outcome: OptimalOutcome) => Float64Array;

  constructor(constraint: Constraint<I>, unit: Unit, read: (outcome: OptimalOutcome) => Float64Array) {
    this.name = constraint.name;
    this.index = constraint.index;
    this.unit = unit;
    this.read = read;
  }

  /** Values at an optimum of the dual program: duals of the constraint, d(objective)/d(right-hand side). */
  values(outcome: OptimalOutcome): Field<I> {
    return fieldOf(this, this.unit, outcome, this.read(outcome));
  }
}

function fieldOf<I extends IndexList>(
  { name, index }: { readonly name: string; readonly index: I },
  unit: Unit,
  { solver }: OptimalOutcome,
  values: Float64Array,
): Field<I> {
  const provenance = { kind: 'lp', solver: solver.name, version: solver.version } as const;
  return new Field({ name, index, unit: formatUnit(unit), provenance, values });
}

/** The dual of a compiled model, with the model's own handles. */
export class CompiledDual extends ProgramDual {
  private readonly compiled: CompiledModel<ModelKind>;

  constructor(compiled: CompiledModel<ModelKind>, parts: ConstructorParameters<typeof ProgramDual>[0]) {
    super(parts);
    this.compiled = compiled;
  }

  /** The dual variables of a constraint. Throws `core.foreign-handle`. */
  of<const I extends IndexList>(constraint: Constraint<I>): DualVariable<I> {
    this.compiled.checkHandle(constraint, 'constraint');
    const { start, size } = constraint;
    const unit = divideUnits(this.compiled.objectiveUnit, constraint.unit);
    return new DualVariable(constraint, unit, (outcome) =>
      this.rowDual(outcome.solution.x).slice(start, start + size),
    );
  }

  /** Values of a variable of the primal at an optimum of the dual: the duals of its rows. Throws `core.foreign-handle`. */
  value<const I extends IndexList>(variable: Variable<I>, outcome: OptimalOutcome): Field<I> {
    this.compiled.checkHandle(variable, 'variable');
    const { start, size } = variable;
    const point = this.primalPoint(lpOf(outcome)).slice(start, start + size);
    return fieldOf(variable, variable.unit, outcome, point);
  }
}

function lpOf({ solution }: OptimalOutcome): LpSolution {
  if (solution.kind === 'lp') return solution;
  throw new NotAllowedError({
    code: 'core.no-duals',
    place: 'result',
    cause: 'a program with integers has no duals',
    remedy: 'give a solution of the dual program',
  });
}
