/**
 * Owns the data of a thinking-tokens case: the fits of one or more models, the mix of tasks, the load, and what they must
 * satisfy together. Fits: t(l) = t0 + c l, accuracy(l) = D + A (1 - e^(-b l)), D + A <= 1, or a table of accuracies.
 */
import {
  type DataPlace,
  faultsOfIssue,
  isRecord,
  named,
  nameKnown,
  quantity,
  quantityList,
  type Report,
  reporter,
} from '@marginal/figures';
import type { Fault } from '@marginal/program';
import { z } from 'zod';
import { type AccuracyTable, tableFaults } from './curve.ts';
import type { Discipline } from './disciplines.ts';
import { type Server, withCurves } from './server.ts';
import { PRIOR_SUM } from './tolerances.ts';

type ByName<T> = Readonly<Record<string, T>>;

/** How one model does on one type of task. */
export interface TaskFit {
  /** t0, s. */
  readonly serviceBase: number;
  /** c, s/token. */
  readonly servicePerToken: number;
  /** D. */
  readonly accuracyBase?: number | undefined;
  /** A. */
  readonly accuracyGain?: number | undefined;
  /** b, 1/token. */
  readonly accuracyRate?: number | undefined;
  /** In place of D, A and b. */
  readonly accuracyTable?: MeasuredAccuracy | undefined;
}

/** Accuracy as measured: straight between the points, flat after the last; non-decreasing and concave. */
export interface MeasuredAccuracy {
  /** Tokens, rising from 0. */
  readonly tokens: readonly number[];
  /** Share of right answers, one per entry of `tokens`. */
  readonly accuracy: readonly number[];
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
  /** Who is served first; absent: first come, first served. */
  readonly discipline?: DisciplineName | undefined;
  /** Rank of each type under priorities, the lowest first; absent: the shortest without thinking first. */
  readonly priorities?: ByName<number> | undefined;
  /** Price of a thinking token, $/Mtok, such as the price by location of a token-flow market; absent: 0. */
  readonly tokenPrice?: number | undefined;
  /** What a dollar is worth in time, s/$; needed with `tokenPrice`. */
  readonly secondsPerDollar?: number | undefined;
  /** A promise of latency to hold the allocation against by simulation, s; absent: none. */
  readonly latencySeconds?: number | undefined;
  /** Share of tasks that may take longer, 1; absent: 0.05. */
  readonly latencyShare?: number | undefined;
}

const DISCIPLINES = ['fifo', 'processorSharing', 'priority', 'preemptivePriority'] as const;

/** Names of disciplines in data. */
export type DisciplineName = (typeof DISCIPLINES)[number];

const tableSchema = z.strictObject({
  tokens: quantityList('token', { min: 0 }),
  accuracy: quantityList('1', { min: 0, max: 1 }),
});

const fitSchema = z.strictObject({
  serviceBase: quantity('s', { min: 0 }),
  servicePerToken: quantity('s/token', { above: 0 }),
  accuracyBase: quantity('1', { min: 0 }).optional(),
  accuracyGain: quantity('1', { min: 0 }).optional(),
  accuracyRate: quantity('1/token', { above: 0 }).optional(),
  accuracyTable: tableSchema.optional(),
});

const dataSchema = z.strictObject({
  model: z.string(),
  models: named(named(fitSchema)),
  priors: named(quantity('1', { min: 0 })),
  arrivalRate: quantity('1/s', { above: 0 }),
  weight: quantity('s', { min: 0 }),
  maxTokens: quantity('token', { above: 0 }),
  integer: z.boolean().default(false),
  discipline: z.enum(DISCIPLINES).optional(),
  priorities: named(quantity('1')).optional(),
  tokenPrice: quantity('$/Mtok', { min: 0 }).optional(),
  secondsPerDollar: quantity('s/$', { min: 0 }).optional(),
  latencySeconds: quantity('s', { above: 0 }).optional(),
  latencyShare: quantity('1', { above: 0, max: 0.5 }).optional(),
});

/** Fields at the top that may be left out. */
export const OPTIONAL_FIELDS: readonly string[] = [
  'integer',
  'discipline',
  'tokenPrice',
  'secondsPerDollar',
  'latencySeconds',
  'latencyShare',
];

