/** What the figures were measured on and with, without names of hosts or people. */
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { glpsolVersion } from './peers/mathprog.ts';
import { pulpVersion } from './peers/pulp.ts';
import { HEAP } from './runner.ts';

/** Version of a package that is installed for this one. */
function installed(name: string): string {
  const file = fileURLToPath(new URL(`../node_modules/${name}/package.json`, import.meta.url));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Lines of a list. */
export function machineLines(): string[] {
  const [{ model }] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const npm = ['glpk.js', 'highs', 'javascript-lp-solver', 'lp-model', 'yalps'];
  const debian = [
    `PuLP ${pulpVersion() ?? '(not installed)'}`,
    `glpsol ${glpsolVersion() ?? '(not installed)'}`,
  ];
  return [
    `${cpus().length} cores (${model.trim()}), ${gigabytes} GB, ${process.platform} ${process.arch}`,
    `Node ${process.version}, \`--max-old-space-size=${HEAP}\` in every cell; sources run as they are, types stripped while loading`,
    `npm: ${npm.map((name) => `${name} ${installed(name)}`).join(', ')}`,
    `Debian: ${debian.join(', ')}`,
  ];
}
