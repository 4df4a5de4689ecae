/**
 * A model lowered to one program, and the way back from rows and columns to names. Immutable: declaring more in the
 * model does not change what was compiled, and handles declared later are refused.
 */
import {
  type Backend,
  createProgram,
  type Fault,
  NotAllowedError,
  type Program,
  refuse,
  type Sense,
  type SolveOptions,
  solveProgram,
} from '@marginal/program';
import { ownValues, type ParameterValues } from './align.ts';
import { Balance, type Constraint } from './constraint.ts';
import type { Operand } from './expression.ts';
import type { ModelFunction } from './function-check.ts';
import type { ModelKind } from './kind.ts';
import { LiveModel } from './live-model.ts';
import { evaluate, lowerBounds, lowerObjective, lowerRows, type TermCounts } from './lower.ts';
import type { Model } from './model.ts';
import { memberName, namesOf } from './names.ts';
import { type Result, resultOf } from './result.ts';
import type { Unit } from './unit.ts';
import type { Variable } from './variable.ts';

export class CompiledModel<K extends ModelKind = 'lp'> {
  /** Said when the model was made. */
  readonly kind: K;
  readonly program: Program;
  /** The model it was made from; identity only. */
  readonly owner: object;
  /** In row order. */
  readonly rowBlocks: readonly Constraint[];
  /** In column order. */
  readonly columnBlocks: readonly Variable[];
  /** Terms written, merged and dropped on the way into the matrix. */
  readonly terms: TermCounts;
  readonly objectiveUnit: Unit;
  /** As stated; undefined where a variant has another one. */
  readonly objective: Operand | undefined;
  /** Functions that the model states by inequalities or binaries; every optimum is checked against them. */
  readonly functions: readonly ModelFunction[];
  /** Weights of the balances, one per row of each. */
  readonly weights: ReadonlyMap<Constraint, Float64Array>;
  /** The values of the parameters that this program was made from. */
  readonly values: ParameterValues;

  private constructor(
    parts: Pick<
      CompiledModel<K>,
      | 'kind'
      | 'functions'
      | 'program'
      | 'owner'
      | 'rowBlocks'
      | 'columnBlocks'
      | 'terms'
      | 'objectiveUnit'
      | 'weights'
      | 'objective'
      | 'values'
    >,
  ) {
    this.kind = parts.kind;
    this.functions = parts.functions;
    this.program = parts.program;
    this.owner = parts.owner;
    this.rowBlocks = parts.rowBlocks;
    this.columnBlocks = parts.columnBlocks;
    this.terms = parts.terms;
    this.objectiveUnit = parts.objectiveUnit;
    this.weights = parts.weights;
    this.objective = parts.objective;
    this.values = parts.values;
  }

  /** Lowers a model as it stands. */
  static of<K extends ModelKind>(model: Model<K>, sense: Sense, objective: Operand): CompiledModel<K> {
    const rowBlocks = [...model.constraints];
    const columnBlocks = [...model.variables];
    const rowCount = rowBlocks.reduce((count, block) => count + block.size, 0);
    const columnCount = columnBlocks.reduce((count, block) => count + block.size, 0);
    const names = namesOf(rowBlocks, columnBlocks);
    const weights = readWeights(rowBlocks);
    const { lower, upper } = lowerBounds(columnBlocks, columnCount);
    const rows = lowerRows(rowBlocks, rowCount, columnCount, names);
    const { cost, offset } = lowerObjective(objective, columnCount);
    const integer = flagsOf(columnBlocks, columnCount, 'integer');
    const semicontinuous = flagsOf(columnBlocks, columnCount, 'semicontinuous');
    const program = createProgram({
      sense,
      offset,
      cost,
      columnLower: lower,
      columnUpper: upper,
      ...(integer === undefined ? {} : { integer }),
      ...(semicontinuous === undefined ? {} : { semicontinuous }),
      rowLower: rows.rowLower,
      rowUpper: rows.rowUpper,
      matrix: rows.matrix,
      names,
    });
    const objectiveUnit = typeof objective === 'number' ? undefined : objective.unit;
    return new CompiledModel<K>({
      kind: model.kind,
      functions: [...model.functions],
      program,
      owner: model,
      rowBlocks,
      columnBlocks,
      terms: rows.counts,
      objectiveUnit,
      weights,
      objective,
      values: ownValues,
    });
  }

