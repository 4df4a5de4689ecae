/**
 * Reports in the XML that JUnit's Ant task writes and every continuous integration reads: `testsuites` of `testsuite`s of
 * `testcase`s, `failure` for a wrong answer and `error` for none. Built as a document and serialised, so that it is well formed
 * whatever the texts hold; characters that XML 1.0 has no place for become U+FFFD.
 */
import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InvalidInputError } from '@marginal/program';
import { DOMImplementation, type Document, type Element, XMLSerializer } from '@xmldom/xmldom';

export interface TestCase {
  /** Dotted; cases of one suite stand together. */
  readonly suite: string;
  readonly name: string;
  readonly seconds?: number;
  /** What is wrong, a line each. */
  readonly failures: readonly string[];
  /** Why there is no answer, a line each. */
  readonly errors: readonly string[];
  /** For whoever reads on. */
  readonly said: readonly string[];
}

/** Everything but Char of XML 1.0, section 2.2; a lone surrogate among it. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function legible(text: string): string {
  return text.replaceAll(NOT_IN_XML, '\u{FFFD}');
}

function element(
  document: Document,
  parent: Element,
  name: string,
  attributes: Record<string, string>,
): Element {
  const child = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) child.setAttribute(key, legible(value));
  parent.appendChild(child);
  return child;
}

function withText(document: Document, parent: Element, lines: readonly string[]): void {
  parent.appendChild(document.createTextNode(legible(lines.join('\n'))));
}

function counts(cases: readonly TestCase[]): Record<string, string> {
  const seconds = cases.reduce((sum, { seconds: own }) => sum + (own ?? 0), 0);
  return {
    tests: String(cases.length),
    failures: String(cases.filter(({ failures }) => failures.length > 0).length),
    // A case counts once: what is wrong comes before what is missing.
    errors: String(cases.filter(({ failures, errors }) => failures.length === 0 && errors.length > 0).length),
    skipped: '0',
    time: seconds.toFixed(3),
  };
}

function addCase(document: Document, parent: Element, testCase: TestCase): void {
  const { suite, name, seconds, failures, errors, said } = testCase;
  const node = element(document, parent, 'testcase', {
    classname: suite,
    name,
    time: (seconds ?? 0).toFixed(3),
  });
  const [kind, lines] = failures.length > 0 ? (['failure', failures] as const) : (['error', errors] as const);
  if (lines.length > 0) {
    const type = kind === 'failure' ? 'wrong' : 'no answer';
    withText(document, element(document, node, kind, { message: lines[0], type }), lines);
  }
  if (said.length > 0) withText(document, element(document, node, 'system-out', {}), said);
}

/** The report as text. */
export function junitText(name: string, cases: readonly TestCase[]): string {
  const document = new DOMImplementation().createDocument(null, 'testsuites', null);
  const root = document.documentElement;
  if (root === null) throw new Error('internal error: a document made with a root has one');
  for (const [key, value] of Object.entries({ name, ...counts(cases) }))
    root.setAttribute(key, legible(value));
  for (const suite of new Set(cases.map((testCase) => testCase.suite))) {
    const of = cases.filter((testCase) => testCase.suite === suite);
    const node = element(document, root, 'testsuite', { name: suite, ...counts(of) });
    for (const testCase of of) addCase(document, node, testCase);
  }
  const text = new XMLSerializer().serializeToString(document, { requireWellFormed: true });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}

function fault(file: string, cause: string): InvalidInputError {
  return new InvalidInputError([
    { code: 'cli.junit-file', place: `--junit ${file}`, cause, remedy: 'name a file you may write' },
  ]);
}

/** Whether a report may be written there, before anything is solved. Throws `InvalidInputError` `cli.junit-file`. */
export async function checkJunitFile(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    throw fault(file, `cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  const isFolder = await stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) throw fault(file, 'is a folder');
}

/** Writes the report. Throws `InvalidInputError` `cli.junit-file`. */
export async function writeJunit(file: string, name: string, cases: readonly TestCase[]): Promise<void> {
  const text = junitText(name, cases);
  try {
    await writeFile(file, text);
  } catch (error) {
    throw fault(file, `cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
