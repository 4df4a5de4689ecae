/**
 * Decimal numerals, both ways without loss: reading is correctly rounded, and the shortest decimal that reads back as
 * the same double is written (ECMA-262, Number::toString). Only plain decimals count as numerals: no hexadecimal, no
 * underscores, no words, which `Number` alone would let through.
 */

/**
 * The double that a numeral stands for. NaN where the text is no plain decimal numeral (`12`, `-1.5`, `.5`, `3.`,
 * `1e-7`), or where no double is near: it overflows, or underflows to zero.
 */
export function parseNumeral(text: string): number {
  const length = text.length;
  let at = 0;
  let digits = 0;
  let nonzero = false;
  if (isSign(text.charCodeAt(0))) at++;
  for (; at < length && isDigit(text.charCodeAt(at)); at++, digits++) {
    if (text.charCodeAt(at) !== 48) nonzero = true;
  }
  if (text.charCodeAt(at) === 46) {
    at++;
    for (; at < length && isDigit(text.charCodeAt(at)); at++, digits++) {
      if (text.charCodeAt(at) !== 48) nonzero = true;
    }
  }
  if (digits === 0) return Number.NaN;
  if (at < length) {
    if (!isExponent(text, at)) return Number.NaN;
    at += isSign(text.charCodeAt(at + 1)) ? 2 : 1;
    while (at < length && isDigit(text.charCodeAt(at))) at++;
    if (at < length) return Number.NaN;
  }
  const value = Number(text);
  if (!Number.isFinite(value) || (value === 0 && nonzero)) return Number.NaN;
  return value === 0 ? 0 : value; // -0 is 0 (docs/conventions.md, 4.4)
}

/** Why `parseNumeral` refused the text. */
export function numeralFault(text: string): string {
  const value = Number(text);
  if (text === '') return 'a number is missing';
  if (Number.isNaN(value)) return `'${text}' is not a number`;
  return `'${text}' is not a decimal number within the range of doubles`;
}

/** Whether an exponent stands at `at`: `e`, perhaps a sign, a digit. */
export function isExponent(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 101 && code !== 69) return false;
  const next = text.charCodeAt(at + 1);
  return isDigit(next) || (isSign(next) && isDigit(text.charCodeAt(at + 2)));
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isSign(code: number): boolean {
  return code === 43 || code === 45;
}

/** The shortest decimal that reads back as `value`. */
export function formatNumeral(value: number): string {
  return String(value);
}

/**
 * The value in at most `width` characters without losing anything, or undefined when that cannot be: leading zeros go,
 * and the decimal point may move into the exponent.
 */
export function formatNumeralWithin(value: number, width: number): string | undefined {
  const shortest = String(value);
  if (shortest.length <= width) return shortest;
  const bare = shortest.replace(/^(-?)0\./, '$1.').replace('e+', 'e');
  if (bare.length <= width) return bare;
  const [mantissa, exponent] = value.toExponential().split('e');
  const scientific = `${mantissa}e${Number(exponent)}`;
  if (scientific.length <= width) return scientific;
  const [whole, fraction = ''] = mantissa.split('.');
  const integral = `${whole}${fraction}e${Number(exponent) - fraction.length}`;
  return integral.length <= width ? integral : undefined;
}
