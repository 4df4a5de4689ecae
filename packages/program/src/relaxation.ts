/**
 * What remains of a program when a column need not be whole or off any more, and what its bounds are worth before that.
 * An integer column between 0.5 and 2.5 lies between 1 and 2: the same program, but HiGHS 1.15.1 calls some programs
 * with bounds like the former infeasible, or a poorer point optimal, and GLPK refuses them. So engines never see one.
 */
import { hasIntegers, isDiscrete, type Program } from './program.ts';
import { WHOLE_SLACK } from './tolerances.ts';

function isSet(flags: Uint8Array | undefined, j: number): boolean {
  return flags !== undefined && flags[j] !== 0;
}

function wholeBounds(program: Program, j: number): { readonly lower: number; readonly upper: number } {
  const lower = program.columnLower[j];
  const upper = program.columnUpper[j];
  // `+ 0`: the next whole number above -0.5 would be -0.
  return {
    lower: Math.ceil(lower - WHOLE_SLACK * (1 + Math.abs(lower))) + 0,
    upper: Math.floor(upper + WHOLE_SLACK * (1 + Math.abs(upper))) + 0,
  };
}

/**
 * The same program with whole bounds on integer columns. Where no whole number fits, a semicontinuous column is zero and
 * another one keeps its bounds: see `emptyColumn`.
 */
export function tightened(program: Program): Program {
  if (!hasIntegers(program)) return program;
  const columnLower = program.columnLower.slice();
  const columnUpper = program.columnUpper.slice();
  for (let j = 0; j < columnLower.length; j++) {
    if (!isSet(program.integer, j)) continue;
    const { lower, upper } = wholeBounds(program, j);
    if (lower <= upper) {
      columnLower[j] = lower;
      columnUpper[j] = upper;
    } else if (isSet(program.semicontinuous, j)) {
      columnLower[j] = 0;
      columnUpper[j] = 0;
    }
  }
  return { ...program, columnLower, columnUpper };
}

/** An integer column between whose bounds there is no whole number: the program is infeasible. */
export function emptyColumn(program: Program): number | undefined {
  for (let j = 0; j < program.columnLower.length; j++) {
    if (!isSet(program.integer, j) || isSet(program.semicontinuous, j)) continue;
    const { lower, upper } = wholeBounds(program, j);
    if (lower > upper) return j;
  }
  return undefined;
}

/**
 * The linear program in which integer columns lie anywhere between their whole bounds and semicontinuous ones anywhere
 * between zero and their upper bound. What it proves infeasible is infeasible, and its optimum is a bound. The program
 * itself if it is linear.
 */
export function relaxation(program: Program): Program {
  if (!isDiscrete(program)) return program;
  const { integer: _integer, semicontinuous, ...linear } = tightened(program);
  if (semicontinuous === undefined) return linear;
  const columnLower = linear.columnLower.map((lower, j) => (semicontinuous[j] === 0 ? lower : 0));
  return { ...linear, columnLower };
}
