/** Owns sets of entries by name, and which names will do. */
import { z } from 'zod';

/** Why a name is refused: its problem is the last part of the fault code. */
export interface NameRefusal {
  readonly problem: 'reserved-name' | 'empty-name';
  readonly message: string;
  readonly remedy: string;
}

/** Any name will do but none at all and `__proto__`, which objects of JavaScript lose on the way. */
export function refuseName(name: string): NameRefusal | undefined {
  if (name === '__proto__')
    return {
      problem: 'reserved-name',
      message: "'__proto__' cannot be a name: JavaScript keeps it for itself",
      remedy: 'choose another name',
    };
  if (name.trim() === '')
    return {
      problem: 'empty-name',
      message: `${JSON.stringify(name)} is no name`,
      remedy: 'write a name that can be read',
    };
  return undefined;
}

/** Keys to values; not null, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A set of entries by name, whose names are judged too, each entry checked whatever its name. `z.record` drops an entry
 * named `__proto__` without a word.
 */
export function named<Value>(entry: z.ZodType<Value>): z.ZodType<Readonly<Record<string, Value>>> {
  return z.unknown().transform((input, context) => {
    if (!isRecord(input)) {
      context.issues.push({ code: 'invalid_type', expected: 'record', input });
      return z.NEVER;
    }
    const entries = Object.entries(input).map(([name, raw]) => {
      const refusal = refuseName(name);
      if (refusal !== undefined) {
        const { message, ...params } = refusal;
        context.issues.push({ code: 'custom', path: [name], message, params, input: name });
      }
      const parsed = entry.safeParse(raw, { reportInput: true });
      for (const issue of parsed.error?.issues ?? [])
        context.issues.push({ ...issue, path: [name, ...issue.path] } as z.core.$ZodRawIssue);
      return [name, parsed.data as Value] as const;
    });
    return Object.fromEntries(entries);
  });
}
