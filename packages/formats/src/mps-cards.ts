/**
 * The cards (lines) of an MPS file, cut into fields. Free layout cuts at blanks; fixed layout cuts at columns 5, 15,
 * 25, 40 and 50, so that names may hold blanks (Netlib's forplan does). Both give the same fields in the same order;
 * in fixed layout the name of a set is always a field, empty when left blank. A field is a pair of offsets, not a
 * string. Source: IBM, "Records in MPS format"; lp_solve, "mps-format".
 */
import type { SourceText } from './source-text.ts';

export type MpsLayout = 'free' | 'fixed';

/** What the cards of a section look like: which of the six fixed fields they use. */
export type CardShape = 'words' | 'rows' | 'columns' | 'bounds';

/** Where the fixed fields begin, counted from 0; the last one ends with the line. */
const FIXED_STARTS = [0, 4, 14, 24, 39, 49];

/** First and last fixed field of a card, by shape. */
const FIXED_FIELDS = { rows: [0, 1], columns: [1, 5], bounds: [0, 3] } as const;

const ASTERISK = 42;
const DOLLAR = 36;

export class MpsCards {
  readonly layout: MpsLayout;
  /** Whether the card begins a section: it starts in column 1. */
  header = false;
  /** Fields on the card. */
  count = 0;
  /** Offset of the card. */
  offset = 0;
  private readonly text: string;
  private starts: number[] = [];
  private ends: number[] = [];
  private next = 0;

  constructor(source: SourceText, layout: MpsLayout) {
    this.text = source.text;
    this.layout = layout;
  }

  /** Offset of a field, or of the end of the card for a field that is not there. */
  start(field: number): number {
    if (field < this.count) return this.starts[field];
    return this.count === 0 ? this.offset : this.ends[this.count - 1];
  }

  /** Text of a field, empty for one that is not there. */
  field(field: number): string {
    return field < this.count ? this.text.slice(this.starts[field], this.ends[field]) : '';
  }

  /** Whether the field says exactly `value`; cheaper than cutting it out. */
  is(field: number, value: string): boolean {
    const start = this.starts[field];
    return this.ends[field] - start === value.length && this.text.startsWith(value, start);
  }

  /** Moves to the next card with something on it; false at the end of the file. Comments begin with `*`. */
  advance(shape: CardShape): boolean {
    const { text } = this;
    while (this.next < text.length) {
      const start = this.next;
      let end = start;
      while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
      this.next = end + 1;
      if (end === start || text.charCodeAt(start) === ASTERISK) continue;
      this.offset = start;
      this.header = !isBlank(text.charCodeAt(start));
      if (this.header || shape === 'words' || this.layout === 'free') this.cutWords(start, end);
      else this.cutFixed(start, end, shape);
      if (this.count > 0) return true;
    }
    this.count = 0;
    this.offset = text.length;
    return false;
  }

  private push(start: number, end: number): void {
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }

  private cutWords(start: number, end: number): void {
    const { text } = this;
    this.count = 0;
    for (let at = start; at < end; at++) {
      if (isBlank(text.charCodeAt(at))) continue;
      const from = at;
      // CPLEX: a `$` where a second name could stand begins a comment.
      if (!this.header && this.count >= 2 && text.charCodeAt(at) === DOLLAR) return;
      while (at < end && !isBlank(text.charCodeAt(at))) at++;
      this.push(from, at);
    }
  }

  private cutFixed(start: number, end: number, shape: 'rows' | 'columns' | 'bounds'): void {
    const { text } = this;
    const [first, last] = FIXED_FIELDS[shape];
    this.count = 0;
    let filled = 0;
    for (let field = first; field <= last; field++) {
      // What stands outside the fields of this shape is kept with the nearest one, to be refused and not dropped.
      let from = field === first ? start : start + FIXED_STARTS[field];
      let to = field === last ? end : Math.min(end, start + FIXED_STARTS[field + 1]);
      while (from < to && isBlank(text.charCodeAt(from))) from++;
      while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
      if (field >= 2 && from < to && text.charCodeAt(from) === DOLLAR) break;
      if (from < to) filled = this.count + 1;
      this.push(Math.min(from, end), Math.max(Math.min(from, end), to));
    }
    this.count = filled;
  }
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

/** A blank, a tab, or any other control character that separates words. */
function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
