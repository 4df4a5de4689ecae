/**
 * Units as products of named symbols with whole exponents: `Mtok/h` is Mtok^1 h^-1. Symbols are not converted into
 * each other: Mtok and tok are different, and adding them is an error, not a factor of a million. A missing unit is
 * unknown, goes with everything and stays unknown (docs/conventions.md, section 5). The compiler does the same on literal
 * texts (unit-type.ts).
 */
import { type Fault, InvalidInputError } from '@marginal/program';

/** Exponents by symbol, none of them zero; `undefined` means unknown. */
export type Unit = ReadonlyMap<string, number> | undefined;

export const DIMENSIONLESS: ReadonlyMap<string, number> = new Map();

function fail(text: string, cause: string): never {
  const fault: Fault = {
    code: 'core.unit-syntax',
    place: `unit '${text}'`,
    cause,
    remedy: "write symbols joined by * or spaces, at most one /, powers as h^2: '$/Mtok', 'kg CO2/h'",
  };
  throw new InvalidInputError([fault]);
}

function addFactor(exponents: Map<string, number>, factor: string, sign: number, text: string): void {
  if (factor === '1') return;
  const [symbol, power = '1', ...more] = factor.split('^');
  if (symbol === '' || more.length > 0 || !/^-?(0|[1-9]\d*)$/.test(power) || /^\d|[()\s]/.test(symbol))
    fail(text, `'${factor}' is not a symbol with a whole power`);
  const exponent = (exponents.get(symbol) ?? 0) + sign * Number(power);
  if (exponent === 0) exponents.delete(symbol);
  else exponents.set(symbol, exponent);
}

/** Reads `$/(Mtok h)`, `Mtok/h`, `GPU h`, `1`. Throws `InvalidInputError` `core.unit-syntax`. */
export function parseUnit(text: string | undefined): Unit {
  if (text === undefined) return undefined;
  const exponents = new Map<string, number>();
  const [above, below, ...more] = text.split('/');
  if (more.length > 0) fail(text, 'has more than one /');
  const factors = (part: string): string[] =>
    part
      .replace(/^ *\(([^()]*)\) *$/, '$1')
      .split(/[ *·]+/)
      .filter((f) => f !== '');
  if (factors(above).length === 0) fail(text, 'has nothing above the line');
  if (below !== undefined && factors(below).length === 0) fail(text, 'has nothing below the line');
  for (const factor of factors(above)) addFactor(exponents, factor, 1, text);
  for (const factor of factors(below ?? '')) addFactor(exponents, factor, -1, text);
  return exponents;
}

function combine(a: Unit, b: Unit, sign: number): Unit {
  if (a === undefined || b === undefined) return undefined;
  const exponents = new Map(a);
  for (const [symbol, power] of b) {
    const exponent = (exponents.get(symbol) ?? 0) + sign * power;
    if (exponent === 0) exponents.delete(symbol);
    else exponents.set(symbol, exponent);
  }
  return exponents;
}

export function multiplyUnits(a: Unit, b: Unit): Unit {
  return combine(a, b, 1);
}

export function divideUnits(a: Unit, b: Unit): Unit {
  return combine(a, b, -1);
}

/** Same unit, or one of them unknown. */
export function agree(a: Unit, b: Unit): boolean {
  if (a === undefined || b === undefined) return true;
  return a.size === b.size && [...a].every(([symbol, power]) => b.get(symbol) === power);
}

/** `$/Mtok`, symbols in code-unit order; `1` for a pure number; `unknown unit` when it is not known. */
export function formatUnit(unit: Unit): string {
  if (unit === undefined) return 'unknown unit';
  const part = (sign: number): string[] =>
    [...unit]
      .filter(([, power]) => power * sign > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([symbol, power]) => (power * sign === 1 ? symbol : `${symbol}^${power * sign}`));
  const above = part(1).join(' ') || '1';
  const below = part(-1);
  if (below.length === 0) return above;
  return below.length === 1 ? `${above}/${below[0]}` : `${above}/(${below.join(' ')})`;
}
