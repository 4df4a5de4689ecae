/** Owns the answer to an unknown name: the one that was probably meant, and all there are. */
import { distance } from 'fastest-levenshtein';

/** `did you mean 'iowa'? known here: virginia, iowa`. */
export function knownNames(wanted: string, known: readonly string[]): string {
  if (known.length === 0) return 'nothing is known here';
  const nearest = known
    .map((name) => ({ name, steps: distance(name.toLowerCase(), wanted.toLowerCase()) }))
    .reduce((best, next) => (next.steps < best.steps ? next : best));
  const close = nearest.steps < wanted.length && nearest.steps <= Math.max(2, Math.floor(wanted.length / 3));
  return `${close ? `did you mean '${nearest.name}'? ` : ''}known here: ${known.join(', ')}`;
}
