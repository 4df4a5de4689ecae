/**
 * Names, numbers and sums as LaTeX (amsmath). Invariant: whatever the user's names hold, the result is balanced and
 * shows them as they are.
 */
import type { Label } from './label.ts';

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '#': '\\#',
  $: '\\$',
  '%': '\\%',
  '&': '\\&',
  _: '\\_',
  '{': '\\{',
  '}': '\\}',
  '\n': ' ',
  '\r': ' ',
};

/** Any text inside `\text{...}`. */
export function textLatex(text: string): string {
  return `\\text{${text.replace(/[\\~^#$%&_{}\n\r]/g, (character) => SPECIAL[character])}}`;
}

/** `1.5`, `2 \times 10^{-7}`, `-\infty`. */
export function numberLatex(value: number): string {
  if (!Number.isFinite(value)) return value < 0 ? '-\\infty' : '\\infty';
  const [mantissa, exponent] = String(value + 0).split('e');
  if (exponent === undefined) return mantissa;
  const power = `10^{${Number(exponent)}}`;
  return mantissa === '1' ? power : `${mantissa} \\times ${power}`;
}

export function labelLatex(label: Label): string {
  return typeof label === 'number' ? numberLatex(label) : textLatex(label);
}

/** `\text{flow}_{n,h}`. Indices are LaTeX already. */
export function indexedLatex(name: string, indices: readonly string[]): string {
  return indices.length === 0 ? textLatex(name) : `${textLatex(name)}_{${indices.join(',')}}`;
}

/** Terms joined by their signs: each a coefficient and a body, '' for a bare number; `0` when there are none. */
export function sumLatex(terms: readonly (readonly [coefficient: number, body: string])[]): string {
  let text = '';
  for (const [coefficient, body] of terms) {
    const size = Math.abs(coefficient);
    const product = body === '' ? numberLatex(size) : size === 1 ? body : `${numberLatex(size)} \\, ${body}`;
    const sign = coefficient < 0 ? '-' : '+';
    text += text === '' ? `${coefficient < 0 ? '-' : ''}${product}` : ` ${sign} ${product}`;
  }
  return text === '' ? '0' : text;
}

/** `body = 3`, `body \le 3`, `body \ge 3`, `1 \le body \le 3`; undefined where nothing is asked. Sides are LaTeX already. */
export function relationLatex(
  body: string,
  lower: string | undefined,
  upper: string | undefined,
): string | undefined {
  if (lower === undefined) return upper === undefined ? undefined : `${body} \\le ${upper}`;
  if (lower === upper) return `${body} = ${lower}`;
  return upper === undefined ? `${body} \\ge ${lower}` : `${lower} \\le ${body} \\le ${upper}`;
}

/** What a semicontinuous column is held to: zero, or its range. */
export function orZeroLatex(body: string, range: string | undefined): string {
  const zero = `${body} = 0`;
  return range === undefined || range === zero ? zero : `${zero} \\text{ or } ${range}`;
}

/** Lines of an `align*`, without the last line break. */
export function alignLatex(lines: readonly string[]): string {
  return `\\begin{align*}\n${lines.map((line) => `  ${line}`).join(' \\\\\n')}\n\\end{align*}\n`;
}
