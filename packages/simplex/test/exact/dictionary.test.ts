/** Whatever the pivots: the rows of the program hold exactly, and a pivot undone leaves nothing behind. */
import type { Program } from '@marginal/program';
import { expect, test } from 'vitest';
import { Dictionary } from '../../src/exact/dictionary.ts';
import { wholeOf } from '../../src/exact/whole-numbers.ts';
import { mixedProgram, uniform } from '../support.ts';

/** D times the value of every variable, from the table. */
function values(dictionary: Dictionary): bigint[] {
  dictionary.computePrimal();
  const all = new Array<bigint>(dictionary.n + dictionary.m).fill(0n);
  dictionary.nonbasic.forEach((j, p) => {
    all[j] = dictionary.value[p] * dictionary.denominator;
  });
  dictionary.basic.forEach((j, r) => {
    all[j] = dictionary.primal[r];
  });
  return all;
}

function rowsHold(program: Program, dictionary: Dictionary): void {
  const { starts, rows, values: entries } = program.matrix;
  const all = values(dictionary);
  const sums = Array.from({ length: dictionary.m }, (_, i) => all[dictionary.n + i]);
  for (let j = 0; j < dictionary.n; j++)
    for (let k = starts[j]; k < starts[j + 1]; k++)
      sums[rows[k]] += wholeOf(entries[k], dictionary.rowShift[rows[k]]) * all[j];
  expect(sums.every((sum) => sum === 0n)).toBe(true);
}

/** Random pivots, never on zero. */
function walk(dictionary: Dictionary, steps: number, seed: number): void {
  const draw = uniform(seed);
  for (let step = 0; step < steps; step++) {
    const r = Math.floor(draw() * dictionary.m);
    const p = Math.floor(draw() * dictionary.n);
    if (dictionary.table[r][p] !== 0n) dictionary.pivot(r, p, dictionary.lower[dictionary.basic[r]] ?? 0n);
  }
}

test('A x + z = 0 holds exactly after any pivots', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const program = mixedProgram(seed, [1e-8, 1, 1e8]);
    const dictionary = new Dictionary(program);
    walk(dictionary, 30, seed);
    rowsHold(program, dictionary);
    expect(dictionary.denominator > 0n).toBe(true);
  }
});

test('a pivot and its inverse cancel', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const dictionary = new Dictionary(mixedProgram(seed, [1e-6, 1, 1e6]));
    walk(dictionary, 5, seed);
    const before = dictionary.table.map((row) => [...row]);
    const reduced = [...dictionary.reduced];
    const r = before.findIndex((row) => row.some((entry) => entry !== 0n));
    if (r < 0) continue;
    const p = before[r].findIndex((entry) => entry !== 0n);
    const { denominator } = dictionary;
    dictionary.pivot(r, p, 0n);
    dictionary.pivot(r, p, 0n);
    expect(dictionary.table).toEqual(before);
    expect(dictionary.reduced).toEqual(reduced);
    expect(dictionary.denominator).toBe(denominator);
  }
});
