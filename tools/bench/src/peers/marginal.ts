/** Marginal itself: `compile()` is the lowering, the result is read by label. */
import type { CompiledModel, ModelKind, Problem, Variable } from '@marginal/core';
import type { Built, ModelArrays } from '../statement.ts';

/** What the compiled program holds, as plain arrays. */
export function programArrays({ program }: CompiledModel<ModelKind>): ModelArrays {
  const { starts, rows, values } = program.matrix;
  return {
    sense: program.sense,
    cost: program.cost,
    columnLower: program.columnLower,
    columnUpper: program.columnUpper,
    ...(program.integer === undefined ? {} : { integer: program.integer }),
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: { by: 'column', starts, index: rows, values },
  };
}

/** A problem and the variables to read after solving it. */
export function compiled(problem: Problem<ModelKind>, variables: readonly unknown[]): Built {
  return {
    lower: () => {
      const model = problem.compile();
      return {
        arrays: () => programArrays(model),
        solve: async () => {
          // Only here: a process that builds must not pay for a solver.
          const { highs } = await import('@marginal/highs');
          const result = (await model.solve(highs())).optimal();
          const extract = (): number => {
            let sum = 0;
            for (const variable of variables as readonly Variable[])
              for (const [, value] of result.value(variable)) sum += value;
            return sum;
          };
          return { objective: result.objective, extract };
        },
      };
    },
  };
}
