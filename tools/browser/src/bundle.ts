/** Bundles the page with Vite's defaults, as a user's application would, from the packages' sources. */
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';

const PAGE = fileURLToPath(new URL('./page/', import.meta.url));

export interface BundleOptions {
  /** Folder with the `index.html`; by default that of the page that can be asked things. */
  readonly root?: string;
  /** From what the packages publish, not from their sources. */
  readonly built?: boolean;
}

/** Writes the bundle to the folder `outDir`. */
export async function bundle(
  outDir: string,
  { root = PAGE, built = false }: BundleOptions = {},
): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: [...(built ? [] : ['@marginal/source']), ...defaultClientConditions] },
    build: { outDir, emptyOutDir: true, minify: false },
  });
}
