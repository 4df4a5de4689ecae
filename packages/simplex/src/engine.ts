/** The engine: one `Solver` per session, or a `Search` per run; asynchronous only so that it can pause. */
import {
  type Claim,
  certify,
  type Delta,
  type Engine,
  type EngineSession,
  isDiscrete,
  keepsMatrix,
  NotAllowedError,
  type Program,
  type RunOptions,
  searchLimits,
} from '@marginal/program';
import { drive } from './drive.ts';
import { RangeWatch } from './form/coefficient-range.ts';
import { CAPABILITIES, IDENTITY } from './identity.ts';
import { checkLimit, type SimplexOptions, solverFor } from './options.ts';
import { Search } from './search/search.ts';
import { rangingOf } from './sensitivity/ranging.ts';
import type { Solver } from './solver.ts';

class SimplexSession implements EngineSession {
  private readonly options: SimplexOptions;
  private readonly solver: Solver;
  private readonly ranges: RangeWatch;
  private program: Program;

  constructor(program: Program, options: SimplexOptions) {
    this.options = options;
    this.program = program;
    this.solver = solverFor(program, options);
    this.ranges = new RangeWatch(options.onWarning);
    this.ranges.look(program);
  }

  async run(options: RunOptions): Promise<Claim> {
    const { solver } = this;
    const start = performance.now();
    const { workLimit, onStatistics } = this.options;
    if (options.startBasis !== undefined) solver.load(options.startBasis);
    const claim = await drive(solver, { ...options, ...(workLimit === undefined ? {} : { workLimit }) });
    onStatistics?.(solver.statistics);
    return options.ranging ? this.ranged(claim, options, start) : claim;
  }

  /** The claim with its ranges; without them when a limit comes first, or when it is no verified optimum: then nobody will want them. */
  private async ranged(claim: Claim, { timeLimit, signal }: RunOptions, start: number): Promise<Claim> {
    const { program } = this;
    if (claim.status !== 'optimal') return claim;
    const record = { solver: IDENTITY, iterations: claim.iterations, seconds: 0 };
    const outcome = certify(program, claim, CAPABILITIES, record);
    if (outcome.status !== 'optimal') return claim;
    try {
      const ranges = {
        pivots: 0,
        work: 0,
        *run(): Generator<void, Claim> {
          return { ...claim, ranging: yield* rangingOf(program, outcome) };
        },
      };
      const left =
        timeLimit === undefined ? undefined : Math.max(0, timeLimit - (performance.now() - start) / 1000);
      const ranged = await drive(ranges, {
        ...(left === undefined ? {} : { timeLimit: left }),
        ...(signal === undefined ? {} : { signal }),
      });
      return ranged.status === 'limit' ? claim : ranged;
    } catch (error) {
      // A program for some range came to no result: the optimum stands, without ranges.
      if (error instanceof NotAllowedError) return claim;
      throw error;
    }
  }

  async update(delta: Delta, next: Program): Promise<void> {
    // A session that cannot take a change is thrown away, and the next solve opens another one.
    if (isDiscrete(next))
      throw new TypeError('the program has become one with integer or semicontinuous columns');
    this.program = next;
    this.solver.change(delta, next);
    if (!keepsMatrix(delta)) this.ranges.look(next);
  }

  close(): void {}
}

/** A program with integer or semicontinuous columns: every run is a search of its own. */
class SearchSession implements EngineSession {
  private readonly options: SimplexOptions;
  private readonly ranges: RangeWatch;
  private program: Program;

  constructor(program: Program, options: SimplexOptions) {
    this.options = options;
    this.program = program;
    this.ranges = new RangeWatch(options.onWarning);
    this.ranges.look(program);
  }

  async run(options: RunOptions): Promise<Claim> {
    const { workLimit, onStatistics } = this.options;
    const search = new Search(this.program, this.options, searchLimits(options), options.startBasis);
    const claim = await drive(search, {
      ...options,
      ...(workLimit === undefined ? {} : { workLimit }),
    });
    if (search.statistics !== undefined) onStatistics?.(search.statistics);
    return claim;
  }

  async update(delta: Delta, next: Program): Promise<void> {
    this.program = next;
    if (!keepsMatrix(delta)) this.ranges.look(next);
  }

  close(): void {}
}

/** Throws `InvalidInputError` for a work limit that makes no sense. */
export function createEngine(options: SimplexOptions): Engine {
  checkLimit('workLimit', options.workLimit);
  return {
    ...IDENTITY,
    capabilities: CAPABILITIES,
    async open(program) {
      return isDiscrete(program) ? new SearchSession(program, options) : new SimplexSession(program, options);
    },
  };
}
