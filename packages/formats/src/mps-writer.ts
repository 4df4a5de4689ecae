/**
 * Writes a program as an MPS file, free or fixed, so that reading it gives the same program: numbers in their shortest
 * exact decimals, rows without bounds as N rows, every bound of an integer column stated (a reader would otherwise
 * take [0, 1]), the constant as minus the right-hand side of the objective. Fixed layout has 8 characters for a name
 * and 12 for a number; a number that needs more is refused, not rounded.
 */
import { type Program, UnsupportedError } from '@marginal/program';
import type { MpsLayout } from './mps-cards.ts';
import { mpsRange } from './mps-range.ts';
import { fitNames, type NameRules } from './name-fitting.ts';
import { NoteTally } from './note.ts';
import { formatNumeral, formatNumeralWithin } from './numeral.ts';
import type { WrittenModel } from './written-model.ts';

const FIXED_NAME = 8;
const FIXED_NUMBER = 12;

/** Words that a reader of free files may take for a section, wherever they stand. */
const SECTION_WORDS = new Set(
  'NAME ROWS COLUMNS RHS RANGES BOUNDS ENDATA OBJSENSE OBJSEN OBJNAME MAX MIN'.split(' '),
);

const FREE_NAMES: NameRules = {
  maxLength: 255,
  fits: (name) => !/[\s\p{Cc}]/u.test(name) && !/^[$*']/.test(name) && !SECTION_WORDS.has(name.toUpperCase()),
  mend: (name) => {
    const bare = name.replace(/[\s\p{Cc}]/gu, '_').replace(/^[$*']/, '_');
    return bare === '' || SECTION_WORDS.has(bare.toUpperCase()) ? `_${bare}` : bare;
  },
};

const FIXED_NAMES: NameRules = {
  maxLength: FIXED_NAME,
  fits: (name) => /^[!-~](?:[ -~]*[!-~])?$/.test(name) && FREE_NAMES.fits(name.replaceAll(' ', '_')),
  mend: (name) => FREE_NAMES.mend(name).replace(/[^!-~]/g, '_'),
};

class MpsWriter {
  private readonly program: Program;
  private readonly layout: MpsLayout;
  private readonly lines: string[] = [];
  private readonly notes = new NoteTally();
  private tooWide = 0;
  private firstTooWide = '';

  constructor(program: Program, layout: MpsLayout) {
    this.program = program;
    this.layout = layout;
  }

  write(): WrittenModel {
    const { program, lines } = this;
    const rules = this.layout === 'free' ? FREE_NAMES : FIXED_NAMES;
    const { rowCount, columnCount } = program.matrix;
    const rows = fitNames(rowCount, (index) => program.names.row(index), rules);
    const columns = fitNames(columnCount, (index) => program.names.column(index), rules);
    const objective = fitNames(1, () => 'COST', rules, rows.names).names[0];

    lines.push('NAME          MARGINAL');
    if (program.sense === 'maximize') lines.push('OBJSENSE', '    MAX');
    lines.push('ROWS', this.card('N', objective));
    const vectors = this.writeRows(rows.names, objective);
    lines.push('COLUMNS');
    for (let j = 0; j < columnCount; j++) this.writeColumn(j, columns.names, rows.names, objective);
    if (this.marked) this.mark(columnCount);
    lines.push('RHS');
    for (const line of vectors.rightHandSides) lines.push(line);
    if (vectors.ranges.length > 0) lines.push('RANGES');
    for (const line of vectors.ranges) lines.push(line);
    lines.push('BOUNDS');
    for (let j = 0; j < columnCount; j++) this.writeBounds(j, columns.names[j]);
    lines.push('ENDATA', '');
    this.refuseWide();
    return {
      text: lines.join('\n'),
      renamedRows: rows.renamed,
      renamedColumns: columns.renamed,
      notes: this.notes.done(),
    };
  }

  private writeRows(
    names: readonly string[],
    objective: string,
  ): { rightHandSides: string[]; ranges: string[] } {
    const { rowLower, rowUpper, offset } = this.program;
    const rightHandSides: string[] = [];
    const ranges: string[] = [];
    const add = (list: string[], set: string, name: string, value: number): void => {
      list.push(this.card('', set, name, this.number(value, name)));
    };
    if (offset !== 0) add(rightHandSides, 'RHS', objective, -offset);
    names.forEach((name, i) => {
      const [lower, upper] = [rowLower[i], rowUpper[i]];
      let type = lower === upper ? 'E' : Number.isFinite(lower) ? 'G' : 'L';
      let rightHandSide = Number.isFinite(lower) ? lower : upper;
      if (lower === -Infinity && upper === Infinity) {
        type = 'N';
        rightHandSide = 0;
      } else if (lower !== upper && Number.isFinite(lower) && Number.isFinite(upper)) {
        const stated = mpsRange(lower, upper);
        type = stated.type;
        rightHandSide = stated.rightHandSide;
        this.checkRange(stated.range, stated.exact, name);
        add(ranges, 'RNG', name, stated.range);
      }
      this.lines.push(this.card(type, name));
      if (rightHandSide !== 0) add(rightHandSides, 'RHS', name, rightHandSide);
    });
    return { rightHandSides, ranges };
  }

  private checkRange(range: number, exact: boolean, row: string): void {
    if (range === Infinity)
      throw new UnsupportedError({
        code: 'formats.range-overflow',
        place: `row ${row}`,
        cause: 'the distance of its bounds is beyond the range of doubles',
        remedy: 'write LP or MathOptFormat, which state both bounds',
      });
    if (!exact)
      this.notes.add(
        'formats.rounded-range',
        'an upper bound of a row is off by its rounding, because no double is the distance of its bounds',
        () => `row ${row}`,
      );
  }

  private marked = false;

  private mark(column: number): void {
    this.marked = !this.marked;
    const name = `M${column}`;
    const word = this.marked ? "'INTORG'" : "'INTEND'";
    this.lines.push(
      this.layout === 'free'
        ? ` ${name} 'MARKER' ${word}`
        : `    ${name.padEnd(10)}${"'MARKER'".padEnd(25)}${word}`,
    );
  }

  private writeColumn(
    j: number,
    columns: readonly string[],
    rows: readonly string[],
    objective: string,
  ): void {
    const { cost, integer, matrix } = this.program;
    const name = columns[j];
    if ((integer?.[j] === 1) !== this.marked) this.mark(j);
    const pairs: string[] = [];
    if (cost[j] !== 0 || matrix.starts[j] === matrix.starts[j + 1])
      pairs.push(objective, this.number(cost[j], name));
    for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++)
      pairs.push(rows[matrix.rows[k]], this.number(matrix.values[k], name));
    for (let at = 0; at < pairs.length; at += 4)
      this.lines.push(this.card('', name, ...pairs.slice(at, at + 4)));
  }

  private writeBounds(j: number, name: string): void {
    const { columnLower, columnUpper, integer, semicontinuous } = this.program;
    const [lower, upper] = [columnLower[j], columnUpper[j]];
    const whole = integer?.[j] === 1;
    const state = (type: string, value?: number): void => {
      const number = value === undefined ? [] : [this.number(value, name)];
      this.lines.push(this.card(type, 'BND', name, ...number));
    };
    if (semicontinuous?.[j] === 1) {
      if (lower !== 0) state('LO', lower);
      state(whole ? 'SI' : 'SC', upper);
      return;
    }
    if (whole && lower === 0 && upper === 1) {
      state('BV');
      return;
    }
    if (lower === upper) {
      state('FX', lower);
      return;
    }
    if (lower === -Infinity && upper === Infinity) {
      state('FR');
      return;
    }
    if (lower === -Infinity) state('MI');
    else if (lower !== 0) state('LO', lower);
    if (upper !== Infinity) state('UP', upper);
    else if (whole && lower === 0) state('PL');
  }

  private number(value: number, owner: string): string {
    if (this.layout === 'free') return formatNumeral(value);
    const text = formatNumeralWithin(value, FIXED_NUMBER);
    if (text !== undefined) return text;
    if (this.tooWide++ === 0) this.firstTooWide = `${value} of ${owner}`;
    return '';
  }

  private refuseWide(): void {
    if (this.tooWide === 0) return;
    throw new UnsupportedError({
      code: 'formats.number-too-wide',
      place: this.firstTooWide,
      cause: `${this.tooWide} numbers need more than the ${FIXED_NUMBER} characters of fixed columns`,
      remedy: 'write free MPS, which holds every number exactly',
    });
  }

  /** Fields 1 to 6; fixed: columns 2, 5, 15, 25, 40 and 50. */
  private card(type: string, ...fields: readonly string[]): string {
    if (this.layout === 'free') return ` ${type === '' ? '' : `${type} `}${fields.join(' ')}`;
    const [name, first = '', firstNumber = '', second = '', secondNumber = ''] = fields;
    const line = `${` ${type}`.padEnd(4)}${name.padEnd(10)}${first.padEnd(10)}${firstNumber.padEnd(15)}${second.padEnd(10)}`;
    return `${line}${secondNumber}`.trimEnd();
  }
}

/** How to write an MPS file. */
export interface MpsOptions {
  /** `free` unless said otherwise. */
  readonly layout?: MpsLayout;
}

/** The program as an MPS file. Refuses numbers that fixed columns cannot hold exactly. */
export function writeMps(program: Program, options: MpsOptions = {}): WrittenModel {
  return new MpsWriter(program, options.layout ?? 'free').write();
}
