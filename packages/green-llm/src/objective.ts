/**
 * Owns what is minimised: a weighted sum of the parts, or one part after the other in order of rank. Named objectives
 * are those of the paper's figures: M0 `total`, M1 `energy`, M2 `carbon`, M3 `hybrid`; M4, a third each, is `total` again.
 */
import type { Slack } from '@marginal/core';
import { InvalidInputError } from '@marginal/program';

/** Parts of the objective that the model itself has. */
export const PARTS = ['energy', 'carbon', 'delay'] as const;
export type Part = (typeof PARTS)[number];

export type GreenObjective =
  | { readonly kind: 'weighted'; readonly weights: Readonly<Record<Part, number>> }
  | { readonly kind: 'lexicographic'; readonly order: readonly Part[]; readonly slack: Slack };

function weighted(energy: number, carbon: number, delay: number): GreenObjective {
  return { kind: 'weighted', weights: { energy, carbon, delay } };
}

/** By name; weights are those of the authors' experiment. */
export const NAMED_OBJECTIVES: Readonly<Record<string, GreenObjective>> = {
  total: weighted(1, 1, 1),
  energy: weighted(1, 0, 0),
  carbon: weighted(0, 1, 0),
  delay: weighted(0, 0, 1),
  hybrid: weighted(1 / 4, 1 / 2, 1 / 4),
};

/** Slack of the authors' scheme: value <= optimum (1 + 0.001). */
export const PAPER_SLACK: Slack = { relative: 0.001 };

const SYNTAX = 'total, energy, carbon, delay, hybrid, weights:1,1,1 or lex:energy,carbon,delay:0.1%';

function refuse(text: string, cause: string): never {
  throw new InvalidInputError([
    { code: 'green-llm.objective', place: `objective '${text}'`, cause, remedy: `write one of ${SYNTAX}` },
  ]);
}

function isPart(text: string): text is Part {
  return (PARTS as readonly string[]).includes(text);
}

/** A finite number, zero or more. */
function readAmount(text: string): number | undefined {
  return /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && Number(text) < Infinity
    ? Number(text)
    : undefined;
}

function readWeights(text: string, list: string): GreenObjective {
  const weights = list.split(',').map((entry) => readAmount(entry.trim()));
  if (weights.length !== PARTS.length) refuse(text, `has ${weights.length} weights, not ${PARTS.length}`);
  const [energy, carbon, delay] = weights;
  if (energy === undefined || carbon === undefined || delay === undefined)
    refuse(text, 'has a weight that is not a number, zero or more');
  if (energy + carbon + delay === 0) refuse(text, 'weighs nothing');
  return weighted(energy, carbon, delay);
}

function readSlack(text: string, slack: string): Slack {
  const share = slack.endsWith('%');
  const amount = readAmount(share ? slack.slice(0, -1) : slack);
  if (amount === undefined) refuse(text, `'${slack}' is neither a share such as 0.1% nor an amount in $`);
  return share ? { relative: amount / 100 } : { absolute: amount };
}

/**
 * Reads `total`, `hybrid`, `weights:e,c,d`, `lex:energy,carbon,delay:0.1%` (a share of each optimum) or `...:0.5` (an
 * amount in $); without a slack, 0.1 %, as the authors have it. Throws `InvalidInputError` `green-llm.objective`.
 */
export function parseObjective(text: string): GreenObjective {
  const [kind, list, slack, ...more] = text.trim().split(':');
  if (list === undefined) {
    if (!Object.hasOwn(NAMED_OBJECTIVES, kind)) refuse(text, `'${kind}' is not an objective`);
    return NAMED_OBJECTIVES[kind];
  }
  if (kind === 'weights' && slack === undefined) return readWeights(text, list);
  if (kind !== 'lex' || more.length > 0) refuse(text, 'cannot be read');
  const order = list.split(',').map((entry) => entry.trim());
  for (const part of order) if (!isPart(part)) refuse(text, `'${part}' is not a part of the objective`);
  if (new Set(order).size < order.length) refuse(text, 'names a part twice');
  return {
    kind: 'lexicographic',
    order: order.filter(isPart),
    slack: slack === undefined ? PAPER_SLACK : readSlack(text, slack.trim()),
  };
}
