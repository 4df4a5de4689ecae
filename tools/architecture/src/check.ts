/**
 * Reads every import of every package from its source text and holds it against `layers.ts`. Catches a wrong direction,
 * a deep import past an index, an import that package.json does not declare, and a static import of an optional peer.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ALLOWED, ALLOWED_IN_TESTS, OPTIONAL_PEERS } from './layers.ts';

const IMPORT = /(?:from|import)\s*\(?\s*'(@marginal\/[^']+)'/g;
const STATIC_IMPORT = /^(?:import|export)\b(?!\s+type\b)[^;]*?from\s*'(@marginal\/[^']+)'/gm;

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>;
}

function sourceFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}

function checkFile(
  text: string,
  place: string,
  owner: string,
  manifest: Manifest,
  isTest: boolean,
): string[] {
  const problems: string[] = [];
  const allowed = [...ALLOWED[owner], ...(isTest ? [owner, ...ALLOWED_IN_TESTS] : [])];
  for (const [, specifier] of text.matchAll(IMPORT)) {
    const [, target, ...deep] = specifier.split('/');
    if (deep.length > 0) problems.push(`${place}: imports '${specifier}' past the index of '${target}'`);
    if (!allowed.includes(target))
      problems.push(
        `${place}: '${owner}' must not depend on '${target}' (allowed: ${allowed.join(', ') || 'nothing'})`,
      );
    const name = `@marginal/${target}`;
    const declared = {
      ...manifest.dependencies,
      ...manifest.peerDependencies,
      ...(isTest ? manifest.devDependencies : {}),
    };
    if (target !== owner && declared[name] === undefined)
      problems.push(`${place}: imports '${name}', which package.json does not declare`);
  }
  if (!isTest) {
    for (const [, specifier] of text.matchAll(STATIC_IMPORT)) {
      const target = specifier.split('/')[1];
      if (OPTIONAL_PEERS.includes(target))
        problems.push(
          `${place}: '${specifier}' is an optional peer: load it with import() when it is asked for`,
        );
    }
  }
  return problems;
}

function checkManifest(manifest: Manifest, place: string): string[] {
  return OPTIONAL_PEERS.flatMap((peer) => {
    const name = `@marginal/${peer}`;
    const problems: string[] = [];
    if (manifest.dependencies?.[name] !== undefined)
      problems.push(`${place}: '${name}' must be an optional peer, not a dependency`);
    const optional = manifest.peerDependenciesMeta?.[name]?.optional === true;
    if (manifest.peerDependencies?.[name] !== undefined && !optional)
      problems.push(`${place}: peer '${name}' must be marked optional`);
    return problems;
  });
}

/** Every breach of the architecture below `root`, one sentence each. */
export function checkArchitecture(root: string): string[] {
  return ['packages', 'apps'].flatMap((tier) =>
    readdirSync(join(root, tier)).flatMap((folder) => {
      const home = join(root, tier, folder);
      if (!existsSync(join(home, 'package.json'))) return [];
      const place = relative(root, join(home, 'package.json'));
      const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Manifest;
      const owner = manifest.name.replace('@marginal/', '');
      if (ALLOWED[owner] === undefined)
        return [
          `${place}: '${owner}' has no place in tools/architecture/src/layers.ts; say what it may depend on`,
        ];
      const files = ['src', 'test'].flatMap((part) =>
        sourceFiles(join(home, part)).flatMap((file) =>
          checkFile(readFileSync(file, 'utf8'), relative(root, file), owner, manifest, part === 'test'),
        ),
      );
      return [...checkManifest(manifest, place), ...files];
    }),
  );
}
