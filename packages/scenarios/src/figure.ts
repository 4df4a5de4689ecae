/** Owns finding the figures in data: numbers that stand with their unit and source. */

/** A number of the data with its citation. */
export interface CitedFigure {
  /** Keys that lead to it. */
  readonly path: readonly string[];
  readonly value: unknown;
  readonly unit: string;
  /** Key in the scenario's `sources`. */
  readonly source: string;
  readonly note?: string;
}

/** Keys to values; not null, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with a value is a figure, and a leaf of the data, even if its unit or source is wrong or missing. */
export function isFigure(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && Object.hasOwn(value, 'value');
}

/** Every well-formed figure below `data`, in the order of the file; `path` leads to `data`. */
export function figuresOf(data: unknown, path: readonly string[] = []): CitedFigure[] {
  if (!isRecord(data)) return [];
  if (!isFigure(data))
    return Object.entries(data).flatMap(([key, child]) => figuresOf(child, [...path, key]));
  const { value, unit, source, note } = data;
  if (typeof unit !== 'string' || typeof source !== 'string') return [];
  return [{ path, value, unit, source, ...(typeof note === 'string' ? { note } : {}) }];
}
