/**
 * Kinds of models. A kind is said when the model is made and never changes: a linear program (`lp`) has duals and no
 * integers; a model with `integers: true` (`mip`) may have them and has no duals. No later declaration can turn one into
 * the other, so no handle on a model, a compiled model or a result is ever of the wrong kind. Types say it first, and
 * the same is checked when the program runs.
 */
import { NotAllowedError } from '@marginal/program';
import type { FunctionUse } from './function-check.ts';
import type { Sentence } from './sentence.ts';

export type ModelKind = 'lp' | 'mip';

/** What the compiler says where a result of a linear program has duals and prices. */
export type NoDuals = 'A model with integers has no duals and no prices: call priceIntegers and name the run';

/** Accepts `true`, `false`, and nothing that is only known when the program runs. */
export type SaidInWords<I extends boolean> = boolean extends I
  ? Sentence<'The kind of a model is fixed where it is written: say integers: true, or nothing'>
  : unknown;

/** The kind that `integers` says. */
export type KindOf<I extends boolean> = I extends true ? 'mip' : 'lp';

/** Accepts `true` in models with integers only. */
export type IntegersOnly<K extends ModelKind> = K extends 'mip'
  ? boolean
  :
      | false
      | Sentence<'This model has no integers: say model({ integers: true }), whose results have no duals'>;

/** Accepts uses that need no binaries (`Free`), and any use in models with integers. */
export type UseIn<K extends ModelKind, U extends FunctionUse, Free extends FunctionUse> = K extends 'mip'
  ? unknown
  : U extends Free
    ? unknown
    : Sentence<`Use '${U}' needs binaries: say model({ integers: true }), whose results have no duals`>;

/** Accepts compiled models with integers. */
export type PricedByRun<K extends ModelKind> = K extends 'mip'
  ? unknown
  : Sentence<'This model has no integers: solve it, its own duals are its prices'>;

/** Accepts what prices are asked for, in linear models only. */
export type Priced<K extends ModelKind> = [K] extends ['lp'] ? unknown : Sentence<NoDuals>;

/** Throws `core.integers-not-said` unless the model was made with integers. */
export function checkIntegersSaid(model: { readonly kind: ModelKind }, place: string, cause: string): void {
  if (model.kind === 'mip') return;
  throw new NotAllowedError({
    code: 'core.integers-not-said',
    place,
    cause: `${cause}, and the model was made without integers`,
    remedy: 'make it with model({ integers: true }); its results have no duals, priceIntegers has prices',
  });
}

/** Reading duals where there are none. */
export function refuseDuals(place: string): never {
  throw new NotAllowedError({
    code: 'core.no-duals',
    place,
    cause: 'a model with integers has no duals',
    remedy: 'call priceIntegers, which fixes the integers or relaxes them, and prices that program',
  });
}
