/** What the three ways of solving have in common: a program in, a claim out, and a memory of where the last one ended. */
import type { Claim, Deadline, Delta, Program, RunOptions } from '@marginal/program';

export interface Solver {
  /** Claims about `program`, a minimisation. May throw what the runtime throws. */
  solve(program: Program, options: RunOptions, deadline: Deadline): Promise<Claim>;
  /** The program has changed by `delta`. */
  changed(delta: Delta): void;
}
