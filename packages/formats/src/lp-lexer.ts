/**
 * Cuts an LP file into tokens, one at a time and without backtracking: numbers, names, labels (`name:`), signs,
 * comparisons and section words. A name is a run of anything but blanks and `+ - * ^ < > = : \`; it does not begin with
 * a digit, a dot or a bracket, but may hold brackets (Gurobi's and Pyomo's `x[1,2]`). A number with an exponent takes
 * the exponent: `2e1` is 20, `2 e1` twice `e1`. Source: IBM, "Variable names in LP file format".
 */
import { isInfinity, type LpSection, sectionAt } from './lp-keyword.ts';
import { isDigit, isExponent, parseNumeral } from './numeral.ts';
import type { SourceText } from './source-text.ts';

export type LpToken =
  | 'number'
  | 'name'
  | 'label'
  | 'plus'
  | 'minus'
  | 'comparison'
  | 'section'
  | 'other'
  | 'end';

/** Codes that end a name: blanks and operators. */
const DELIMITER = new Uint8Array(128);
for (let code = 0; code <= 32; code++) DELIMITER[code] = 1;
for (const operator of '+-*^<>=:\\') DELIMITER[operator.charCodeAt(0)] = 1;

export class LpLexer {
  kind: LpToken = 'end';
  /** Offsets of the token. */
  start = 0;
  end = 0;
  /** Of a number; NaN when no double holds it. */
  value = 0;
  /** Of a comparison: -1 for `<=`, 0 for `=`, 1 for `>=`. */
  direction = 0;
  section: LpSection = 'end';
  /** Whether only blanks stand before the token on its line. */
  startsLine = true;
  private readonly text: string;

  constructor(source: SourceText) {
    this.text = source.text;
  }

  is(kind: LpToken): boolean {
    return this.kind === kind;
  }

  /** The name of a name or label. */
  name(): string {
    return this.text.slice(this.start, this.nameEnd);
  }

  /** The token as written, for messages. */
  written(): string {
    return this.kind === 'end' ? 'the end of the file' : `'${this.text.slice(this.start, this.end)}'`;
  }

  private nameEnd = 0;

  /** Moves to the next token. */
  advance(): void {
    const { text } = this;
    let at = this.end;
    this.startsLine = at === 0;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) this.startsLine = true;
      else if (code === 92) {
        while (at + 1 < text.length && !isLineEnd(text.charCodeAt(at + 1))) at++;
      } else if (code > 32) break;
    }
    this.start = at;
    if (at >= text.length) {
      this.kind = 'end';
      this.end = at;
      return;
    }
    this.cut(text.charCodeAt(at), at);
  }

  private cut(code: number, at: number): void {
    const next = this.text.charCodeAt(at + 1);
    if (isDigit(code) || (code === 46 && isDigit(next))) {
      this.cutNumber(at);
      return;
    }
    if (code === 43) {
      this.accept('plus', at + 1);
      return;
    }
    if (code === 45 && next === 62) {
      this.accept('other', at + 2);
      return;
    }
    if (code === 45) {
      this.accept('minus', at + 1);
      return;
    }
    if (code === 60 || code === 62) {
      this.compare(code, next === 61 ? at + 2 : at + 1);
      return;
    }
    if (code === 61 && (next === 60 || next === 62)) {
      this.compare(next, at + 2);
      return;
    }
    if (code === 61) {
      this.compare(code, at + 1);
      return;
    }
    if (code === 46 || code === 91 || code === 93 || (code < 128 && DELIMITER[code] === 1)) {
      this.accept('other', at + 1);
      return;
    }
    this.cutName(at);
  }

  private accept(kind: LpToken, end: number): void {
    this.kind = kind;
    this.end = end;
  }

  private compare(code: number, end: number): void {
    this.direction = code - 61;
    this.accept('comparison', end);
  }

  private cutNumber(start: number): void {
    const { text } = this;
    let at = start;
    while (isDigit(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) === 46) at++;
    while (isDigit(text.charCodeAt(at))) at++;
    if (isExponent(text, at)) {
      at += 2;
      while (isDigit(text.charCodeAt(at))) at++;
    }
    this.value = parseNumeral(text.slice(start, at));
    this.accept('number', at);
  }

  private cutName(start: number): void {
    const { text } = this;
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < 128 && DELIMITER[code] === 1) break;
    }
    this.nameEnd = at;
    let after = at;
    while (text.charCodeAt(after) === 32 || text.charCodeAt(after) === 9) after++;
    if (text.charCodeAt(after) === 58) {
      this.accept('label', after + 1);
      return;
    }
    const found = this.startsLine ? sectionAt(text, start, at) : undefined;
    if (found !== undefined) {
      this.section = found.section;
      this.accept('section', found.end);
      return;
    }
    if ((at - start === 3 || at - start === 8) && isInfinity(text.slice(start, at))) {
      this.value = Infinity;
      this.accept('number', at);
      return;
    }
    this.accept('name', at);
  }
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}
