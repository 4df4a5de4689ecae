/** The conformance kit on one backend, without a test runner: how many cases ended how, and what failed. */
import { examine, type KitSize } from '@marginal/conformance';
import type { Backend } from '@marginal/program';

export interface Examined {
  readonly passed: number;
  readonly refused: number;
  /** The names of the cases with what they say. */
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

/** A page is slower to be asked than a process, and what is drawn has been tried in Node. */
const SIZE: KitSize = { runs: 2, sessions: 10, compared: 0 };

/** Every layer but the comparison with peers. `declines`: see `ExamineOptions`. */
export async function examined(backend: Backend, declines: readonly string[] = []): Promise<Examined> {
  const layers = ['contract', 'analytic', 'metamorphic', 'life cycle'] as const;
  const count = { passed: 0, refused: 0 };
  const failed: string[] = [];
  const skipped: string[] = [];
  for await (const result of examine(backend, { layers, declines, size: SIZE })) {
    if (result.status === 'failed') failed.push(`${result.case}: ${result.reasons.join('; ')}`);
    else if (result.status === 'skipped') skipped.push(`${result.case}: ${result.reason}`);
    else count[result.status]++;
  }
  return { ...count, failed, skipped };
}
