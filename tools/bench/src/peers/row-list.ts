/** Named columns and rows as a peer's own structure holds them, back to arrays. For peers that keep rows of named terms. */
import type { ModelArrays } from '../statement.ts';

/** Gathers columns, then rows of (name, coefficient), into arrays by row. */
export class RowList {
  private readonly ordinals = new Map<string, number>();
  private readonly cost: number[] = [];
  private readonly lower: number[] = [];
  private readonly upper: number[] = [];
  private readonly integer: number[] = [];
  private readonly starts = [0];
  private readonly index: number[] = [];
  private readonly values: number[] = [];
  private readonly rowLower: number[] = [];
  private readonly rowUpper: number[] = [];

  column(name: string, cost: number, lower: number, upper: number, integer: boolean): void {
    this.ordinals.set(name, this.cost.length);
    this.cost.push(cost);
    this.lower.push(lower);
    this.upper.push(upper);
    this.integer.push(integer ? 1 : 0);
  }

  term(name: string, coefficient: number): void {
    const column = this.ordinals.get(name);
    if (column === undefined) throw new Error(`no column '${name}'`);
    this.index.push(column);
    this.values.push(coefficient);
  }

  /** Ends the row whose terms were given. */
  endRow(lower: number, upper: number): void {
    this.rowLower.push(lower);
    this.rowUpper.push(upper);
    this.starts.push(this.index.length);
  }

  arrays(sense: ModelArrays['sense']): ModelArrays {
    return {
      sense,
      cost: Float64Array.from(this.cost),
      columnLower: Float64Array.from(this.lower),
      columnUpper: Float64Array.from(this.upper),
      integer: Uint8Array.from(this.integer),
      rowLower: Float64Array.from(this.rowLower),
      rowUpper: Float64Array.from(this.rowUpper),
      matrix: {
        by: 'row',
        starts: Int32Array.from(this.starts),
        index: Int32Array.from(this.index),
        values: Float64Array.from(this.values),
      },
    };
  }
}
