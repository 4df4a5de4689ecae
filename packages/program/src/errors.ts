/**
 * The three error families. An error means the *call* was wrong; an infeasible or unbounded market is not an
 * error but an `Outcome`. Every fault has a stable code, a cause and a remedy; one error may carry many faults,
 * so that bad input is reported in one go. Source: docs/conventions.md, section 8.
 */

/** One thing that is wrong: where, what, why, and what to do about it. */
export interface Fault {
  /** Stable, dotted, lower case: `core.unknown-label`. Never reworded. */
  readonly code: string;
  /** Where: a file and field, a block and its labels, or an argument. */
  readonly place: string;
  /** What is wrong there, with the offending value. */
  readonly cause: string;
  /** What the reader can do about it. */
  readonly remedy: string;
}

/** `place: cause (remedy)` on one line. */
export function describeFault(fault: Fault): string {
  return `${fault.place}: ${fault.cause} (${fault.remedy})`;
}

/** Base of the three families; catch it to catch everything Marginal raises on purpose. */
export abstract class MarginalError extends Error {
  abstract readonly family: 'unsupported' | 'not-allowed' | 'invalid-input';
  /** Every fault found, at least one, in the order of the input. */
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(describeFault).join('\n'));
    this.faults = faults;
  }

  /** Code of the first fault. */
  get code(): string {
    return this.faults[0].code;
  }
}

/** Never possible here: this backend, option or formulation cannot do it. */
export class UnsupportedError extends MarginalError {
  override readonly name = 'UnsupportedError';
  readonly family = 'unsupported';

  constructor(fault: Fault) {
    super([fault]);
  }
}

/** Possible in general, not in this state: a closed session, a handle of another model, a dual of an unsolved one. */
export class NotAllowedError extends MarginalError {
  override readonly name = 'NotAllowedError';
  readonly family = 'not-allowed';

  constructor(fault: Fault) {
    super([fault]);
  }
}

/** Your data is wrong. Carries all faults that were found, not only the first. */
export class InvalidInputError extends MarginalError {
  override readonly name = 'InvalidInputError';
  readonly family = 'invalid-input';
}

/** Raises `InvalidInputError` when the list has anything in it. */
export function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new InvalidInputError(faults);
}
