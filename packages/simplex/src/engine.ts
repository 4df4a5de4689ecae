/** The engine: one `Solver` per session, or a `Search` per run; asynchronous only so that it can pause. */
import {
  type Claim,
  type Delta,
  type Engine,
  type EngineSession,
  isDiscrete,
  type Program,
  type RunOptions,
  searchLimits,
} from '@marginal/program';
import { drive } from './drive.ts';
import { coefficientWarnings } from './form/coefficient-range.ts';
import { CAPABILITIES, IDENTITY } from './identity.ts';
import { type SimplexOptions, solverFor } from './options.ts';
import { driveSearch } from './search/drive-search.ts';
import { Search } from './search/search.ts';
import type { Solver } from './solver.ts';

class SimplexSession implements EngineSession {
  private readonly options: SimplexOptions;
  private readonly solver: Solver;

  constructor(program: Program, options: SimplexOptions) {
    this.options = options;
    this.solver = solverFor(program, options);
    if (options.onWarning !== undefined) coefficientWarnings(program).forEach(options.onWarning);
  }

  async run(options: RunOptions): Promise<Claim> {
    const { solver } = this;
    const { workLimit, onStatistics } = this.options;
    if (options.startBasis !== undefined) solver.load(options.startBasis);
    const claim = await drive(solver, { ...options, ...(workLimit === undefined ? {} : { workLimit }) });
    onStatistics?.(solver.statistics);
    return claim;
  }

  async update(delta: Delta, next: Program): Promise<void> {
    // A session that cannot take a change is thrown away, and the next solve opens another one.
    if (isDiscrete(next))
      throw new TypeError('the program has become one with integer or semicontinuous columns');
    this.solver.change(delta, next);
  }

  close(): void {}
}

/** A program with integer or semicontinuous columns: every run is a search of its own. */
class SearchSession implements EngineSession {
  private readonly options: SimplexOptions;
  private program: Program;

  constructor(program: Program, options: SimplexOptions) {
    this.options = options;
    this.program = program;
    if (options.onWarning !== undefined) coefficientWarnings(program).forEach(options.onWarning);
  }

  async run(options: RunOptions): Promise<Claim> {
    const { workLimit, onStatistics } = this.options;
    const search = new Search(this.program, this.options, searchLimits(options), options.startBasis);
    const claim = await driveSearch(search, {
      ...options,
      ...(workLimit === undefined ? {} : { workLimit }),
    });
    if (search.statistics !== undefined) onStatistics?.(search.statistics);
    return claim;
  }

  async update(_delta: Delta, next: Program): Promise<void> {
    this.program = next;
  }

  close(): void {}
}

export function createEngine(options: SimplexOptions): Engine {
  return {
    ...IDENTITY,
    capabilities: CAPABILITIES,
    async open(program) {
      return isDiscrete(program) ? new SearchSession(program, options) : new SimplexSession(program, options);
    },
  };
}
