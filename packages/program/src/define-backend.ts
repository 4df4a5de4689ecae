/**
 * Makes a backend of an engine. Owns what must be the same for every solver: only admissible programs are opened,
 * always as a minimisation with whole bounds on integer columns; programs without coefficients are solved here; an
 * "infeasible or unbounded" or an unbounded claim without a feasible point gets a second look with zero costs; every
 * claim is checked before it becomes an outcome; after `failed` the instance is thrown away and the next solve starts on
 * a fresh one.
 */
import { admit } from './admit.ts';
import type { Backend, Claim, Engine, EngineSession, RunOptions, Session, SolveOptions } from './backend.ts';
import { certify, minimized } from './certify.ts';
import { applyDelta, type Delta } from './delta.ts';
import { InvalidInputError, NotAllowedError, refuse, UnsupportedError } from './errors.ts';
import type { Outcome } from './outcome.ts';
import { hasIntegers, isDiscrete, type Program } from './program.ts';
import { inSenseOf, rangingWithoutMatrix } from './ranging.ts';
import { emptyColumn, tightened } from './relaxation.ts';
import { searchFaults, searchLimits } from './search-limits.ts';
import { solveWithoutMatrix } from './trivial.ts';
import { verifyRanging } from './verify-ranging.ts';

function now(): number {
  return performance.now() / 1000;
}

function failed(error: unknown, iterations: number): Claim {
  const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { status: 'failed', cause, iterations };
}

/** The change of a maximisation as the minimising engine must see it. */
function minimizedDelta(delta: Delta): Delta {
  const { cost, offset, addColumns } = delta;
  const negated = (costs: Float64Array): Float64Array => costs.map((c) => 0 - c);
  return {
    ...delta,
    ...(cost === undefined ? {} : { cost: { ...cost, value: negated(cost.value) } }),
    ...(offset === undefined ? {} : { offset: 0 - offset }),
    ...(addColumns === undefined ? {} : { addColumns: { ...addColumns, cost: negated(addColumns.cost) } }),
  };
}

/** A program as an engine is handed it. */
function handed(program: Program): Program {
  return tightened(minimized(program));
}

/** The change that leads to `next`, a program as it is handed over, from one like it. */
function handedDelta(delta: Delta, next: Program, negate: boolean): Delta {
  const change = negate ? minimizedDelta(delta) : delta;
  if (!hasIntegers(next)) return change;
  const { columnBounds, addColumns } = change;
  const { columnLower, columnUpper } = next;
  const bounds = (index: Int32Array): NonNullable<Delta['columnBounds']> => ({
    index,
    lower: Float64Array.from(index, (j) => columnLower[j]),
    upper: Float64Array.from(index, (j) => columnUpper[j]),
  });
  const before = columnLower.length - (addColumns?.cost.length ?? 0);
  const added = { lower: columnLower.slice(before), upper: columnUpper.slice(before) };
  return {
    ...change,
    ...(columnBounds === undefined ? {} : { columnBounds: bounds(columnBounds.index) }),
    ...(addColumns === undefined ? {} : { addColumns: { ...addColumns, ...added } }),
  };
}

const ABORTED: Claim = { status: 'limit', which: 'aborted', iterations: 0 };

/** The same rows and bounds with nothing to optimise: its optimum is a feasible point. */
function withoutCosts(program: Program): Program {
  return { ...program, cost: new Float64Array(program.cost.length), offset: 0 };
}

class VerifiedSession implements Session {
  program: Program;
  private readonly engine: Engine;
  private inner: EngineSession | undefined;
  private aside: EngineSession | undefined;
  private closed = false;
  private busy = false;

  constructor(engine: Engine, program: Program) {
    this.engine = engine;
    this.program = program;
  }

