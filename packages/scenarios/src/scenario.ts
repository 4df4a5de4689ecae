/**
 * Owns the scenario file: its envelope, its citations, and the rule that every figure names one of them. What the
 * data mean is the business of the model (model.ts).
 */
import { type Fault, InvalidInputError } from '@marginal/program';
import { z } from 'zod';
import { type CitedFigure, figuresOf, isRecord } from './figure.ts';
import { checkGeography } from './geography.ts';
import type { Warning } from './import/round-trip-check.ts';
import { readJson } from './json-text.ts';
import { knownNames } from './known-names.ts';
import { type CheckedData, isModelName, MODELS, type ModelName } from './model.ts';

/** Value of `schema` in a scenario file. */
export const SCENARIO_SCHEMA = 'marginal.scenario/1';

/** Where figures come from, and what their licence asks. */
export interface Citation {
  readonly title: string;
  readonly by: string;
  readonly url?: string | undefined;
  readonly licence: string;
  /** Date on which it was read, YYYY-MM-DD. */
  readonly retrieved?: string | undefined;
  readonly note?: string | undefined;
}

/** `--set path=value`. */
export interface Setting {
  readonly path: string;
  readonly value: string;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly model: ModelName;
  readonly sources: Readonly<Record<string, Citation>>;
  /** As in the file, figures and all; `checkScenario` makes plain numbers of it. */
  readonly data: unknown;
  /** Settings applied to the file's data, in order. */
  readonly settings: readonly Setting[];
  /** The file, as the user named it. */
  readonly place: string;
  /** Where a field of the data was written: file, line, column, field; or the setting that wrote it. */
  readonly placeOf: (path: readonly string[]) => string;
}

/** What a file gave: the scenario, if it could be read and is for a known model, and what is wrong with the file. */
export interface OpenedScenario {
  readonly scenario?: Scenario;
  /** Of syntax, envelope and sources; when there is a scenario, not of its data, which `checkScenario` finds. */
  readonly faults: readonly Fault[];
}

export const citationSchema = z.strictObject({
  title: z.string().min(1),
  by: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }).optional(),
  licence: z.string().min(1),
  retrieved: z.iso.date().optional(),
  note: z.string().optional(),
});

const envelopeSchema = z.strictObject({
  schema: z.literal(SCENARIO_SCHEMA),
  name: z.string().min(1),
  title: z.string().min(1),
  model: z.string(),
  sources: z.record(z.string(), citationSchema),
  data: z.record(z.string(), z.unknown()),
});

type PlaceOf = (path: readonly string[]) => string;

type RawScenario = Readonly<Partial<Record<keyof z.infer<typeof envelopeSchema>, unknown>>>;

function envelopeFaults(issues: readonly z.core.$ZodIssue[], placeOf: PlaceOf): Fault[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    return keys.length > 0
      ? keys.map((key) => ({
          code: 'scenarios.unknown-key',
          place: placeOf([...path, key]),
          cause: `'${key}' is not a field`,
          remedy:
            path.length === 0
              ? knownNames(key, Object.keys(envelopeSchema.shape))
              : 'remove it, or write it in "note"',
        }))
      : [
          {
            code: 'scenarios.envelope',
            place: placeOf(path),
            cause:
              issue.input === undefined
                ? 'is missing'
                : `${typeof issue.input === 'number' ? issue.input : JSON.stringify(issue.input)} is not accepted`,
            remedy: issue.input === undefined ? 'add it' : issue.message,
          },
        ];
  });
}

/** Sources named in the data and not in the file, and names of sources that are none. */
function sourceFaults({ data, sources }: RawScenario, envelopePlace: PlaceOf, dataPlace: PlaceOf): Fault[] {
  if (!isRecord(sources)) return [];
  const known = Object.keys(sources);
  const badNames = known
    .filter((name) => name === '__proto__' || name.trim() === '')
    .map((name) => ({
      code: name === '__proto__' ? 'scenarios.reserved-name' : 'scenarios.empty-name',
      place: envelopePlace(['sources', name]),
      cause: `${JSON.stringify(name)} cannot name a source`,
      remedy: 'choose another name',
    }));
  const unknown = figuresOf(data)
    .filter(({ source }) => !known.includes(source))
    .map(({ path, source }) => ({
      code: 'scenarios.unknown-source',
      place: dataPlace([...path, 'source']),
      cause: `'${source}' is not in "sources"`,
      remedy: knownNames(source, known),
    }));
  return [...badNames, ...unknown];
}

