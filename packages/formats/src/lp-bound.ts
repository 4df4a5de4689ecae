/**
 * One line of the bounds section of an LP file: `x free`, `x >= 1`, `1 <= x`, `1 <= x <= 2`, `x = 1`. Infinities are
 * words with a sign. Source: IBM, "Bounds in LP file format".
 */
import type { FaultReport } from './fault-report.ts';
import type { LpColumns } from './lp-columns.ts';
import type { LpLexer } from './lp-lexer.ts';

/** A signed number or infinity; undefined after a fault. */
function readSigned(lexer: LpLexer, report: FaultReport): number | undefined {
  let sign = 1;
  for (; lexer.is('plus') || lexer.is('minus'); lexer.advance()) {
    if (lexer.is('minus')) sign = -sign;
  }
  if (!lexer.is('number') || Number.isNaN(lexer.value)) {
    report.at(lexer.start, 'bound', `${lexer.written()} is no number`, 'write a number, inf or -inf');
    return undefined;
  }
  const value = sign * lexer.value;
  lexer.advance();
  return value === 0 ? 0 : value;
}

/** -1 for `<=`, 0 for `=`, 1 for `>=`; undefined after a fault. */
function readComparison(lexer: LpLexer, report: FaultReport): number | undefined {
  if (!lexer.is('comparison')) {
    report.at(
      lexer.start,
      'bound',
      `${lexer.written()} is no comparison`,
      'write 0 <= x <= 4, x = 2 or x free',
    );
    return undefined;
  }
  const { direction } = lexer;
  lexer.advance();
  return direction;
}

/** `x direction value`. */
function setBound(columns: LpColumns, column: number, direction: number, value: number, at: number): void {
  if (direction >= 0) columns.lower(column, value, at);
  if (direction <= 0) columns.upper(column, value, at);
}

/** Reads one bound. False after a fault, with the lexer behind what could be read. */
export function readBound(lexer: LpLexer, report: FaultReport, columns: LpColumns): boolean {
  const start = lexer.start;
  let before: number | undefined;
  let direction: number | undefined;
  if (!lexer.is('name')) {
    before = readSigned(lexer, report);
    if (before === undefined && lexer.start === start) lexer.advance();
    if (before === undefined) return false;
    direction = readComparison(lexer, report);
    if (direction === undefined) return false;
  }
  if (!lexer.is('name')) {
    report.at(lexer.start, 'bound', `${lexer.written()} is no column`, 'write the name of one column');
    return false;
  }
  const at = lexer.start;
  const column = columns.findDeclared(lexer.name(), at);
  lexer.advance();
  if (before !== undefined && direction !== undefined) {
    setBound(columns, column, -direction, before, at);
    if (!lexer.is('comparison') || lexer.startsLine) return true;
  } else if (lexer.is('name') && lexer.name().toLowerCase() === 'free') {
    columns.lower(column, -Infinity, at);
    columns.upper(column, Infinity, at);
    lexer.advance();
    return true;
  }
  const second = readComparison(lexer, report);
  if (second === undefined) return false;
  const after = readSigned(lexer, report);
  if (after === undefined) return false;
  if (direction !== undefined && (second !== direction || second === 0)) {
    report.at(at, 'bound', 'the two comparisons do not point the same way', 'write both as <= or both as >=');
    return false;
  }
  setBound(columns, column, second, after, at);
  return true;
}
