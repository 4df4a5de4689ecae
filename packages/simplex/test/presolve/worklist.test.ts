/** A ring of indices, each listed once. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { Worklist } from '../../src/presolve/worklist.ts';

test.prop([fc.integer({ min: 1, max: 6 }), fc.array(fc.option(fc.nat({ max: 5 })), { maxLength: 60 })], {
  seed: 5,
})('is a queue without repetitions', (size, steps) => {
  const list = new Worklist(size);
  const model = Array.from({ length: size }, (_, k) => k);
  for (const step of steps) {
    if (step === null) {
      if (model.length > 0) expect(list.pop()).toBe(model.shift());
    } else {
      const index = step % size;
      list.push(index);
      if (!model.includes(index)) model.push(index);
    }
    expect(list.count).toBe(model.length);
  }
});
