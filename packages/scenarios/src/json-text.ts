/**
 * Owns reading JSON so that faults can be placed: strict JSON, every syntax error and every key given twice in one
 * go, and for every field its line and column.
 */
import type { Fault } from '@marginal/program';
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

export interface JsonText {
  /** What the text says, as far as it can be read; of a key given twice, the last. */
  readonly value: unknown;
  /** If there are any, the value is only part of what was meant. */
  readonly syntaxFaults: readonly Fault[];
  /** Keys given twice. */
  readonly repetitionFaults: readonly Fault[];
  /** `us5.json:12:5`: where the field stands, or of what surrounds it the innermost that is there. */
  readonly positionOf: (path: readonly string[]) => string;
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

function contentOf(node: Node | undefined): unknown {
  switch (node?.type) {
    case 'object':
      return Object.fromEntries(propertiesOf(node).map(([key, , value]) => [key, contentOf(value)]));
    case 'array':
      return (node.children ?? []).map(contentOf);
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

/** Reads `text`; `file` is its name in places. */
export function readJson(text: string, file: string): JsonText {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const position = (offset: number): string => {
    const { line, column } = positionIn(text, offset);
    return `${file}:${line}:${column}`;
  };
  return {
    value: contentOf(root),
    syntaxFaults: errors.map(({ error, offset, length }) => ({
      code: 'scenarios.syntax',
      place: position(offset),
      cause: `${sentenceOf(printParseErrorCode(error))}, at ${JSON.stringify(text.slice(offset, offset + Math.max(length, 1)))}`,
      remedy: 'write strict JSON: no comments, no trailing commas, no NaN or Infinity',
    })),
    repetitionFaults: repetitionsIn(root, []).map(({ path, first, again }) => ({
      code: 'scenarios.duplicate-key',
      place: `${position(again.offset)}: ${path.join('.')}`,
      cause: `'${path[path.length - 1]}' is given twice, first in line ${positionIn(text, first.offset).line}`,
      remedy: 'keep one of the two',
    })),
    positionOf: (path) => position(nodeAt(root, path)?.offset ?? 0),
  };
}
