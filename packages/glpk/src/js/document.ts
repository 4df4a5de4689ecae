/**
 * A program as the objects that glpk.js takes, and its answer as arrays. Names are ours and short: the result is keyed by
 * them. Invariants: always a minimisation without its constant; columns are named in the order of the program; equal
 * bounds are `FIXED`, because a pair of equal bounds makes glp_simplex answer EBOUND, which glpk.js does not pass on.
 */
import type { Program } from '@marginal/program';
import type { LP, Result } from 'glpk.js/node';
import { MINIMIZE } from '../constants.ts';
import { boundKind, finite } from '../problem.ts';

function bounds(lower: number, upper: number): LP['subjectTo'][number]['bnds'] {
  return { type: boundKind(lower, upper), lb: finite(lower), ub: finite(upper) };
}

export function documentOf(program: Program): LP {
  const { rowCount, columnCount, starts, rows, values } = program.matrix;
  const subjectTo: LP['subjectTo'] = [];
  for (let i = 0; i < rowCount; i++)
    subjectTo.push({ name: `r${i}`, vars: [], bnds: bounds(program.rowLower[i], program.rowUpper[i]) });
  const columns: LP['objective']['vars'] = [];
  const between: NonNullable<LP['bounds']> = [];
  const generals: string[] = [];
  for (let j = 0; j < columnCount; j++) {
    const name = `c${j}`;
    columns.push({ name, coef: program.cost[j] });
    between.push({ name, ...bounds(program.columnLower[j], program.columnUpper[j]) });
    if (program.integer?.[j] === 1) generals.push(name);
    for (let k = starts[j]; k < starts[j + 1]; k++) subjectTo[rows[k]].vars.push({ name, coef: values[k] });
  }
  return {
    name: 'p',
    objective: { direction: MINIMIZE, name: 'z', vars: columns },
    subjectTo,
    bounds: between,
    generals,
  };
}

/** Length columnCount. */
export function pointOf({ result }: Result, columnCount: number): Float64Array {
  return Float64Array.from({ length: columnCount }, (_, j) => result.vars[`c${j}`]);
}

/** Length rowCount. Only of a linear program: the result of a search has none. */
export function dualsOf({ result }: Result, rowCount: number): Float64Array {
  return Float64Array.from({ length: rowCount }, (_, i) => result.dual?.[`r${i}`] ?? Number.NaN);
}
