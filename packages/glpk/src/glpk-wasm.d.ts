/** The package has declarations, but its `exports` hide them (TS7016); what we call is declared in `api.ts`. */
declare module 'glpk-wasm' {
  const initialize: import('./api.ts').Initialize;
  export = initialize;
}
