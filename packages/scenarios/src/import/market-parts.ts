/**
 * Owns a market while it is put together from tables: its data as a tree, the place of every field, the sources that its
 * figures cite, and what was wrong so far.
 */
import type { Fault } from '@marginal/program';
import { isRecord } from '../figure.ts';
import type { Citation } from '../scenario.ts';

/** Source of figures whose row cites none, and of those that nobody wrote. */
export const FOLDER_SOURCE = 'folder';
export const DEFAULT_SOURCE = 'default';
export const REGION_SOURCE = 'azure-regions';

const CITATIONS: Readonly<Record<string, Citation>> = {
  [FOLDER_SOURCE]: {
    title: 'The imported folder',
    by: 'whoever wrote it',
    licence: 'not stated',
    note: 'Cite sources in sources.csv, and name them in a column "source".',
  },
  [DEFAULT_SOURCE]: {
    title: 'Default of the importer',
    by: 'Marginal',
    licence: 'MIT',
    note: 'The folder says nothing; the value does nothing: no cost, no limit.',
  },
  [REGION_SOURCE]: {
    title: 'Coordinates of Azure regions',
    by: 'Green Software Foundation, Carbon Aware SDK',
    url: 'https://github.com/Green-Software-Foundation/carbon-aware-sdk',
    licence: 'MIT',
  },
};

type Tree = Record<string, unknown>;

/** A market being put together: the data, the place of every field, and what was wrong so far. */
export class MarketInParts {
  /** As the user named it. */
  readonly folder: string;
  readonly data: Tree = {};
  readonly sources: Record<string, Citation> = {};
  readonly faults: Fault[] = [];
  private readonly places = new Map<string, string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  refuse(code: string, place: string, cause: string, remedy: string): void {
    this.faults.push({ code: `scenarios.${code}`, place, cause, remedy });
  }

  /** Puts a value at the path, making what is above it. */
  put(path: readonly string[], value: unknown, place: string): void {
    let here = this.data;
    for (const key of path.slice(0, -1)) {
      here[key] ??= {};
      here = here[key] as Tree;
    }
    here[path[path.length - 1]] = value;
    this.places.set(JSON.stringify(path), place);
  }

  get(path: readonly string[]): unknown {
    return path.reduce<unknown>(
      (here, key) => (isRecord(here) && Object.hasOwn(here, key) ? here[key] : undefined),
      this.data,
    );
  }

  /** Says where a field would stand that is not there. */
  mark(path: readonly string[], place: string): void {
    this.places.set(JSON.stringify(path), place);
  }

  figure(value: unknown, unit: string, source: string): unknown {
    if (!Object.hasOwn(this.sources, source) && Object.hasOwn(CITATIONS, source))
      this.sources[source] = CITATIONS[source];
    return { value, unit, source };
  }

  /** Of the field, or of the innermost of what surrounds it that has a place. */
  placeOf(path: readonly string[]): string {
    for (let length = path.length; length > 0; length--) {
      const place = this.places.get(JSON.stringify(path.slice(0, length)));
      if (place !== undefined) return length === path.length ? place : `${place} (${path.join('.')})`;
    }
    return path.length === 0 ? this.folder : `${this.folder}: ${path.join('.')}`;
  }

  entries(set: string): [string, Tree][] {
    const named = this.get([set]);
    return isRecord(named) ? (Object.entries(named) as [string, Tree][]) : [];
  }
}
