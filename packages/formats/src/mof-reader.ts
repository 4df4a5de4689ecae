/**
 * Reads MathOptFormat (JuMP), version 1, where it is linear: a scalar objective, rows `ScalarAffineFunction` in
 * LessThan, GreaterThan, EqualTo or Interval, bounds `Variable` in the same sets, ZeroOne, Integer, Semicontinuous and
 * Semiinteger; and one affine
 * function in Reals of dimension 1, which is a row without bounds. Columns are free unless bounded, as the format has
 * it. Anything else is refused with its path. Source: https://jump.dev/MathOptFormat/schemas/mof.1.schema.json
 */
import type { Program } from '@marginal/program';
import { FaultReport, unsupported } from './fault-report.ts';
import { JsonFields, type JsonObject, parseJson } from './json-document.ts';
import { type Note, NoteTally } from './note.ts';
import { ProgramDraft } from './program-draft.ts';
import type { SourceText } from './source-text.ts';

/** Sets of a column that is zero or in an interval. */
const SEMI = new Set(['Semicontinuous', 'Semiinteger']);

interface Interval {
  readonly lower: number;
  readonly upper: number;
}

class MofReader {
  private readonly source: SourceText;
  private readonly notes: NoteTally;
  private readonly report: FaultReport;
  private readonly fields: JsonFields;
  private readonly draft = new ProgramDraft();
  /** Per column, path of the constraint that states its lower or upper bound. */
  private readonly lowerFrom: (string | undefined)[] = [];
  private readonly upperFrom: (string | undefined)[] = [];
  private readonly zeroOne = new Map<number, string>();
  private readonly priced = new Set<number>();

  constructor(source: SourceText, notes: NoteTally) {
    this.source = source;
    this.notes = notes;
    this.report = new FaultReport(source);
    this.fields = new JsonFields(this.report);
  }

  read(): Program {
    const { fields } = this;
    const document = fields.object(parseJson(this.source), '$');
    if (document !== undefined) {
      this.readVersion(document.version);
      fields.array(document.variables, '$.variables').forEach((variable, k) => {
        this.readVariable(variable, `$.variables[${k}]`);
      });
      this.readObjective(document.objective);
      fields.array(document.constraints, '$.constraints').forEach((constraint, k) => {
        this.readConstraint(constraint, `$.constraints[${k}]`);
      });
      this.finishColumns();
    }
    this.report.done();
    return this.draft.done(this.notes, this.source.name);
  }

  private refuse(path: string, cause: string): never {
    throw unsupported(`${this.source.name}:${path}`, cause);
  }

  private readVersion(value: unknown): void {
    const version = this.fields.object(value, '$.version');
    if (version !== undefined && version.major !== 1)
      this.refuse(
        '$.version.major',
        `version ${String(version.major)} is not the version 1 that is read here`,
      );
  }

  private readVariable(value: unknown, path: string): void {
    const { fields, draft } = this;
    const variable = fields.object(value, path);
    const name = variable && fields.string(variable.name, `${path}.name`);
    if (name === undefined) return;
    if (draft.columnByName.has(name)) {
      this.report.within(
        `${path}.name`,
        'duplicate-column',
        `column ${name} is declared twice`,
        'rename or drop one',
      );
      return;
    }
    draft.columnLower.set(draft.addColumn(name), -Infinity);
    this.lowerFrom.push(undefined);
    this.upperFrom.push(undefined);
  }

  private column(value: unknown, path: string): number | undefined {
    const name = this.fields.string(value, path);
    const column = name === undefined ? undefined : this.draft.columnByName.get(name);
    if (name !== undefined && column === undefined)
      this.report.within(path, 'unknown-column', `there is no variable ${name}`, 'declare it in $.variables');
    return column;
  }

  /** Terms and constant of an affine function; terms go to `sink`. */
  private readAffine(read: JsonObject, path: string, sink: (column: number, value: number) => void): number {
    this.fields.array(read.terms, `${path}.terms`).forEach((entry, k) => {
      this.readTerm(entry, `${path}.terms[${k}]`, sink);
    });
    return this.fields.number(read.constant, `${path}.constant`) ?? 0;
  }

  private readTerm(entry: unknown, path: string, sink: (column: number, value: number) => void): void {
    const term = this.fields.object(entry, path);
    if (term === undefined) return;
    const column = this.column(term.variable, `${path}.variable`);
    const value = this.fields.number(term.coefficient, `${path}.coefficient`);
    if (column !== undefined && value !== undefined) sink(column, value);
  }

  private readObjective(value: unknown): void {
    const { fields, draft } = this;
    const objective = fields.object(value, '$.objective');
    if (objective === undefined || objective.sense === 'feasibility') return;
    if (objective.sense !== 'min' && objective.sense !== 'max') {
      this.report.within(
        '$.objective.sense',
        'objective-sense',
        'is no sense',
        'give min, max or feasibility',
      );
      return;
    }
    draft.sense = objective.sense === 'min' ? 'minimize' : 'maximize';
    const path = '$.objective.function';
    const read = fields.object(objective.function, path);
    if (read === undefined) return;
    const price = (column: number, coefficient: number): void => {
      if (this.priced.has(column))
        this.notes.add(
          'formats.merged-cost',
          'a second term of a column in the objective was added',
          () => `${this.source.name}:${path}`,
        );
      this.priced.add(column);
      draft.cost.set(column, draft.cost.get(column) + coefficient);
    };
    if (read.type === 'Variable') {
      const column = this.column(read.name, `${path}.name`);
      if (column !== undefined) price(column, 1);
    } else if (read.type === 'ScalarAffineFunction') draft.offset = this.readAffine(read, path, price);
    else this.refuse(`${path}.type`, `an objective of type ${String(read.type)} has no counterpart`);
  }

