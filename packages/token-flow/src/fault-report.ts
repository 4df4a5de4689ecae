/** Owns how faults of the data are worded: their code, their place, and names that were probably meant. */
import type { Fault } from '@marginal/program';
import { distance } from 'fastest-levenshtein';

/** A name for the whole data, put before each field, or the full place of a field, given the keys that lead to it. */
export type DataPlace = string | ((path: readonly string[]) => string);

/** `did you mean 'virginia'? known nodes: virginia, iowa`. */
export function nameKnown(kind: string, wanted: string, known: readonly string[]): string {
  if (known.length === 0) return `there are no ${kind}; add some first`;
  const nearest = known
    .map((name) => ({ name, steps: distance(name.toLowerCase(), wanted.toLowerCase()) }))
    .reduce((best, next) => (next.steps < best.steps ? next : best));
  const close = nearest.steps < wanted.length && nearest.steps <= Math.max(2, Math.floor(wanted.length / 3));
  const hint = close ? `did you mean '${nearest.name}'? ` : '';
  return `${hint}known ${kind}: ${known.join(', ')}`;
}

/** Makes a fault out of the keys that lead to the field. */
export type Report = (path: readonly string[], code: string, cause: string, remedy: string) => Fault;

export function reporter(place: DataPlace): Report {
  const placeOf =
    typeof place === 'function'
      ? place
      : (path: readonly string[]) => (path.length === 0 ? place : `${place}: ${path.join('.')}`);
  return (path, code, cause, remedy) => ({
    code: `token-flow.${code}`,
    place: placeOf(path),
    cause,
    remedy,
  });
}
