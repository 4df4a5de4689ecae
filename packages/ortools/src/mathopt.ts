/** One run of a solver of MathOpt: a program and terms in, a reading and its meaning out. */
import type { Deadline, Program } from '@marginal/program';
import { encodeRequest, type Terms } from './request.ts';
import { decodeResponse, type Reading } from './response.ts';
import type { RuntimePool } from './runtime.ts';
import { type Interpretation, interpret } from './status.ts';

export type Run = Reading & Interpretation;

/** Runs a solver of MathOpt. Throws `OrToolsRefusal` when it would not start, `InstanceLost` when it broke. */
export async function runMathOpt(
  pool: RuntimePool,
  program: Program,
  terms: Terms,
  deadline: Deadline,
): Promise<Run> {
  const bytes = await pool.call('mathopt', () => encodeRequest(program, terms, deadline.left()));
  const reading = decodeResponse(bytes, program.matrix);
  return { ...reading, ...interpret(reading, deadline.late) };
}
