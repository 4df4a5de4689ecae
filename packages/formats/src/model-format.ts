/** Which format a file is in: by the end of its name, else by its first word. */

/** MPS with its layout found out or forced, CPLEX LP, MathOptFormat. */
export type ModelFormat = 'mps' | 'mps-free' | 'mps-fixed' | 'lp' | 'mof';

const ENDINGS: readonly (readonly [string, ModelFormat])[] = [
  ['.mps', 'mps'],
  ['.lp', 'lp'],
  ['.mof.json', 'mof'],
  ['.json', 'mof'],
];

/** First words of an MPS file, at the start of a line. */
const MPS_STARTS = new Set(['NAME', 'ROWS', 'OBJSENSE', 'OBJSEN', 'OBJNAME']);

/** First line that says anything: not blank, no comment of either kind. */
function firstLine(text: string): string {
  let at = 0;
  while (at < text.length) {
    let end = at;
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
    const line = text.slice(at, end);
    const start = line.trimStart();
    if (start !== '' && !start.startsWith('\\') && !line.startsWith('*')) return line;
    at = end + 1;
  }
  return '';
}

/** By name, with or without `.gz`; by content when the name does not say. An LP file is what is nothing else. */
export function detectFormat(name: string, text: string): ModelFormat {
  const bare = name.toLowerCase().replace(/\.gz$/, '');
  const known = ENDINGS.find(([ending]) => bare.endsWith(ending));
  if (known !== undefined) return known[1];
  const line = firstLine(text);
  if (line.trimStart().startsWith('{')) return 'mof';
  return MPS_STARTS.has(line.split(/\s/, 1)[0].toUpperCase()) ? 'mps' : 'lp';
}
