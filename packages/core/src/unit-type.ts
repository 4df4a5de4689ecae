/**
 * Units in the types: what `unit.ts` does when the program runs, done by the compiler on literal texts. A unit is a
 * record of exponents, `'Mtok/h'` is `{ Mtok: 1; h: -1 }`, `{}` is a pure number and `unknown` goes with everything: no
 * unit, a text that is not a literal, an exponent beyond the table. Invariant: whatever the compiler refuses is refused
 * at run time as well; both parsers and printers are compared in unit-type.test.ts. Exponents are added by a table, so
 * a product costs a handful of instantiations; text is only made when something is wrong.
 */
import type { Sentence } from './sentence.ts';

/** Exponents that the compiler follows. */
type Exponent = -4 | -3 | -2 | -1 | 0 | 1 | 2 | 3 | 4;

/** Sum of the exponent of the row and that of the place in it. */
interface Sums {
  [-4]: readonly [number, number, number, number, -4, -3, -2, -1, 0];
  [-3]: readonly [number, number, number, -4, -3, -2, -1, 0, 1];
  [-2]: readonly [number, number, -4, -3, -2, -1, 0, 1, 2];
  [-1]: readonly [number, -4, -3, -2, -1, 0, 1, 2, 3];
  0: readonly [-4, -3, -2, -1, 0, 1, 2, 3, 4];
  1: readonly [-3, -2, -1, 0, 1, 2, 3, 4, number];
  2: readonly [-2, -1, 0, 1, 2, 3, 4, number, number];
  3: readonly [-1, 0, 1, 2, 3, 4, number, number, number];
  4: readonly [0, 1, 2, 3, 4, number, number, number, number];
}

interface Place {
  [-4]: 0;
  [-3]: 1;
  [-2]: 2;
  [-1]: 3;
  0: 4;
  1: 5;
  2: 6;
  3: 7;
  4: 8;
}

interface Opposite {
  [-4]: 4;
  [-3]: 3;
  [-2]: 2;
  [-1]: 1;
  0: 0;
  1: -1;
  2: -2;
  3: -3;
  4: -4;
}

/** Exponents as they are written. */
interface Powers {
  '-4': -4;
  '-3': -3;
  '-2': -2;
  '-1': -1;
  '0': 0;
  '1': 1;
  '2': 2;
  '3': 3;
  '4': 4;
}

type Of<U, S> = S extends keyof U ? U[S] : 0;
type Sum<A, B> = A extends Exponent ? (B extends Exponent ? Sums[A][Place[B]] : number) : number;
type Whole<U> = number extends U[keyof U]
  ? unknown
  : { readonly [S in keyof U as U[S] extends 0 ? never : S]: U[S] };

/** Unit of a product. */
export type Product<A, B> = unknown extends A
  ? unknown
  : unknown extends B
    ? unknown
    : Whole<{ readonly [S in keyof A | keyof B]: Sum<Of<A, S>, Of<B, S>> }>;

/** Unit of a quotient. */
export type Quotient<A, B> = unknown extends B
  ? unknown
  : Product<A, { readonly [S in keyof B]: B[S] extends Exponent ? Opposite[B[S]] : number }>;

/** Unit of a sum: that of the side that has one. */
export type Known<A, B> = unknown extends A ? B : A;

/** What stands for a text that is no unit: no symbol is empty. */
type Misread = { readonly '': 1 };

type Separator = ' ' | '*' | '·';
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

type Factor<S extends string, P, Below, U> = S extends
  | ''
  | `${Digit}${string}`
  | `${string}${'(' | ')' | '^' | '\t' | '\n' | '\r'}${string}`
  ? Misread
  : Below extends true
    ? Quotient<U, { readonly [K in S]: P }>
    : Product<U, { readonly [K in S]: P }>;

type Power<P extends string> = P extends keyof Powers ? Powers[P] : number;

/** The factors of one side of the line, multiplied onto `U`. */
type Factors<S extends string, Below, U> = S extends `${infer A}${' '}${infer B}`
  ? Factors<B, Below, Factors<A, Below, U>>
  : S extends `${infer A}*${infer B}`
    ? Factors<B, Below, Factors<A, Below, U>>
    : S extends `${infer A}·${infer B}`
      ? Factors<B, Below, Factors<A, Below, U>>
      : S extends '' | '1'
        ? U
        : S extends `${infer Symbol}^${infer P}`
          ? P extends `${bigint}`
            ? Factor<Symbol, Power<P>, Below, U>
            : Misread
          : Factor<S, 1, Below, U>;

type Unwrapped<S extends string> = S extends ` ${infer R}`
  ? Unwrapped<R>
  : S extends `${infer R} `
    ? Unwrapped<R>
    : S extends `(${infer R})`
      ? R
      : S;

type Blank<S extends string> = S extends `${Separator}${infer R}` ? Blank<R> : S extends '' ? true : false;

type Side<S extends string, Below, U> = Blank<S> extends true ? Misread : Factors<S, Below, U>;

