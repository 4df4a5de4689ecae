import { describe, expect, test } from 'vitest';
import { Deadline } from '../src/deadline.ts';

describe('deadline', () => {
  test('without a limit there is always time', () => {
    const deadline = new Deadline(undefined);
    expect(deadline.left()).toBe(Infinity);
    expect(deadline.late).toBe(false);
  });

  test('counts down from now and never below zero', () => {
    const ample = new Deadline(1000);
    expect(ample.left()).toBeGreaterThan(0);
    expect(ample.left()).toBeLessThanOrEqual(1000);
    expect(ample.late).toBe(false);
    const over = new Deadline(0);
    expect(over.left()).toBe(0);
    expect(over.late).toBe(true);
  });
});
