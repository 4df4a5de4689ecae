/** The example of `docs/browser.md`: its files, and what its page reads in the end. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGE = new URL('../../../docs/browser.md', import.meta.url);
/** A block whose first line is a comment with the name of its file. */
const FILE = /```\w+\n(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n(.*?)```/gs;
const OUTPUT = /The page then reads:\s*```text\n(.*?)```/s;

export interface Example {
  /** Folder with the files and a `node_modules`. */
  readonly root: string;
  /** Text of `#prices` in the end. */
  readonly output: string;
  remove(): void;
}

/** Writes the example into a folder of its own below this package, whose dependencies it uses. */
export function writeExample(): Example {
  const text = readFileSync(PAGE, 'utf8');
  const root = fileURLToPath(new URL('../.cache/example/', import.meta.url));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  remove();
  mkdirSync(root, { recursive: true });
  for (const [, name, content] of text.matchAll(FILE)) writeFileSync(join(root, name), content);
  symlinkSync(fileURLToPath(new URL('../node_modules/', import.meta.url)), join(root, 'node_modules'));
  const output = OUTPUT.exec(text)?.[1];
  if (output === undefined) throw new Error(`${PAGE.pathname} does not say what the page reads`);
  return { root, output: output.trim(), remove };
}
