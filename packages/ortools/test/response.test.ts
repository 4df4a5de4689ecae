/** Answers are read in full or not at all: what is left out is absent, never zero. */
import { describe, expect, test } from 'vitest';
import { ProtoWriter } from '../src/protobuf.ts';
import { encodeRequest } from '../src/request.ts';
import { decodeResponse, OrToolsRefusal } from '../src/response.ts';
import { RuntimePool } from '../src/runtime.ts';
import { interpret } from '../src/status.ts';
import { dense } from './support.ts';

const SHAPE = { rowCount: 1, columnCount: 2 };

/** A SolveResponse with one solution whose point has these ids and values. */
function answer(ids: number[], values: number[]): Uint8Array {
  const writer = new ProtoWriter();
  writer.message(1, () => {
    writer.message(2, () => writer.integer(1, 1));
    writer.message(3, () => {
      writer.message(1, () => {
        writer.message(1, () => {
          writer.integers(1, Int32Array.from(ids));
          writer.doubles(2, Float64Array.from(values));
        });
        writer.integer(3, 2);
      });
    });
  });
  return writer.finish();
}

describe('a point', () => {
  test('with a value for every column is read', () => {
    expect(decodeResponse(answer([0, 1], [3, -1]), SHAPE)).toMatchObject({
      reason: 1,
      feasible: true,
      x: Float64Array.of(3, -1),
    });
  });

  test.each<[string, number[], number[]]>([
    ['that leaves a column out', [0], [3]],
    ['with fewer values than columns', [0, 1], [3]],
    ['of another program', [0, 1, 2], [3, 1, 1]],
    ['with a column twice', [0, 0], [3, 1]],
  ])('%s is absent', (_what, ids, values) => {
    expect(decodeResponse(answer(ids, values), SHAPE)).not.toHaveProperty('x');
  });
});

test('an empty answer is a refusal, and so is an error, in the words of OR-Tools', async () => {
  expect(() => decodeResponse(new Uint8Array(0), SHAPE)).toThrow(OrToolsRefusal);
  const nan = {
    ...dense({ cost: [1, 1], rows: [[1, 1]], between: [[1, 2]] }),
    cost: Float64Array.of(1, Number.NaN),
  };
  const terms = { solver: 'glop', algorithm: 1, presolve: true, scaling: true, tolerance: 1e-9 } as const;
  const bytes = await new RuntimePool().call('mathopt', () => encodeRequest(nan, terms, Infinity));
  expect(() => decodeResponse(bytes, SHAPE)).toThrow(/nan/i);
});

describe('terminations', () => {
  const meaning = (reason: number, limit = 0, late = false) =>
    interpret({ reason, limit, detail: '' }, late).meaning;

  test('only the four verdicts are verdicts', () => {
    expect([1, 2, 3, 4].map((reason) => meaning(reason))).toEqual([
      'optimal',
      'infeasible',
      'unbounded',
      'infeasibleOrUnbounded',
    ]);
    for (const reason of [0, 5, 6, 7, 8, 9, 10, 99]) expect(meaning(reason)).toBe('unsettled');
  });

  test('a limit is named where it is known; one that is not is no limit', () => {
    expect([2, 3, 4, 9].map((limit) => meaning(9, limit))).toEqual([
      'iterations',
      'time',
      'nodes',
      'aborted',
    ]);
    for (const limit of [0, 1, 5, 6, 99]) expect(meaning(6, limit)).toBe('unsettled');
  });

  test('without a verdict when its time is over, a run has met its time limit; a verdict stays one', () => {
    for (const reason of [0, 5, 6, 7, 9]) expect(meaning(reason, 1, true)).toBe('time');
    for (const reason of [1, 2, 3, 4]) expect(meaning(reason, 0, true)).toBe(meaning(reason));
  });

  test('an unknown number is named in the cause', () => {
    expect(interpret({ reason: 42, limit: 0, detail: 'x' }, false).said).toMatch(/42.*x/);
  });
});
