/**
 * Owns what is minimised, by name: `cost` (electricity, carbon at its price, frictions), `carbon` (kg, whatever it
 * costs), `weighted:PRICE` (cost with carbon at another price, $/kgCO2), `lex:cost,carbon:1%` (in order of rank, later
 * ones may take so much of earlier optima).
 */
import type { Slack } from '@marginal/core';
import { InvalidInputError } from '@marginal/program';

export const AIMS = ['cost', 'carbon'] as const;
export type AimName = (typeof AIMS)[number];

export type RelocationObjective =
  | { readonly kind: 'ranked'; readonly order: readonly AimName[]; readonly slack: Slack }
  | { readonly kind: 'weighted'; readonly carbonPrice: number };

const SYNTAX = 'cost, carbon, weighted:0.1 ($/kgCO2), or lex:cost,carbon:1%';

function refuse(text: string, cause: string): never {
  throw new InvalidInputError([
    { code: 'relocation.objective', place: `objective '${text}'`, cause, remedy: `write one of ${SYNTAX}` },
  ]);
}

function isAim(text: string): text is AimName {
  return (AIMS as readonly string[]).includes(text);
}

/** A finite number, zero or more. */
function readAmount(text: string): number | undefined {
  const plain = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
  return plain && Number(text) < Infinity ? Number(text) : undefined;
}

function readSlack(text: string, slack: string): Slack {
  const share = slack.endsWith('%');
  const amount = readAmount(share ? slack.slice(0, -1) : slack);
  if (amount === undefined)
    return refuse(
      text,
      `'${slack}' is neither a share such as 1% nor an amount in the unit of the first aim`,
    );
  return share ? { relative: amount / 100 } : { absolute: amount };
}

/** Throws `InvalidInputError` `relocation.objective`. */
export function parseObjective(text: string): RelocationObjective {
  const [kind, list, slack, ...more] = text.trim().split(':');
  if (list === undefined)
    return isAim(kind)
      ? { kind: 'ranked', order: [kind], slack: { relative: 0 } }
      : refuse(text, `'${kind}' is not an objective`);
  if (kind === 'weighted' && slack === undefined) {
    const carbonPrice = readAmount(list);
    return carbonPrice === undefined
      ? refuse(text, `'${list}' is not a price, zero or more`)
      : { kind: 'weighted', carbonPrice };
  }
  if (kind !== 'lex' || more.length > 0) return refuse(text, 'cannot be read');
  const order = list.split(',').map((entry) => entry.trim());
  const known = order.filter(isAim);
  if (known.length < order.length) return refuse(text, `knows ${AIMS.join(' and ')} only`);
  if (new Set(known).size < known.length) return refuse(text, 'names an aim twice');
  return {
    kind: 'ranked',
    order: known,
    slack: slack === undefined ? { relative: 0 } : readSlack(text, slack.trim()),
  };
}
