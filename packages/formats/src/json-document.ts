/**
 * A JSON document with the path to each part, for faults that say where: `$.constraints[3].set.upper`. Typed access
 * without a schema: a part of the wrong kind is a fault, and reading goes on with undefined.
 */
import { InvalidInputError } from '@marginal/program';
import type { FaultReport } from './fault-report.ts';
import { jsonFaultOffset } from './json-syntax.ts';
import type { SourceText } from './source-text.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses the text; a syntax fault carries line and column. */
export function parseJson(source: SourceText): unknown {
  try {
    return JSON.parse(source.text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InvalidInputError([
      {
        code: 'formats.json',
        place: source.place(jsonFaultOffset(source.text)),
        cause: `this is not JSON: ${message}`,
        remedy: 'give a complete JSON document',
      },
    ]);
  }
}

export class JsonFields {
  private readonly report: FaultReport;

  constructor(report: FaultReport) {
    this.report = report;
  }

  private wrong(path: string, value: unknown, expected: string): undefined {
    const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value).slice(0, 40)}`;
    this.report.within(path, 'field', found, `give ${expected}`);
  }

  object(value: unknown, path: string): JsonObject | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
    return this.wrong(path, value, 'an object');
  }

  array(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.wrong(path, value, 'an array');
    return [];
  }

  string(value: unknown, path: string): string | undefined {
    return typeof value === 'string' ? value : this.wrong(path, value, 'a text');
  }

  /** A finite number; -0 is 0. */
  number(value: unknown, path: string): number | undefined {
    if (typeof value !== 'number' || !Number.isFinite(value))
      return this.wrong(path, value, 'a finite number');
    return value === 0 ? 0 : value;
  }
}
