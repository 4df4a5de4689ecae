/**
 * Owns reading JSON so that faults can be placed: strict JSON, every syntax error and every key given twice in one
 * go, and for every field its line and column. Two mercies: a byte order mark is skipped, and NaN, Infinity and -Infinity
 * are read as what they say, for whoever checks the field to refuse it among the other faults of the file.
 */
import type { Fault } from '@marginal/program';
import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** Brackets inside brackets that are read: a scenario has five. The reader recurses, and the stack is finite. */
const DEPTH_LIMIT = 64;

export interface JsonText {
  /** What the text says, as far as it can be read; of a key given twice, the last. */
  readonly value: unknown;
  /** If there are any, the value is only part of what was meant. */
  readonly syntaxFaults: readonly Fault[];
  /** NaN, Infinity and -Infinity, for readers who do not get to check the fields they stand in. */
  readonly nonFiniteFaults: readonly Fault[];
  /** Keys given twice. */
  readonly repetitionFaults: readonly Fault[];
  /** `us5.json:12:5`: where the field stands, or of what surrounds it the innermost that is there. */
  readonly positionOf: (path: readonly string[]) => string;
  /** Whether NaN, Infinity or -Infinity stands there. */
  readonly isNonFinite: (path: readonly string[]) => boolean;
}

/** `InvalidCommentToken` to `invalid comment token`. */
function sentenceOf(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** Line and column, from 1. */
function positionIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before[before.length - 1].length + 1 };
}

function propertiesOf(node: Node): (readonly [string, Node, Node | undefined])[] {
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key === undefined ? [] : [[String(key.value), key, value] as const];
  });
}

/** Literals that JSON does not have, by offset. */
type NonFinite = ReadonlyMap<number, string>;

const NON_FINITE = /(?:NaN|-?Infinity)(?=[\s,\]}]|$)/y;

interface Scan {
  readonly nonFinite: NonFinite;
  /** The text with zeros in place of those literals, and everything at its old offset. */
  readonly strict: string;
  /** Offset of the first bracket that is too deep. */
  readonly tooDeep?: number;
}

/** Reads the tokens, without recursion. */
function scan(text: string): Scan {
  const scanner = createScanner(text, true);
  const nonFinite = new Map<number, string>();
  const strict: string[] = [];
  let copied = 0;
  let depth = 0;
  for (;;) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    if (offset >= text.length) break;
    const first = text[offset];
    if (first === '{' || first === '[') depth++;
    if (first === '}' || first === ']') depth--;
    if (depth > DEPTH_LIMIT) return { nonFinite, strict: '', tooDeep: offset };
    NON_FINITE.lastIndex = offset;
    const literal = NON_FINITE.exec(text)?.[0];
    if (literal === undefined || !/^[\s,:[]?$/.test(text.slice(Math.max(0, offset - 1), offset))) continue;
    nonFinite.set(offset, literal);
    strict.push(text.slice(copied, offset), '0'.padEnd(literal.length));
    copied = offset + literal.length;
  }
  return { nonFinite, strict: strict.join('') + text.slice(copied) };
}

function contentOf(node: Node | undefined, nonFinite: NonFinite): unknown {
  switch (node?.type) {
    case 'object':
      return Object.fromEntries(
        propertiesOf(node).map(([key, , value]) => [key, contentOf(value, nonFinite)]),
      );
    case 'array':
      return (node.children ?? []).map((child) => contentOf(child, nonFinite));
    case 'number':
      return Number(nonFinite.get(node.offset) ?? node.value);
    default:
      return node?.value;
  }
}

/** Innermost node on the way along `path`. */
function nodeAt(root: Node | undefined, path: readonly string[]): Node | undefined {
  if (root === undefined || path.length === 0) return root;
  const [head, ...rest] = path;
  const child =
    root.type === 'object'
      ? propertiesOf(root).findLast(([key]) => key === head)?.[2]
      : root.children?.[Number(head)];
  return child === undefined ? root : nodeAt(child, rest);
}

interface Repetition {
  readonly path: readonly string[];
  readonly first: Node;
  readonly again: Node;
}

function repetitionsIn(node: Node | undefined, path: readonly string[]): Repetition[] {
  if (node?.type === 'array')
    return (node.children ?? []).flatMap((child, at) => repetitionsIn(child, [...path, String(at)]));
  if (node?.type !== 'object') return [];
  const seen = new Map<string, Node>();
  return propertiesOf(node).flatMap(([key, keyNode, value]) => {
    const here = [...path, key];
    const first = seen.get(key);
    if (first === undefined) seen.set(key, keyNode);
    const inside = repetitionsIn(value, here);
    return first === undefined ? inside : [{ path: here, first, again: keyNode }, ...inside];
  });
}

/** Reads `raw`; `file` is its name in places. */
export function readJson(raw: string, file: string): JsonText {
  const text = raw.startsWith('\uFEFF') ? raw.slice(1) : raw;
  const { nonFinite, strict, tooDeep } = scan(text);
  const errors: ParseError[] = [];
  const root = tooDeep === undefined ? parseTree(strict, errors, { disallowComments: true }) : undefined;
  const position = (offset: number): string => {
    const { line, column } = positionIn(text, offset);
    return `${file}:${line}:${column}`;
  };
  return {
    value: contentOf(root, nonFinite),
    syntaxFaults: [
      ...errors.map(({ error, offset, length }) => ({
        code: 'scenarios.syntax',
        place: position(offset),
        cause: `${sentenceOf(printParseErrorCode(error))}, at ${JSON.stringify(text.slice(offset, offset + Math.max(length, 1)))}`,
        remedy: 'write strict JSON: no comments, no trailing commas, no NaN or Infinity',
      })),
      ...(tooDeep === undefined
        ? []
        : [
            {
              code: 'scenarios.too-deep',
              place: position(tooDeep),
              cause: `nested too deeply: more than ${DEPTH_LIMIT} brackets inside each other`,
              remedy: 'close the brackets before; a scenario needs five inside each other',
            },
          ]),
    ],
    nonFiniteFaults: [...nonFinite].map(([offset, literal]) => ({
      code: 'scenarios.not-a-number',
      place: position(offset),
      cause: `${literal} is not a finite number`,
      remedy: 'give a number; where null means no limit, null',
    })),
    repetitionFaults: repetitionsIn(root, []).map(({ path, first, again }) => ({
      code: 'scenarios.duplicate-key',
      place: `${position(again.offset)}: ${path.join('.')}`,
      cause: `'${path[path.length - 1]}' is given twice, first in line ${positionIn(text, first.offset).line}`,
      remedy: 'keep one of the two',
    })),
    positionOf: (path) => position(nodeAt(root, path)?.offset ?? 0),
    isNonFinite: (path) => nonFinite.has(nodeAt(root, path)?.offset ?? -1),
  };
}
