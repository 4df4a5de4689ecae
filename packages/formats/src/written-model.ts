/** What a writer returns: the text, and everything in it that differs from the program. */
import type { Renamed } from './name-fitting.ts';
import type { Note } from './note.ts';

export interface WrittenModel {
  readonly text: string;
  /** Rows whose name the format cannot hold, or that is not the only one of its kind. */
  readonly renamedRows: readonly Renamed[];
  readonly renamedColumns: readonly Renamed[];
  readonly notes: readonly Note[];
}
