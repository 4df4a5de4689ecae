/**
 * All faults of one file: the first twenty in full, the rest counted (docs/conventions.md, section 8). What a
 * `Program` can never hold is raised at once, because whatever follows it cannot be judged.
 */
import { type Fault, refuse, UnsupportedError } from '@marginal/program';
import type { SourceText } from './source-text.ts';

/** How many faults are worth listing before the rest is only counted. */
const LISTED_FAULTS = 20;

export class FaultReport {
  /** All faults so far, listed or not. */
  count = 0;
  /** Offset of the first fault; how far a reading of the file got. */
  firstOffset = Infinity;
  private readonly source: SourceText;
  private readonly faults: Fault[] = [];

  constructor(source: SourceText) {
    this.source = source;
  }

  /** A fault at an offset of the text. */
  at(offset: number, code: string, cause: string, remedy: string): void {
    if (offset < this.firstOffset) this.firstOffset = offset;
    this.count++;
    if (this.count > LISTED_FAULTS) return;
    this.faults.push({ code: `formats.${code}`, place: this.source.place(offset), cause, remedy });
  }

  /** A fault at a place that is no offset: a path inside a JSON document. */
  within(path: string, code: string, cause: string, remedy: string): void {
    this.count++;
    if (this.count > LISTED_FAULTS) return;
    this.faults.push({ code: `formats.${code}`, place: `${this.source.name}:${path}`, cause, remedy });
  }

  /** Throws `InvalidInputError` when there is any fault. */
  done(): void {
    const more = this.count - this.faults.length;
    if (more === 0) {
      refuse(this.faults);
      return;
    }
    const rest = {
      code: 'formats.more-faults',
      place: this.source.name,
      cause: `${more} more faults like these`,
      remedy: 'mend the listed ones first',
    };
    refuse([...this.faults, rest]);
  }
}

/** What a `Program` cannot hold: quadratic terms, special ordered sets, indicators. */
export function unsupported(place: string, cause: string): UnsupportedError {
  return new UnsupportedError({
    code: 'formats.unsupported',
    place,
    cause,
    remedy: 'a Program is linear, with integer and semicontinuous columns; restate the model so',
  });
}
