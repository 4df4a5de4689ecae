/** `marginal start`: the tour. Clears us5 with HiGHS, then cross-checks its prices with GLPK. */
import { compareCommand } from './compare-command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { collecting, type Output } from './output.ts';
import { runCommand } from './run-command.ts';

const CASE = { scenario: 'us5', settings: [] };

export async function startCommand(output: Output): Promise<ExitCode> {
  const { output: inner, objects } = collecting(output);
  const cleared = await runCommand({ ...CASE, solver: 'highs' }, inner);
  output.say('\nCross-check with an independent solver');
  const compared =
    cleared === EXIT.good ? await compareCommand({ ...CASE, solvers: ['highs', 'glpk'] }, inner) : cleared;
  const [run, compare] = objects;
  output.data({ schema: 'marginal.start/1', run, ...(compare === undefined ? {} : { compare }) });
  return compared;
}
