/**
 * YALPS: coefficients per column by row name. Its model object is what its solver takes (a dense tableau comes later),
 * so there is no lowering. Columns have no upper bounds but for binaries: a bound is a row.
 */
import { type Constraint, type Model, solve } from 'yalps';
import type { Problem } from '../problem.ts';
import type { Statement } from '../statement.ts';
import { boundsOf, columnArrays } from './column-list.ts';

const OBJECTIVE = 'total';

type Coefficients = [string, number][];

interface Parts {
  readonly model: Model;
  readonly constraints: [string, Constraint][];
  readonly variables: [string, Coefficients][];
  readonly integers: Set<string>;
  readonly binaries: Set<string>;
}

function construct<D>(problem: Problem<D>, data: D): Parts {
  const constraints: [string, Constraint][] = [];
  const variables: [string, Coefficients][] = [];
  const integers = new Set<string>();
  const binaries = new Set<string>();
  problem.loop<Coefficients>(data, {
    column(name, cost, lower, upper, integer) {
      if (lower !== 0) throw new Error('columns of YALPS are zero or more');
      const coefficients: Coefficients = [[OBJECTIVE, cost]];
      variables.push([name, coefficients]);
      const binary = integer && upper === 1;
      if (binary) binaries.add(name);
      else if (integer) integers.add(name);
      if (!binary && upper < Infinity) {
        constraints.push([`max_${name}`, { max: upper }]);
        coefficients.push([`max_${name}`, 1]);
      }
      return coefficients;
    },
    row(name, values, columns, lower, upper) {
      if (lower === upper) constraints.push([name, { equal: lower }]);
      else if (upper === Infinity) constraints.push([name, { min: lower }]);
      else if (lower === -Infinity) constraints.push([name, { max: upper }]);
      else constraints.push([name, { min: lower, max: upper }]);
      for (let k = 0; k < columns.length; k++) columns[k].push([name, values[k]]);
    },
  });
  const model = {
    direction: problem.sense,
    objective: OBJECTIVE,
    constraints,
    variables,
    integers,
    binaries,
  };
  return { model, constraints, variables, integers, binaries };
}

export function state<D>(problem: Problem<D>): Statement<D> {
  return {
    build: (data) => {
      const { model, constraints, variables, integers, binaries } = construct(problem, data);
      return {
        lower: () => ({
          arrays: () =>
            columnArrays(
              problem.sense,
              constraints.map(([name, bound]) => ({ name, ...boundsOf(bound) })),
              variables.map(([name, coefficients]) => ({
                integer: integers.has(name),
                binary: binaries.has(name),
                coefficients,
              })),
              OBJECTIVE,
            ),
          solve: async () => {
            const solution = solve(model, { maxPivots: 1e6 });
            if (solution.status !== 'optimal') throw new Error(`YALPS ends with '${solution.status}'`);
            const extract = (): number => solution.variables.reduce((sum, [, value]) => sum + value, 0);
            return { objective: solution.result, extract };
          },
        }),
      };
    },
  };
}