type Parsed<S extends string> = S extends `${infer Above}/${infer Below}`
  ? Below extends `${string}/${string}`
    ? Misread
    : Side<Unwrapped<Below>, true, Side<Unwrapped<Above>, false, NoUnit>>
  : Side<Unwrapped<S>, false, NoUnit>;

/** A pure number. */
// biome-ignore lint/complexity/noBannedTypes: a record without symbols
export type NoUnit = {};

/** One text, not one of several. */
type Single<S extends string, All = S> = S extends unknown
  ? [All] extends [S]
    ? Parsed<S>
    : unknown
  : never;

/** The unit that a text says; unknown for a text that the compiler does not know. */
export type UnitOf<S> = S extends string
  ? NoUnit extends { readonly [P in S]: 1 }
    ? unknown
    : Single<S>
  : unknown;

/** Unit of an operand; a number has that of what it stands beside. */
export type UnitIn<X> = X extends { readonly $unit: infer U } ? U : unknown;

/** Whether both are known and differ: the one check behind every sentence. */
type Clash<A, B> = unknown extends A
  ? false
  : unknown extends B
    ? false
    : [A, B] extends [B, A]
      ? false
      : true;

/** Accepts what is in the same unit as `U`. */
export type AddsTo<U, X> =
  Clash<U, UnitIn<X>> extends true
    ? Sentence<`Cannot add '${Written<UnitIn<X>>}' to '${Written<U>}'`>
    : unknown;

/** The same, for a difference. */
export type TakenFrom<U, X> =
  Clash<U, UnitIn<X>> extends true
    ? Sentence<`Cannot subtract '${Written<UnitIn<X>>}' from '${Written<U>}'`>
    : unknown;

/** Accepts what may stand on the other side of a row whose first side is in `U`. */
export type ComparesWith<U, X> =
  Clash<U, UnitIn<X>> extends true
    ? Sentence<`Cannot compare '${Written<U>}' with '${Written<UnitIn<X>>}'`>
    : unknown;

/** Accepts bounds in the variable's unit. */
export type Bounds<U, X> =
  Clash<U, UnitIn<X>> extends true
    ? Sentence<`A bound in '${Written<UnitIn<X>>}' does not fit a variable in '${Written<U>}'`>
    : unknown;

/** Accepts objectives in money, also per hour or per any other unit. */
export type InMoney<X, Money extends string> = string extends Money
  ? unknown
  : unknown extends UnitIn<X>
    ? unknown
    : Of<UnitIn<X>, Money> extends 1
      ? unknown
      : Sentence<`The objective is in '${Written<UnitIn<X>>}', not in '${Money}': multiply by prices`>;

/** Accepts texts that are units. */
export type IsUnit<S extends string> = '' extends keyof UnitOf<S>
  ? Sentence<`'${S}' is not a unit: write symbols, at most one /, powers as h^2, such as '$/(Mtok h)'`>
  : unknown;

/** In code-unit order, as far as symbols go. */
type Alphabet =
  '!"#$%&\'*+,-.0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~£¥°µΩμ€';

/** Whether text A comes before text B. */
type Before<A extends string, B extends string> = A extends `${infer C}${infer RestA}`
  ? B extends `${infer D}${infer RestB}`
    ? C extends D
      ? Before<RestA, RestB>
      : Alphabet extends `${string}${C}${string}${D}${string}`
        ? true
        : false
    : false
  : true;

/** The member of a union of texts that comes before all others. */
type First<S extends string, All extends string = S> = S extends unknown
  ? [{ [O in Exclude<All, S>]: Before<S, O> }[Exclude<All, S>]] extends [true]
    ? S
    : never
  : never;

type Positive = 1 | 2 | 3 | 4;
type Size = { 1: ''; 2: '^2'; 3: '^3'; 4: '^4'; [-1]: ''; [-2]: '^2'; [-3]: '^3'; [-4]: '^4' };

/** Symbols of a union in order, with the size of their powers, each behind a space. */
type Listed<U, S extends string> = [S] extends [never]
  ? ''
  : ` ${First<S>}${Size[Of<U, First<S>> & keyof Size]}${Listed<U, Exclude<S, First<S>>>}`;

type Bare<S extends string> = S extends ` ${infer R}` ? R : S;
type Line<Above extends string, Below extends string> = Below extends ''
  ? Above
  : Below extends `${string} ${string}`
    ? `${Above}/(${Below})`
    : `${Above}/${Below}`;

type SymbolsAbove<U> = { [S in keyof U]: U[S] extends Positive ? S : never }[keyof U] & string;
type OrOne<S extends string> = S extends '' ? '1' : S;

/** A unit as `formatUnit` writes it. */
export type Written<U> = unknown extends U
  ? 'unknown unit'
  : Line<
      OrOne<Bare<Listed<U, SymbolsAbove<U>>>>,
      Bare<Listed<U, Exclude<keyof U & string, SymbolsAbove<U>>>>
    >;
