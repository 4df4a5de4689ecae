import { expect, test } from 'vitest';
import { z } from 'zod';
import { faultsOfIssue, nameKnown, quantity, reporter } from '../src/index.ts';

const schema = z.strictObject({ kind: z.enum(['a', 'b']), title: z.string(), size: quantity('1') });

function faultsOf(raw: unknown) {
  const issues = schema.safeParse(raw, { reportInput: true }).error?.issues ?? [];
  return issues.flatMap((issue) =>
    faultsOfIssue(issue, reporter('demo', 'file'), () => Object.keys(schema.shape)),
  );
}

test('every kind of issue becomes one fault with place, cause and remedy', () => {
  expect(faultsOf({ kind: 'c', title: 3, size: 'x', sise: 1 })).toEqual([
    { code: 'demo.unknown-value', place: 'file: kind', cause: 'is "c"', remedy: 'use one of a, b' },
    {
      code: 'demo.wrong-shape',
      place: 'file: title',
      cause: 'is a number',
      remedy: 'write a text in quotes',
    },
    {
      code: 'demo.not-a-number',
      place: 'file: size',
      cause: '"x" is not a finite number',
      remedy: 'give a number, without quotes, with a decimal point',
    },
    {
      code: 'demo.unknown-key',
      place: 'file: sise',
      cause: "'sise' is not a field",
      remedy: "did you mean 'size'? known fields: kind, title, size",
    },
  ]);
  expect(faultsOf({ kind: 'a', size: 1 })).toMatchObject([{ code: 'demo.missing', place: 'file: title' }]);
});

test('places may be computed, and hints only name what is close', () => {
  const report = reporter('demo', (path) => `line 3: ${path.join('/')}`);
  expect(report(['a', 'b'], 'x', 'c', 'r').place).toBe('line 3: a/b');
  expect(nameKnown('nodes', 'iwoa', ['iowa', 'texas'])).toBe("did you mean 'iowa'? known nodes: iowa, texas");
  expect(nameKnown('nodes', 'zzz', ['iowa'])).toBe('known nodes: iowa');
  expect(nameKnown('nodes', 'zzz', [])).toBe('there are no nodes; add some first');
});
