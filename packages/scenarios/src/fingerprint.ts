/**
 * Owns the name of a scenario's inputs by content: equal inputs in equal order, equal name. The order counts because
 * result files list their rows in the order of declaration: same name, same bytes.
 */
import { createHash } from 'node:crypto';
import { isFigure, isRecord } from './figure.ts';
import type { Scenario } from './scenario.ts';

/** Figures as bare numbers, keys in their order. */
function canonical(data: unknown): unknown {
  if (isFigure(data)) return data.value;
  if (Array.isArray(data)) return data.map(canonical);
  if (!isRecord(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, canonical(value)]));
}

/**
 * SHA-256 of the model's name and the data, settings applied, as 64 hexadecimal digits. Sources, units and notes do not
 * count: they change no result. The order of keys does: it is the order of the rows in the result files.
 */
export function fingerprint({ model, data }: Pick<Scenario, 'model' | 'data'>): string {
  return createHash('sha256')
    .update(JSON.stringify([model, canonical(data)]))
    .digest('hex');
}
