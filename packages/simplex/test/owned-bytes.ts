/**
 * What a solver holds, in bytes, counted and not measured: every typed array that can be reached from it, whatever the process does besides.
 *
 *   ratio = (program + held) / (program + factor)
 *
 * `program`: the arrays of the program. `held`: the most that the solver holds besides, over all the places where it can be interrupted: state, form,
 * copies of the matrix, presolved program and the solver of that, room that storage keeps in reserve. Or, if that is more, what presolve works
 * with. `factor`: the most that the factor object holds, less the room in reserve: entries of L, U and R as they are
 * stored (by column and by row), and what finds and makes them.
 */
import type { Program } from '@marginal/program';
import { reduce } from '../src/presolve/driver.ts';
import { RULE_NAMES } from '../src/presolve/presolve.ts';
import { ReductionStack } from '../src/presolve/reduction-stack.ts';
import { WorkingProblem } from '../src/presolve/working-problem.ts';
import { Solver } from '../src/solver.ts';
import type { State } from '../src/state/state.ts';

export interface Footprint {
  readonly program: number;
  readonly held: number;
  readonly factor: number;
  readonly ratio: number;
}

/** Bytes of all buffers that can be reached, each once, without those in `known`. */
export function bytesOf(root: unknown, known: ReadonlySet<unknown> = new Set()): number {
  const seen = new Set<unknown>(known);
  const walk = (thing: unknown): number => {
    if (thing === null || typeof thing !== 'object' || seen.has(thing)) return 0;
    seen.add(thing);
    if (ArrayBuffer.isView(thing)) return walk(thing.buffer);
    if (thing instanceof ArrayBuffer) return thing.byteLength;
    return Object.values(thing).reduce((sum: number, part) => sum + walk(part), 0);
  };
  return walk(root);
}

function buffersOf(program: Program): Set<unknown> {
  const { matrix, cost, columnLower, columnUpper, rowLower, rowUpper } = program;
  const arrays = [
    matrix.starts,
    matrix.rows,
    matrix.values,
    cost,
    columnLower,
    columnUpper,
    rowLower,
    rowUpper,
  ];
  return new Set(arrays.map(({ buffer }) => buffer));
}

/** What a factor holds without the room that its growing storage keeps. */
function factorBytes({ factor }: State): number {
  const parts = factor as unknown as {
    readonly lower: { readonly index: Int32Array; readonly rowIndex: Int32Array; readonly size: number };
    readonly upper: {
      readonly index: Int32Array;
      readonly rowIndex: Int32Array;
      readonly size: number;
      readonly entries: number;
    };
    readonly etas: { readonly index: Int32Array; readonly size: number };
    readonly basis: { readonly matrix: unknown };
  };
  const { lower, upper, etas, basis } = parts;
  const reserve =
    12 * (lower.index.length + lower.rowIndex.length - 2 * lower.size) +
    12 * (upper.index.length + upper.rowIndex.length - 2 * upper.entries) +
    20 * (etas.index.length - etas.size);
  const matrix = basis.matrix as {
    readonly values: Float64Array;
    readonly starts: Int32Array;
    readonly rows: Int32Array;
  };
  const buffers = [matrix.values.buffer, matrix.starts.buffer, matrix.rows.buffer, basis.matrix];
  return bytesOf(factor, new Set<unknown>(buffers)) - reserve;
}

/** Solves from nothing and counts. `presolving`: as for `Solver`. */
export function footprint(program: Program, presolving: boolean): Footprint {
  const known = buffersOf(program);
  const size = [...known].reduce((sum: number, buffer) => sum + (buffer as ArrayBuffer).byteLength, 0);
  let held = 0;
  let factor = 0;
  if (presolving) {
    const work = new WorkingProblem(program);
    const stack = new ReductionStack();
    reduce(work, stack, new Set(RULE_NAMES));
    held = bytesOf([work, stack], known);
  }
  const solver = new Solver(program, true, presolving);
  const steps = solver.run(true);
  for (let done = false; !done; ) {
    done = steps.next().done === true;
    const { inner } = solver as unknown as { readonly inner: Solver | undefined };
    const { made } = (inner ?? solver) as unknown as { readonly made: { readonly state: State } | undefined };
    if (made !== undefined) factor = Math.max(factor, factorBytes(made.state));
    held = Math.max(held, bytesOf(solver, known));
  }
  return { program: size, held, factor, ratio: (size + held) / (size + factor) };
}
