/**
 * Owns finding out what a path holds, so that a user need not say: a folder of CSVs or a JSON file is a market, a CSV with
 * the columns of a latency table or of a trace is that. Compressed files (`.gz`) are read as what is in them.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Fault } from '@marginal/program';
import { isRecord } from '../figure.ts';
import { readJson } from '../json-text.ts';
import { type OpenedScenario, readScenario } from '../scenario.ts';
import { readCsv } from './csv-table.ts';
import { isLatencyHeader, type LatencyTable, readLatencyTable } from './latency-table.ts';
import { isTraceHeader, type LlmTrace, readLlmTrace } from './llm-trace.ts';
import { readMarketFolder } from './market-folder.ts';

export type Imported =
  | { readonly kind: 'market'; readonly opened: OpenedScenario }
  | { readonly kind: 'latency'; readonly table: LatencyTable }
  | { readonly kind: 'trace'; readonly trace: LlmTrace }
  | { readonly kind: 'nothing'; readonly faults: readonly Fault[] };

function nothing(code: string, place: string, cause: string, remedy: string): Imported {
  return { kind: 'nothing', faults: [{ code: `scenarios.${code}`, place, cause, remedy }] };
}

/** A market's data without the envelope of a scenario file. */
function readBareData(text: string, file: string): OpenedScenario | undefined {
  const json = readJson(text, file);
  const { value } = json;
  if (!isRecord(value) || Object.hasOwn(value, 'schema') || !Object.hasOwn(value, 'nodes')) return undefined;
  if (json.syntaxFaults.length > 0) return undefined;
  const name = basename(file, '.json');
  return {
    scenario: {
      name,
      title: name,
      model: 'token-flow',
      sources: {},
      data: value,
      settings: [],
      place: file,
      placeOf: (path) => `${json.positionOf(path)}: ${path.join('.') || 'data'}`,
    },
    faults: json.repetitionFaults,
  };
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** First lines of a file, enough to see its header. */
const HEAD = 2000;

function importText(text: string, file: string): Imported {
  const bare = file.replace(/\.gz$/, '');
  if (bare.endsWith('.json'))
    return { kind: 'market', opened: readBareData(text, file) ?? readScenario(text, file) };
  const lines = text.slice(0, HEAD).split('\n');
  const head = readCsv(lines.slice(0, 1).join('\n'), file);
  if (isTraceHeader(head)) {
    const read = readLlmTrace(text, file);
    return 'trace' in read ? { kind: 'trace', trace: read.trace } : { kind: 'nothing', faults: read.faults };
  }
  const isMatrix = /^\uFEFF?\s*\|/.test(text) || /^\uFEFF?"?(source|from|region)/i.test(text);
  if (isLatencyHeader(head) || isMatrix) return { kind: 'latency', table: readLatencyTable(text, file) };
  return nothing(
    'unknown-content',
    file,
    `is neither a market, nor a latency table, nor a trace: its columns are ${head.columns.map(({ name }) => name).join(', ') || 'none'}`,
    'give a folder of CSVs, a .json file, a table with source, destination and rtt_ms, or one with TIMESTAMP, ContextTokens and GeneratedTokens',
  );
}

/** Reads what is at `path`, a file or a folder. Never throws for what is there. */
export async function importFile(path: string): Promise<Imported> {
  try {
    if ((await stat(path)).isDirectory()) return { kind: 'market', opened: await readMarketFolder(path) };
    return importText(await readText(path), path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return nothing(
      'unreadable-file',
      path,
      `cannot be read: ${error.message}`,
      'check the path and the file',
    );
  }
}
