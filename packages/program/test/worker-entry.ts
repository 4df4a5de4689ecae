/** The other end of `node-thread.test.ts`: an engine in a worker thread whose behaviour is read off the program. */
import { parentPort } from '../src/node-thread.ts';
import { serveEngine } from '../src/remote-engine.ts';
import { bruteForce, fake } from './engines.ts';
import { MOODS } from './moods.ts';

const engine = fake(async (program, options) => {
  switch (program.offset) {
    case MOODS.spin:
      for (;;) Math.random();
    case MOODS.exit:
      process.exit(3);
      break;
    case MOODS.throwLater:
      setTimeout(() => {
        throw new RangeError('out of memory');
      }, 0);
      return new Promise(() => {});
    case MOODS.reject:
      throw new Error('no answer');
  }
  for (let k = 1; k <= 3; k++) options.onProgress?.({ iterations: k, seconds: k / 10 });
  return bruteForce(program);
});

serveEngine(() => engine, parentPort());
