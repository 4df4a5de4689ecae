/**
 * lp-model: objects per variable, arrays per term. Its solvers get LP text, so writing that is its lowering. A row has
 * one side, so a ranged row is two.
 */
import lpModel from 'lp-model';
import type { Problem } from '../problem.ts';
import type { Lowered, ModelArrays, Statement } from '../statement.ts';
import { loadHighs } from './highs-arrays.ts';
import { RowList } from './row-list.ts';

type Model = InstanceType<typeof lpModel.Model>;
type Var = ReturnType<Model['addVar']>;

function construct<D>(problem: Problem<D>, data: D): Model {
  const model = new lpModel.Model();
  const objective: (readonly [number, Var])[] = [];
  problem.loop<Var>(data, {
    column(name, cost, lower, upper, integer) {
      const binary = integer && lower === 0 && upper === 1;
      const variable = model.addVar({
        name,
        lb: lower,
        ub: upper === Infinity ? '+infinity' : upper,
        vtype: binary ? 'BINARY' : integer ? 'INTEGER' : 'CONTINUOUS',
      });
      objective.push([cost, variable]);
      return variable;
    },
    row(_name, coefficients, columns, lower, upper) {
      const terms = columns.map((variable, k) => [coefficients[k], variable] as const);
      if (lower === upper) model.addConstr(terms, '==', lower);
      else {
        if (lower > -Infinity) model.addConstr(terms, '>=', lower);
        if (upper < Infinity) model.addConstr(terms, '<=', upper);
      }
    },
  });
  model.setObjective(objective, problem.sense === 'minimize' ? 'MINIMIZE' : 'MAXIMIZE');
  return model;
}

function arrays(model: Model, sense: ModelArrays['sense']): ModelArrays {
  const list = new RowList();
  const [, ...terms] = model.objective.expression;
  const costs = new Map(terms.map(([cost, { name }]) => [name, cost]));
  for (const { name, lb, ub, vtype } of model.variables.values()) {
    const lower = lb === '-infinity' ? -Infinity : lb;
    const upper = ub === '+infinity' ? Infinity : ub;
    list.column(name, costs.get(name) ?? 0, lower, upper, vtype !== 'CONTINUOUS');
  }
  for (const { lhs, comparison, rhs } of model.constraints) {
    const [, ...row] = lhs;
    for (const [coefficient, { name }] of row) list.term(name, coefficient);
    list.endRow(comparison === '<=' ? -Infinity : rhs, comparison === '>=' ? Infinity : rhs);
  }
  return list.arrays(sense);
}

export function state<D>(problem: Problem<D>): Statement<D> {
  return {
    build: (data) => {
      const model = construct(problem, data);
      return {
        lower: (): Lowered => {
          const text = model.toLPFormat();
          return {
            arrays: () => arrays(model, problem.sense),
            solve: async () => {
              const solution = (await loadHighs()).solve(text);
              const values = solution.Columns;
              const extract = (): number => {
                let sum = 0;
                for (const name of model.variables.keys()) sum += Number(Reflect.get(values[name], 'Primal'));
                return sum;
              };
              return { objective: solution.ObjectiveValue, extract };
            },
          };
        },
      };
    },
  };
}
