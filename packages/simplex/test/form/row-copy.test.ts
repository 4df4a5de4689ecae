/** The partition holds after any sequence of changes: active entries first, and every row still has its entries. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { RowCopy } from '../../src/form/row-copy.ts';
import { feasibleProgram } from '../support.ts';

test.prop([fc.integer({ min: 1, max: 1000 }), fc.array(fc.nat(29), { maxLength: 60 })], {
  seed: 20_261_121,
  numRuns: 100,
})('activate and deactivate keep the matrix', (seed, changes) => {
  const { matrix } = feasibleProgram(seed, 15, 30, false);
  const { rowCount: m, columnCount: n, starts, rows, values } = matrix;
  const copy = new RowCopy(m, n, starts, rows, values);
  const active = new Uint8Array(n).fill(1);
  for (let j = 0; j < n; j += 3) active[j] = 0;
  copy.partition(active);
  for (const j of changes) {
    if (active[j] === 1) copy.deactivate(j);
    else copy.activate(j);
    active[j] = 1 - active[j];
  }
  for (let i = 0; i < m; i++) {
    const seen = new Map<number, number>();
    for (let p = copy.start[i]; p < copy.start[i + 1]; p++) {
      seen.set(copy.column[p], copy.value[p]);
      expect(active[copy.column[p]]).toBe(p < copy.active[i] ? 1 : 0);
    }
    for (let j = 0; j < n; j++)
      for (let k = starts[j]; k < starts[j + 1]; k++) if (rows[k] === i) expect(seen.get(j)).toBe(values[k]);
    expect(seen.size).toBe(copy.start[i + 1] - copy.start[i]);
  }
});
