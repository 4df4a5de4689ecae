/** A difference of two models in sentences, one per group: `'clear' gained 0.98 flow in 4 rows`. */
import type { BlockPresence, CoefficientChange, ModelDiff, NumberChange } from './model-diff.ts';

const SPOKEN: Readonly<Record<NumberChange['kind'], string>> = {
  rowLower: 'lower side',
  rowUpper: 'upper side',
  columnLower: 'lower bound',
  columnUpper: 'upper bound',
  cost: 'cost',
  integrality: 'integrality',
  semicontinuity: 'semicontinuity',
};

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function presenceText(sign: '+' | '-', what: 'row' | 'column', group: BlockPresence): string {
  const { block, whole, count, example } = group;
  const part = whole ? `${what}s '${block}'` : `${counted(count, what)} of '${block}'`;
  return `${sign} ${part}${whole ? ` (${count})` : ''}, such as ${example}`;
}

function numberText({ kind, block, count, change, same, example }: NumberChange): string {
  const values = `${change.before} -> ${change.after}`;
  const what = kind.startsWith('row') ? 'row' : 'column';
  const first = count === 1 ? ` (${example})` : `, such as ${example}`;
  return `~ ${SPOKEN[kind]} of '${block}' at ${counted(count, what)}${first}: ${same ? '' : 'for it '}${values}`;
}

function coefficientText(group: CoefficientChange): string {
  const { kind, rows, columns, count, rowCount, change, same, example } = group;
  const where = `at ${counted(rowCount, 'row')}`;
  const several = count === rowCount ? '' : `, ${counted(count, 'term')}`;
  const such = `such as ${example.column} in ${example.row}`;
  if (kind === 'changed') {
    const values = `${change.before} -> ${change.after}`;
    return `~ '${rows}' changed term ${columns} ${where}${several}, ${such}: ${same ? '' : 'for it '}${values}`;
  }
  const sign = kind === 'gained' ? '+' : '-';
  const value = kind === 'gained' ? change.after : change.before;
  const term = same ? `${columns}*${value}` : columns;
  return `${sign} '${rows}' ${kind} term ${term} ${where}${several}, ${such}`;
}

/** One line per group, `no difference` when there is none; lines end with a newline. */
export function printDiff(diff: ModelDiff): string {
  const lines = [
    ...(diff.sense === undefined ? [] : [`~ sense: ${diff.sense.before} -> ${diff.sense.after}`]),
    ...(diff.offset === undefined
      ? []
      : [`~ constant of the objective: ${diff.offset.before} -> ${diff.offset.after}`]),
    ...diff.rows.removed.map((group) => presenceText('-', 'row', group)),
    ...diff.rows.added.map((group) => presenceText('+', 'row', group)),
    ...diff.columns.removed.map((group) => presenceText('-', 'column', group)),
    ...diff.columns.added.map((group) => presenceText('+', 'column', group)),
    ...diff.numbers.map(numberText),
    ...diff.coefficients.map(coefficientText),
  ];
  return `${(lines.length === 0 ? ['no difference'] : lines).join('\n')}\n`;
}
