/**
 * Owns the scenario file: its envelope, its citations, and the rule that every figure names one of them. What the
 * data mean is the business of the model (model.ts).
 */
import { type Fault, InvalidInputError } from '@marginal/program';
import { z } from 'zod';
import { type CitedFigure, figuresOf, isRecord } from './figure.ts';
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

const envelopeSchema = z.strictObject({
  schema: z.literal(SCENARIO_SCHEMA),
  name: z.string().min(1),
  title: z.string().min(1),
  model: z.string(),
  sources: z.record(
    z.string(),
    z.strictObject({
      title: z.string().min(1),
      by: z.string().min(1),
      url: z.url({ protocol: /^https?$/ }).optional(),
      licence: z.string().min(1),
      retrieved: z.iso.date().optional(),
      note: z.string().optional(),
    }),
  ),
  data: z.record(z.string(), z.unknown()),
});

type PlaceOf = (path: readonly string[]) => string;

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
              issue.input === undefined ? 'is missing' : `${JSON.stringify(issue.input)} is not accepted`,
            remedy: issue.input === undefined ? 'add it' : issue.message,
          },
        ];
  });
}

function sourceFaults(data: unknown, sources: unknown, placeOf: PlaceOf): Fault[] {
  const known = isRecord(sources) ? Object.keys(sources) : [];
  return figuresOf(data)
    .filter(({ source }) => !known.includes(source))
    .map(({ path, source }) => ({
      code: 'scenarios.unknown-source',
      place: placeOf([...path, 'source']),
      cause: `'${source}' is not in "sources"`,
      remedy: knownNames(source, known),
    }));
}

/**
 * Reads a scenario. Throws `InvalidInputError` when the file itself is at fault, then with the faults of its data as
 * well, unless it is no JSON at all; faults in the data alone are left to `checkScenario`, as settings may mend them.
 */
export function parseScenario(text: string, file: string): Scenario {
  const json = readJson(text, file);
  if (json.syntaxFaults.length > 0)
    throw new InvalidInputError([...json.syntaxFaults, ...json.repetitionFaults]);
  const envelopePlace: PlaceOf = (path) =>
    path.length === 0 ? json.positionOf(path) : `${json.positionOf(path)}: ${path.join('.')}`;
  const dataPlace: PlaceOf = (path) => `${json.positionOf(['data', ...path])}: ${path.join('.') || 'data'}`;
  const envelope = envelopeSchema.safeParse(json.value, { reportInput: true });
  const raw = isRecord(json.value) ? json.value : {};
  const model = typeof raw.model === 'string' ? raw.model : '';
  const unknownModel =
    model === '' || isModelName(model)
      ? []
      : [
          {
            code: 'scenarios.unknown-model',
            place: envelopePlace(['model']),
            cause: `'${model}' is not a model`,
            remedy: knownNames(model, Object.keys(MODELS)),
          },
        ];
  const faults: Fault[] = [
    ...json.repetitionFaults,
    ...envelopeFaults(envelope.error?.issues ?? [], envelopePlace),
    ...unknownModel,
    ...sourceFaults(raw.data, raw.sources, dataPlace),
  ];
  if (envelope.success && faults.length === 0 && isModelName(model)) {
    const { name, title, sources, data } = envelope.data;
    return { name, title, model, sources, data, settings: [], place: file, placeOf: dataPlace };
  }
  if (isModelName(model) && isRecord(raw.data)) {
    const checked = MODELS[model].check(raw.data, dataPlace);
    if ('faults' in checked) faults.push(...checked.faults);
  }
  throw new InvalidInputError(faults);
}

/** The scenario's data in plain numbers, or everything that is wrong with them. */
export function checkScenario(scenario: Scenario): CheckedData | { readonly faults: readonly Fault[] } {
  return MODELS[scenario.model].check(scenario.data, scenario.placeOf);
}

/** Every figure of the data with its citation key, in the order of the file. */
export function listFigures(scenario: Scenario): CitedFigure[] {
  return figuresOf(scenario.data);
}
