/** Measures the heap for `memory.test.ts`; prints one JSON object. Run with `--expose-gc`. */
import { openSync } from '../src/index.ts';
import { Solver } from '../src/solver.ts';
import { feasibleProgram } from './support.ts';

/** Of the program whose pivots are counted. */
const ROWS = 400;

function heap(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * Pivots of solves from the slack basis, all in one solver, whose factor has grown to its size in the first of them. What is allocated
 * between the first pause of a solve and the last before its verdict counts, though it be garbage; the verdict itself is an answer.
 */
function pivots(): Record<string, number> {
  const solver = new Solver(feasibleProgram(21, ROWS, 2 * ROWS, false));
  let made = 0;
  let objects = 0;
  let buffers = 0;
  for (let round = 0; made < 10_000; round++) {
    solver.state.loadSlackBasis();
    const steps = solver.run();
    steps.next();
    heap();
    const start = process.memoryUsage();
    const before = solver.pivots;
    let last = before;
    let end = start;
    while (steps.next().done !== true) {
      end = process.memoryUsage();
      last = solver.pivots;
    }
    // The first rounds are for the compiler.
    if (round < 10) continue;
    made += last - before;
    objects += end.heapUsed - start.heapUsed;
    buffers += end.arrayBuffers - start.arrayBuffers;
  }
  return { pivots: made, objects, buffers };
}

function solves(): Record<string, number> {
  const program = feasibleProgram(22, 30, 60, false);
  const session = openSync(program);
  const index = Int32Array.from({ length: 30 }, (_, i) => i);
  const round = (k: number): void => {
    const moved = (side: Float64Array): Float64Array => side.map((b) => b + 0.001 * (k % 7));
    session.update({
      rowBounds: { index, lower: moved(program.rowLower), upper: moved(program.rowUpper) },
    });
    session.solve();
  };
  for (let k = 0; k < 3000; k++) round(k);
  // What is kept shows in every window; what the compiler and the collector are about, in some.
  let bytes = Number.POSITIVE_INFINITY;
  for (let window = 0; window < 3; window++) {
    const before = heap();
    for (let k = 0; k < 1000; k++) round(k);
    bytes = Math.min(bytes, heap() - before);
  }
  return { bytes };
}

process.stdout.write(JSON.stringify(process.argv[2] === 'pivots' ? pivots() : solves()));
