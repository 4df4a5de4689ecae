/**
 * A model as a paper states it: one line per block of rows, with sums over sets and `\forall`, in time that does not
 * depend on how many members the sets have:
 *
 *     \text{serve}_{n,h} + \sum_{f : (f,n) \in \text{link}} \text{flow}_{f,n,h} = \text{need}_{n,h}
 *         \quad \forall n \in \text{node}, h \in \text{hour}
 *
 * Terms with variables stand on the left and data on the right, except in ranges. `h-1` is the member before h, and
 * `h \ominus 1` the same in a set that goes round.
 */
import type { CompiledModel } from './compiled-model.ts';
import type { Constraint } from './constraint.ts';
import { asExpression, type Operand } from './expression.ts';
import type { IndexList } from './index-set.ts';
import type { ModelKind } from './kind.ts';
import {
  alignLatex,
  indexedLatex,
  numberLatex,
  orZeroLatex,
  relationLatex,
  sumLatex,
  textLatex,
} from './latex.ts';
import { objectiveLatex, rowsLatex } from './print-latex.ts';
import {
  headLetters,
  IndexLetters,
  type SymbolicIndex,
  type SymbolicRange,
  type SymbolicTerm,
  symbolicTerm,
} from './symbolic-term.ts';
import type { Variable } from './variable.ts';

export interface BlockPrintOptions {
  /** The objective as it was stated; without it, its first terms are written out. */
  readonly objective?: Operand;
}

/** Rows shown of a block that has no common form. */
const SAMPLE = 3;

function memberLatex(letters: readonly string[], set: string): string {
  const tuple = letters.length === 1 ? letters[0] : `(${letters.join(',')})`;
  return `${tuple} \\in ${textLatex(set)}`;
}

/** `\sum_{f : (f,n) \in \text{link}}`, or `[(f,n) \in \text{link}]` where nothing is left to sum. */
function rangeLatex({ set, letters, summed }: SymbolicRange): string {
  const member = memberLatex(letters, set.name);
  if (!summed.includes(true)) return `[${member}]`;
  if (!summed.includes(false)) return `\\sum_{${member}}`;
  return `\\sum_{${letters.filter((_, c) => summed[c]).join(',')} : ${member}}`;
}

function indexLatex({ letter, lag, wraps }: SymbolicIndex): string {
  if (lag === 0) return letter;
  const [minus, plus] = wraps ? [' \\ominus ', ' \\oplus '] : ['-', '+'];
  return `${letter}${lag > 0 ? minus : plus}${Math.abs(lag)}`;
}

function bodyLatex(term: SymbolicTerm): string {
  const references = term.variable === undefined ? term.factors : [...term.factors, term.variable];
  const product = references.map(({ name, indices }) => indexedLatex(name, indices.map(indexLatex)));
  const ranges = term.ranges.map(rangeLatex);
  if (product.length === 0 && ranges.length > 0) product.push('1');
  return [...ranges, ...product].join(' \\, ');
}

class BlockPrinter {
  private readonly letters = new IndexLetters();
  private readonly compiled: CompiledModel<ModelKind>;

  constructor(compiled: CompiledModel<ModelKind>) {
    this.compiled = compiled;
  }

  lines({ objective }: BlockPrintOptions): string[] {
    const verb = this.compiled.program.sense === 'minimize' ? '\\min' : '\\max';
    const text = objective === undefined ? objectiveLatex(this.compiled) : this.sum(objective, []);
    return [
      `${verb} \\quad & ${text}`,
      ...this.compiled.rowBlocks.flatMap((block) => this.rows(block)),
      ...this.compiled.columnBlocks.map((block) => this.domain(block)),
    ];
  }

  /** Terms of an expression; `want` picks those with variables, or data. */
  private terms(operand: Operand, head: IndexList, want: 'variables' | 'data' | 'all'): SymbolicTerm[] {
    return asExpression(operand, undefined)
      .blocks.filter((block) => want === 'all' || (block.variable !== undefined) === (want === 'variables'))
      .map((block) => symbolicTerm(block, head, this.letters));
  }

  private sum(operand: Operand, head: IndexList): string {
    return joined(this.terms(operand, head, 'all'), 1);
  }

  private forAll(index: IndexList): string {
    const letters = headLetters(index, this.letters);
    const letter = (dim: string): string => letters.get(dim) ?? '?';
    const sets = index.map((set) =>
      set.kind === 'sparse'
        ? memberLatex(
            set.axes.map((axis) => letter(axis.dim)),
            set.name,
          )
        : memberLatex([letter(set.dim)], set.base.name),
    );
    return sets.length === 0 ? '' : `\\forall ${sets.join(', ')}`;
  }

  private rows(constraint: Constraint): string[] {
    const { body, index, lower, upper, name } = constraint;
    // Rows that were written term by term have no common form: the first ones stand for them.
    if (body.blocks.length === 0) return rowsLatex(this.compiled, constraint, { rows: SAMPLE });
    const line = `& ${this.relation(body, index, lower, upper)} && ${this.forAll(index)} && (${textLatex(name)})`;
    return [line];
  }

  private relation(body: Operand, index: IndexList, lower: Operand, upper: Operand): string {
    const plain = typeof lower === 'number' && typeof upper === 'number';
    const isRange = !plain || (Number.isFinite(lower) && Number.isFinite(upper) && lower !== upper);
    if (isRange) {
      const middle = this.sum(body, index);
      return relationLatex(middle, this.side(lower, index), this.side(upper, index)) ?? middle;
    }
    const left = joined(this.terms(body, index, 'variables'), 1);
    const data = this.terms(body, index, 'data');
    const right = (bound: number): string | undefined =>
      Number.isFinite(bound) ? joined(data, -1, bound) : undefined;
    return relationLatex(left, right(lower), right(upper)) ?? left;
  }

  private side(bound: Operand, index: IndexList): string | undefined {
    if (typeof bound !== 'number') return this.sum(bound, index);
    return Number.isFinite(bound) ? numberLatex(bound) : undefined;
  }

  private domain({ name, index, lower, upper, integer, semicontinuous }: Variable): string {
    const letters = headLetters(index, this.letters);
    const symbol = indexedLatex(name, [...letters.values()]);
    const range = relationLatex(symbol, this.side(lower, index), this.side(upper, index));
    const relation = semicontinuous ? orZeroLatex(symbol, range) : range;
    const inSet = `${symbol} \\in \\mathbb{${integer ? 'Z' : 'R'}}`;
    const text = relation === undefined ? inSet : `${relation}${integer ? `, \\; ${inSet}` : ''}`;
    return index.length === 0 ? `& ${text}` : `& ${text} && ${this.forAll(index)}`;
  }
}

/** Terms as one sum, all signs multiplied by `sign`, and a constant behind them. */
function joined(terms: readonly SymbolicTerm[], sign: 1 | -1, constant = 0): string {
  const list = terms
    .filter(({ scale }) => scale !== 0)
    .map((term) => [sign * term.scale, bodyLatex(term)] as const);
  return sumLatex(constant === 0 ? list : [...list, [constant, '']]);
}

/** The model block by block as an `align*` environment; needs amsmath and amssymb. */
export function printLatexBlocks(
  compiled: CompiledModel<ModelKind>,
  options: BlockPrintOptions = {},
): string {
  return alignLatex(new BlockPrinter(compiled).lines(options));
}