/** The sources that are in order. */
function readSources(sources: unknown): Scenario['sources'] {
  return Object.fromEntries(
    Object.entries(isRecord(sources) ? sources : {}).flatMap(([name, source]) => {
      const { data } = citationSchema.safeParse(source);
      return data === undefined ? [] : [[name, data] as const];
    }),
  );
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** Reads a scenario as far as it can be read; never throws. */
export function readScenario(text: string, file: string): OpenedScenario {
  const json = readJson(text, file);
  if (json.syntaxFaults.length > 0)
    return { faults: [...json.syntaxFaults, ...json.nonFiniteFaults, ...json.repetitionFaults] };
  const envelopePlace: PlaceOf = (path) =>
    path.length === 0 ? json.positionOf(path) : `${json.positionOf(path)}: ${path.join('.')}`;
  const dataPlace: PlaceOf = (path) => {
    const field = ['data', ...path];
    const value = [...field, 'value'];
    return `${json.positionOf(json.isNonFinite(value) ? value : field)}: ${path.join('.') || 'data'}`;
  };
  const raw: RawScenario = isRecord(json.value) ? json.value : {};
  const issues = envelopeSchema.safeParse(json.value, { reportInput: true }).error?.issues ?? [];
  const model = textOr(raw.model, '');
  const faultsWith = (some: readonly z.core.$ZodIssue[]): Fault[] => [
    ...json.repetitionFaults,
    ...envelopeFaults(some, envelopePlace),
    ...(typeof raw.model !== 'string' || isModelName(model)
      ? []
      : [
          {
            code: 'scenarios.unknown-model',
            place: envelopePlace(['model']),
            cause: `'${model}' is not a model`,
            remedy: knownNames(model, Object.keys(MODELS)),
          },
        ]),
    ...sourceFaults(raw, envelopePlace, dataPlace),
  ];
  if (!isModelName(model)) {
    // Nobody will check the data, so nobody else will find the numbers in them that are none.
    const found = issues.map(({ path }) => json.positionOf(path.map(String)));
    const others = json.nonFiniteFaults.filter(({ place }) => !found.includes(place));
    return { faults: [...faultsWith(issues), ...others] };
  }
  return {
    scenario: {
      name: textOr(raw.name, file),
      title: textOr(raw.title, file),
      model,
      sources: readSources(raw.sources),
      data: raw.data,
      settings: [],
      place: file,
      placeOf: dataPlace,
    },
    faults: faultsWith(issues.filter(({ path }) => path[0] !== 'data')),
  };
}

/**
 * Reads a scenario. Throws `InvalidInputError` when the file itself is at fault, then with the faults of its data as
 * well, unless it is no JSON at all; faults in the data alone are left to `checkScenario`, as settings may mend them.
 */
export function parseScenario(text: string, file: string): Scenario {
  return completed(readScenario(text, file));
}

/** The scenario of what was opened; throws as `parseScenario` does. */
export function completed({ scenario, faults }: OpenedScenario): Scenario {
  if (scenario === undefined) throw new InvalidInputError(faults);
  if (faults.length === 0) return scenario;
  const checked = checkScenario(scenario);
  throw new InvalidInputError([...faults, ...('faults' in checked ? checked.faults : [])]);
}

/** The scenario's data in plain numbers, or everything that is wrong with them. */
export function checkScenario(scenario: Scenario): CheckedData | { readonly faults: readonly Fault[] } {
  const checked = MODELS[scenario.model].check(scenario.data, scenario.placeOf);
  const { faults } = checkGeography(scenario.data, scenario.placeOf);
  if (faults.length === 0) return checked;
  return { faults: [...('faults' in checked ? checked.faults : []), ...faults] };
}

/** What may be right and may be a mistake: nothing is refused for it. */
export function warningsOf(scenario: Scenario): readonly Warning[] {
  return checkGeography(scenario.data, scenario.placeOf).warnings;
}

/** Every figure of the data with its citation key, in the order of the file. */
export function listFigures(scenario: Scenario): CitedFigure[] {
  return figuresOf(scenario.data);
}
