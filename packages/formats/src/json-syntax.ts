/**
 * Where a text stops being JSON (RFC 8259). `JSON.parse` says only what it met, in most cases without the position; this
 * walks the text once more, after it has failed, with a stack of open brackets and what may come next.
 */

/** What may come next; `first` forms may also close the bracket just opened. */
type Expected = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma';

const BLANK = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\x7F-\x9F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

/** End of what the sticky pattern matches at `at`, or `at` itself. */
function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Offset of the first character that cannot stand where it is; the length of the text when something is missing. */
export function jsonFaultOffset(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at = matchEnd(BLANK, text, at);
    const character = text[at];
    if (character === undefined) return at;
    const closes = open.at(-1) === '{' ? '}' : ']';
    const mayClose = expected === 'comma' || expected.startsWith('first');
    let end = at + 1;
    if (open.length > 0 && mayClose && character === closes) {
      open.pop();
      expected = 'comma';
    } else if (expected === 'comma') {
      if (open.length === 0 || character !== ',') return at;
      expected = open.at(-1) === '{' ? 'key' : 'value';
    } else if (expected === 'colon') {
      if (character !== ':') return at;
      expected = 'value';
    } else if (expected === 'key' || expected === 'first key') {
      end = matchEnd(STRING, text, at);
      expected = 'colon';
    } else if (character === '{' || character === '[') {
      open.push(character);
      expected = character === '{' ? 'first key' : 'first value';
    } else {
      end = matchEnd(character === '"' ? STRING : SCALAR, text, at);
      expected = 'comma';
    }
    if (end === at) return at;
    at = end;
  }
}
