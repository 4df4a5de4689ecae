/** Workflow commands stay on one line and can be read back, whatever they say. */
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { type Annotation, annotate, workflowCommand } from '../src/annotations.ts';

const annotations: fc.Arbitrary<Annotation> = fc.record(
  {
    level: fc.constantFrom('error', 'warning', 'notice'),
    title: fc.string({ unit: 'binary' }),
    message: fc.string({ unit: 'binary' }),
    file: fc.string({ unit: 'binary', minLength: 1 }),
  },
  { requiredKeys: ['level', 'title', 'message'] },
);

/** As the runner reads a command: the name, the properties up to the next `::`, then the message. */
function read(line: string): Record<string, string> {
  const [, level, properties, message] = /^::(\w+) (.*?)::(.*)$/su.exec(line) ?? [];
  const plain = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const parts = properties.split(',').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at), plain(part.slice(at + 1))] as const;
  });
  const text = message.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  return { level, ...Object.fromEntries(parts), message: text };
}

property.prop([annotations], { seed: 20261121, numRuns: 300 })('any text survives', (annotation) => {
  const line = workflowCommand(annotation);
  expect(line).not.toMatch(/[\r\n]/);
  expect(read(line)).toEqual(annotation);
});

test('no more than ten of a level, and how many there are', () => {
  const lines: string[] = [];
  const output = {
    json: false,
    say: (line: string) => void lines.push(line),
    data: () => {},
    warn: () => {},
  };
  const error = (message: string): Annotation => ({ level: 'error', title: 't', message });
  annotate(output, [
    ...Array.from({ length: 25 }, (_, k) => error(`no ${k}`)),
    { ...error('n'), level: 'notice' },
  ]);
  expect(lines).toHaveLength(11);
  expect(lines[9]).toBe('::error title=t::and 16 more like these');
  expect(lines[10]).toBe('::notice title=t::n');
});
