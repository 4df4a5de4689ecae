/**
 * What a problem is: data that depend on the size alone, and one loop over its columns and rows. The loop states the
 * problem for every peer that takes one named row at a time; all of them are driven by it, so none can differ by how
 * well somebody wrote it. It hands out names the way a user would make them (`flow_17_3`) and does the joins.
 */

/** Takes columns and rows by name. `H` is what the peer calls a variable. */
export interface LoopSink<H> {
  column(name: string, cost: number, lower: number, upper: number, integer: boolean): H;
  row(
    name: string,
    coefficients: readonly number[],
    columns: readonly H[],
    lower: number,
    upper: number,
  ): void;
}

export interface Problem<D> {
  readonly name: string;
  /** One line for the report. */
  readonly description: string;
  readonly sense: 'minimize' | 'maximize';
  /** Data of this size. Throws when the size is not of the problem's form. */
  data(size: string): D;
  loop<H>(data: D, sink: LoopSink<H>): void;
  /** The data section of a MathProg file. */
  mathprog(data: D): string;
  /** The data as a Python script reads it. */
  json(data: D): unknown;
}

/** Reads a size such as `500` or `2000x168`; throws when it has not as many parts. */
export function sizeParts(size: string, count: number, form: string): number[] {
  const parts = size.split(/[x+/]/).map(Number);
  if (parts.length !== count || parts.some((part) => !Number.isInteger(part) || part < 0))
    throw new Error(`size '${size}' is not of the form ${form}`);
  return parts;
}
