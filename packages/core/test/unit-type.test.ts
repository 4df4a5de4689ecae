/** The compiler's units against those of the run: the same texts, parsed, multiplied and written by both. */
import { fileURLToPath } from 'node:url';
import { formatUnit, parseUnit, type Unit } from '@marginal/core';
import { MarginalError } from '@marginal/program';
import { beforeAll, describe, expect, test } from 'vitest';
import { agree, divideUnits, multiplyUnits } from '../src/unit.ts';
import { compilerOutput, diagnosticsOf } from './compiler.ts';

const UNITS = [
  '1',
  '$',
  '$/Mtok',
  'Mtok/h',
  'GPU h',
  'GPU*h',
  'GPU·h',
  'h GPU',
  'kg CO2/h',
  '$/(Mtok h)',
  '$ / (Mtok h)',
  '(a b)/(c d)',
  '1/h',
  '1 1/h',
  'h^2',
  'h h',
  'h^-1',
  '1/h^-1',
  'h/h',
  'h^3 h/h^2',
  'h^0',
  'm^2 kg/h^3',
  'z Y x W',
  'a b a b',
  ' h ',
  'h  GPU',
  'h * GPU',
  'h^4',
  'EUR/MWh',
  '€/MWh',
  'µg/m^3',
  '%',
  'tok/s',
  'MW',
];

const NOT_UNITS = [
  '',
  ' ',
  '/',
  '/h',
  'h/',
  'a/b/c',
  '2h',
  'h^',
  'h^x',
  'h^1.5',
  '^2',
  'a(b)',
  '(a)(b)',
  '((a))',
  'a (b)',
  'h^2^3',
  '1^2',
  'h\tGPU',
  '()',
  'h^007',
];

/** Beyond what the compiler follows: unknown there, and right when the program runs. */
const BEYOND = ['h^5', 'h^-7', 'h^3 h^3', 'h^12/h^10'];

const quote = (text: string): string => JSON.stringify(text);
const ALL = [...UNITS, ...NOT_UNITS, ...BEYOND];

const UNIT_FILE = `import type { Written, UnitOf, Product, Quotient, IsUnit, AddsTo } from 'SOURCE';
type Same<A, B> = [A, B] extends [B, A] ? true : false;
`;

/** One statement per line that compiles only if the compiler computes `expected` for `type`. */
const claim = (type: string, expected: string): string =>
  `{ const same: Same<${type}, ${expected}> = true; void same; }`;

function refused(text: string): boolean {
  try {
    parseUnit(text);
    return false;
  } catch (error) {
    if (error instanceof MarginalError && error.code === 'core.unit-syntax') return true;
    throw error;
  }
}

/** Written as the compiler does, for units whose powers it follows all the way. */
function written(unit: Unit): string {
  return [...(unit ?? [])].some(([, power]) => Math.abs(power) > 4) ? 'unknown unit' : formatUnit(unit);
}

const small = UNITS.filter((text) => !text.includes('^'));
const claims: (readonly [what: string, line: string])[] = [
  ...UNITS.map(
    (text) => [text, claim(`Written<UnitOf<${quote(text)}>>`, quote(written(parseUnit(text))))] as const,
  ),
  ...ALL.map(
    (text) =>
      [
        `is a unit: ${text}`,
        claim(`unknown extends IsUnit<${quote(text)}> ? true : false`, String(!refused(text))),
      ] as const,
  ),
  ...BEYOND.map(
    (text) => [`beyond: ${text}`, claim(`Written<UnitOf<${quote(text)}>>`, "'unknown unit'")] as const,
  ),
  ...small.flatMap((a) =>
    small.flatMap((b) => {
      const [left, right] = [parseUnit(a), parseUnit(b)];
      const types = `UnitOf<${quote(a)}>, UnitOf<${quote(b)}>`;
      const adds = `unknown extends AddsTo<UnitOf<${quote(a)}>, { readonly $unit: UnitOf<${quote(b)}> }> ? true : false`;
      return [
        [`${a} times ${b}`, claim(`Written<Product<${types}>>`, quote(written(multiplyUnits(left, right))))],
        [`${a} over ${b}`, claim(`Written<Quotient<${types}>>`, quote(written(divideUnits(left, right))))],
        [`${a} plus ${b}`, claim(adds, String(agree(left, right)))],
      ] as const;
    }),
  ),
];

let complaints: ReadonlyMap<number, string> = new Map();
let elsewhere: readonly string[] = [];

beforeAll(async () => {
  const source = fileURLToPath(new URL('../src/unit-type.ts', import.meta.url));
  const head = UNIT_FILE.replace('SOURCE', source);
  const offset = head.split('\n').length;
  const file = `${head}${claims.map(([, line]) => line).join('\n')}\n`;
  const output = await compilerOutput({ 'units.ts': file }, ['--rewriteRelativeImportExtensions', 'false']);
  const found = diagnosticsOf(output);
  complaints = new Map(found.map(({ line, text }) => [line - offset, text]));
  elsewhere = found.filter(({ file }) => file !== 'units.ts').map(({ text }) => text);
}, 60_000);

test('the compiler looked at every claim', () => {
  expect(claims.length).toBeGreaterThan(1000);
  expect(elsewhere).toEqual([]);
});

describe('compiler and run agree', () => {
  test.each([
    ['on what is a unit, and on how it is written', 0, UNITS.length + ALL.length + BEYOND.length],
    ['on products, quotients and sums of any two', UNITS.length + ALL.length + BEYOND.length, claims.length],
  ])('%s', (_what, from, to) => {
    const wrong = claims.flatMap(([what], at) => {
      const complaint = complaints.get(at);
      return at < from || at >= to || complaint === undefined ? [] : [`${what}: ${complaint}`];
    });
    expect(wrong).toEqual([]);
  });

  test('a claim that is false is noticed', async () => {
    const source = fileURLToPath(new URL('../src/unit-type.ts', import.meta.url));
    const file = UNIT_FILE.replace('SOURCE', source) + claim("Written<UnitOf<'h/Mtok'>>", "'Mtok/h'");
    const output = await compilerOutput({ 'units.ts': file }, ['--rewriteRelativeImportExtensions', 'false']);
    expect(diagnosticsOf(output).filter(({ text }) => text.includes('not assignable'))).toHaveLength(1);
  }, 30_000);
});
