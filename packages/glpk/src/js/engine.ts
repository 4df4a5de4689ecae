/** An engine over glpk.js. A session holds the program alone: glpk.js takes it whole, each time, and keeps nothing. */
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
import { JS_IDENTITY } from '../identity.ts';
import { solveLinear } from './linear.ts';
import type { Instance } from './package.ts';
import { searchWhole } from './search.ts';

class JsSession implements EngineSession {
  private readonly instance: Instance;
  private program: Program;

  constructor(instance: Instance, program: Program) {
    this.instance = instance;
    this.program = program;
  }

  async run(options: RunOptions): Promise<Claim> {
    const { program } = this;
    const deadline = performance.now() + 1000 * (options.timeLimit ?? Infinity);
    try {
      const found = isDiscrete(program)
        ? await searchWhole(this.instance, program, deadline, searchLimits(options))
        : await solveLinear(this.instance, program, deadline);
      // glpk.js does not count iterations.
      return { ...found, iterations: 0 };
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      return { status: 'failed', cause, iterations: 0 };
    }
  }

  async update(_delta: Delta, next: Program): Promise<void> {
    this.program = next;
  }

  close(): void {
    // Nothing is held between solves.
  }
}

/** The engine on the calling thread. */
export function createJsEngine(instance: Instance): Engine {
  return { ...JS_IDENTITY, open: async (program) => new JsSession(instance, program) };
}
