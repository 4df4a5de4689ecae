/**
 * Packs every published package and looks inside: a tarball holds its build (`dist`), package.json, README and licence,
 * and nothing else; entry points exist; no workspace range or source condition is left in its manifest.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ALLOWED = /^package\/(dist\/.+|package\.json|README\.md|LICENSE|NOTICE)$/;

interface PackedManifest {
  readonly bin?: Record<string, string>;
  readonly exports?: { readonly '.'?: Record<string, string> };
}

const root = fileURLToPath(new URL('..', import.meta.url));
const pnpm = (args: readonly string[], cwd: string): string =>
  execFileSync('npx', ['-y', 'pnpm@12.21.0', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

function problemsOf(tarball: string): string[] {
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  const text = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' });
  const manifest = JSON.parse(text) as PackedManifest;
  const entries = [...Object.values(manifest.bin ?? {}), ...Object.values(manifest.exports?.['.'] ?? {})];
  return [
    ...files.filter((file) => !ALLOWED.test(file)).map((file) => `${file} does not belong in a tarball`),
    ...entries
      .filter((entry) => !files.includes(`package/${entry.replace('./', '')}`))
      .map((entry) => `entry ${entry} is not in the tarball`),
    ...(files.some((file) => file.endsWith('.js')) ? [] : ['there is no built file: run the build first']),
    ...(text.includes('workspace:') ? ['a workspace: range is left in package.json'] : []),
    ...(text.includes('@marginal/source') ? ['the source condition is left in package.json'] : []),
  ];
}

const scratch = mkdtempSync(join(tmpdir(), 'marginal-packs-'));
let failures = 0;
for (const tier of ['packages', 'apps']) {
  for (const folder of readdirSync(join(root, tier))) {
    const home = join(root, tier, folder);
    if (!existsSync(join(home, 'package.json'))) continue;
    if (
      (JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { private?: boolean }).private === true
    )
      continue;
    pnpm(['pack', '--pack-destination', scratch], home);
    const tarball = readdirSync(scratch).find((file) => file.endsWith('.tgz'));
    const problems = tarball === undefined ? ['nothing was packed'] : problemsOf(join(scratch, tarball));
    for (const problem of problems) process.stderr.write(`${tier}/${folder}: ${problem}\n`);
    failures += problems.length;
    if (tarball !== undefined) rmSync(join(scratch, tarball));
  }
}
rmSync(scratch, { recursive: true });
process.stdout.write(
  failures === 0 ? 'tarballs hold only their build\n' : `tarballs: ${failures} problems\n`,
);
process.exitCode = failures === 0 ? 0 : 1;
