/** Serves a bundle and the solvers' files on localhost, with the two headers of cross-origin isolation or without. */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

/** What shared memory, and with it OR-Tools, needs of every response: the page, its scripts and its workers. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Files that a page is told the URL of, because bundlers do not find them. */
function solverFiles(): readonly (readonly [prefix: string, folder: string])[] {
  const installed = createRequire(import.meta.url);
  return [
    ['/solvers/or-tools/', join(installed.resolve('or-tools-wasm/mathopt'), '../..')],
    ['/solvers/', join(installed.resolve('glpk-wasm'), '..')],
  ];
}

export interface Served {
  readonly origin: string;
  close(): void;
}

/** Which responses carry the headers: every one, the page alone (a mistake that is easily made), or none. */
export type Isolation = 'all' | 'page' | 'none';

/** Serves the folder `root`, which ends in a slash or not. */
export async function serve(root: string, isolation: Isolation): Promise<Served> {
  const folders = [...solverFiles(), ['/', root] as const];
  const server: Server = createServer((request, response) => {
    const asked = decodeURIComponent((request.url ?? '/').split('?')[0]);
    const path = normalize(asked === '/' ? '/index.html' : asked);
    const found = folders.find(([prefix]) => path.startsWith(prefix));
    const file = found === undefined ? undefined : join(found[1], path.slice(found[0].length));
    if (file === undefined || statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      ...(isolation === 'all' || (isolation === 'page' && path === '/index.html') ? ISOLATION : {}),
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}
