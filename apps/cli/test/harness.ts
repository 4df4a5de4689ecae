/** Runs the command line in this process and keeps what it said. */
import { runCommandLine } from '../src/command-line.ts';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function marginal(...args: readonly string[]): Promise<Run> {
  let out = '';
  let err = '';
  const code = await runCommandLine(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

/** The one JSON object of a `--json` run; throws when standard output is anything else. */
export function json<T>(run: Run): T {
  if (run.out.trim().split('\n').length !== 1)
    throw new Error(`not one line of JSON: ${run.out.slice(0, 200)}`);
  return JSON.parse(run.out) as T;
}

/** `marginal.run/1`, as far as the tests read it. */
export interface RunJson {
  readonly schema: string;
  readonly status: string;
  readonly objective: number;
  readonly solver: { readonly name: string; readonly version: string };
  readonly costs: Readonly<Record<string, number>>;
  readonly prices: readonly {
    readonly name: string;
    readonly labels: { readonly node: string; readonly workload: string };
    readonly value: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly unique: boolean;
    readonly unit: string;
    readonly provenance: { readonly kind: string; readonly solver: string };
  }[];
  readonly limits: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly use: number;
    readonly cap: number;
    readonly rent: number;
    readonly saturated: boolean;
  }[];
  readonly ledger: Readonly<Record<string, number>>;
}

export interface ErrorJson {
  readonly schema: string;
  readonly faults: readonly {
    readonly code: string;
    readonly place: string;
    readonly cause: string;
    readonly remedy: string;
  }[];
}
