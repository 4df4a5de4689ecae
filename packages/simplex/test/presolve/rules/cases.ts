/** Each rule alone on a written program: what is left of it, and the way back for many objectives. */
import type { Program } from '@marginal/program';
import { expect } from 'vitest';
import { presolve, type RuleName, type VertexPoint } from '../../../src/presolve/presolve.ts';
import { expectRoundTrip, type Lists, lp, solve } from '../support.ts';

/** The reduced program of these rules; fails when there is none. */
export function reducedBy(program: Program, ...rules: RuleName[]): Program {
  const presolved = presolve(program, { rules });
  if (presolved.status !== 'reduced') throw new Error(`expected a reduced program, got ${presolved.status}`);
  return presolved.program;
}

/** Rows, columns and nonzeros. */
export function shape({ matrix }: Program): readonly number[] {
  return [matrix.rowCount, matrix.columnCount, matrix.values.length];
}

/** The round trip of one objective, which must have an optimum. */
export async function roundTrip(lists: Lists, ...rules: RuleName[]): Promise<VertexPoint> {
  return await expectRoundTrip(lp(lists), { rules });
}

/** The round trip for every objective with costs from `values`; at least one of them must have an optimum. */
export async function everyObjective(
  lists: Omit<Lists, 'cost'>,
  values: readonly number[],
  ...rules: RuleName[]
): Promise<void> {
  const count = lists.columns.length;
  let optima = 0;
  for (let code = 0; code < values.length ** count; code++) {
    const cost = Array.from(
      { length: count },
      (_, j) => values[Math.floor(code / values.length ** j) % values.length],
    );
    const program = lp({ ...lists, cost });
    if ((await solve(program)).status !== 'optimal') continue;
    if (presolve(program, { rules }).status === 'unchanged') continue;
    optima++;
    await expectRoundTrip(program, { rules });
  }
  expect(optima).toBeGreaterThan(0);
}