  private readConstraint(value: unknown, path: string): void {
    const { fields } = this;
    const constraint = fields.object(value, path);
    const read = constraint && fields.object(constraint.function, `${path}.function`);
    const set = constraint && fields.object(constraint.set, `${path}.set`);
    if (constraint === undefined || read === undefined || set === undefined) return;
    if (read.type === 'Variable') {
      this.readBound(read, set, path);
      return;
    }
    if (read.type === 'VectorAffineFunction') {
      this.readFreeRow(constraint, read, set, path);
      return;
    }
    if (read.type !== 'ScalarAffineFunction')
      this.refuse(`${path}.function.type`, `a function of type ${String(read.type)} has no counterpart`);
    const within = this.readInterval(set, path, false);
    const row = this.addRow(constraint, path);
    const constant = this.readAffine(read, `${path}.function`, (column, coefficient) =>
      this.draft.addTerm(row, column, coefficient),
    );
    if (within === undefined) return;
    if (constant !== 0)
      this.notes.add(
        'formats.moved-constant',
        'a constant of a row was moved to its bounds',
        () => `${this.source.name}:${path}`,
      );
    this.draft.rowLower.set(row, within.lower - constant);
    this.draft.rowUpper.set(row, within.upper - constant);
  }

  private addRow(constraint: JsonObject, path: string): number {
    const { draft, fields } = this;
    const given = constraint.name === undefined ? '' : (fields.string(constraint.name, `${path}.name`) ?? '');
    const taken = draft.rowByName.has(given);
    if (taken)
      this.report.within(
        `${path}.name`,
        'duplicate-row',
        `row ${given} is declared twice`,
        'rename or drop one',
      );
    return draft.addRow(taken ? '' : given, -Infinity, Infinity);
  }

  /** One row in Reals of dimension 1: no bounds. */
  private readFreeRow(constraint: JsonObject, read: JsonObject, set: JsonObject, path: string): void {
    if (set.type !== 'Reals' || set.dimension !== 1)
      this.refuse(`${path}.set`, `a vector function in ${String(set.type)} has no counterpart`);
    const row = this.addRow(constraint, path);
    this.fields.array(read.terms, `${path}.function.terms`).forEach((entry, k) => {
      const at = `${path}.function.terms[${k}]`;
      const term = this.fields.object(entry, at);
      if (term !== undefined)
        this.readTerm(term.scalar_term, `${at}.scalar_term`, (column, value) =>
          this.draft.addTerm(row, column, value),
        );
    });
  }

  private readInterval(set: JsonObject, path: string, bound: boolean): Interval | undefined {
    const limit = (field: string): number | undefined =>
      this.fields.number(set[field], `${path}.set.${field}`);
    let lower: number | undefined = -Infinity;
    let upper: number | undefined = Infinity;
    if (set.type === 'LessThan') upper = limit('upper');
    else if (set.type === 'GreaterThan') lower = limit('lower');
    else if (set.type === 'EqualTo') lower = upper = limit('value');
    else if (set.type === 'Interval' || (bound && SEMI.has(String(set.type)))) {
      lower = limit('lower');
      upper = limit('upper');
    } else this.refuse(`${path}.set.type`, `a set of type ${String(set.type)} has no counterpart`);
    if (lower === undefined || upper === undefined) return undefined;
    if (lower <= upper) return { lower, upper };
    this.report.within(
      `${path}.set`,
      'crossed-bounds',
      `lower ${lower} is above upper ${upper}`,
      'no point can satisfy both; swap or mend them',
    );
    return undefined;
  }

  private readBound(read: JsonObject, set: JsonObject, path: string): void {
    const { draft } = this;
    const column = this.column(read.name, `${path}.function.name`);
    if (set.type === 'ZeroOne' || set.type === 'Integer') {
      if (column === undefined) return;
      draft.integer.set(column, 1);
      if (set.type === 'ZeroOne') this.zeroOne.set(column, path);
      return;
    }
    const within = this.readInterval(set, path, true);
    if (column === undefined || within === undefined) return;
    if (SEMI.has(String(set.type))) draft.semicontinuous.set(column, 1);
    if (set.type === 'Semiinteger') draft.integer.set(column, 1);
    const state = (from: (string | undefined)[], side: string): void => {
      const before = from[column];
      if (before !== undefined)
        this.report.within(
          path,
          'repeated-bound',
          `the ${side} bound of ${draft.columnNames[column]} was stated at ${before}`,
          'state each side once',
        );
      from[column] = path;
    };
    if (set.type !== 'LessThan') {
      state(this.lowerFrom, 'lower');
      draft.columnLower.set(column, within.lower);
    }
    if (set.type !== 'GreaterThan') {
      state(this.upperFrom, 'upper');
      draft.columnUpper.set(column, within.upper);
    }
  }

  private finishColumns(): void {
    const { columnLower, columnUpper, columnNames } = this.draft;
    for (const column of this.zeroOne.keys()) {
      columnLower.set(column, Math.max(0, columnLower.get(column)));
      columnUpper.set(column, Math.min(1, columnUpper.get(column)));
    }
    columnNames.forEach((_, column) => {
      const fault = this.draft.boundFault(column);
      if (fault === undefined) return;
      const path = this.upperFrom[column] ?? this.lowerFrom[column] ?? '$.constraints';
      this.report.within(path, 'crossed-bounds', fault, 'no value satisfies such bounds; mend them');
    });
  }
}

/** Reads a MathOptFormat file. */
export function readMof(source: SourceText): { readonly program: Program; readonly notes: readonly Note[] } {
  const notes = new NoteTally();
  const program = new MofReader(source, notes).read();
  return { program, notes: notes.done() };
}
