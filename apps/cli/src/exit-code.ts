/** What the process says to scripts and CI. Every command ends with one of these. */
export const EXIT = {
  good: 0,
  /** The command line itself is wrong: unknown command or option, missing argument. */
  usage: 1,
  /** The data is wrong: scenario, settings, names of solvers. */
  badData: 2,
  /** The market is infeasible or unbounded, with a verified certificate. */
  noMarket: 3,
  /** An answer did not pass our checks, or solvers disagree. */
  refuted: 4,
  /** Stopped at a limit before an answer. */
  limit: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
