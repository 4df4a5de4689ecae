/**
 * One side of a comparison, or an objective, in an LP file: signed terms `3 x` and constants, summed as they come. A
 * name or number at the start of a line without a sign before it belongs to the next row (IBM, "Constraints in LP file
 * format": each begins on a new line), and behind the comparison a line ends what began on it.
 */
import { type FaultReport, unsupported } from './fault-report.ts';
import type { LpLexer } from './lp-lexer.ts';
import type { SourceText } from './source-text.ts';

/** Receives each term: its column's name, the coefficient, and where the name stands. */
export type TermSink = (name: string, coefficient: number, offset: number) => void;

export interface LpExpression {
  readonly start: number;
  readonly terms: number;
  /** Sum of the constants; infinite where one is. */
  readonly constant: number;
  /** How many constants were written, and where the first stands. */
  readonly constants: number;
  readonly constantAt: number;
  /** Where the first name stands. */
  readonly nameAt: number;
}

/** Reads one; undefined after a fault, with the lexer on the offending token. */
export function readExpression(
  lexer: LpLexer,
  source: SourceText,
  report: FaultReport,
  oneLine: boolean,
  sink: TermSink,
): LpExpression | undefined {
  const start = lexer.start;
  let terms = 0;
  let constant = 0;
  let constants = 0;
  let constantAt = start;
  let nameAt = start;
  let sign = 0; // 0: none yet
  let factor = Number.NaN; // a number that waits for its name
  let factorAt = start;
  const fail = (cause: string, remedy: string): undefined => {
    report.at(lexer.start, 'expression', cause, remedy);
  };
  const settle = (): void => {
    if (Number.isNaN(factor)) return;
    if (constants++ === 0) constantAt = factorAt;
    constant += (sign < 0 ? -1 : 1) * factor;
    factor = Number.NaN;
    sign = 0;
  };
  for (; ; lexer.advance()) {
    const waiting = sign !== 0 || !Number.isNaN(factor);
    const begun = lexer.start > start;
    if (begun && lexer.startsLine && oneLine && (!waiting || !Number.isNaN(factor))) break;
    if (lexer.is('plus') || lexer.is('minus')) {
      settle();
      sign = (sign < 0 ? -1 : 1) * (lexer.is('minus') ? -1 : 1);
    } else if (lexer.is('number')) {
      if (!Number.isNaN(factor)) {
        if (lexer.startsLine) break;
        return fail(`a second number, ${lexer.written()}`, 'write a sign between the two');
      }
      if (begun && sign === 0) {
        if (lexer.startsLine) break;
        return fail(`no sign before ${lexer.written()}`, 'write + or - between terms');
      }
      if (Number.isNaN(lexer.value))
        return fail(
          `${lexer.written()} is not within the range of doubles`,
          'write a number between 1e-300 and 1e300',
        );
      factor = lexer.value;
      factorAt = lexer.start;
    } else if (lexer.is('name')) {
      if (begun && !waiting) {
        if (lexer.startsLine) break;
        return fail(`no sign before ${lexer.written()}`, 'write + or - between terms');
      }
      if (factor === Infinity) return fail('infinity is no coefficient', 'write a finite one');
      if (terms++ === 0) nameAt = lexer.start;
      sink(lexer.name(), (sign < 0 ? -1 : 1) * (Number.isNaN(factor) ? 1 : factor), lexer.start);
      sign = 0;
      factor = Number.NaN;
    } else if (lexer.is('other')) {
      refuseOperator(lexer, source);
      return fail(
        `${lexer.written()} has no place here`,
        'write sums of a number and a name, as in 2 x + 3 y',
      );
    } else break;
  }
  if (sign !== 0 && Number.isNaN(factor))
    return fail(`a sign with nothing behind it, before ${lexer.written()}`, 'write a term or drop the sign');
  settle();
  return { start, terms, constant, constants, constantAt, nameAt };
}

function refuseOperator(lexer: LpLexer, source: SourceText): void {
  const operator = lexer.written();
  if (operator === "'['" || operator === "'^'")
    throw unsupported(source.place(lexer.start), 'a quadratic term has no counterpart');
  if (operator === "'->'") throw unsupported(source.place(lexer.start), 'an indicator has no counterpart');
}