const TOP_FIELDS = Object.keys(dataSchema.shape);
const FIT_FIELDS = Object.keys(fitSchema.shape);
const SATURATION = ['accuracyBase', 'accuracyGain', 'accuracyRate'] as const;
const TOKENS_PER_MTOK = 1e6;

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
    faultsOfIssue(issue, report, (path) =>
      path.length === 0 ? TOP_FIELDS : path.length === 4 ? ['tokens', 'accuracy'] : FIT_FIELDS,
    ),
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
    for (const [task, fit] of Object.entries(fits))
      faults.push(...accuracyFaults(fit, ['models', model, task], report));
  const { priorities, tokenPrice, secondsPerDollar, discipline } = data;
  for (const task of Object.keys(priorities ?? {}))
    if (!tasks.includes(task))
      faults.push(
        report(
          ['priorities', task],
          'unknown-task',
          `'${task}' has no prior`,
          nameKnown('tasks', task, tasks),
        ),
      );
  if (priorities !== undefined)
    for (const task of tasks)
      if (!Object.hasOwn(priorities, task))
        faults.push(report(['priorities', task], 'missing', 'is missing', 'give every task a rank'));
  if ((tokenPrice ?? 0) > 0 && secondsPerDollar === undefined)
    faults.push(
      report(
        ['secondsPerDollar'],
        'missing',
        'is missing',
        'with a tokenPrice, say what a dollar is worth in s/$',
      ),
    );
  if (secondsPerDollar !== undefined && tokenPrice === undefined)
    faults.push(
      report(
        ['tokenPrice'],
        'missing',
        'is missing',
        'with secondsPerDollar, give the price of tokens in $/Mtok; or leave both out',
      ),
    );
  if (priorities !== undefined && discipline !== 'priority' && discipline !== 'preemptivePriority')
    faults.push(
      report(
        ['priorities'],
        'discipline-of-priorities',
        `have no part in ${discipline ?? 'fifo'}`,
        'leave them out, or set discipline to priority or preemptivePriority',
      ),
    );
  if (data.latencyShare !== undefined && data.latencySeconds === undefined)
    faults.push(report(['latencySeconds'], 'missing', 'is missing', 'give the time that the share is about'));
  if (discipline !== undefined && discipline !== 'fifo') {
    if (data.latencySeconds !== undefined)
      faults.push(
        report(
          ['latencySeconds'],
          'discipline-of-latency',
          `is not simulated under ${discipline}`,
          'leave it out, or use fifo',
        ),
      );
    const tabled = tasks.find((task) => data.models[data.model]?.[task]?.accuracyTable !== undefined);
    if (tabled !== undefined)
      faults.push(
        report(
          ['discipline'],
          'discipline-of-table',
          `is ${discipline}, and '${tabled}' has a table`,
          'use fifo with tables: the others need smooth accuracies',
        ),
      );
    if (data.integer)
      faults.push(
        report(
          ['integer'],
          'discipline-of-whole',
          `with ${discipline} it is not proved`,
          'leave it out, or use fifo',
        ),
      );
  }
  return faults.length === 0 ? { data } : { faults };
}

/** Either the three numbers of the exponential or a table, and no more right answers than questions. */
function accuracyFaults(fit: TaskFit, path: readonly string[], report: Report): Fault[] {
  const { accuracyBase, accuracyGain, accuracyTable } = fit;
  const present = SATURATION.filter((field) => fit[field] !== undefined);
  if (accuracyTable !== undefined) {
    if (present.length > 0)
      return present.map((field) =>
        report([...path, field], 'two-accuracies', 'stands beside accuracyTable', 'give either of them'),
      );
    return tableFaults(accuracyTable.tokens, accuracyTable.accuracy).map(
      ({ field, problem, cause, remedy }) =>
        report([...path, 'accuracyTable', field], problem, cause, remedy),
    );
  }
  if (present.length < SATURATION.length)
    return SATURATION.filter((field) => fit[field] === undefined).map((field) =>
      report([...path, field], 'missing', 'is missing', 'add it, a number; or give an accuracyTable'),
    );
  const sum = (accuracyBase ?? 0) + (accuracyGain ?? 0);
  if (sum <= 1) return [];
  return [
    report(
      [...path, 'accuracyGain'],
      'accuracy-above-one',
      `with accuracyBase it comes to ${sum}`,
      'give shares that sum to 1 at most',
    ),
  ];
}

/** Names of the types of tasks, in the order of the priors. */
export function taskNames(data: ThinkingData): string[] {
  return Object.keys(data.priors);
}

/** The discipline of the data, with its order made explicit. */
export function disciplineOf(data: ThinkingData): Discipline {
  const kind = data.discipline ?? 'fifo';
  if (kind === 'fifo' || kind === 'processorSharing') return { kind };
  const names = taskNames(data);
  const fits = data.models[data.model];
  const rank = (k: number): number => data.priorities?.[names[k]] ?? fits[names[k]].serviceBase;
  return { kind, order: Array.from(names, (_, k) => k).sort((a, b) => rank(a) - rank(b)) };
}

/** The server of the chosen model. `data` must have passed `checkThinkingData`. */
export function serverOf(data: ThinkingData): Server {
  const names = taskNames(data);
  const fits = data.models[data.model];
  const column = (field: Exclude<keyof TaskFit, 'accuracyTable'>): Float64Array =>
    Float64Array.from(names, (name) => fits[name][field] ?? 0);
  const cost = ((data.tokenPrice ?? 0) / TOKENS_PER_MTOK) * (data.secondsPerDollar ?? 0);
  const server: Server = {
    arrivalRate: data.arrivalRate,
    weight: data.weight,
    maxTokens: data.maxTokens,
    prior: Float64Array.from(names, (name) => data.priors[name]),
    serviceBase: column('serviceBase'),
    servicePerToken: column('servicePerToken'),
    accuracyBase: column('accuracyBase'),
    accuracyGain: column('accuracyGain'),
    accuracyRate: column('accuracyRate'),
    ...(cost > 0 ? { tokenCost: new Float64Array(names.length).fill(cost) } : {}),
  };
  const curves = names.map((name): AccuracyTable | undefined => {
    const table = fits[name].accuracyTable;
    if (table === undefined) return undefined;
    return {
      kind: 'table',
      tokens: Float64Array.from(table.tokens),
      accuracy: Float64Array.from(table.accuracy),
    };
  });
  return curves.some((curve) => curve !== undefined) ? withCurves(server, curves) : server;
}
