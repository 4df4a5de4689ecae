/** Owns the hint for a name that nobody knows. */
import { distance } from 'fastest-levenshtein';

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
