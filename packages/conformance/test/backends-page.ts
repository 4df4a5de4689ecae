/** The generated parts of `docs/backends.md`, between their markers. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Backend } from '@marginal/program';
import { benchFor } from '../src/examine.ts';
import { type CaseResult, capabilityTable, examine, resultTable } from '../src/index.ts';
import { SUBJECTS } from './subjects.ts';

export const PAGE = fileURLToPath(new URL('../../../docs/backends.md', import.meta.url));

export function pageText(): string {
  return readFileSync(PAGE, 'utf8');
}

/** What was not looked at or went wrong, one line per reason with the backends it holds for. */
function notes(results: ReadonlyMap<string, readonly CaseResult[]>): string {
  const lines = new Map<string, string[]>();
  for (const [name, list] of results) {
    for (const result of list) {
      const reason =
        result.status === 'skipped'
          ? `skipped, ${result.case}: ${result.reason}`
          : result.status === 'failed'
            ? `failed, ${result.case}: ${result.reasons[0]}`
            : undefined;
      if (reason !== undefined) lines.set(reason, [...(lines.get(reason) ?? []), name]);
    }
  }
  return [...lines].map(([reason, names]) => `- ${reason} (${names.join(', ')})`).join('\n');
}

/** The tables, generated anew: marker to text. */
export async function generatedParts(): Promise<ReadonlyMap<string, string>> {
  const backends: Backend[] = [];
  const results = new Map<string, readonly CaseResult[]>();
  for (const { subject, options } of Object.values(SUBJECTS)) {
    const { backend } = await benchFor(subject);
    backends.push(backend);
    const list: CaseResult[] = [];
    for await (const result of examine(backend, { ...options, layers: ['contract', 'analytic'] }))
      list.push(result);
    results.set(backend.name, list);
  }
  return new Map([
    ['capabilities', capabilityTable(backends)],
    ['results', resultTable(results)],
    ['notes', notes(results)],
  ]);
}

/** The page with its generated parts replaced. Throws when a marker is missing. */
export function withParts(page: string, parts: ReadonlyMap<string, string>): string {
  let text = page;
  for (const [name, part] of parts) {
    const [begin, end] = [`<!-- generated: ${name} -->\n`, `<!-- end: ${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/backends.md has no markers for '${name}'`);
    text = `${text.slice(0, from + begin.length)}\n${part}\n\n${text.slice(to)}`;
  }
  return text;
}
