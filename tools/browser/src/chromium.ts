/** Finds and starts a Chromium of the machine's own; nothing is downloaded. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** What it is called, in order of preference. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

type Environment = Readonly<Record<string, string | undefined>>;

/** Path of the executable, from MARGINAL_CHROMIUM or the search path, or why there is none. */
export function findChromium(
  environment: Environment = process.env,
): { readonly path: string } | { readonly missing: string } {
  const told = environment.MARGINAL_CHROMIUM;
  if (told !== undefined)
    return existsSync(told)
      ? { path: told }
      : { missing: `MARGINAL_CHROMIUM is ${told}, and there is nothing there` };
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = places.find((place) => existsSync(place));
  return path === undefined
    ? { missing: `there is no ${NAMES.join(', ')} on the search path; install one or set MARGINAL_CHROMIUM` }
    : { path };
}

export function startChromium(executablePath: string): Promise<Browser> {
  // Its sandbox refuses to run as root, which is what containers do.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}
