/** Runs the whole kit on one backend, without a test runner: results as they come, for a command or a page to print. */
import type { Backend } from '@marginal/program';
import {
  type Bench,
  type Case,
  type CaseResult,
  type KitSize,
  type Layer,
  QUICK,
  type Replay,
} from './case.ts';
import { CONTRACT_CASES } from './contract-cases.ts';
import { CROSS_BACKEND_CASES } from './cross-backend-cases.ts';
import { KNOWN_FAILURES } from './known-failures.ts';
import { KNOWN_OPTIMA } from './known-optima.ts';
import { KNOWN_SEARCHES } from './known-searches.ts';
import { LIFE_CYCLE_CASES } from './life-cycle-cases.ts';
import { METAMORPHIC_CASES } from './metamorphic-cases.ts';
import { RANGE_CASES } from './range-cases.ts';
import { RANGING_CASES } from './ranging-cases.ts';
import { SIGN_BATTERY } from './sign-battery.ts';

/** Every case, layer by layer. */
export const CASES: readonly Case[] = [
  ...CONTRACT_CASES,
  ...SIGN_BATTERY,
  ...KNOWN_OPTIMA,
  ...KNOWN_FAILURES,
  ...RANGE_CASES,
  ...RANGING_CASES,
  ...KNOWN_SEARCHES,
  ...METAMORPHIC_CASES,
  ...LIFE_CYCLE_CASES,
  ...CROSS_BACKEND_CASES,
];

/** A backend, or what makes one. */
export type Subject = Backend | (() => Backend | Promise<Backend>);

export interface ExamineOptions {
  /** Other backends to compare with; without one that layer is skipped. */
  readonly peers?: readonly Backend[];
  readonly size?: KitSize;
  /** Where drawn programs begin. The same seed draws the same programs. */
  readonly seed?: number;
  /** One drawn program of one relation again; every other relation runs as usual. */
  readonly replay?: Replay;
  /**
   * Codes of the `UnsupportedError`s by which `open` narrows a claimed capability: a search that takes whole numbers only
   * claims `mip` and declines a continuous column. Such a case counts as refused, not as failed.
   */
  readonly declines?: readonly string[];
  /**
   * Cases that are known to fail, with the reason. Such a case passes while it fails, and fails once it passes: then it must
   * come off the list. Only `conform` looks at it; `examine` and the published table show every failure.
   */
  readonly knownFaults?: Readonly<Record<string, string>>;
  /** Only these layers. */
  readonly layers?: readonly Layer[];
}

/** A date, so that drawn programs change only when somebody means it. */
export const DEFAULT_SEED = 20261121;

export async function benchFor(subject: Subject, options: ExamineOptions = {}): Promise<Bench> {
  const { peers = [], size = QUICK, seed = DEFAULT_SEED, declines = [], replay } = options;
  const backend = typeof subject === 'function' ? await subject() : subject;
  return { backend, peers, size, seed, declines, ...(replay === undefined ? {} : { replay }) };
}

/** One case. What it throws is a failure of the backend: the contract gives outcomes and its three errors. */
export async function runCase(kitCase: Case, bench: Bench): Promise<CaseResult> {
  const { id, layer } = kitCase;
  try {
    return { case: id, layer, ...(await kitCase.run(bench)) };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { case: id, layer, status: 'failed', reasons: [`thrown: ${reason}`] };
  }
}

/** Every case of the kit in order. */
export async function* examine(subject: Subject, options: ExamineOptions = {}): AsyncGenerator<CaseResult> {
  const bench = await benchFor(subject, options);
  for (const kitCase of CASES)
    if (options.layers === undefined || options.layers.includes(kitCase.layer))
      yield await runCase(kitCase, bench);
}
