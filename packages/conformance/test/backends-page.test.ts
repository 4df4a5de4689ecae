/** `docs/backends.md` says what the backends say and what the kit finds now. */
import { expect, test } from 'vitest';
import { generatedParts, pageText, withParts } from './backends-page.ts';

test('the published tables are those of the backends as they are', async () => {
  const page = pageText();
  // When it differs: npx -y pnpm@12.21.0 backends-page
  expect(withParts(page, await generatedParts())).toBe(page);
});

test('a page without markers is an error', () => {
  expect(() => withParts('nothing', new Map([['results', '']]))).toThrow(/no markers for 'results'/);
});
