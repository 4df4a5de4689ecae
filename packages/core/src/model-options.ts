/** What declarations take besides names and indexes, and what is not an option. */
import { type Fault, refuse } from '@marginal/program';
import type { Operand } from './expression.ts';
import type { IntegersOnly, ModelKind } from './kind.ts';

export interface ModelOptions<Money extends string = string, I extends boolean = boolean> {
  /** Symbol of money, `$` by default: what the objective is in. */
  readonly money?: Money;
  /**
   * Whether variables may be integer or semicontinuous and functions may use binaries; false by default. Results of such
   * a model have no duals and no prices, whatever was declared: see `priceIntegers`.
   */
  readonly integers?: I;
}

export interface VariableOptions<
  K extends ModelKind = 'lp',
  N extends string = string,
  L extends Operand = Operand,
  U extends Operand = Operand,
> {
  /** Unit of every member, such as `Mtok/h`. */
  readonly unit?: N;
  /** Lower bound, -Infinity by default: a variable is free unless you say otherwise. */
  readonly lower?: L;
  /** Upper bound, Infinity by default. */
  readonly upper?: U;
  /** Whole numbers only. In models with integers. */
  readonly integer?: IntegersOnly<K>;
  /** Zero, or between its bounds, which must be finite above and not negative. In models with integers. */
  readonly semicontinuous?: IntegersOnly<K>;
}

export interface BalanceSides<S extends Operand, D extends Operand, W extends Operand> {
  readonly supply: S;
  readonly demand: D;
  /** What one row counts for, such as the hours of a time step; 1 by default. Prices are divided by it. */
  readonly weight?: W;
}

export const MODEL_OPTIONS: readonly string[] = ['money', 'integers'];
export const VARIABLE_OPTIONS: readonly string[] = ['unit', 'lower', 'upper', 'integer', 'semicontinuous'];

/** Options that say yes or no. */
const SWITCHES: readonly string[] = ['integer', 'semicontinuous', 'integers'];

/** A misspelt option would be a lost bound, and a switch that is neither on nor off a lost integer. */
export function checkOptions(options: object, known: readonly string[], place: string): void {
  const faults: Fault[] = [];
  for (const [option, value] of Object.entries(options)) {
    if (!known.includes(option)) {
      const cause = `there is no option '${option}'`;
      faults.push({ code: 'core.unknown-option', place, cause, remedy: `use ${known.join(', ')}` });
    } else if (SWITCHES.includes(option) && value !== undefined && typeof value !== 'boolean') {
      const cause = `option '${option}' is ${String(value)}`;
      faults.push({ code: 'core.switch', place, cause, remedy: 'write true or false' });
    }
  }
  refuse(faults);
}