  async solve(options: SolveOptions = {}): Promise<Outcome> {
    this.enter('solve');
    checkOptions(options, this.engine);
    if (options.ranging) admitRanging(this.engine, this.program);
    this.busy = true;
    const start = now();
    try {
      const { claim, iterations } = await this.claim(options, start);
      const { name, version } = this.engine;
      const record = { solver: { name, version }, iterations, seconds: 0 };
      const outcome = certify(this.program, claim, this.engine.capabilities, record, searchLimits(options));
      const ranged = options.ranging ? await this.ranged(outcome, claim, options, start) : outcome;
      return { ...ranged, seconds: now() - start };
    } finally {
      this.busy = false;
    }
  }

  async update(delta: Delta): Promise<void> {
    this.enter('update');
    const next = applyDelta(this.program, delta);
    admit(this.engine.name, this.engine.capabilities, next);
    const inner = this.inner;
    this.program = next;
    if (inner === undefined) return;
    if (next.matrix.values.length === 0 || emptyColumn(next) !== undefined) {
      this.discard();
      return;
    }
    this.busy = true;
    try {
      const after = handed(next);
      await inner.update(handedDelta(delta, after, next.sense === 'maximize'), after);
    } catch {
      // The solver could not take the change in place: the next solve loads the program anew.
      this.discard();
    } finally {
      this.busy = false;
    }
  }

  close(): void {
    this.closed = true;
    this.discard();
    release(this.aside);
    this.aside = undefined;
  }

  private enter(what: string): void {
    if (this.closed) {
      throw new NotAllowedError({
        code: 'program.session-closed',
        place: this.engine.name,
        cause: `${what} on a closed session`,
        remedy: 'open a new session',
      });
    }
    if (this.busy) {
      throw new NotAllowedError({
        code: 'program.session-busy',
        place: this.engine.name,
        cause: `${what} while a solve is under way`,
        remedy: 'await it first, or open a second session',
      });
    }
  }

  private discard(): void {
    const inner = this.inner;
    this.inner = undefined;
    release(inner);
  }

  /** The outcome with its ranges, checked on a session of its own. */
  private async ranged(
    outcome: Outcome,
    claim: Claim,
    options: SolveOptions,
    start: number,
  ): Promise<Outcome> {
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp' || claim.status !== 'optimal')
      return outcome;
    const { solution } = outcome;
    const minimization = minimized(this.program);
    const claimed =
      this.program.matrix.values.length === 0 ? rangingWithoutMatrix(minimization, claim.x) : claim.ranging;
    if (claimed === undefined) {
      const cause = 'the solver gave no ranges with this optimum';
      return { ...outcome, solution: { ...solution, ranging: { status: 'unchecked', cause } } };
    }
    let { iterations } = outcome;
    const counted = (program: Program): Session => {
      const session = new VerifiedSession(this.engine, program);
      const solve = session.solve.bind(session);
      session.solve = async (limits) => {
        const there = await solve(limits);
        iterations += there.iterations;
        return there;
      };
      return session;
    };
    const { timeLimit, signal } = options;
    const limits = {
      ...(timeLimit === undefined ? {} : { timeLimit }),
      ...(signal === undefined ? {} : { signal }),
    };
    const ranging = await verifyRanging(
      this.program,
      { ...outcome, solution },
      inSenseOf(this.program, claimed),
      { open: counted, options: () => remaining(limits, start) },
    );
    return { ...outcome, iterations, solution: { ...solution, ranging } };
  }

  private async claim(options: SolveOptions, start: number): Promise<{ claim: Claim; iterations: number }> {
    if (options.signal?.aborted) return { claim: ABORTED, iterations: 0 };
    const program = handed(this.program);
    if (program.matrix.values.length === 0) return { claim: solveWithoutMatrix(program), iterations: 0 };
    if (emptyColumn(program) !== undefined)
      return { claim: { status: 'infeasible', search: true, iterations: 0 }, iterations: 0 };
    let claim = await this.run(program, options, start);
    let iterations = claim.iterations;
    const unsettled =
      claim.status === 'infeasibleOrUnbounded' || (claim.status === 'unbounded' && claim.point === undefined);
    if (unsettled) {
      const feasibility = await this.runAside(withoutCosts(program), options, start);
      iterations += feasibility.iterations;
      if (feasibility.status === 'optimal') {
        const ray = claim.status === 'unbounded' ? claim.ray : undefined;
        claim = {
          status: 'unbounded',
          point: feasibility.x,
          ...(ray === undefined ? {} : { ray }),
          iterations,
        };
      } else if (feasibility.status === 'limit') {
        // A bound on the zero objective says nothing about the true one.
        const { bound: _bound, ...rest } = feasibility;
        claim = rest;
      } else claim = feasibility;
    }
    return { claim, iterations };
  }

