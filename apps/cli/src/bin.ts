#!/usr/bin/env node
/** Entry of the command `marginal`. */
import { runCommandLine } from './command-line.ts';
import { EXIT } from './exit-code.ts';

// Started by the root script, the working directory is the repository; paths are meant from where the user stands.
if (process.env.npm_lifecycle_event === 'marginal' && process.env.INIT_CWD !== undefined) {
  process.chdir(process.env.INIT_CWD);
}

/** A reader that has seen enough, as in `marginal run us5 | head`, is no failure; a full disk is. */
function onStreamError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.good);
  process.exitCode = EXIT.usage;
}
process.stdout.on('error', (error) => {
  onStreamError(error);
  process.stderr.write(`standard output cannot be written: ${error.message}\n`);
});
process.stderr.on('error', onStreamError);

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
