/**
 * The face of optimal duals, cut down to what the duals asked for depend on, in parts that have nothing to do with each
 * other. Invariant: for every dual asked for, the least and greatest value over its part are those over the face.
 *
 *   settled duals stand at their value                   a row with one open dual is a bound of it
 *   a row without bounds says nothing                    a dual nobody asks for, that no row keeps from moving one way,
 *                                                        moves that way: to its bound, or for ever with all its rows
 *
 * What is left falls apart into the connected components of duals and rows. These are the rules of presolve that keep the
 * projection on some columns (Andersen and Andersen, 1995: singleton rows, dominated columns without costs).
 */
import { createProgram, type Program } from '@marginal/program';
import { SETTLING_PIVOT } from './tolerances.ts';

export interface FaceBlock {
  /** Without costs; column k is the dual of row `rows[k]` of the stated program, of its minimisation. */
  readonly program: Program;
  /** Ascending. Length: columns of `program`. */
  readonly rows: Int32Array;
}

const OPEN = 0;
const SETTLED = 1;
const DROPPED = 2;

/** Rows (reduced costs) and columns (duals) of the face while they are taken away. */
class Cutting {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Of each dual: OPEN, SETTLED at a value that its rows have been relieved of, or DROPPED with all its rows. */
  readonly state: Uint8Array;
  /** Of each reduced cost: its range less the settled duals; infinite on both sides once it says nothing more. */
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Of each reduced cost: open duals in it. */
  readonly open: Int32Array;
  private readonly face: Program;
  private readonly value: Float64Array;
  private readonly asked: Uint8Array;
  /** By reduced cost: where its coefficients start, in `program`'s own order. */
  private readonly stated: Program;
  private readonly largest: Float64Array;
  private readonly waiting: number[] = [];

  constructor(stated: Program, face: Program, value: Float64Array, asked: Uint8Array) {
    this.stated = stated;
    this.face = face;
    this.value = value;
    this.asked = asked;
    this.lower = face.columnLower.slice();
    this.upper = face.columnUpper.slice();
    this.rowLower = face.rowLower.slice();
    this.rowUpper = face.rowUpper.slice();
    this.state = new Uint8Array(value.length);
    this.open = new Int32Array(this.rowLower.length);
    this.largest = new Float64Array(this.rowLower.length);
    const { starts, values } = stated.matrix;
    for (let j = 0; j < this.open.length; j++) {
      this.open[j] = starts[j + 1] - starts[j];
      for (let k = starts[j]; k < starts[j + 1]; k++)
        this.largest[j] = Math.max(this.largest[j], Math.abs(values[k]));
    }
  }

  run(settled: Uint8Array): void {
    for (let i = 0; i < settled.length; i++)
      if (settled[i] !== 0) this.stand(i, Math.min(Math.max(this.value[i], this.lower[i]), this.upper[i]));
    for (let j = 0; j < this.open.length; j++) this.fold(j);
    for (let i = 0; i < settled.length; i++) this.waiting.push(i);
    for (let i = this.waiting.pop(); i !== undefined; i = this.waiting.pop()) this.move(i);
  }

  saysNothing(j: number): boolean {
    return this.rowLower[j] === -Infinity && this.rowUpper[j] === Infinity;
  }

  private retire(j: number): void {
    if (this.saysNothing(j)) return;
    this.rowLower[j] = -Infinity;
    this.rowUpper[j] = Infinity;
    const { starts, rows } = this.stated.matrix;
    for (let k = starts[j]; k < starts[j + 1]; k++) this.waiting.push(rows[k]);
  }

  /** Fixes a dual; its rows are relieved of it. */
  private stand(i: number, at: number): void {
    this.state[i] = SETTLED;
    const { starts, rows, values } = this.face.matrix;
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      const j = rows[k];
      this.rowLower[j] -= values[k] * at;
      this.rowUpper[j] -= values[k] * at;
      this.open[j]--;
    }
  }

  /** A row without open duals goes; one with a single one becomes its bound, unless its coefficient is too small to say where. */
  private fold(j: number): void {
    if (this.saysNothing(j) || this.open[j] > 1) return;
    if (this.open[j] === 0) {
      this.retire(j);
      return;
    }
    const { starts, rows, values } = this.stated.matrix;
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const i = rows[k];
      if (this.state[i] !== OPEN || Math.abs(values[k]) < SETTLING_PIVOT * this.largest[j]) continue;
      const [a, b] = [this.rowLower[j] / values[k], this.rowUpper[j] / values[k]];
      this.lower[i] = Math.max(this.lower[i], Math.min(a, b));
      this.upper[i] = Math.min(this.upper[i], Math.max(a, b));
      // Crossed by rounding: the dual that is known stands between them.
      if (this.lower[i] > this.upper[i]) this.lower[i] = this.upper[i] = this.value[i];
      this.retire(j);
    }
  }

  /** Moves a dual that nobody asks for out of the way, if no row keeps it from going one way. */
  private move(i: number): void {
    if (this.state[i] !== OPEN || this.asked[i] !== 0) return;
    const { starts, rows, values } = this.face.matrix;
    let mayFall = true;
    let mayRise = true;
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      const j = rows[k];
      const [falls, rises] =
        values[k] > 0 ? [this.rowLower[j], this.rowUpper[j]] : [this.rowUpper[j], this.rowLower[j]];
      if (Number.isFinite(falls)) mayFall = false;
      if (Number.isFinite(rises)) mayRise = false;
    }
    if (!mayFall && !mayRise) return;
    const bound = mayFall ? this.lower[i] : this.upper[i];
    if (Number.isFinite(bound)) {
      this.stand(i, bound);
      for (let k = starts[i]; k < starts[i + 1]; k++) this.fold(rows[k]);
    } else {
      this.state[i] = DROPPED;
      for (let k = starts[i]; k < starts[i + 1]; k++) this.retire(rows[k]);
    }
  }
}

