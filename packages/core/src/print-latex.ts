/**
 * A model as LaTeX, row by row, for models small enough to be read: an `align*` with the objective, each row with its
 * name, and the bounds. Long sums and blocks are cut and counted as in `printText`. For the form that a paper wants,
 * with sums over sets, see `printLatexBlocks`.
 */
import {
  alignLatex,
  indexedLatex,
  labelLatex,
  numberLatex,
  orZeroLatex,
  relationLatex,
  sumLatex,
  textLatex,
} from './latex.ts';
import { type ModelSource, NamedProgram, type Span, type Terms } from './named-program.ts';
import { blockAt, memberLabels, type NamedBlock } from './names.ts';
import { type PrintOptions, SHOWN } from './print-text.ts';

/** `\text{flow}_{\text{dallas},7}` where blocks and labels are known, otherwise the name as text. */
function nameLatex(blocks: readonly NamedBlock[] | undefined, at: number, name: () => string): string {
  if (blocks === undefined) return textLatex(name());
  return indexedLatex(blockAt(blocks, at).name, memberLabels(blocks, at).map(labelLatex));
}

function side(bound: number): string | undefined {
  return Number.isFinite(bound) ? numberLatex(bound) : undefined;
}

function countedLatex(count: number, what: 'row' | 'column', block: Span): string {
  const of = block.name === '' ? '' : ` of ${block.name}`;
  return `& ${textLatex(`${count} more ${what}${count === 1 ? '' : 's'}${of}`)}`;
}

class LatexPrinter {
  private readonly named: NamedProgram;
  private readonly limits: Required<PrintOptions>;
  private readonly rowBlocks: readonly NamedBlock[] | undefined;
  private readonly columnBlocks: readonly NamedBlock[] | undefined;

  constructor(source: ModelSource, options: PrintOptions) {
    this.named = new NamedProgram(source);
    this.limits = { ...SHOWN, ...options };
    this.rowBlocks = 'program' in source ? source.rowBlocks : undefined;
    this.columnBlocks = 'program' in source ? source.columnBlocks : undefined;
  }

  objective(): string {
    return this.sum(this.named.costTerms(this.limits.terms), this.named.program.offset);
  }

  lines(): string[] {
    const verb = this.named.program.sense === 'minimize' ? '\\min' : '\\max';
    const lines = [`${verb} \\quad & ${this.objective()}`];
    for (const block of this.named.rowBlocks) lines.push(...this.rows(block));
    for (const block of this.named.columnBlocks) lines.push(...this.bounds(block));
    return lines;
  }

  private column(j: number): string {
    return nameLatex(this.columnBlocks, j, () => this.named.program.names.column(j));
  }

  private sum({ shown, more }: Terms, constant: number): string {
    const terms = shown.map(({ column, coefficient }) => [coefficient, this.column(column)] as const);
    const rest = more === 0 ? [] : [[1, textLatex(`${more} more ${more === 1 ? 'term' : 'terms'}`)] as const];
    return sumLatex([...terms, ...rest, ...(constant === 0 ? [] : [[constant, ''] as const])]);
  }

  rows(block: Span): string[] {
    const { rowLower, rowUpper, names } = this.named.program;
    const shown = Math.min(this.limits.rows, block.size);
    const lines = Array.from({ length: shown }, (_, k) => {
      const i = block.start + k;
      const body = this.sum(this.named.rowTerms(i, this.limits.terms), 0);
      const name = nameLatex(this.rowBlocks, i, () => names.row(i));
      return `& ${relationLatex(body, side(rowLower[i]), side(rowUpper[i])) ?? body} && (${name})`;
    });
    return shown < block.size ? [...lines, countedLatex(block.size - shown, 'row', block)] : lines;
  }

  private bounds(block: Span): string[] {
    const { columnLower, columnUpper, integer, semicontinuous } = this.named.program;
    const shown = Math.min(this.limits.columns, block.size);
    const lines = Array.from({ length: shown }, (_, k) => {
      const j = block.start + k;
      const name = this.column(j);
      const range = relationLatex(name, side(columnLower[j]), side(columnUpper[j]));
      const relation = semicontinuous?.[j] ? orZeroLatex(name, range) : range;
      const domain = integer?.[j] ? '\\mathbb{Z}' : '\\mathbb{R}';
      if (relation === undefined) return `& ${name} \\in ${domain}`;
      return `& ${relation}${integer?.[j] ? `, \\; ${name} \\in ${domain}` : ''}`;
    });
    return shown < block.size ? [...lines, countedLatex(block.size - shown, 'column', block)] : lines;
  }
}

/** The model as an `align*` environment; needs amsmath and amssymb. */
export function printLatex(source: ModelSource, options: PrintOptions = {}): string {
  return alignLatex(new LatexPrinter(source, options).lines());
}

/** The objective written out, as far as the limits go. */
export function objectiveLatex(source: ModelSource, options: PrintOptions = {}): string {
  return new LatexPrinter(source, options).objective();
}

/** The lines of one block of rows, as far as the limits go. */
export function rowsLatex(source: ModelSource, block: Span, options: PrintOptions): string[] {
  return new LatexPrinter(source, options).rows(block);
}
