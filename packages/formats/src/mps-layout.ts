/**
 * Free or fixed? The layout is not written in an MPS file. A file is read as free first, which also reads every fixed
 * file whose names have no blanks. When that finds faults it is read as fixed: a blank inside a name changes the
 * number of words on its first card, so it cannot pass as free. If both readings fail, the one that got further
 * reports.
 */
import { type Program, UnsupportedError } from '@marginal/program';
import type { MpsLayout } from './mps-cards.ts';
import { MpsReader } from './mps-reader.ts';
import { type Note, NoteTally } from './note.ts';
import type { SourceText } from './source-text.ts';

export interface MpsReading {
  readonly program: Program;
  readonly notes: readonly Note[];
  readonly layout: MpsLayout;
}

interface Failure {
  readonly error: unknown;
  /** Offset of the first fault; Infinity when there was none before the program proved to be unsupported. */
  readonly reach: number;
}

function attempt(source: SourceText, layout: MpsLayout): MpsReading | Failure {
  const notes = new NoteTally();
  const reader = new MpsReader(source, notes, layout);
  try {
    const program = reader.read();
    return { program, notes: notes.done(), layout };
  } catch (error) {
    return { error, reach: reader.report.firstOffset };
  }
}

/** Reads an MPS file; `layout` undefined means find out. */
export function readMps(source: SourceText, layout?: MpsLayout): MpsReading {
  const first = attempt(source, layout ?? 'free');
  if ('program' in first) return first;
  const sure = first.error instanceof UnsupportedError && first.reach === Infinity;
  if (layout !== undefined || sure) throw first.error;
  const second = attempt(source, 'fixed');
  if ('program' in second) return second;
  throw second.reach > first.reach ? second.error : first.error;
}