  /** One run on the open instance, opened when there is none. */
  private async run(program: Program, options: SolveOptions, start: number): Promise<Claim> {
    let claim: Claim;
    try {
      const inner = this.inner ?? (await this.engine.open(program));
      this.inner = inner;
      if (this.closed) {
        // Closed while the engine was being opened: nobody else would free it.
        this.discard();
        return ABORTED;
      }
      if (options.signal?.aborted) return ABORTED;
      claim = await inner.run(remaining(options, start));
    } catch (error) {
      if (error instanceof InvalidInputError) throw error;
      claim = failed(error, 0);
    }
    if (claim.status !== 'failed') return claim;
    this.discard();
    return this.closed ? ABORTED : claim;
  }

  /** One run on an instance of its own. */
  private async runAside(program: Program, options: SolveOptions, start: number): Promise<Claim> {
    try {
      if (this.closed || options.signal?.aborted) return ABORTED;
      const session = await this.engine.open(program);
      this.aside = session;
      if (this.closed || options.signal?.aborted) return ABORTED;
      const claim = await session.run(remaining(options, start));
      return this.closed && claim.status === 'failed' ? ABORTED : claim;
    } catch (error) {
      return this.closed ? ABORTED : failed(error, 0);
    } finally {
      release(this.aside);
      this.aside = undefined;
    }
  }
}

/** A broken instance may refuse to be freed; it is forgotten either way. */
function release(session: EngineSession | undefined): void {
  try {
    session?.close();
  } catch {}
}

function remaining(options: SolveOptions, start: number): RunOptions {
  if (options.timeLimit === undefined) return options;
  return { ...options, timeLimit: Math.max(0, options.timeLimit - (now() - start)) };
}

/** Throws `UnsupportedError` where there are no ranges to be had. */
function admitRanging(engine: Engine, program: Program): void {
  if (!engine.capabilities.ranging) {
    throw new UnsupportedError({
      code: 'program.ranging-unsupported',
      place: engine.name,
      cause: 'ranging is asked for and this backend has none',
      remedy: 'choose a backend whose capabilities say ranging, or solve without it',
    });
  }
  if (!isDiscrete(program)) return;
  throw new UnsupportedError({
    code: 'program.ranging-integers',
    place: engine.name,
    cause: 'ranging is asked for and the program has integer or semicontinuous columns, so no duals to keep',
    remedy: 'fix these columns at their best values and ask the program that is left',
  });
}

function checkOptions(options: SolveOptions, engine: Engine): void {
  const faults = searchFaults(options, engine.name);
  if (options.timeLimit !== undefined && !(options.timeLimit >= 0)) {
    faults.push({
      code: 'program.time-limit',
      place: engine.name,
      cause: `timeLimit is ${options.timeLimit}`,
      remedy: 'give seconds, zero or more',
    });
  }
  refuse(faults);
}

/** The only way to make a `Backend`: every answer it gives has passed `certify`. */
export function defineBackend(engine: Engine): Backend {
  return {
    name: engine.name,
    version: engine.version,
    capabilities: engine.capabilities,
    async open(program: Program): Promise<Session> {
      admit(engine.name, engine.capabilities, program);
      return new VerifiedSession(engine, program);
    },
  };
}

/** Opens, solves once and closes. */
export async function solveProgram(
  program: Program,
  backend: Backend,
  options: SolveOptions = {},
): Promise<Outcome> {
  const session = await backend.open(program);
  try {
    return await session.solve(options);
  } finally {
    session.close();
  }
}
