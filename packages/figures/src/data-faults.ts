/** Owns the faults of data that a schema refused: one per problem, with its place, in the words of the model. */
import type { Fault } from '@marginal/program';
import type { z } from 'zod';
import { nameKnown } from './known-names.ts';

/** A name for the whole data, put before each field, or the full place of a field, given the keys that lead to it. */
export type DataPlace = string | ((path: readonly string[]) => string);

/** Makes a fault out of the keys that lead to the field. */
export type Report = (path: readonly string[], code: string, cause: string, remedy: string) => Fault;

/** Faults of one model: `prefix` goes before every code. */
export function reporter(prefix: string, place: DataPlace): Report {
  const placeOf =
    typeof place === 'function'
      ? place
      : (path: readonly string[]) => (path.length === 0 ? place : `${place}: ${path.join('.')}`);
  return (path, code, cause, remedy) => ({ code: `${prefix}.${code}`, place: placeOf(path), cause, remedy });
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** What is asked for in place of what stands there. */
function wantedShape(expected: unknown): string {
  if (expected === 'string') return 'a text in quotes';
  if (expected === 'boolean') return 'true or false, without quotes';
  return expected === 'array' ? 'a list' : 'an object of named entries';
}

/**
 * The faults of one issue of a schema made of `quantity`, `series` and `named`. `fieldsOf` names the fields that an
 * object at the given keys may have.
 */
export function faultsOfIssue(
  issue: z.core.$ZodIssue,
  report: Report,
  fieldsOf: (path: readonly string[]) => readonly string[],
): Fault[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      report(
        [...path, key],
        'unknown-key',
        `'${key}' is not a field`,
        nameKnown('fields', key, fieldsOf(path)),
      ),
    );
  if (issue.code === 'custom') {
    const { problem, remedy } = issue.params as { problem: string; remedy: string };
    return [report(path, problem, issue.message, remedy)];
  }
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String).join(', ');
    return [report(path, 'unknown-value', `is ${JSON.stringify(issue.input)}`, `use one of ${known}`)];
  }
  const wanted = wantedShape(issue.code === 'invalid_type' ? issue.expected : undefined);
  return issue.input === undefined
    ? [report(path, 'missing', 'is missing', `add it, as ${wanted}`)]
    : [report(path, 'wrong-shape', `is ${kindOf(issue.input)}`, `write ${wanted}`)];
}
