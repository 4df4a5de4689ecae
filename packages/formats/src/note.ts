/**
 * What a reader or writer did that the file or program does not say in so many words: counted facts, so that nothing
 * is dropped, merged or supplied in silence. A note is not a fault: the program is what the notes say it is.
 */

/** One kind of fact, how often it happened, and where first. */
export interface Note {
  /** Stable, dotted, lower case: `formats.free-row`. Never reworded. */
  readonly code: string;
  readonly count: number;
  /** What happened, in the singular, as in "an explicit zero coefficient was left out". */
  readonly fact: string;
  /** Where it happened first: `file:line:column`, or a row or column. */
  readonly first: string;
}

/** Counts facts by code, in the order in which each kind was first met. */
export class NoteTally {
  private readonly byCode = new Map<string, { count: number; fact: string; first: string }>();

  /** `place` is called for the first fact of its kind only. */
  add(code: string, fact: string, place: () => string, count = 1): void {
    if (count === 0) return;
    const known = this.byCode.get(code);
    if (known === undefined) this.byCode.set(code, { count, fact, first: place() });
    else known.count += count;
  }

  done(): readonly Note[] {
    return Array.from(this.byCode, ([code, { count, fact, first }]) => ({ code, count, fact, first }));
  }
}