/** Smallest number of the component of each open dual. */
function components({ matrix }: Program, cutting: Cutting): Int32Array {
  const parent = Int32Array.from({ length: cutting.state.length }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  const { starts, rows } = matrix;
  for (let j = 0; j < cutting.open.length; j++) {
    if (cutting.saysNothing(j)) continue;
    let first = -1;
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      if (cutting.state[rows[k]] !== OPEN) continue;
      const [a, b] = [root(rows[k]), first < 0 ? root(rows[k]) : root(first)];
      parent[Math.max(a, b)] = Math.min(a, b);
      first = Math.min(a, b);
    }
  }
  return parent.map((_, i) => root(i));
}

function blockOf(
  face: Program,
  cutting: Cutting,
  duals: readonly number[],
  reducedCosts: readonly number[],
): FaceBlock {
  const { matrix } = face;
  const place = new Map(reducedCosts.map((j, k) => [j, k]));
  const at: number[] = [];
  const value: number[] = [];
  const starts = new Int32Array(duals.length + 1);
  duals.forEach((i, c) => {
    for (let k = matrix.starts[i]; k < matrix.starts[i + 1]; k++) {
      const row = place.get(matrix.rows[k]);
      if (row === undefined) continue;
      at.push(row);
      value.push(matrix.values[k]);
    }
    starts[c + 1] = at.length;
  });
  const { names } = face;
  return {
    rows: Int32Array.from(duals),
    program: createProgram({
      sense: 'minimize',
      offset: 0,
      cost: new Float64Array(duals.length),
      columnLower: Float64Array.from(duals, (i) => cutting.lower[i]),
      columnUpper: Float64Array.from(duals, (i) => cutting.upper[i]),
      rowLower: Float64Array.from(reducedCosts, (j) => cutting.rowLower[j]),
      rowUpper: Float64Array.from(reducedCosts, (j) => cutting.rowUpper[j]),
      matrix: {
        rowCount: reducedCosts.length,
        columnCount: duals.length,
        starts,
        rows: Int32Array.from(at),
        values: Float64Array.from(value),
      },
      names: { row: (k) => names.row(reducedCosts[k]), column: (k) => names.column(duals[k]) },
    }),
  };
}

/**
 * Blocks of the face that hold the duals asked for, each of which is in exactly one unless it is settled.
 * `face`: of `program`, as `dualFace` states it. `settled`: one flag per row of `program`, as `settledDuals` finds them.
 * `value`: an optimal dual of the minimisation, length rowCount. `asked`: one flag per row.
 */
export function faceBlocks(
  program: Program,
  face: Program,
  settled: Uint8Array,
  value: Float64Array,
  asked: Uint8Array,
): FaceBlock[] {
  const cutting = new Cutting(program, face, value, asked);
  cutting.run(settled);
  const component = components(program, cutting);
  const duals = new Map<number, number[]>();
  for (let i = 0; i < asked.length; i++)
    if (cutting.state[i] === OPEN && asked[i] !== 0) duals.set(component[i], []);
  const reducedCosts = new Map([...duals.keys()].map((key): [number, number[]] => [key, []]));
  for (let i = 0; i < asked.length; i++) if (cutting.state[i] === OPEN) duals.get(component[i])?.push(i);
  const { starts, rows } = program.matrix;
  for (let j = 0; j < cutting.open.length; j++) {
    if (cutting.saysNothing(j)) continue;
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      if (cutting.state[rows[k]] !== OPEN) continue;
      reducedCosts.get(component[rows[k]])?.push(j);
      break;
    }
  }
  return [...duals].map(([key, list]) => blockOf(face, cutting, list, reducedCosts.get(key) ?? []));
}
