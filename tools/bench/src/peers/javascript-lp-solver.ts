/**
 * javascript-lp-solver: one object per column with a property per row. Its model object is what its solver takes, so
 * there is no lowering. Columns have no upper bounds but for binaries: a bound is a row.
 */
import imported from 'javascript-lp-solver';
import type { Problem } from '../problem.ts';
import type { Statement } from '../statement.ts';
import { boundsOf, columnArrays } from './column-list.ts';

/** Under NodeNext the default import is typed as the CommonJS namespace, though at run time it is the solver. */
const solver = imported as unknown as typeof imported.default;

const OBJECTIVE = 'total';

interface Bound {
  readonly equal?: number;
  readonly min?: number;
  readonly max?: number;
}

interface Json {
  readonly optimize: string;
  readonly opType: 'min' | 'max';
  readonly constraints: Record<string, Bound>;
  readonly variables: Record<string, Record<string, number>>;
  readonly ints: Record<string, 1>;
  readonly binaries: Record<string, 1>;
}

function construct<D>(problem: Problem<D>, data: D): Json {
  const opType = problem.sense === 'minimize' ? 'min' : 'max';
  const json: Json = { optimize: OBJECTIVE, opType, constraints: {}, variables: {}, ints: {}, binaries: {} };
  problem.loop<Record<string, number>>(data, {
    column(name, cost, lower, upper, integer) {
      if (lower !== 0) throw new Error('columns of javascript-lp-solver are zero or more');
      const coefficients: Record<string, number> = { [OBJECTIVE]: cost };
      json.variables[name] = coefficients;
      const binary = integer && upper === 1;
      if (binary) json.binaries[name] = 1;
      else if (integer) json.ints[name] = 1;
      if (!binary && upper < Infinity) {
        json.constraints[`max_${name}`] = { max: upper };
        coefficients[`max_${name}`] = 1;
      }
      return coefficients;
    },
    row(name, values, columns, lower, upper) {
      if (lower === upper) json.constraints[name] = { equal: lower };
      else if (upper === Infinity) json.constraints[name] = { min: lower };
      else if (lower === -Infinity) json.constraints[name] = { max: upper };
      else json.constraints[name] = { min: lower, max: upper };
      for (let k = 0; k < columns.length; k++) columns[k][name] = values[k];
    },
  });
  return json;
}

export function state<D>(problem: Problem<D>): Statement<D> {
  return {
    build: (data) => {
      const json = construct(problem, data);
      return {
        lower: () => ({
          arrays: () =>
            columnArrays(
              problem.sense,
              Object.entries(json.constraints).map(([name, bound]) => ({ name, ...boundsOf(bound) })),
              Object.entries(json.variables).map(([name, coefficients]) => ({
                integer: json.ints[name] === 1,
                binary: json.binaries[name] === 1,
                coefficients: Object.entries(coefficients),
              })),
              OBJECTIVE,
            ),
          solve: async () => {
            const answer = solver.Solve(json) as { feasible: boolean; result: number };
            if (!answer.feasible) throw new Error('javascript-lp-solver finds no feasible point');
            const extract = (): number =>
              Object.keys(json.variables).reduce(
                (sum, name) => sum + Number(Reflect.get(answer, name) ?? 0),
                0,
              );
            return { objective: answer.result, extract };
          },
        }),
      };
    },
  };
}
