/** Offsets by which a test tells the engine in the worker how to behave. */
export const MOODS = { spin: 1001, exit: 1002, throwLater: 1003, reject: 1004 } as const;
