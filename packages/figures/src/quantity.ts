/**
 * Owns what a number in market data may look like: a plain number in the unit of its field, or a *figure*, the same
 * number with its unit and source written beside it. Either way the market sees a number.
 */
import { z } from 'zod';

/**
 * Numbers of this size and above are refused, in any unit. Solvers compute in double precision, some 15 digits: beside
 * such a number one unit of it is lost, and a market that needs it is written in the wrong unit.
 */
export const MAGNITUDE_LIMIT = 1e15;

export interface QuantityOptions {
  /** Smallest admissible value, in the field's unit. */
  readonly min?: number;
  /** The value must be above this one, in the field's unit. */
  readonly above?: number;
  /** Largest admissible value, in the field's unit. */
  readonly max?: number;
  /** Only whole numbers. */
  readonly whole?: boolean;
}

/** Last part of the fault code of a refused quantity. */
export type QuantityProblem = 'missing' | 'not-a-number' | 'out-of-range' | 'wrong-unit' | 'wrong-shape';

interface Refusal {
  readonly problem: QuantityProblem;
  readonly message: string;
  readonly remedy: string;
}

type Reading<Value> = { readonly value: Value } | { readonly refusal: Refusal };

/** A number that says where it comes from: `source` is the key of the citation; nothing is converted from `unit`. */
const figureSchema = z.strictObject({
  value: z.unknown(),
  unit: z.string(),
  source: z.string(),
  note: z.string().optional(),
});

function refused(problem: QuantityProblem, message: string, remedy: string): { refusal: Refusal } {
  return { refusal: { problem, message, remedy } };
}

/** `"1,5"`, `null`, `Infinity`: as the reader would recognise it in the file. */
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
}

/** `a number in ms`; of a quantity without unit, `a number`. */
function aNumber(unit: string): string {
  return unit === '1' ? 'a number' : `a number in ${unit}`;
}

/** Takes the value out of a figure, if it is one and in this unit. */
function readValue(input: unknown, unit: string): Reading<unknown> {
  if (input === undefined) return refused('missing', 'is missing', `add it, ${aNumber(unit)}`);
  if (typeof input !== 'object' || input === null) return { value: input };
  const figure = figureSchema.safeParse(input);
  if (!figure.success) {
    const causes = figure.error.issues.map((issue) => [...issue.path, issue.message].join(': '));
    return refused(
      'wrong-shape',
      `is not a figure: ${causes.join('; ')}`,
      `write ${aNumber(unit)}, or { "value": ..., "unit": "${unit}", "source": "..." }`,
    );
  }
  if (figure.data.unit === unit) return { value: figure.data.value };
  return refused(
    'wrong-unit',
    `is given in "${figure.data.unit}", but this field is in "${unit}"`,
    `convert the value and write "unit": "${unit}"`,
  );
}

function readNumber(
  value: unknown,
  unit: string,
  { min, above, max, whole }: QuantityOptions,
): Reading<number> {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return refused(
      'not-a-number',
      `${shown(value)} is not a finite number`,
      `give ${aNumber(unit)}, without quotes, with a decimal point`,
    );
  if (min !== undefined && value < min)
    return refused('out-of-range', `${value} is below ${min}`, `give ${aNumber(unit)}, ${min} or more`);
  if (above !== undefined && value <= above)
    return refused(
      'out-of-range',
      `${value} is not above ${above}`,
      `give ${aNumber(unit)}, more than ${above}`,
    );
  if (max !== undefined && value > max)
    return refused('out-of-range', `${value} is above ${max}`, `give ${aNumber(unit)}, ${max} or less`);
  if (whole === true && !Number.isInteger(value))
    return refused('out-of-range', `${value} is not a whole number`, `give ${aNumber(unit)}, a whole one`);
  if (Math.abs(value) >= MAGNITUDE_LIMIT)
    return refused(
      'out-of-range',
      `${value} is ${MAGNITUDE_LIMIT} or more in size, and solvers keep about 15 digits`,
      `check its unit, and give ${aNumber(unit)}, smaller than ${MAGNITUDE_LIMIT}`,
    );
  return { value };
}

function quantitySchema<Value>(
  unit: string,
  read: (value: unknown) => Reading<Value>,
  isPlain: (input: unknown) => boolean = () => false,
): z.ZodType<Value> {
  return z.unknown().transform((input, context): Value => {
    const bare = isPlain(input) ? { value: input } : readValue(input, unit);
    const reading = 'refusal' in bare ? bare : read(bare.value);
    if ('value' in reading) return reading.value;
    const { message, ...params } = reading.refusal;
    context.addIssue({ code: 'custom', message, params, input });
    return z.NEVER;
  });
}

/**
 * Schema of a number in `unit`: a plain finite number, or a figure whose unit is exactly this one. Never converts.
 * A refusal is a custom issue at the field itself, with `params` { problem, remedy }.
 */
export function quantity(unit: string, options: QuantityOptions = {}): z.ZodType<number> {
  return quantitySchema(unit, (value) => readNumber(value, unit, options));
}

/** As `quantity`, where null, plain or as the value of a figure, means that there is no such limit. */
export function quantityOrNull(unit: string, options: QuantityOptions = {}): z.ZodType<number | null> {
  return quantitySchema<number | null>(unit, (value) => {
    if (value === null) return { value };
    const reading = readNumber(value, unit, options);
    if ('value' in reading) return reading;
    const { problem, message, remedy } = reading.refusal;
    return refused(problem, message, `${remedy}; or null for no limit`);
  });
}

/** A list of numbers in `unit`, plain or as the value of a figure; the first entry that will not do is named. */
export function quantityList(unit: string, options: QuantityOptions = {}): z.ZodType<readonly number[]> {
  return quantitySchema(unit, (value) => readList(value, unit, options), Array.isArray);
}

function readList(value: unknown, unit: string, options: QuantityOptions): Reading<readonly number[]> {
  if (!Array.isArray(value))
    return refused('wrong-shape', `${shown(value)} is no list`, `give a list, each entry ${aNumber(unit)}`);
  const numbers: number[] = [];
  for (let at = 0; at < value.length; at++) {
    const entry: unknown = value[at];
    const reading = readNumber(entry, unit, options);
    if ('refusal' in reading) {
      const { problem, message, remedy } = reading.refusal;
      return refused(problem, `entry ${at}: ${message}`, remedy);
    }
    numbers.push(reading.value);
  }
  return { value: numbers };
}

/**
 * A list of `length` numbers in `unit`, such as one per hour, plain or as the value of a figure; one number alone holds
 * for all of them. Every entry that is refused is named by its position, from 0.
 */
export function series(
  unit: string,
  length: number,
  options: QuantityOptions = {},
): z.ZodType<readonly number[]> {
  const read = (value: unknown): Reading<readonly number[]> => {
    if (!Array.isArray(value)) {
      const reading = readNumber(value, unit, options);
      if ('value' in reading) return { value: new Array<number>(length).fill(reading.value) };
      const { problem, message, remedy } = reading.refusal;
      return refused(problem, message, `${remedy}; or a list of ${length} such numbers`);
    }
    if (value.length !== length)
      return refused(
        'wrong-shape',
        `has ${value.length} numbers, not ${length}`,
        `give ${length} numbers, or one for all of them`,
      );
    return readList(value, unit, options);
  };
  return quantitySchema(unit, read, Array.isArray);
}
