/**
 * Where a command's words go. With `--json` standard output gets exactly one JSON object and everything else goes to
 * standard error; without it, standard output gets text for people.
 */
export interface Output {
  readonly json: boolean;
  /** A line for people; with `--json`, to standard error. */
  say(line: string): void;
  /** The one object of `--json`; nothing without it. */
  data(object: { readonly schema: string } & Record<string, unknown>): void;
  /** A line about a problem, always to standard error. */
  warn(line: string): void;
}

export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

export function outputTo(streams: Streams, json: boolean): Output {
  return {
    json,
    say: (line) => (json ? streams.err : streams.out)(`${line}\n`),
    data: (object) => {
      if (json) streams.out(`${JSON.stringify(object)}\n`);
    },
    warn: (line) => streams.err(`${line}\n`),
  };
}

/** Keeps the objects of several commands, for a command that is made of them and owes one object. */
export function collecting(output: Output): {
  readonly output: Output;
  readonly objects: Record<string, unknown>[];
} {
  const objects: Record<string, unknown>[] = [];
  return { output: { ...output, data: (object) => void objects.push(object) }, objects };
}
