/**
 * glpk.js: JSON with an object per term. The JSON is what its solver takes, so there is no lowering. glpk.js is GPL-3.0:
 * a development dependency of this private package and of nothing that is published.
 */
import loadGlpk, { type GLPK, type LP } from 'glpk.js/node';
import type { Problem } from '../problem.ts';
import type { ModelArrays, Statement } from '../statement.ts';
import { RowList } from './row-list.ts';

/** GLPK's constants, which its module has only once it is loaded. */
const MINIMIZE = 1;
const MAXIMIZE = 2;
const LOWER = 2;
const UPPER = 3;
const DOUBLE = 4;
const FIXED = 5;
const OPTIMAL = 5;

type Bound = LP['subjectTo'][number]['bnds'];

function bound(lower: number, upper: number): Bound {
  if (lower === upper) return { type: FIXED, lb: lower, ub: upper };
  if (upper === Infinity) return { type: LOWER, lb: lower, ub: 0 };
  if (lower === -Infinity) return { type: UPPER, lb: 0, ub: upper };
  return { type: DOUBLE, lb: lower, ub: upper };
}

function interval({ type, lb, ub }: Bound): [lower: number, upper: number] {
  return [type === UPPER ? -Infinity : lb, type === LOWER ? Infinity : ub];
}

function construct<D>(problem: Problem<D>, data: D): LP {
  const objective: LP['objective'] = {
    direction: problem.sense === 'minimize' ? MINIMIZE : MAXIMIZE,
    name: 'total',
    vars: [],
  };
  const subjectTo: LP['subjectTo'] = [];
  const bounds: NonNullable<LP['bounds']> = [];
  const generals: string[] = [];
  const binaries: string[] = [];
  problem.loop<string>(data, {
    column(name, cost, lower, upper, integer) {
      objective.vars.push({ name, coef: cost });
      if (integer && lower === 0 && upper === 1) binaries.push(name);
      else {
        // Zero or more is what a column is without saying.
        if (lower !== 0 || upper < Infinity) bounds.push({ name, ...bound(lower, upper) });
        if (integer) generals.push(name);
      }
      return name;
    },
    row(name, coefficients, columns, lower, upper) {
      const vars = columns.map((column, k) => ({ name: column, coef: coefficients[k] }));
      subjectTo.push({ name, vars, bnds: bound(lower, upper) });
    },
  });
  return { name: problem.name, objective, subjectTo, bounds, generals, binaries };
}

function arrays(lp: LP, sense: ModelArrays['sense']): ModelArrays {
  const list = new RowList();
  const bounds = new Map(lp.bounds?.map((b) => [b.name, interval(b)]));
  const [binaries, generals] = [new Set(lp.binaries), new Set(lp.generals)];
  for (const { name, coef } of lp.objective.vars) {
    const [lower, upper] = bounds.get(name) ?? [0, binaries.has(name) ? 1 : Infinity];
    list.column(name, coef, lower, upper, binaries.has(name) || generals.has(name));
  }
  for (const { vars, bnds } of lp.subjectTo) {
    for (const { name, coef } of vars) list.term(name, coef);
    list.endRow(...interval(bnds));
  }
  return list.arrays(sense);
}

let glpk: Promise<GLPK> | undefined;

export function state<D>(problem: Problem<D>): Statement<D> {
  return {
    build: (data) => {
      const lp = construct(problem, data);
      return {
        lower: () => ({
          arrays: () => arrays(lp, problem.sense),
          solve: async () => {
            glpk ??= loadGlpk();
            const { result } = (await glpk).solve(lp, { msglev: 0 });
            if (result.status !== OPTIMAL) throw new Error(`GLPK ends with status ${result.status}`);
            const extract = (): number =>
              lp.objective.vars.reduce((sum, { name }) => sum + (result.vars[name] ?? 0), 0);
            return { objective: result.z, extract };
          },
        }),
      };
    },
  };
}
