/** The figures carried over must be those of the files they come from, where the files are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PUBLISHED, type Published } from './published.ts';

/** Beside the repository; not part of a clone. */
const FILES = new URL('../../../../../shared/data/truth/lp/', import.meta.url);

interface TruthFile {
  readonly note: string;
  readonly published: { readonly source?: string };
  readonly expected: {
    readonly status: string;
    readonly objective?: number;
    readonly dual_intervals?: Readonly<Record<string, { readonly lower: number; readonly upper: number }>>;
  };
}

const REASON = `${FILES.pathname} is not here: the carried-over figures stand alone`;

test.for(Object.entries<Published>(PUBLISHED))('%s', ([name, published], { skip }) => {
  const file = new URL(`${name}.json`, FILES);
  skip(!existsSync(file), REASON);
  const { note, published: from, expected } = JSON.parse(readFileSync(file, 'utf8')) as TruthFile;
  expect(from.source ?? note).toContain(published.source);
  expect(expected.status).toBe(published.objective === undefined ? 'infeasible' : 'optimal');
  expect(published.objective).toBe(expected.objective);
  const intervals = Object.entries(published.duals).map(([row, dual]) => {
    const [lower, upper] = typeof dual === 'number' ? [dual, dual] : dual;
    return [row, { lower, upper }];
  });
  const theirs = Object.entries(expected.dual_intervals ?? {}).map(([row, { lower, upper }]) => [
    row,
    { lower, upper },
  ]);
  expect(Object.fromEntries(intervals)).toEqual(Object.fromEntries(theirs));
});
