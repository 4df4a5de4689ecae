/**
 * What the compiler says about a mistake is a sentence. Every line behind `// @ts-expect-error words` in the files of
 * `mistakes/` is refused in the type check of the repository; here they are compiled once without those comments, and
 * the words are looked for in what the compiler says about the line.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { compilerOutput, type Diagnostic, diagnosticsOf } from './compiler.ts';

const FOLDER = new URL('mistakes/', import.meta.url);
const FILES = readdirSync(FOLDER);
const MARK = /^\s*\/\/ @ts-expect-error (.+)$/;

interface Mistake {
  readonly file: string;
  /** Of the mistake, not of the comment. */
  readonly line: number;
  readonly code: string;
  readonly words: string;
}

const TEXTS = FILES.map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')] as const);
const MISTAKES: readonly Mistake[] = TEXTS.flatMap(([file, text]) => {
  const lines = text.split('\n');
  return lines.flatMap((comment, at) => {
    const words = MARK.exec(comment)?.[1];
    return words === undefined ? [] : [{ file, line: at + 2, code: lines[at + 1].trim(), words }];
  });
});

let diagnostics: readonly Diagnostic[] = [];

beforeAll(async () => {
  const files = TEXTS.map(([file, text]) => [file, text.replaceAll('@ts-expect-error', 'refused:')]);
  diagnostics = diagnosticsOf(await compilerOutput(Object.fromEntries(files)));
}, 60_000);

test('every kind of mistake is here, and nothing but mistakes is complained about', () => {
  expect(MISTAKES.length).toBeGreaterThan(100);
  const expected = new Set(MISTAKES.map(({ file, line }) => `${file}:${line}`));
  expect(diagnostics.filter(({ file, line }) => !expected.has(`${file}:${line}`))).toEqual([]);
});

describe.each(FILES.filter((file) => file.endsWith('.test-d.ts')))('%s', (file) => {
  test.each(MISTAKES.filter((mistake) => mistake.file === file))('$line: $code', ({ line, words }) => {
    const said = diagnostics.filter((one) => one.file === file && one.line === line);
    expect(said.map(({ text }) => text).join('\n')).toContain(words);
  });
});
