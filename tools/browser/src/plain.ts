/** What a console was told, as text that is the same wherever it was said: typed arrays as lists, no number lost. */

type Printed = readonly unknown[];

function entry(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return Object.is(value, -0) ? '-0' : String(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as ArrayLike<number>);
  if (value instanceof Map) return [...value];
  return value;
}

/** Runs `work` and returns what it printed by `console.log`, line by line. */
export async function printedBy(work: () => Promise<unknown>): Promise<readonly string[]> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (...printed: Printed): void => {
    lines.push(JSON.stringify(printed, entry));
  };
  try {
    await work();
  } finally {
    console.log = log;
  }
  return lines;
}
