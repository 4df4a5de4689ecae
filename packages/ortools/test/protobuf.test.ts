/** The wire format: what is written is read back, foreign parsers agree, and bytes that are cut off are an error. */
import { fc, test as prop } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { ProtoError, ProtoWriter, packedDoubles, packedIntegers, protoFields } from '../src/protobuf.ts';

const fields = (bytes: Uint8Array) => [...protoFields(bytes)];

describe('known bytes', () => {
  test('the example of the format: field 1 holds 150', () => {
    const writer = new ProtoWriter();
    writer.integer(1, 150);
    expect([...writer.finish()]).toEqual([0x08, 0x96, 0x01]);
  });

  test('a length is a varint of five bytes, worth what it holds', () => {
    const writer = new ProtoWriter();
    writer.text(2, 'testing');
    const bytes = writer.finish();
    expect([...bytes.subarray(0, 6)]).toEqual([0x12, 0x87, 0x80, 0x80, 0x80, 0x00]);
    expect(new TextDecoder().decode(fields(bytes)[0].bytes)).toBe('testing');
  });

  test('a shorter length as others write it, and a field of four bytes, are read and passed over', () => {
    const [text, , last] = [...fields(Uint8Array.of(0x12, 1, 0x61, 0x1d, 0, 0, 0, 0, 0x08, 7)), undefined];
    expect([...(text?.bytes ?? [])]).toEqual([0x61]);
    expect(last).toBeUndefined();
  });
});

const SETTINGS = { seed: 20_261_123, numRuns: 300 };

prop.prop([fc.array(fc.double()), fc.array(fc.nat()), fc.maxSafeNat(), fc.double()], SETTINGS)(
  'whatever is written is read back, bit for bit',
  (doubles, integers, integer, double) => {
    const writer = new ProtoWriter();
    writer.message(7, () => {
      writer.doubles(1, Float64Array.from(doubles));
      writer.integers(2, Int32Array.from(integers));
    });
    writer.integer(3, integer);
    writer.double(4, double);
    const [nested, whole, real] = fields(writer.finish());
    const [first, second] = fields(nested.bytes);
    expect(packedDoubles(first.bytes)).toEqual(Float64Array.from(doubles));
    expect(packedIntegers(second.bytes)).toEqual(Int32Array.from(integers));
    expect(whole).toMatchObject({ number: 3, value: integer });
    expect(Object.is(real.value, double) || Number.isNaN(double)).toBe(true);
  },
);

prop.prop([fc.array(fc.double(), { minLength: 1 }), fc.nat()], SETTINGS)(
  'a message that is cut off is an error, not a shorter message',
  (doubles, cut) => {
    const writer = new ProtoWriter();
    writer.doubles(1, Float64Array.from(doubles));
    const bytes = writer.finish();
    const kept = bytes.subarray(0, 1 + (cut % (bytes.length - 1)));
    expect(() => fields(kept)).toThrow(ProtoError);
  },
);
