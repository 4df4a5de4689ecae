/**
 * A compiled model inside an open solver: set parameters, solve again from the last basis. A change is collected and
 * sent at the next solve, touched positions only; when it is refused (crossed bounds, infinite coefficients) nothing has
 * changed. Results are snapshots: an old one keeps the numbers and weights of its own program.
 */
import { type Fault, NotAllowedError, refuse, type Session, type SolveOptions } from '@marginal/program';
import type { ParameterValues } from './align.ts';
import type { CompiledModel } from './compiled-model.ts';
import { isFrozen } from './frozen-range.ts';
import { type IndexList, type LabelsOf, locate } from './index-set.ts';
import type { ModelKind } from './kind.ts';
import type { Label } from './label.ts';
import { type Parameter, type ParameterData, readParameterData } from './parameter.ts';
import { programChange } from './program-change.ts';
import { type Result, resultOf } from './result.ts';

export class LiveModel<K extends ModelKind = 'lp'> {
  private current: CompiledModel<K>;
  private readonly session: Session;
  /** Values set since opening, by parameter. */
  private readonly values = new Map<Parameter, Float64Array>();
  private readonly changed = new Set<Parameter>();
  private last: Result<K> | undefined;

  constructor(compiled: CompiledModel<K>, session: Session) {
    this.current = compiled;
    this.session = session;
  }

  /** The model as last solved or opened. */
  get compiled(): CompiledModel<K> {
    return this.current;
  }

  /** The last result. Throws `core.stale-result` when parameters have changed since, or nothing was solved. */
  get result(): Result<K> {
    if (this.last !== undefined && this.changed.size === 0) return this.last;
    throw new NotAllowedError({
      code: 'core.stale-result',
      place: 'result',
      cause:
        this.last === undefined
          ? 'nothing has been solved yet'
          : 'parameters have changed since the last solve',
      remedy: 'call solve() first',
    });
  }

  /** New values for all members of a parameter. */
  set<I extends IndexList>(parameter: Parameter<I>, data: ParameterData<I>): void {
    const handle = this.settable(parameter);
    this.put(handle, readParameterData(parameter.name, parameter.index, data));
  }

  /** A new value for one member. */
  setAt<I extends IndexList>(parameter: Parameter<I>, labels: LabelsOf<I>, value: number): void {
    const handle = this.settable(parameter);
    const place = `parameter '${parameter.name}'`;
    const faults: Fault[] = [];
    const at = locate(parameter.index, labels as unknown as readonly Label[], place, faults);
    if (typeof value !== 'number' || Number.isNaN(value)) {
      faults.push({ code: 'core.nan', place, cause: `the new value is ${value}`, remedy: 'give a number' });
    }
    refuse(faults);
    const values = (this.values.get(handle) ?? this.current.values(handle)).slice();
    values[at] = value;
    this.put(handle, values);
  }

  /** Sends what has changed and solves from the last basis. Throws `InvalidInputError` when the change is unusable. */
  async solve(options: SolveOptions = {}): Promise<Result<K>> {
    if (this.changed.size > 0) {
      const before = this.current.values;
      const snapshot = new Map(this.values);
      const read: ParameterValues = (parameter) => snapshot.get(parameter) ?? before(parameter);
      const delta = programChange(this.current, this.changed, read);
      // Weights are checked before anything is sent.
      this.current.withValues(this.current.program, read);
      if (Object.keys(delta).length > 0) await this.session.update(delta);
      this.current = this.current.withValues(this.session.program, read);
      this.changed.clear();
    }
    // A refusal leaves no result behind, above all not the one before.
    this.last = undefined;
    this.last = resultOf(this.current, await this.session.solve(options));
    return this.last;
  }

  /** Frees the solver. */
  close(): void {
    this.session.close();
  }

  /** The parameter, when it is of this model and no function was built on its values. */
  private settable(parameter: unknown): Parameter {
    const handle = parameter as Parameter;
    this.current.checkParameter(handle);
    if (!isFrozen(this.current.owner, handle)) return handle;
    throw new NotAllowedError({
      code: 'core.frozen-parameter',
      place: `parameter '${handle.name}'`,
      cause: 'an absolute value, maximum or minimum was built on its values, and its rows hold for no others',
      remedy: 'build the model anew with the new values',
    });
  }

  private put(parameter: Parameter, values: Float64Array): void {
    this.values.set(parameter, values);
    this.changed.add(parameter);
  }
}
