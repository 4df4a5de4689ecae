import { formatUnit, model, set } from '@marginal/core';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import { expectFault, optimum } from './support.ts';

const node = set('node', ['a', 'b']);

function stated() {
  const m = model();
  const x = m.variable('x', [node], { unit: 't', lower: 0 });
  const need = m.balance('need', [node], { supply: x, demand: 2 });
  const cost = m.parameter('cost', [], { unit: '$/t' }, 3);
  return { m, x, need, cost, problem: m.minimize(x.sum().times(cost)) };
}

describe('a compiled model', () => {
  test('has its blocks, its terms and the unit of its objective', () => {
    const { x, need, problem } = stated();
    const compiled = problem.compile();
    expect([compiled.columnBlocks, compiled.rowBlocks]).toEqual([[x], [need]]);
    expect(compiled.terms).toEqual({ written: 2, merged: 0, zeros: 0 });
    expect(formatUnit(compiled.objectiveUnit)).toBe('$');
  });

  test('does not change with the model', async () => {
    const { m, x, problem } = stated();
    const before = problem.compile();
    const y = m.variable('y', [], { lower: 3 });
    const late = m.constraint('late', [], x.sum(), '>=', y);
    const after = problem.compile();
    expect(before.program.cost).toHaveLength(2);
    expect(after.program.cost).toHaveLength(3);
    const result = await optimum(before, highs());
    expect(result.objective).toBe(12);
    const fault = (place: string, kind: string) => ({
      code: 'core.foreign-handle',
      place,
      cause: `is no ${kind} of the model that was compiled`,
      remedy: 'use handles of the same model, declared before compile(), where they belong',
    });
    expectFault(() => result.value(y), 'not-allowed', fault("variable 'y'", 'variable'));
    expectFault(() => result.dual(late), 'not-allowed', fault("constraint 'late'", 'constraint'));
    expect((await optimum(after, highs())).value(y).at()).toBeGreaterThanOrEqual(3);
  });

  test('refuses handles of another model in every reader', async () => {
    const other = stated();
    const { m, x, problem } = stated();
    m.constraint('extra', [], x.sum(), '>=', 0);
    const result = await optimum(problem.compile(), highs());
    for (const read of [
      () => result.value(other.x),
      () => result.reducedCost(other.x),
      () => result.boundRent(other.x),
      () => result.activity(other.need),
      () => result.dual(other.need),
      () => result.price(other.need),
      () => result.rent(other.need),
      () => result.evaluate(other.x.sum()),
    ])
      expect(read).toThrow(/is no (variable|constraint|balance) of the model that was compiled/);
  });

  test('refuses handles of the wrong kind, which would read plausible numbers of another block', async () => {
    const { m, x, need, problem } = stated();
    const cap = m.constraint('cap', [], x.sum(), '<=', 1e6);
    const result = await optimum(problem.compile(), highs());
    expect(() => result.dual(x as unknown as typeof cap)).toThrow(/is no constraint/);
    expect(() => result.value(need as unknown as typeof x)).toThrow(/is no variable/);
    expect(() => result.price(cap as unknown as typeof need)).toThrow(/is not a balance/);
  });

  test('keeps the weights it was compiled with', async () => {
    const m = model();
    const w = m.parameter('w', [], {}, 2);
    const x = m.variable('x', [], { lower: 0 });
    const need = m.balance('need', [], { supply: x, demand: 1, weight: w });
    const result = await optimum(m.minimize(x.times(6)).compile(), highs());
    expect(result.price(need).at()).toBe(3);
    w.values[0] = 4;
    expect(result.price(need).at()).toBe(3);
  });
});
