/** Compile-time errors as sentences: a mistaken argument is asked to be of a type whose name is the explanation. */

declare const sentence: unique symbol;

/** No value has this type; the compiler prints the text. */
export interface Sentence<Text extends string> {
  /** By text, so that two mistakes at once are two sentences and not a contradiction. */
  readonly [sentence]: { readonly [P in Text]: true };
}

/** One member of a union of names, for use inside a sentence. */
export type Names<N> = N & string;
