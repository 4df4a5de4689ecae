import { expect, test } from 'vitest';
import {
  describeFault,
  type Fault,
  InvalidInputError,
  MarginalError,
  NotAllowedError,
  refuse,
  UnsupportedError,
} from '../src/errors.ts';

const FAULT: Fault = { code: 'a.b', place: 'here', cause: 'is wrong', remedy: 'mend it' };

test('the three families are told apart by class, name and family', () => {
  for (const [error, name, family] of [
    [new UnsupportedError(FAULT), 'UnsupportedError', 'unsupported'],
    [new NotAllowedError(FAULT), 'NotAllowedError', 'not-allowed'],
    [new InvalidInputError([FAULT, FAULT]), 'InvalidInputError', 'invalid-input'],
  ] as const) {
    expect(error).toBeInstanceOf(MarginalError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, family, code: 'a.b' });
  }
});

test('a message says place, cause and remedy of every fault, one a line', () => {
  expect(describeFault(FAULT)).toBe('here: is wrong (mend it)');
  expect(new InvalidInputError([FAULT, { ...FAULT, place: 'there' }]).message).toBe(
    'here: is wrong (mend it)\nthere: is wrong (mend it)',
  );
});

test('refuse is silent about nothing', () => {
  expect(() => refuse([])).not.toThrow();
  expect(() => refuse([FAULT])).toThrow(InvalidInputError);
});