  /**
   * The same rows and columns by name over a changed program, such as one stage of several objectives. Without the
   * objective it was made from, its results have no `marginal`.
   */
  variant(program: Program, objectiveUnit: Unit = this.objectiveUnit, objective?: Operand): CompiledModel<K> {
    return new CompiledModel<K>({ ...this, program, objectiveUnit, objective });
  }

  /** The same model after parameters changed: `program` was made from `values`. */
  withValues(program: Program, values: ParameterValues): CompiledModel<K> {
    return new CompiledModel<K>({ ...this, program, values, weights: readWeights(this.rowBlocks, values) });
  }

  /** Opens the program with a backend, to change parameters and solve again from where it stands. */
  async open(backend: Backend): Promise<LiveModel<K>> {
    return new LiveModel(this, await backend.open(this.program));
  }

  /**
   * Solves with any backend; the answer has been verified against the program, and an optimum against the functions of
   * the model: throws `core.function-not-met` when one of them is not met.
   */
  async solve(backend: Backend, options: SolveOptions = {}): Promise<Result<K>> {
    return resultOf(this, await solveProgram(this.program, backend, options));
  }

  /** Throws `core.foreign-handle` unless the parameter belongs to the same model. */
  checkParameter(parameter: { readonly name: string; readonly owner: object }): void {
    if (parameter?.owner === this.owner) return;
    throw new NotAllowedError({
      code: 'core.foreign-handle',
      place: `parameter '${parameter?.name}'`,
      cause: 'belongs to another model',
      remedy: 'use parameters of the model that was compiled',
    });
  }

  /** Throws `core.foreign-handle` unless the handle is part of what was compiled, and of that kind. */
  checkHandle(handle: Handle, kind: 'variable' | 'constraint' | 'balance'): void {
    const blocks: readonly unknown[] = kind === 'variable' ? this.columnBlocks : this.rowBlocks;
    const known = blocks.includes(handle);
    if (known && (kind !== 'balance' || handle.kind === 'balance')) return;
    throw new NotAllowedError({
      code: 'core.foreign-handle',
      place: `${handle?.kind} '${handle?.name}'`,
      cause: known ? 'is not a balance' : `is no ${kind} of the model that was compiled`,
      remedy: 'use handles of the same model, declared before compile(), where they belong',
    });
  }
}

/** Anything a result can be read by. */
interface Handle {
  readonly name: string;
  readonly kind: string;
}

/** One flag per column, or nothing when no variable has it. */
function flagsOf(
  variables: readonly Variable[],
  columnCount: number,
  flag: 'integer' | 'semicontinuous',
): Uint8Array | undefined {
  if (!variables.some((variable) => variable[flag])) return undefined;
  const flags = new Uint8Array(columnCount);
  for (const variable of variables)
    if (variable[flag]) flags.fill(1, variable.start, variable.start + variable.size);
  return flags;
}

/** Weights of all balances as they stand now: each divides a price, so it must be positive. */
export function readWeights(
  constraints: readonly Constraint[],
  read: ParameterValues = ownValues,
): ReadonlyMap<Constraint, Float64Array> {
  const faults: Fault[] = [];
  const all = new Map<Constraint, Float64Array>();
  for (const constraint of constraints) {
    if (!(constraint instanceof Balance)) continue;
    const weights = evaluate(
      constraint.weight,
      constraint.index,
      `balance '${constraint.name}', weight`,
      read,
    );
    all.set(constraint, weights);
    weights.forEach((weight, k) => {
      if (weight > 0 && weight < Infinity) return;
      faults.push({
        code: 'core.weight',
        place: `weight of ${memberName([constraint], constraint.start + k)}`,
        cause: `is ${weight}`,
        remedy: 'give a positive number',
      });
    });
  }
  refuse(faults);
  return all;
}
