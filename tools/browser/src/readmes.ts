/** The code of the packages' READMEs, each block a module, and a page that runs them by name. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../../../packages/', import.meta.url));
const BLOCK = /```ts\n(.*?)```/gs;

/** What a page cannot do, or not as it is written there, and why. */
const NOT_IN_A_PAGE: readonly (readonly [RegExp, string])[] = [
  [/loadScenario|readModelFile/, 'reads files'],
  [/\bexamine\(/, 'takes long, and the kit is run in a page anyway'],
  [/\bglpk\(|\bortools\(/, 'does not say where the files of the solver are'],
];

export interface Block {
  /** `highs-1`: of the package and of the block in it. */
  readonly name: string;
  /** Why it is not for a page. */
  readonly unfit: string | undefined;
}

export interface Readmes {
  /** Folder with an `index.html` and one `name.ts` per block. */
  readonly root: string;
  readonly blocks: readonly Block[];
  remove(): void;
}

const HTML = `<!doctype html>
<link rel="icon" href="data:," />
<script type="module" src="./main.ts"></script>
`;

/** `import.meta.glob` is Vite's: every block in a chunk of its own, loaded when it is asked for. */
const MAIN = `import { printedBy } from '../../src/plain.ts';
const blocks = import.meta.glob('./blocks/*.ts');
Object.assign(globalThis, { asked: { print: (name) => printedBy(blocks['./blocks/' + name + '.ts']) } });
`;

/** Writes them into a folder of their own below this package, whose dependencies they use. */
export function writeReadmes(): Readmes {
  const root = fileURLToPath(new URL('../.cache/readmes/', import.meta.url));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  remove();
  mkdirSync(join(root, 'blocks'), { recursive: true });
  writeFileSync(join(root, 'index.html'), HTML);
  writeFileSync(join(root, 'main.ts'), MAIN);
  const blocks = readdirSync(PACKAGES).flatMap((folder) => {
    const text = readFileSync(join(PACKAGES, folder, 'README.md'), 'utf8');
    return [...text.matchAll(BLOCK)].map(([, code], k) => {
      const name = `${folder}-${k + 1}`;
      const unfit = NOT_IN_A_PAGE.find(([words]) => words.test(code))?.[1];
      if (unfit === undefined) writeFileSync(join(root, 'blocks', `${name}.ts`), code);
      return { name, unfit };
    });
  });
  return { root, blocks, remove };
}
