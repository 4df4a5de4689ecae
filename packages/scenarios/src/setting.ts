/**
 * Owns `--set path=value`: which field a path means, what a value's text means, and that a figure so changed no longer
 * claims its old source.
 */
import { type Fault, InvalidInputError } from '@marginal/program';
import { isFigure, isRecord } from './figure.ts';
import { knownNames } from './known-names.ts';
import { MODELS, type ModelEntry } from './model.ts';
import type { Citation, Scenario, Setting } from './scenario.ts';

/** Source of every figure that a setting replaced. */
export const SETTING_SOURCE = 'setting';

const SETTING_CITATION: Citation = {
  title: 'Set for this case',
  by: 'whoever ran it',
  licence: 'none',
  note: 'Replaces the figure of the scenario file; see the settings of the case.',
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Number, null, true, false; anything else is text. */
export function parseSettingValue(text: string): number | null | boolean | string {
  const trimmed = text.trim();
  if (trimmed === 'null') return null;
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return NUMBER.test(trimmed) ? Number(trimmed) : text;
}

/** Whether one value stands there: no entries, a figure, or what was meant to be a figure and lacks its unit or source. */
function isField(target: unknown): boolean {
  if (!isRecord(target)) return !Array.isArray(target);
  if (isFigure(target)) return true;
  const { value, unit, source } = target;
  return (
    Object.hasOwn(target, 'value') && !isRecord(value) && [unit, source].some((x) => typeof x === 'string')
  );
}

/** Keys that the text of a path leads along, then what is left of it. Names may hold dots: the longest key wins. */
function walk(data: unknown, text: string): { path: string[]; target: unknown; rest: string } {
  const path: string[] = [];
  let target = data;
  let rest = text;
  while (rest !== '' && isRecord(target) && !isField(target)) {
    const here: Readonly<Record<string, unknown>> = target;
    const key = Object.keys(here)
      .filter((name) => rest === name || rest.startsWith(`${name}.`))
      .reduce<string | undefined>(
        (best, name) => (best === undefined || name.length > best.length ? name : best),
        undefined,
      );
    if (key === undefined) break;
    path.push(key);
    target = here[key];
    rest = rest.slice(key.length + 1);
  }
  return { path, target, rest };
}

type Found = { readonly path: readonly string[] } | { readonly fault: Fault };

function find(data: unknown, text: string, { optional, fields }: ModelEntry): Found {
  const { path, target, rest } = walk(data, text);
  const place = `--set ${text}`;
  if (rest === '' && path.length > 0 && isField(target)) return { path };
  if (path.length === 0 && optional.includes(text)) return { path: [text] };
  // A field that the entry leaves out: `workloads.chat.serveMs`.
  if (path.length === 2 && isRecord(target) && fields[path[0]]?.includes(rest))
    return { path: [...path, rest] };
  if (rest === '' && isRecord(target))
    return {
      fault: {
        code: 'scenarios.setting-not-a-field',
        place,
        cause: `'${text}' is not one field but ${Object.keys(target).length}`,
        remedy: `set one of them: ${Object.keys(target).join(', ')}`,
      },
    };
  const at = path.join('.');
  const wanted = rest.split('.')[0];
  if (Array.isArray(target))
    return {
      fault: {
        code: 'scenarios.unknown-setting',
        place,
        cause: `'${at}' is a list, where named entries are needed`,
        remedy: 'mend the file first',
      },
    };
  const known = isField(target) || !isRecord(target) ? [] : Object.keys(target);
  return {
    fault: {
      code: 'scenarios.unknown-setting',
      place,
      cause: at === '' ? `there is no '${wanted}'` : `there is no '${rest}' under '${at}'`,
      remedy:
        path.length === 0
          ? knownNames(wanted, [...new Set([...known, ...optional])])
          : known.length === 0
            ? `set '${at}' itself`
            : knownNames(wanted, known),
    },
  };
}

/** A copy of `data` with the field at `path` replaced; a figure keeps its unit and gets the source "setting". */
function replaced(data: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return isFigure(data) ? { value, unit: data.unit, source: SETTING_SOURCE } : value;
  const [key, ...rest] = path;
  const here = isRecord(data) ? data : {};
  return { ...here, [key]: replaced(here[key], rest, value) };
}

/**
 * The scenario with those settings applied whose path leads to a field, the last of several for one path winning, and a
 * fault for each of the others. Paths address the data: `nodes.iowa.capacity`, `links.virginia>iowa.bandwidth`,
 * `demandScale`. Whether the values are any good is for `checkScenario` to say; so are data that are no named entries,
 * of which no path can be judged.
 */
export function applyKnownSettings(
  scenario: Scenario,
  settings: readonly Setting[],
): { readonly scenario: Scenario; readonly faults: readonly Fault[] } {
  if (!isRecord(scenario.data)) return { scenario, faults: [] };
  const found = settings.map((setting) => ({
    setting,
    at: find(scenario.data, setting.path, MODELS[scenario.model]),
  }));
  const faults = found.flatMap(({ at }) => ('fault' in at ? [at.fault] : []));
  const known = found.flatMap(({ setting, at }) => ('path' in at ? [{ setting, at: at.path }] : []));
  if (known.length === 0) return { scenario, faults };
  const written = new Map(known.map((entry) => [JSON.stringify(entry.at), entry]));
  return {
    scenario: {
      ...scenario,
      sources: { ...scenario.sources, [SETTING_SOURCE]: SETTING_CITATION },
      data: [...written.values()].reduce(
        (data, { at, setting }) => replaced(data, at, parseSettingValue(setting.value)),
        scenario.data as unknown,
      ),
      settings: [...scenario.settings, ...known.map(({ setting }) => setting)],
      placeOf: (path) => {
        const by = written.get(JSON.stringify(path));
        return by === undefined ? scenario.placeOf(path) : `--set ${by.setting.path}`;
      },
    },
    faults,
  };
}

/** As `applyKnownSettings`, but throws `InvalidInputError` with all paths that lead nowhere. */
export function applySettings(scenario: Scenario, settings: readonly Setting[]): Scenario {
  const applied = applyKnownSettings(scenario, settings);
  if (applied.faults.length > 0) throw new InvalidInputError(applied.faults);
  return applied.scenario;
}
