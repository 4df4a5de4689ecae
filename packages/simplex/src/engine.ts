/** The engine: one `Solver` per session, asynchronous only so that it can pause. */
import type { Claim, Delta, Engine, EngineSession, Program, RunOptions } from '@marginal/program';
import { drive } from './drive.ts';
import { coefficientWarnings } from './form/coefficient-range.ts';
import { CAPABILITIES, IDENTITY } from './identity.ts';
import { type SimplexOptions, solverFor } from './options.ts';
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
    this.solver.change(delta, next);
  }

  close(): void {}
}

export function createEngine(options: SimplexOptions): Engine {
  return {
    ...IDENTITY,
    capabilities: CAPABILITIES,
    async open(program) {
      return new SimplexSession(program, options);
    },
  };
}
