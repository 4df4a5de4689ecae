/** The backend beside its peers, one case per kind of drawn program. Without a peer it stands beside known truths only. */
import { type Case, denied, type Verdict, verdictOf } from './case.ts';
import { type Kind, SETTLED_KINDS } from './drawn-programs.ts';
import { fuzz, replayArguments } from './fuzz.ts';

function crossBackend(kind: Kind): Case {
  return {
    id: `peers: ${kind}`,
    layer: 'cross-backend',
    async run({ backend, peers, size, seed }): Promise<Verdict> {
      if (peers.length === 0) return { status: 'skipped', reason: 'no peer was given' };
      const needs = kind === 'integers' ? (['mip'] as const) : (['lp', 'duals'] as const);
      const missing = denied(backend.capabilities, needs);
      if (missing.length > 0) return { status: 'skipped', reason: `denied: ${missing.join(', ')}` };
      const backends = [backend, ...peers];
      const cases = Math.ceil(size.compared / SETTLED_KINDS.length);
      const { disagreements } = await fuzz({ backends, seed, cases, kinds: [kind], disagreementsPerKind: 1 });
      const names = backends.map(({ name }) => name);
      return verdictOf(
        disagreements.flatMap((found) => [
          ...found.findings.map(({ solver, line }) => `${solver}: ${line}`),
          `replay: marginal ${replayArguments(found, names)}`,
        ]),
      );
    },
  };
}

export const CROSS_BACKEND_CASES: readonly Case[] = SETTLED_KINDS.map(crossBackend);
