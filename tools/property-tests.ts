/**
 * What every property test runs with. The seed is the same in every run, so that a check that passed passes again on the
 * same code; `MARGINAL_SEED=new` draws another, and `MARGINAL_SEED=N` brings a printed one back. Shrinking ends after a
 * while: a failure is reported with the smallest case found by then.
 */
import { fc } from '@fast-check/vitest';

const FIXED_SEED = 20261121;

/** Milliseconds. Far above what a property takes on a busy machine, far below a day of shrinking. */
const LONGEST_PROPERTY = 100_000;

function seedOf(asked: string | undefined): number {
  if (asked === undefined || asked === '') return FIXED_SEED;
  if (asked === 'new') return Date.now() | 0;
  const seed = Number(asked);
  if (Number.isInteger(seed)) return seed;
  throw new Error(`MARGINAL_SEED is '${asked}': give a whole number, or 'new' for another seed every time`);
}

fc.configureGlobal({
  seed: seedOf(process.env.MARGINAL_SEED),
  interruptAfterTimeLimit: LONGEST_PROPERTY,
});
