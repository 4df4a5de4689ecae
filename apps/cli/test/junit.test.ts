/** Reports are well formed whatever they say, read back by a strict parser that shares nothing with the writer. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { checkJunitFile, junitText, type TestCase, writeJunit } from '../src/junit.ts';
import { type ParsedElement, parseXml } from './parse-xml.ts';

const texts = fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 3 });
const cases: fc.Arbitrary<TestCase[]> = fc.array(
  fc.record({
    suite: fc.constantFrom('a', 'b.<&>"', "c\u0000'"),
    name: fc.string({ unit: 'binary', maxLength: 12 }),
    seconds: fc.constantFrom(0, 0.25, 3),
    failures: texts,
    errors: texts,
    said: texts,
  }),
  { maxLength: 6 },
);

/** What a reader gets for a text: XML has no place for some characters, and writes every line end as LF. */
function legible(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const isChar =
        [9, 10, 13].includes(code) ||
        (code >= 0x20 && code <= 0xd7ff) ||
        (code >= 0xe000 && code <= 0xfffd) ||
        code >= 0x10000;
      return isChar ? character : '\u{FFFD}';
    })
    .join('');
}

const lineEnds = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

property.prop([cases], { seed: 20261121, numRuns: 150 })(
  'what goes in comes out: names, messages and counts of any text',
  (list) => {
    const root = parseXml(junitText('all', list));
    expect(root.name).toBe('testsuites');
    const wrong = list.filter(({ failures }) => failures.length > 0);
    const missing = list.filter(({ failures, errors }) => failures.length === 0 && errors.length > 0);
    expect(root.attributes).toMatchObject({
      tests: String(list.length),
      failures: String(wrong.length),
      errors: String(missing.length),
    });
    const read = root.children.flatMap(({ children }) => children);
    const suites = [...new Set(list.map(({ suite }) => suite))];
    const written = suites.flatMap((suite) => list.filter((of) => of.suite === suite));
    expect(read.map(({ attributes }) => lineEnds(attributes.name))).toEqual(
      written.map(({ name }) => lineEnds(legible(name))),
    );
    for (const [k, { failures, errors, said }] of written.entries()) {
      const part = (name: string): ParsedElement | undefined =>
        read[k].children.find((child) => child.name === name);
      expect(part('failure') !== undefined).toBe(failures.length > 0);
      expect(part('error') !== undefined).toBe(failures.length === 0 && errors.length > 0);
      const lines = failures.length > 0 ? failures : errors;
      const shown = part('failure') ?? part('error');
      if (shown !== undefined) {
        expect(lineEnds(shown.text)).toBe(lineEnds(legible(lines.join('\n'))));
        expect(lineEnds(shown.attributes.message)).toBe(lineEnds(legible(lines[0])));
      }
      if (said.length > 0)
        expect(lineEnds(part('system-out')?.text ?? '')).toBe(lineEnds(legible(said.join('\n'))));
    }
  },
);

test('a file that cannot be written is bad input, before anything is solved', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'marginal-junit-'));
  await expect(checkJunitFile(folder)).rejects.toMatchObject({ code: 'cli.junit-file' });
  const file = join(folder, 'deep', 'er', 'report.xml');
  await checkJunitFile(file);
  await writeJunit(file, 'one', []);
  expect(parseXml(readFileSync(file, 'utf8')).attributes).toMatchObject({ name: 'one', tests: '0' });
  await expect(checkJunitFile(join(file, 'below.xml'))).rejects.toMatchObject({ code: 'cli.junit-file' });
  rmSync(folder, { recursive: true });
});
