/** The part of lp-model (which has no types) that the benchmark uses. */
declare module 'lp-model' {
  interface Var {
    readonly name: string;
    readonly lb: number | '-infinity';
    readonly ub: number | '+infinity';
    readonly vtype: 'CONTINUOUS' | 'BINARY' | 'INTEGER';
  }

  type Term = readonly [coefficient: number, variable: Var];

  interface Model {
    readonly variables: ReadonlyMap<string, Var>;
    /** The first entry of each expression is its constant. */
    readonly constraints: readonly {
      readonly lhs: readonly [number, ...Term[]];
      readonly comparison: '<=' | '>=' | '=';
      readonly rhs: number;
    }[];
    readonly objective: { readonly expression: readonly [number, ...Term[]]; readonly sense: string };
    addVar(options: {
      lb?: number | '-infinity';
      ub?: number | '+infinity';
      vtype?: Var['vtype'];
      name?: string;
    }): Var;
    setObjective(expression: readonly Term[], sense: 'MAXIMIZE' | 'MINIMIZE'): void;
    addConstr(lhs: readonly Term[], comparison: '<=' | '>=' | '==', rhs: number): void;
    toLPFormat(): string;
  }

  const lpModel: { readonly Model: new () => Model };
  export = lpModel;
}
