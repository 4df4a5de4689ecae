/**
 * `marginal import`: reads a market from a folder of CSVs or a JSON file, a latency table or an LLM trace as published;
 * checks all of it; writes a scenario file. Nothing is written when anything is refused.
 */
import { access, writeFile } from 'node:fs/promises';
import { type Fault, InvalidInputError, refuse } from '@marginal/program';
import {
  applyKnownSettings,
  checkScenario,
  type Imported,
  importFile,
  type LatencyTable,
  type LlmTrace,
  listFigures,
  type OpenedScenario,
  type Scenario,
  type Setting,
  type Warning,
  warningsOf,
  writeScenario,
} from '@marginal/scenarios';
import { stringify } from 'csv-stringify/sync';
import { EXIT, type ExitCode } from './exit-code.ts';
import { formatNumber } from './number-format.ts';
import type { Output } from './output.ts';
import { renderTable } from './table.ts';

export interface ImportRequest {
  readonly path: string;
  readonly settings: readonly Setting[];
  readonly out?: string;
}

/** Bytes of UTF-8 text for a token of English, about; to reckon what a service moves from what it reads and writes. */
const BYTES_PER_TOKEN = 4;
/** Bytes in a GB, and tokens in an Mtok. */
const GIGA = 1e9;
const MEGA = 1e6;

export function sayWarnings(warnings: readonly Warning[], output: Output): void {
  for (const { place, cause, remedy, code } of warnings)
    output.warn(`warning: ${place}: ${cause} (${remedy}) [${code}]`);
}

async function writeTo(out: string, text: string): Promise<void> {
  try {
    await writeFile(out, text, { flag: 'wx' });
  } catch (error) {
    throw new InvalidInputError([
      {
        code: 'cli.cannot-write',
        place: `--out ${out}`,
        cause: error instanceof Error ? error.message : String(error),
        remedy: 'name a file that does not exist yet, in a folder that does',
      },
    ]);
  }
}

async function targetFaults(out: string | undefined): Promise<Fault[]> {
  if (out === undefined) return [];
  try {
    await access(out);
  } catch {
    return [];
  }
  return [
    {
      code: 'cli.cannot-write',
      place: `--out ${out}`,
      cause: 'is there already',
      remedy: 'name a file that does not exist yet',
    },
  ];
}

/** The scenario with its settings, if file, settings and data are all good. */
function goodScenario(opened: OpenedScenario, settings: readonly Setting[], faults: Fault[]): Scenario {
  faults.push(...opened.faults);
  const applied = opened.scenario && applyKnownSettings(opened.scenario, settings);
  faults.push(...(applied?.faults ?? []));
  const checked = applied && checkScenario(applied.scenario);
  if (checked !== undefined && 'faults' in checked) faults.push(...checked.faults);
  refuse(faults);
  if (applied === undefined) throw new Error('internal error: no scenario and no fault');
  return applied.scenario;
}

async function importMarket(
  opened: OpenedScenario,
  { settings, out }: ImportRequest,
  faults: Fault[],
  output: Output,
): Promise<void> {
  const scenario = goodScenario(opened, settings, faults);
  const text = writeScenario(scenario);
  const warnings = warningsOf(scenario);
  const figures = listFigures(scenario);
  const defaults = figures
    .filter(({ source }) => source === 'default')
    .map(({ path, value, unit }) => ({ path: path.join('.'), value, unit }));
  if (out !== undefined) await writeTo(out, text);
  sayWarnings(warnings, output);
  output.data({
    schema: 'marginal.import/1',
    kind: 'market',
    warnings,
    defaults,
    scenario: JSON.parse(text) as unknown,
  });
  if (output.json) return;
  output.say(`${scenario.place}: good; ${figures.length} figures, ${defaults.length} of them defaults`);
  for (const { path, value, unit } of defaults)
    output.say(
      `  ${path} = ${value === null ? 'none' : String(value)} ${unit === '1' ? '' : unit}`.trimEnd(),
    );
  output.say(out === undefined ? 'not written: name a file with --out' : `written to ${out}`);
}

async function importLatencies(
  table: LatencyTable,
  { out }: ImportRequest,
  faults: Fault[],
  output: Output,
): Promise<void> {
  faults.push(...table.faults);
  sayWarnings(table.warnings, output);
  refuse(faults);
  const { roundTrips, places, unlocated, warnings } = table;
  if (out !== undefined) {
    const rows = roundTrips.map(({ from, to, ms }) => [from, to, ms]);
    await writeTo(out, stringify([['source', 'destination', 'rtt_ms'], ...rows]));
  }
  output.data({
    schema: 'marginal.import/1',
    kind: 'latency',
    warnings,
    unlocated,
    roundTrips: roundTrips.map(({ from, to, ms }) => ({ from, to, ms })),
  });
  if (output.json) return;
  output.say(`${roundTrips.length} round trips between ${places.length} places, ${warnings.length} warnings`);
  if (unlocated.length > 0)
    output.say(`  not held against light, as their place is not known: ${unlocated.join(', ')}`);
  output.say(out === undefined ? 'put the file into a folder as round-trips.csv' : `written to ${out}`);
}

function importTrace(trace: LlmTrace, output: Output): void {
  const gigabytes = ((1 + trace.contextPerGenerated) * BYTES_PER_TOKEN * MEGA) / GIGA;
  output.data({ schema: 'marginal.import/1', kind: 'trace', ...trace, plainTextGB: gigabytes });
  if (output.json) return;
  const rows: [string, string, string][] = [
    ['requests', String(trace.requests), ''],
    ['length', formatNumber(trace.hours), 'h'],
    ['demand of one such service', formatNumber(trace.generatedMtokPerHour), 'Mtok/h generated'],
    ['context', formatNumber(trace.contextPerGenerated), 'tokens read per token generated'],
    ['as plain text', formatNumber(gigabytes), `GB/Mtok, at ${BYTES_PER_TOKEN} bytes a token`],
    [
      'dispersion of requests a minute',
      Number.isNaN(trace.dispersionPerMinute) ? '-' : formatNumber(trace.dispersionPerMinute),
      '1 if they came at random; needs two minutes',
    ],
  ];
  output.say(renderTable(['', '', ''], rows, [1]));
  output.say('demand of a place = services there x demand of one; that number is not in a trace');
}

/** Imports what is at the path. Throws `InvalidInputError` with every fault. */
export async function importCommand(request: ImportRequest, output: Output): Promise<ExitCode> {
  const faults = await targetFaults(request.out);
  const imported: Imported = await importFile(request.path);
  const settable = imported.kind === 'market' || imported.kind === 'nothing';
  if (!settable && request.settings.length > 0)
    faults.push({
      code: 'cli.nothing-to-set',
      place: `--set ${request.settings[0].path}`,
      cause: `${request.path} is no market`,
      remedy: 'leave --set out',
    });
  if (imported.kind === 'trace' && request.out !== undefined)
    faults.push({
      code: 'cli.nothing-to-write',
      place: `--out ${request.out}`,
      cause: 'a trace gives figures, not a file',
      remedy: 'leave --out out; --json prints the figures',
    });
  switch (imported.kind) {
    case 'nothing':
      throw new InvalidInputError([...faults, ...imported.faults]);
    case 'market':
      await importMarket(imported.opened, request, faults, output);
      break;
    case 'latency':
      await importLatencies(imported.table, request, faults, output);
      break;
    case 'trace':
      refuse(faults);
      importTrace(imported.trace, output);
      break;
  }
  return EXIT.good;
}
