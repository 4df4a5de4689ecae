/**
 * Owns the data of a thinking-tokens case: the fits of one or more models, the mix of tasks, the load, and what they must
 * satisfy together. Fits: t(l) = t0 + c l, accuracy(l) = D + A (1 - e^(-b l)), D + A <= 1.
 */
import {
  type DataPlace,
  faultsOfIssue,
  isRecord,
  named,
  nameKnown,
  quantity,
  reporter,
} from '@marginal/figures';
import type { Fault } from '@marginal/program';
import { z } from 'zod';
import type { Server } from './server.ts';
import { PRIOR_SUM } from './tolerances.ts';

type ByName<T> = Readonly<Record<string, T>>;

/** How one model does on one type of task. */
export interface TaskFit {
  /** t0, s. */
  readonly serviceBase: number;
  /** c, s/token. */
  readonly servicePerToken: number;
  /** D. */
  readonly accuracyBase: number;
  /** A. */
  readonly accuracyGain: number;
  /** b, 1/token. */
  readonly accuracyRate: number;
}

export interface ThinkingData {
  /** Which of the models serves. */
  readonly model: string;
  readonly models: ByName<ByName<TaskFit>>;
  /** Share of each type of task, 1; they sum to 1. */
  readonly priors: ByName<number>;
  /** lambda, 1/s. */
  readonly arrivalRate: number;
  /** alpha, s per unit of accuracy. */
  readonly weight: number;
  /** l_max, tokens. */
  readonly maxTokens: number;
  /** Whole tokens only. */
  readonly integer: boolean;
}

const fitSchema = z.strictObject({
  serviceBase: quantity('s', { min: 0 }),
  servicePerToken: quantity('s/token', { above: 0 }),
  accuracyBase: quantity('1', { min: 0 }),
  accuracyGain: quantity('1', { min: 0 }),
  accuracyRate: quantity('1/token', { above: 0 }),
});

const dataSchema = z.strictObject({
  model: z.string(),
  models: named(named(fitSchema)),
  priors: named(quantity('1', { min: 0 })),
  arrivalRate: quantity('1/s', { above: 0 }),
  weight: quantity('s', { min: 0 }),
  maxTokens: quantity('token', { above: 0 }),
  integer: z.boolean().default(false),
});

/** Fields at the top that may be left out. */
export const OPTIONAL_FIELDS: readonly string[] = ['integer'];

const TOP_FIELDS = Object.keys(dataSchema.shape);
const FIT_FIELDS = Object.keys(fitSchema.shape);

export type CheckedThinkingData = { readonly data: ThinkingData } | { readonly faults: readonly Fault[] };

function keys(value: unknown, key: string): readonly string[] | undefined {
  const inner = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isRecord(inner) ? Object.keys(inner) : undefined;
}

/**
 * Checks data in plain numbers or figures; all faults at once. Whether the server is stable at the arrival rate is not a
 * matter of bad data: the market then does not exist, see `largestStableRate`.
 */
export function checkThinkingData(raw: unknown, place: DataPlace): CheckedThinkingData {
  const report = reporter('thinking-tokens', place);
  const parsed = dataSchema.safeParse(raw, { reportInput: true });
  const faults: Fault[] = (parsed.error?.issues ?? []).flatMap((issue) =>
    faultsOfIssue(issue, report, (path) => (path.length === 0 ? TOP_FIELDS : FIT_FIELDS)),
  );
  const tasks = keys(raw, 'priors') ?? [];
  if (tasks.length === 0 && isRecord(raw) && isRecord(raw.priors))
    faults.push(report(['priors'], 'empty-set', 'there are no tasks', 'name at least one under "priors"'));
  const models = isRecord(raw) ? raw.models : undefined;
  for (const model of keys(raw, 'models') ?? []) {
    const found = keys(models, model) ?? [];
    for (const task of found)
      if (!tasks.includes(task))
        faults.push(
          report(
            ['models', model, task],
            'unknown-task',
            `'${task}' has no prior`,
            nameKnown('tasks', task, tasks),
          ),
        );
    for (const task of tasks)
      if (!found.includes(task))
        faults.push(report(['models', model, task], 'missing', 'is missing', 'add the fit of this task'));
  }
  const chosen = isRecord(raw) ? raw.model : undefined;
  const known = keys(raw, 'models');
  if (typeof chosen === 'string' && known !== undefined && !known.includes(chosen))
    faults.push(
      report(['model'], 'unknown-model', `'${chosen}' is not a model`, nameKnown('models', chosen, known)),
    );
  if (!parsed.success) return { faults };
  const { data } = parsed;
  const sum = Object.values(data.priors).reduce((total, prior) => total + prior, 0);
  if (Math.abs(sum - 1) > PRIOR_SUM)
    faults.push(report(['priors'], 'prior-sum', `sum to ${sum}`, 'give shares that sum to 1'));
  for (const [model, fits] of Object.entries(data.models))
    for (const [task, { accuracyBase, accuracyGain }] of Object.entries(fits))
      if (accuracyBase + accuracyGain > 1)
        faults.push(
          report(
            ['models', model, task, 'accuracyGain'],
            'accuracy-above-one',
            `with accuracyBase it comes to ${accuracyBase + accuracyGain}`,
            'give shares that sum to 1 at most',
          ),
        );
  return faults.length === 0 ? { data } : { faults };
}

/** Names of the types of tasks, in the order of the priors. */
export function taskNames(data: ThinkingData): string[] {
  return Object.keys(data.priors);
}

/** The server of the chosen model. `data` must have passed `checkThinkingData`. */
export function serverOf(data: ThinkingData): Server {
  const names = taskNames(data);
  const fits = data.models[data.model];
  const column = (field: keyof TaskFit): Float64Array =>
    Float64Array.from(names, (name) => fits[name][field]);
  return {
    arrivalRate: data.arrivalRate,
    weight: data.weight,
    maxTokens: data.maxTokens,
    prior: Float64Array.from(names, (name) => data.priors[name]),
    serviceBase: column('serviceBase'),
    servicePerToken: column('servicePerToken'),
    accuracyBase: column('accuracyBase'),
    accuracyGain: column('accuracyGain'),
    accuracyRate: column('accuracyRate'),
  };
}
