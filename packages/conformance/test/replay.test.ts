/** A failed relation prints the line that brings its program back. */
import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';
import type { CaseResult, Replay } from '../src/case.ts';
import { replayFrom } from '../src/conform.ts';
import { benchFor, runCase } from '../src/examine.ts';
import { METAMORPHIC_CASES } from '../src/metamorphic-cases.ts';
import { FAULTS, raw } from './planted.ts';

async function reasons(replay: Replay | undefined): Promise<readonly string[]> {
  const [relation] = METAMORPHIC_CASES;
  const bench = await benchFor(raw(FAULTS[0], highs()), replay === undefined ? {} : { replay });
  const result: CaseResult = await runCase(relation, bench);
  return result.status === 'failed' ? result.reasons : [];
}

test('the replay of a failure finds the same program and the same faults', async () => {
  const first = await reasons(undefined);
  const line = first.find((reason) => reason.startsWith('replay: '));
  const again = await reasons(replayFrom(line?.match(/MARGINAL_REPLAY='(.+)'/)?.[1]));
  const rest = (list: readonly string[]) => list.filter((reason) => !reason.startsWith('replay: '));
  expect(rest(first).length).toBeGreaterThan(1);
  expect(rest(again)).toEqual(rest(first));
});

test('a line that is none is refused', () => {
  expect(() => replayFrom('relation: rows turned')).toThrow(/is not case\|seed\|path/);
  expect(() => replayFrom('relation|one|2')).toThrow(/is not case\|seed\|path/);
  expect(replayFrom(undefined)).toBeUndefined();
});
