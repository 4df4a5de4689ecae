/**
 * Writes a program as MathOptFormat 1.0 (JuMP), which needs only what the first version of the schema has. Rows come
 * first, in order, then bounds. A row without bounds has no scalar set; it becomes an affine function in Reals of
 * dimension 1. One line per variable, row and bound, so that files can be compared.
 * Source: https://jump.dev/MathOptFormat/schemas/mof.1.schema.json
 */
import { type Program, transpose } from '@marginal/program';
import { fitNames, type NameRules } from './name-fitting.ts';
import { formatNumeral } from './numeral.ts';
import type { WrittenModel } from './written-model.ts';

/** Half a surrogate pair, which no file encoding keeps. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** JSON holds any other text. */
const NAMES: NameRules = {
  maxLength: Number.MAX_SAFE_INTEGER,
  fits: (name) => name !== '' && !LONE_SURROGATE.test(name),
  mend: (name) => (name === '' ? '_' : name.replace(new RegExp(LONE_SURROGATE, 'g'), '\uFFFD')),
};

/** The set that an interval is; undefined for the whole line. */
function setOf(lower: number, upper: number): string | undefined {
  const [low, high] = [`"lower": ${formatNumeral(lower)}`, `"upper": ${formatNumeral(upper)}`];
  if (lower === upper) return `{"type": "EqualTo", "value": ${formatNumeral(lower)}}`;
  if (lower === -Infinity && upper === Infinity) return undefined;
  if (lower === -Infinity) return `{"type": "LessThan", ${high}}`;
  if (upper === Infinity) return `{"type": "GreaterThan", ${low}}`;
  return `{"type": "Interval", ${low}, ${high}}`;
}

function termOf(value: number, variable: string): string {
  return `{"coefficient": ${formatNumeral(value)}, "variable": ${variable}}`;
}

function affine(terms: readonly string[], constant: number): string {
  return `{"type": "ScalarAffineFunction", "terms": [${terms.join(', ')}], "constant": ${formatNumeral(constant)}}`;
}

function freeRow(terms: readonly string[]): string {
  const indexed = terms.map((term) => `{"output_index": 1, "scalar_term": ${term}}`);
  return `{"type": "VectorAffineFunction", "terms": [${indexed.join(', ')}], "constants": [0]}`;
}

function rowLines(program: Program, names: readonly string[], variables: readonly string[]): string[] {
  const byRow = transpose(program.matrix);
  return names.map((name, i) => {
    const terms: string[] = [];
    for (let k = byRow.starts[i]; k < byRow.starts[i + 1]; k++)
      terms.push(termOf(byRow.values[k], variables[byRow.rows[k]]));
    const set = setOf(program.rowLower[i], program.rowUpper[i]);
    const [read, within] =
      set === undefined ? [freeRow(terms), '{"type": "Reals", "dimension": 1}'] : [affine(terms, 0), set];
    return `{"name": ${JSON.stringify(name)}, "function": ${read}, "set": ${within}}`;
  });
}

function boundLines(program: Program, variables: readonly string[]): string[] {
  const lines: string[] = [];
  variables.forEach((variable, j) => {
    const [lower, upper] = [program.columnLower[j], program.columnUpper[j]];
    const whole = program.integer?.[j] === 1;
    const binary = whole && lower === 0 && upper === 1;
    const add = (set: string): void => {
      lines.push(`{"function": {"type": "Variable", "name": ${variable}}, "set": ${set}}`);
    };
    if (program.semicontinuous?.[j] === 1) {
      const type = whole ? 'Semiinteger' : 'Semicontinuous';
      add(`{"type": "${type}", "lower": ${formatNumeral(lower)}, "upper": ${formatNumeral(upper)}}`);
      return;
    }
    const set = binary ? undefined : setOf(lower, upper);
    if (set !== undefined) add(set);
    if (whole) add(binary ? '{"type": "ZeroOne"}' : '{"type": "Integer"}');
  });
  return lines;
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? '[]' : `[\n    ${lines.join(',\n    ')}\n  ]`;
}

/** The program as a MathOptFormat document. */
export function writeMof(program: Program): WrittenModel {
  const { rowCount, columnCount } = program.matrix;
  const rows = fitNames(rowCount, (index) => program.names.row(index), NAMES);
  const columns = fitNames(columnCount, (index) => program.names.column(index), NAMES);
  const variables = columns.names.map((name) => JSON.stringify(name));
  const terms: string[] = [];
  variables.forEach((variable, j) => {
    if (program.cost[j] !== 0) terms.push(termOf(program.cost[j], variable));
  });
  const sense = program.sense === 'minimize' ? 'min' : 'max';
  const constraints = rowLines(program, rows.names, variables).concat(boundLines(program, variables));
  const text = [
    '{',
    '  "name": "MathOptFormat Model",',
    '  "version": {"major": 1, "minor": 0},',
    `  "variables": ${block(variables.map((variable) => `{"name": ${variable}}`))},`,
    `  "objective": {"sense": "${sense}", "function": ${affine(terms, program.offset)}},`,
    `  "constraints": ${block(constraints)}`,
    '}',
    '',
  ].join('\n');
  return { text, renamedRows: rows.renamed, renamedColumns: columns.renamed, notes: [] };
}
