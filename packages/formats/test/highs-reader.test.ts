/**
 * A second opinion on what we write and read: HiGHS's own readers of MPS and LP files must find the same program. Left
 * out is what HiGHS 1.15 is known to read otherwise: rows with two bounds in LP files, and bounds of 1e20 and more.
 */
import { fc, test } from '@fast-check/vitest';
import loadModule, { type Highs, type InitOptions } from 'highs';
import { expect } from 'vitest';
import { readModel, writeLp, writeMps } from '../src/index.ts';
import { plain, plainNames, programs, tameNumbers } from './support.ts';

const load = loadModule as unknown as (options: InitOptions) => Promise<Highs>;
const highs = await load({ print: () => undefined, printErr: () => undefined });

/** What HiGHS makes of a file, in the words of `plain`, without names. */
function read(format: 'lp' | 'mps', data: string): Record<string, unknown> {
  return highs.withModel({ format, data }, (model) => {
    const lp = model.getLp('csc');
    return {
      offset: lp.offset,
      cost: Array.from(lp.colCost),
      columnLower: Array.from(lp.colLower),
      columnUpper: Array.from(lp.colUpper),
      rowLower: Array.from(lp.rowLower),
      rowUpper: Array.from(lp.rowUpper),
      integer: Array.from(lp.integrality, (type) => type & 1),
      semicontinuous: Array.from(lp.integrality, (type) => type >> 1),
      starts: Array.from(lp.matrix.starts),
      rows: Array.from(lp.matrix.indices),
      values: Array.from(lp.matrix.values),
    };
  });
}

/** At least one row and column, and no row without bounds, which HiGHS drops from MPS files. */
const tamePrograms = programs(plainNames, tameNumbers).filter(
  ({ matrix, rowLower, rowUpper }) =>
    matrix.rowCount > 0 &&
    matrix.columnCount > 0 &&
    rowLower.every((lower, i) => Number.isFinite(lower) || Number.isFinite(rowUpper[i])),
);

test.prop([tamePrograms], { seed: 21, numRuns: 100 })('HiGHS reads the MPS that we write', (program) => {
  const written = writeMps(program);
  const ours = plain(readModel(written.text).program);
  expect(ours).toMatchObject(read('mps', written.text));
});

const oneSided = tamePrograms.filter(({ rowLower, rowUpper }) =>
  rowLower.every((lower, i) => lower === rowUpper[i] || !Number.isFinite(rowUpper[i] - lower)),
);

test.prop([oneSided], { seed: 22, numRuns: 100 })('HiGHS reads the LP that we write', (program) => {
  const written = writeLp(program);
  expect(plain(program)).toMatchObject(read('lp', written.text));
});

test.prop(
  [fc.constantFrom('N', 'E', 'L', 'G'), fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })],
  {
    seed: 23,
    numRuns: 60,
  },
)('ranges and objective constants mean the same to HiGHS', (type, rhs, range) => {
  const ranges = type === 'N' ? '' : `RANGES\n RNG r ${range}\n`;
  const text = `NAME x\nROWS\n N obj\n ${type === 'N' ? 'E' : type} r\nCOLUMNS\n x obj 1 r 1\nRHS\n S r ${rhs} obj 3\n${ranges}ENDATA\n`;
  const { offset, rowLower, rowUpper } = plain(readModel(text).program);
  expect(read('mps', text)).toMatchObject({ offset, rowLower, rowUpper });
});
