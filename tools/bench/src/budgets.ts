/** What we promised ourselves, and whether it is so. Figures come from the tables and nowhere else. */
import type { Job } from './measures.ts';
import { HAND_OFF, IJKLM_LARGE, IJKLM_SMALL, NODAL, UPDATE } from './plan.ts';
import { bytesPerNonzero, perNonzero, type Row, type Summary } from './summary.ts';

export interface Budget {
  readonly what: string;
  readonly limit: string;
  /** Undefined when it was not measured. */
  readonly measured: string | undefined;
  readonly met: boolean | undefined;
}

const BLOCK_NANOSECONDS = 40;
const BLOCK_BYTES = 40;
const CALLBACK_NANOSECONDS = 60;
/** A tenfold size may cost this much more than tenfold: caches end somewhere. */
const LINEAR = 1.3;
const HAND_OFF_RATIO = 1.3;
const UPDATE_RATIO = 7;

export function findRow(
  summaries: readonly Summary[],
  experiment: Job['experiment'],
  problem: string,
  size: string,
  peer: string,
): Row | undefined {
  return summaries
    .filter(
      ({ table }) => table.experiment === experiment && table.problem === problem && table.size === size,
    )
    .flatMap(({ rows }) => rows)
    .find(({ job }) => job.peer === peer);
}

function budget(
  what: string,
  limit: string,
  value: number | undefined,
  show: (value: number) => string,
  met: (value: number) => boolean,
): Budget {
  return value === undefined || Number.isNaN(value)
    ? { what, limit, measured: undefined, met: undefined }
    : { what, limit, measured: show(value), met: met(value) };
}

export function budgets(summaries: readonly Summary[]): Budget[] {
  const block = findRow(summaries, 'build', 'nodal', NODAL, 'marginal');
  const callback = findRow(summaries, 'build', 'nodal', NODAL, 'marginal-rows');
  const small = findRow(summaries, 'build', 'ijklm', IJKLM_SMALL, 'marginal');
  const large = findRow(summaries, 'build', 'ijklm', IJKLM_LARGE, 'marginal');
  const bare = findRow(summaries, 'handoff', 'basic', HAND_OFF, 'floor');
  const ours = findRow(summaries, 'handoff', 'basic', HAND_OFF, 'marginal');
  const live = findRow(summaries, 'update', 'nodal', UPDATE, 'marginal');
  const growth = small && large && perNonzero(large) / perNonzero(small);
  const handOff = bare && ours && (ours.phases.handOff ?? Number.NaN) / (bare.phases.handOff ?? Number.NaN);
  const speedUp = live && (live.phases.rebuild ?? Number.NaN) / (live.phases.update ?? Number.NaN);
  const nanoseconds = (value: number): string => `${value.toFixed(0)} ns`;
  const times = (value: number): string => `${value.toFixed(2)} x`;
  return [
    budget(
      'nodal balance, 2.35 M columns, 4.7 M nonzeros, blocks: time per nonzero',
      `<= ${BLOCK_NANOSECONDS} ns`,
      block && perNonzero(block),
      nanoseconds,
      (value) => value <= BLOCK_NANOSECONDS,
    ),
    budget(
      'the same: memory per nonzero, above the process before building',
      `<= ${BLOCK_BYTES} B`,
      block && bytesPerNonzero(block),
      (value) => `${value.toFixed(0)} B`,
      (value) => value <= BLOCK_BYTES,
    ),
    budget(
      'the same model, row by row: time per nonzero',
      `<= ${CALLBACK_NANOSECONDS} ns`,
      callback && perNonzero(callback),
      nanoseconds,
      (value) => value <= CALLBACK_NANOSECONDS,
    ),
    budget(
      'IJKLM from 10^5 to 10^6 tuples: time per tuple grows by',
      `<= ${LINEAR} x`,
      growth,
      times,
      (value) => value <= LINEAR,
    ),
    budget(
      'hand-off to HiGHS at 4 M nonzeros, against the bare package',
      `<= ${HAND_OFF_RATIO} x`,
      handOff,
      times,
      (value) => value <= HAND_OFF_RATIO,
    ),
    budget(
      'new demand in 1,440 rows of an 8,640-column market: update and solve against rebuild and solve',
      `>= ${UPDATE_RATIO} x faster`,
      speedUp,
      (value) => `${value.toFixed(1)} x faster`,
      (value) => value >= UPDATE_RATIO,
    ),
  ];
}
