/**
 * A fingerprint of a program by names: SHA-256 of the program written down in one canonical order,
 *
 *   version, sense, offset,
 *   columns sorted by name: name, cost, bounds, kind;   rows sorted by name: name, bounds;
 *   coefficients by column and row in that order: column, row, value.
 *
 * So declaring blocks, rows, terms or labels in another order leaves it alone, and any other name or number changes it
 * (up to collisions of SHA-256). Numbers count bit for bit, but -0 is 0; where terms add up to one number, lowering makes
 * their exact sum, rounded once, whose bits do not depend on their order either. Three counting sorts and one pass,
 * O(nonzeros + names log names). Rejected: adding up a digest per entry, which is some ten times slower and needs an
 * argument about sums where the order needs none; rounding, with which equal models could still fall on two sides.
 */
import { type CscMatrix, transpose } from '@marginal/program';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type ModelSource, NamedProgram, refuseAmbiguous } from './named-program.ts';

/** Changes when the canonical form does: fingerprints of two versions never agree. */
const VERSION = 'marginal.fingerprint/1';

/** Bytes gathered before they are hashed. */
const CHUNK = 1 << 16;

const ENCODER = new TextEncoder();

/** Writes numbers and texts as bytes, little-endian, into a hash. */
class HashWriter {
  private readonly hash = sha256.create();
  private readonly bytes = new Uint8Array(CHUNK);
  private readonly view = new DataView(this.bytes.buffer);
  private used = 0;

  integer(value: number): void {
    this.room(4);
    this.view.setUint32(this.used, value, true);
    this.used += 4;
  }

  number(value: number): void {
    this.room(8);
    this.view.setFloat64(this.used, value + 0, true);
    this.used += 8;
  }

  /** Length first, so that no two lists of texts give the same bytes. */
  text(value: string): void {
    const most = 3 * value.length;
    if (most + 4 > CHUNK) {
      this.bytesOf(ENCODER.encode(value));
      return;
    }
    this.room(most + 4);
    const { written } = ENCODER.encodeInto(value, this.bytes.subarray(this.used + 4));
    this.integer(written);
    this.used += written;
  }

  private bytesOf(bytes: Uint8Array): void {
    this.integer(bytes.length);
    this.flush();
    this.hash.update(bytes);
  }

  hex(): string {
    this.flush();
    return bytesToHex(this.hash.digest());
  }

  private room(size: number): void {
    if (this.used + size > CHUNK) this.flush();
  }

  private flush(): void {
    this.hash.update(this.bytes.subarray(0, this.used));
    this.used = 0;
  }
}

/** Names, and positions in the order of the names (code units). Throws `core.ambiguous-name`. */
function sortedNames(
  kind: 'row' | 'column',
  count: number,
  nameOf: (at: number) => string,
): { names: readonly string[]; order: Uint32Array } {
  const names = Array.from({ length: count }, (_, at) => nameOf(at));
  const order = Uint32Array.from(names, (_, at) => at);
  order.sort((a, b) => (names[a] < names[b] ? -1 : names[a] > names[b] ? 1 : a - b));
  for (let k = 1; k < count; k++) {
    const [before, here] = [order[k - 1], order[k]];
    if (names[before] === names[here]) refuseAmbiguous(kind, names[here], before, here);
  }
  return { names, order };
}

/** The same matrix with its columns in the order given; rows keep theirs. */
function withColumns(matrix: CscMatrix, order: Uint32Array): CscMatrix {
  const starts = new Int32Array(matrix.starts.length);
  const rows = new Int32Array(matrix.rows.length);
  const values = new Float64Array(matrix.values.length);
  order.forEach((from, to) => {
    const [begin, end] = [matrix.starts[from], matrix.starts[from + 1]];
    rows.set(matrix.rows.subarray(begin, end), starts[to]);
    values.set(matrix.values.subarray(begin, end), starts[to]);
    starts[to + 1] = starts[to] + end - begin;
  });
  return { ...matrix, starts, rows, values };
}

/**
 * 64 hexadecimal digits. Only the program counts: units, weights of balances and blocks without members do not.
 * Synchronous and the same in browsers. Throws `core.ambiguous-name` when two rows or two columns share a name.
 */
export function fingerprint(source: ModelSource): string {
  const { program } = new NamedProgram(source);
  const { cost, columnLower, columnUpper, rowLower, rowUpper, integer, semicontinuous, matrix, names } =
    program;
  const columns = sortedNames('column', matrix.columnCount, (j) => names.column(j));
  const rows = sortedNames('row', matrix.rowCount, (i) => names.row(i));
  const out = new HashWriter();
  out.text(VERSION);
  out.text(program.sense);
  out.number(program.offset);
  out.integer(matrix.columnCount);
  for (const j of columns.order) {
    out.text(columns.names[j]);
    out.number(cost[j]);
    out.number(columnLower[j]);
    out.number(columnUpper[j]);
    out.integer((integer?.[j] ? 1 : 0) + (semicontinuous?.[j] ? 2 : 0));
  }
  out.integer(matrix.rowCount);
  for (const i of rows.order) {
    out.text(rows.names[i]);
    out.number(rowLower[i]);
    out.number(rowUpper[i]);
  }
  // Columns in order, then rows in order, then back by column: rows come out sorted within each column.
  const sorted = transpose(withColumns(transpose(withColumns(matrix, columns.order)), rows.order));
  for (let j = 0; j < sorted.columnCount; j++) {
    for (let k = sorted.starts[j]; k < sorted.starts[j + 1]; k++) {
      out.integer(j);
      out.integer(sorted.rows[k]);
      out.number(sorted.values[k]);
    }
  }
  return out.hex();
}
