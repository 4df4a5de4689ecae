/**
 * Protocol buffers, the little of them that this package writes and reads. Owns the wire format and no message:
 * every field is tag, then varint, eight bytes, or length and bytes (protobuf.dev/programming-guides/encoding).
 * Writing is one pass over growing bytes, linear in what is written: the length of a nested message is left room for
 * and filled in afterwards, as a varint of five bytes, which every parser takes.
 */

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

/** Bytes of a length that is filled in afterwards; enough for 2^35. */
const LENGTH_BYTES = 5;

/** Longest varint of a whole number that fits in a double. */
const LONGEST_VARINT = 10;

const FIRST_CAPACITY = 4096;

/** Writes one message. Doubles go out as they lie in memory, which is little-endian wherever WebAssembly runs. */
export class ProtoWriter {
  private bytes = new Uint8Array(FIRST_CAPACITY);
  private at = 0;

  /** What has been written; a view, valid until the next write. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }

  /** A whole number from 0 to 2^53 - 1, an enum or a flag. */
  integer(field: number, value: number): void {
    this.reserve(2 * LONGEST_VARINT);
    this.varint(field * 8 + VARINT);
    this.varint(value);
  }

  double(field: number, value: number): void {
    this.reserve(LONGEST_VARINT + 8);
    this.varint(field * 8 + FIXED64);
    this.raw(Float64Array.of(value));
  }

  /** A nested message, written by `body`. */
  message(field: number, body: () => void): void {
    this.reserve(LONGEST_VARINT + LENGTH_BYTES);
    this.varint(field * 8 + DELIMITED);
    const start = this.at;
    this.at += LENGTH_BYTES;
    body();
    let length = this.at - start - LENGTH_BYTES;
    for (let k = 0; k < LENGTH_BYTES; k++) {
      this.bytes[start + k] = (length % 128) + (k < LENGTH_BYTES - 1 ? 128 : 0);
      length = Math.floor(length / 128);
    }
  }

  /** A packed array of doubles. */
  doubles(field: number, values: Float64Array): void {
    this.message(field, () => {
      this.reserve(values.byteLength);
      this.raw(values);
    });
  }

  /** A packed array of whole numbers, zero or more. */
  integers(field: number, values: Int32Array | Uint8Array): void {
    this.message(field, () => {
      this.reserve(LENGTH_BYTES * values.length);
      for (let k = 0; k < values.length; k++) this.varint(values[k]);
    });
  }

  text(field: number, value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.message(field, () => {
      this.reserve(bytes.length);
      this.bytes.set(bytes, this.at);
      this.at += bytes.length;
    });
  }

  private raw(values: Float64Array): void {
    this.bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), this.at);
    this.at += values.byteLength;
  }

  private varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.at++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.at++] = rest;
  }

  private reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.at + count));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** One field of a message as read. */
export interface ProtoField {
  readonly number: number;
  /** A varint or a double; NaN for bytes. */
  readonly value: number;
  /** The bytes of a nested message, a packed array or a string; empty for a number. */
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);

/** The bytes are not a message. Never expected of OR-Tools itself; a cut-off or foreign answer must not read as zeros. */
export class ProtoError extends Error {
  override readonly name = 'ProtoError';
}

function varintAt(bytes: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let factor = 1;
  for (let at = start; at < bytes.length && at < start + LONGEST_VARINT; at++) {
    value += (bytes[at] & 127) * factor;
    if (bytes[at] < 128) return { value, next: at + 1 };
    factor *= 128;
  }
  throw new ProtoError('the message ends inside a number');
}

/** The fields of a message in the order in which they stand. */
export function* protoFields(bytes: Uint8Array): Generator<ProtoField> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const tag = varintAt(bytes, at);
    at = tag.next;
    const number = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    if (wire === VARINT) {
      const { value, next } = varintAt(bytes, at);
      at = next;
      yield { number, value, bytes: NO_BYTES };
      continue;
    }
    const length = wire === DELIMITED ? varintAt(bytes, at) : { value: wire === FIXED64 ? 8 : 4, next: at };
    if (wire !== DELIMITED && wire !== FIXED64 && wire !== FIXED32)
      throw new ProtoError(`the message has a field of wire type ${wire}`);
    const end = length.next + length.value;
    if (end > bytes.length) throw new ProtoError('the message ends inside a field');
    at = end;
    if (wire === FIXED64) yield { number, value: view.getFloat64(length.next, true), bytes: NO_BYTES };
    else if (wire === DELIMITED) yield { number, value: Number.NaN, bytes: bytes.subarray(length.next, end) };
  }
}

/** The doubles of a packed array. */
export function packedDoubles(bytes: Uint8Array): Float64Array {
  if (bytes.length % 8 !== 0) throw new ProtoError('an array of doubles has an odd length');
  return new Float64Array(bytes.slice().buffer);
}

/** The whole numbers of a packed array. */
export function packedIntegers(bytes: Uint8Array): Int32Array {
  let count = 0;
  for (let k = 0; k < bytes.length; k++) if (bytes[k] < 128) count++;
  const out = new Int32Array(count);
  let at = 0;
  for (let k = 0; k < count; k++) {
    const { value, next } = varintAt(bytes, at);
    out[k] = value;
    at = next;
  }
  return out;
}
