import { model, set, time } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { expectFault, faultsOf } from './support.ts';

/** Columns and coefficients of each row. */
function rowsOf(program: import('@marginal/program').Program): Record<number, number>[] {
  const rows: Record<number, number>[] = Array.from({ length: program.matrix.rowCount }, () => ({}));
  for (let j = 0; j < program.matrix.columnCount; j++) {
    for (let k = program.matrix.starts[j]; k < program.matrix.starts[j + 1]; k++)
      rows[program.matrix.rows[k]][j] = program.matrix.values[k];
  }
  return rows;
}

describe('a time set', () => {
  const site = set('site', ['a', 'b']);

  test('has steps with lengths', () => {
    expect([...time('day', ['night', 'noon'], { step: [16, 8] }).steps]).toEqual([16, 8]);
    expect([...time('hour', [0, 1, 2]).steps]).toEqual([1, 1, 1]);
    expectFault(() => time('hour', [0, 1], { step: [0, 1] }), 'invalid-input', {
      code: 'core.time-step',
      place: "time set 'hour', step 1",
      cause: 'is 0',
      remedy: 'give a positive number',
    });
    expect(faultsOf(() => time('hour', [0, 1], { step: [1] }))[0].code).toBe('core.data-length');
  });

  test('storage on a cyclic day: the first hour follows the last', () => {
    const hour = time('hour', [0, 1, 2], { cyclic: true });
    const m = model();
    const level = m.variable('level', [site, hour]);
    m.constraint('keep', [site, hour], level, '==', level.lag(hour, 1).times(0.5));
    expect(rowsOf(m.minimize(0).compile().program)).toEqual([
      { 0: 1, 2: -0.5 },
      { 1: 1, 0: -0.5 },
      { 2: 1, 1: -0.5 },
      { 3: 1, 5: -0.5 },
      { 4: 1, 3: -0.5 },
      { 5: 1, 4: -0.5 },
    ]);
  });

  test('lags of variables and parameters, back and ahead, with an open edge', () => {
    const hour = time('hour', [0, 1, 2]);
    const m = model();
    const x = m.variable('x', [hour]);
    const p = m.parameter('p', [hour], {}, (h) => 10 + h);
    m.constraint('back', [hour], x.times(p).lag(hour, 2, 'zero').plus(x), '<=', p.lag(hour, 1, 'zero'));
    const { program } = m.minimize(x.lag(hour, -1, 'zero').sum()).compile();
    expect(rowsOf(program)).toEqual([{ 0: 1 }, { 1: 1 }, { 2: 1, 0: 10 }]);
    expect([...program.rowUpper]).toEqual([0, 10, 11]);
    expect([...program.cost]).toEqual([0, 1, 1]);
  });

  test('an edge that nobody named is refused, and so is half a step', () => {
    const hour = time('hour', [0, 1, 2]);
    const x = model().variable('x', [hour]);
    expectFault(() => x.lag(hour, 1), 'invalid-input', {
      code: 'core.lag',
      place: 'lag',
      cause: "'hour' does not wrap and no edge is named",
      remedy: "write lag(set, 1, 'wrap') or lag(set, 1, 'zero')",
    });
    expect(faultsOf(() => x.lag(hour, 0.5, 'wrap'))[0].code).toBe('core.lag');
    const edge = 'hold' as string as 'wrap';
    expect(faultsOf(() => x.lag(hour, 1, edge))[0].cause).toBe("edge 'hold' is neither 'wrap' nor 'zero'");
  });
});
