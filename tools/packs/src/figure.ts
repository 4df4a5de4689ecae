/** Owns how a pack writes a number: with its unit and source, and a note where one helps. */

export interface Figure<Value = number | null> {
  readonly value: Value;
  readonly unit: string;
  readonly source: string;
  readonly note?: string;
}

export function figure<Value>(value: Value, unit: string, source: string, note?: string): Figure<Value> {
  return note === undefined ? { value, unit, source } : { value, unit, source, note };
}

/** Rounded to so many significant digits, as people write it. */
export function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
