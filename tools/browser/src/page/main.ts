/** The page: what can be asked of it from outside, by name. Arguments and answers are plain data. */
import { type GlpkWasmOptions, glpk } from '@marginal/glpk';
import { type HighsOptions, highs } from '@marginal/highs';
import { type OrtoolsOptions, ortools } from '@marginal/ortools';
import type { Backend } from '@marginal/program';
import { simplex } from '@marginal/simplex';
import { clear } from '../clearing.ts';
import { examined } from '../kit.ts';
import { pivotsOf } from '../pivots.ts';
import { abortOf, refusalOf, trialOf } from '../trial.ts';

/** Which solver, with its options. `lost`: it is not told where its files are. */
export type Choice =
  | ({ readonly solver: 'highs' } & HighsOptions)
  | ({ readonly solver: 'glpk'; readonly lost?: true } & Omit<GlpkWasmOptions, 'wasm' | 'engine'>)
  | { readonly solver: 'simplex' }
  | ({ readonly solver: 'ortools'; readonly lost?: true } & Omit<OrtoolsOptions, 'location'>);

const here = (path: string): string => new URL(path, location.href).href;

function backendOf(choice: Choice): Backend {
  switch (choice.solver) {
    case 'highs': {
      const { solver: _solver, ...options } = choice;
      return highs(options);
    }
    case 'glpk': {
      const { solver: _solver, lost, ...options } = choice;
      return glpk(lost ? options : { ...options, wasm: here('/solvers/glpk.all.wasm') });
    }
    case 'simplex':
      return simplex();
    case 'ortools': {
      const { solver: _solver, lost, ...options } = choice;
      return ortools(lost ? options : { ...options, location: here('/solvers/or-tools/') });
    }
  }
}

declare const location: { readonly href: string };

const asked = {
  isolated: () => (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true,
  trial: (choice: Choice) => trialOf(backendOf(choice)),
  abort: (choice: Choice) => abortOf(backendOf(choice)),
  refusal: (choice: Choice) => refusalOf(() => backendOf(choice)),
  clear: (text: string, choice: Choice) => clear(text, backendOf(choice)),
  examine: (choice: Choice, declines?: readonly string[]) => examined(backendOf(choice), declines),
  pivots: pivotsOf,
};

/** What can be asked, for the outside. */
export type Asked = typeof asked;

Object.assign(globalThis, { asked });
