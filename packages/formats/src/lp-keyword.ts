/**
 * Words with a meaning of their own in LP files. A section begins with its word at the start of a line, in any mix of
 * cases; nothing may be named like a word of this list. Source: IBM, "LP file format"; Gurobi, "LP format".
 */

/** What a section holds. `unsupported` stands for everything that a `Program` cannot. */
export type LpSection =
  | 'minimize'
  | 'maximize'
  | 'rows'
  | 'bounds'
  | 'generals'
  | 'binaries'
  | 'semicontinuous'
  | 'unsupported'
  | 'end';

const SECTIONS = new Map<string, LpSection>();

function name(section: LpSection, words: readonly string[]): void {
  for (const word of words) SECTIONS.set(word, section);
}
name('minimize', ['minimize', 'minimise', 'minimum', 'min']);
name('maximize', ['maximize', 'maximise', 'maximum', 'max']);
name('rows', ['subject to', 'such that', 'st', 's.t.', 'st.']);
name('bounds', ['bounds', 'bound']);
name('generals', ['generals', 'general', 'gen', 'integers', 'integer', 'int']);
name('binaries', ['binaries', 'binary', 'bin']);
name('semicontinuous', ['semi-continuous', 'semis', 'semi']);
name('unsupported', ['sos', 'sos1', 'sos2', 'pwlobj', 'gencons']);
name('unsupported', ['lazy constraints', 'user cuts', 'general constraints', 'multi-objectives', 'scenario']);
name('end', ['end']);

/** The longest of them; a longer word need not be looked up. */
const LONGEST = 'general constraints'.length;

/** Words that go with a second one to make a section. */
const SECOND_WORDS: Readonly<Record<string, readonly string[]>> = {
  subject: [' to'],
  such: [' that'],
  semi: ['-continuous'],
  lazy: [' constraints'],
  user: [' cuts'],
  general: [' constraints'],
  multi: ['-objectives'],
};

/** A section that begins at `start`, where a word ends at `end`; and where the section's own words end. */
export function sectionAt(
  text: string,
  start: number,
  end: number,
): { readonly section: LpSection; readonly end: number } | undefined {
  if (end - start > LONGEST) return undefined;
  const word = text.slice(start, end).toLowerCase();
  const tails = Object.hasOwn(SECOND_WORDS, word) ? SECOND_WORDS[word] : [];
  for (const tail of tails) {
    let at = end;
    while (tail.startsWith(' ') && isGap(text.charCodeAt(at + 1)) && isGap(text.charCodeAt(at))) at++;
    const rest = text
      .slice(at, at + tail.length)
      .replace('\t', ' ')
      .toLowerCase();
    const section = rest === tail ? SECTIONS.get(word + tail) : undefined;
    if (section !== undefined) return { section, end: at + tail.length };
  }
  const section = SECTIONS.get(word);
  return section === undefined ? undefined : { section, end };
}

function isGap(code: number): boolean {
  return code === 32 || code === 9;
}

/** Words that stand for an infinity where a number is expected. */
export function isInfinity(word: string): boolean {
  const lower = word.toLowerCase();
  return lower === 'inf' || lower === 'infinity';
}

/** Whether a reader could take the name for something else. */
export function isReserved(word: string): boolean {
  const lower = word.toLowerCase();
  return SECTIONS.has(lower) || Object.hasOwn(SECOND_WORDS, lower) || lower === 'free' || isInfinity(lower);
}
