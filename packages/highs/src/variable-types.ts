/**
 * Kinds of columns in HiGHS's codes (types.d.ts, `VariableType`). A semicontinuous column from zero on is an ordinary one,
 * and is handed over as such: HiGHS would take the mark off again, with a warning.
 */
import { isDiscrete, type Program } from '@marginal/program';

const CONTINUOUS = 0;
const INTEGER = 1;
const SEMICONTINUOUS = 2;
const SEMI_INTEGER = 3;

/** Length columnCount; undefined when every column is ordinary, so that HiGHS has a linear program to solve. */
export function variableTypes(program: Program): Int32Array | undefined {
  const { integer, semicontinuous, columnLower } = program;
  if (!isDiscrete(program)) return undefined;
  const types = Int32Array.from(columnLower, (lower, j) => {
    const whole = integer !== undefined && integer[j] !== 0;
    const semi = semicontinuous !== undefined && semicontinuous[j] !== 0 && lower > 0;
    if (semi) return whole ? SEMI_INTEGER : SEMICONTINUOUS;
    return whole ? INTEGER : CONTINUOUS;
  });
  return types.some((type) => type !== CONTINUOUS) ? types : undefined;
}
