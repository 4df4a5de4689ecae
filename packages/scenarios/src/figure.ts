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

/** A number, or what stands in its place, with its unit and source. */
export interface Figure {
  readonly value: unknown;
  readonly unit: string;
  readonly source: string;
  readonly note?: unknown;
}

const FIGURE_KEYS: readonly string[] = ['value', 'unit', 'source', 'note'] satisfies (keyof Figure)[];

/**
 * Whether it can be nothing but a figure: no other keys, no object for a value but perhaps a list, unit and source in words. Entries named
 * `value` or `unit` are entries, as they hold objects or numbers.
 */
export function isFigure(value: unknown): value is Figure {
  return (
    isRecord(value) &&
    Object.hasOwn(value, 'value') &&
    Object.keys(value).every((key) => FIGURE_KEYS.includes(key)) &&
    !isRecord(value.value) &&
    ['unit', 'source'].every((key) => Object.hasOwn(value, key) && typeof value[key] === 'string')
  );
}

/** Every well-formed figure below `data`, in the order of the file; `path` leads to `data`. */
export function figuresOf(data: unknown, path: readonly string[] = []): CitedFigure[] {
  if (!isRecord(data)) return [];
  if (!isFigure(data))
    return Object.entries(data).flatMap(([key, child]) => figuresOf(child, [...path, key]));
  const { value, unit, source, note } = data;
  return [{ path, value, unit, source, ...(typeof note === 'string' ? { note } : {}) }];
}
