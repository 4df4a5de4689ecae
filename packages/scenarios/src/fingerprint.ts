/** Owns the name of a scenario's inputs by content: equal inputs, equal name, whatever the order of the keys. */
import { createHash } from 'node:crypto';
import { isFigure, isRecord } from './figure.ts';
import type { Scenario } from './scenario.ts';

/** Figures as bare numbers, keys in code-unit order. */
function canonical(data: unknown): unknown {
  if (isFigure(data)) return data.value;
  if (Array.isArray(data)) return data.map(canonical);
  if (!isRecord(data)) return data;
  return Object.fromEntries(
    Object.entries(data)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, value]) => [key, canonical(value)]),
  );
}

/**
 * SHA-256 of the model's name and the data, settings applied, as 64 hexadecimal digits. Sources, units, notes and the
 * order of keys do not count: they change no result.
 */
export function fingerprint({ model, data }: Pick<Scenario, 'model' | 'data'>): string {
  return createHash('sha256')
    .update(JSON.stringify([model, canonical(data)]))
    .digest('hex');
}
