/**
 * Where OR-Tools can run, and where its files are. Owns the two refusals that a user meets before anything is solved:
 * the optional package is not installed, or a browser page lacks the isolation that threads need, without which
 * loading would wait for ever. or-tools-wasm is never imported by name: an installation may be without it.
 */
import { UnsupportedError } from '@marginal/program';

/** The version that this adapter was written against; its wire formats and file layout are not promised by any other. */
export const PACKAGE = 'or-tools-wasm';
export const PACKAGE_VERSION = '0.9.1';

/** What of the global scope decides; a parameter, so that every case can be tried. */
export interface Scope {
  readonly process?: { readonly versions?: { readonly node?: string } };
  readonly crossOriginIsolated?: boolean;
  readonly window?: unknown;
  readonly WebAssembly?: { readonly promising?: unknown };
}

export function isNode(scope: Scope = globalThis): boolean {
  return typeof scope.process?.versions?.node === 'string';
}

/**
 * Which build suits: `jspi` where WebAssembly can wait for promises, else `asyncify`, slower and larger. The main thread
 * of a page always takes the latter, as the package itself does.
 */
export function flavour(scope: Scope = globalThis): 'jspi' | 'asyncify' {
  return typeof scope.WebAssembly?.promising === 'function' && scope.window === undefined
    ? 'jspi'
    : 'asyncify';
}

function notInstalled(cause: string): UnsupportedError {
  return new UnsupportedError({
    code: 'ortools.not-installed',
    place: PACKAGE,
    cause,
    remedy: `npm install ${PACKAGE}@${PACKAGE_VERSION} (325 MB; says Apache-2.0, but its files carry GLPK, which is GPL-3.0)`,
  });
}

/** Looks the package up. Node's modules are asked of the process, so that bundlers for browsers see no import of them. */
async function findFolder(): Promise<URL> {
  const { createRequire } = process.getBuiltinModule('node:module');
  const { pathToFileURL } = process.getBuiltinModule('node:url');
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`${PACKAGE}/mathopt`);
  } catch {
    throw notInstalled('the optional package is not installed');
  }
  return new URL('../', pathToFileURL(entry));
}

let folder: Promise<URL> | undefined;

/** The folder `build/javascript/` of the installed package, looked up once; again while it is missing. */
function installedFolder(): Promise<URL> {
  folder ??= findFolder().catch((error: unknown) => {
    folder = undefined;
    throw error;
  });
  return folder;
}

/**
 * The folder that holds the compiled solvers: `build/javascript/` of the package. `location`: where a browser finds it.
 * Throws `UnsupportedError` when there is none, or when the page is not isolated.
 */
export async function locatePackage(location?: string, scope: Scope = globalThis): Promise<URL> {
  if (isNode(scope)) return installedFolder();
  if (scope.crossOriginIsolated !== true) {
    throw new UnsupportedError({
      code: 'ortools.not-isolated',
      place: PACKAGE,
      cause:
        'the page is not cross-origin isolated, so OR-Tools cannot have the shared memory it is built for',
      remedy:
        'serve the page with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp',
    });
  }
  if (location === undefined)
    throw notInstalled(
      'a browser does not know where the files of the optional package are; give `location`',
    );
  return new URL(location.endsWith('/') ? location : `${location}/`);
}
