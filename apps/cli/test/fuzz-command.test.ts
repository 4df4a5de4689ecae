/** `marginal fuzz`: figures, exit codes, model files, and the line that brings a disagreement back. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelFile } from '@marginal/formats';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { SOLVERS } from '../src/solvers.ts';
import { type ErrorJson, json, marginal } from './harness.ts';

const scratch = mkdtempSync(join(tmpdir(), 'marginal-fuzz-'));
afterAll(() => rmSync(scratch, { recursive: true }));

interface FuzzJson {
  readonly schema: string;
  readonly figures: readonly {
    readonly kind: string;
    readonly cases: number;
    readonly judged: Readonly<Record<string, number>>;
  }[];
  readonly disagreements: readonly {
    readonly kind: string;
    readonly columns: number;
    readonly file: string;
    readonly replay: string;
    readonly findings: readonly { readonly solver: string; readonly line: string }[];
  }[];
}

test('two honest solvers agree, by kind, and nothing is written', async () => {
  const out = join(scratch, 'none');
  const run = await marginal('fuzz', '--n', '35', '--seed', '3', '--out', out, '--json');
  expect(run.code).toBe(0);
  const { schema, figures, disagreements } = json<FuzzJson>(run);
  expect(schema).toBe('marginal.fuzz/1');
  expect(figures.map(({ cases }) => cases)).toEqual([5, 5, 5, 5, 5, 5, 5]);
  for (const { judged } of figures)
    expect(judged).toMatchObject({ wrong: 0, 'no answer': 0, 'one answer': 0 });
  expect(disagreements).toEqual([]);
  expect(existsSync(out)).toBe(false);
  const said = await marginal('fuzz', '--n', '7', '--solvers', 'highs', '--out', out);
  expect(said.out).toContain('no disagreement');
});

describe('a solver that lies about what is infeasible', () => {
  const honest = SOLVERS.get('highs');
  const solvers = SOLVERS as Map<string, NonNullable<typeof honest>>;
  afterEach(() => void solvers.delete('liar'));

  /** HiGHS, but whatever has an optimum below its constant is said to have none. */
  function plant(): void {
    if (honest === undefined) throw new Error('highs is not there');
    solvers.set('liar', {
      ...honest,
      load: async () => {
        const backend = await honest.load();
        return {
          ...backend,
          name: 'liar',
          open: async (program) => {
            const session = await backend.open(program);
            const solve = session.solve.bind(session);
            session.solve = async (options) => {
              const outcome = await solve(options);
              if (outcome.status !== 'optimal' || outcome.objective >= program.offset) return outcome;
              const { solver, iterations, seconds } = outcome;
              return { solver, iterations, seconds, status: 'infeasible', proof: 'search' };
            };
            return session;
          },
        };
      },
    });
  }

  test('exit 4, a small model file, and a line that finds it again', async () => {
    plant();
    const out = join(scratch, 'liar');
    const run = await marginal('fuzz', '--solvers', 'highs,liar', '--n', '35', '--out', out, '--json');
    expect(run.code).toBe(4);
    const { disagreements } = json<FuzzJson>(run);
    expect(readdirSync(out)).toHaveLength(disagreements.length);
    for (const { findings } of disagreements)
      expect(findings.some(({ solver }) => solver.startsWith('liar'))).toBe(true);
    const [first] = disagreements;
    const { program } = await readModelFile(first.file);
    expect(program.cost).toHaveLength(first.columns);
    const [, ...words] = first.replay.split(' ');
    const again = await marginal(...words, '--out', join(scratch, 'again'), '--json');
    expect(again.code).toBe(4);
    expect(json<FuzzJson>(again).disagreements[0].findings).toEqual(first.findings);
    const said = await marginal(...words, '--out', join(scratch, 'said'));
    expect(said.out).toContain(first.replay);
  });
});

test('faults of the request come all at once, before anything is drawn', async () => {
  const run = await marginal(
    'fuzz',
    '--solvers',
    'highs,nobody',
    '--kinds',
    'odd',
    '--path',
    '1:2,',
    '--json',
  );
  expect(run.code).toBe(2);
  expect(json<ErrorJson>(run).faults.map(({ code }) => code)).toEqual([
    'cli.unknown-kind',
    'cli.unknown-solver',
  ]);
  const path = await marginal('fuzz', '--path', '1:2', '--json');
  expect(json<ErrorJson>(path).faults.map(({ code }) => code)).toEqual(['cli.path-needs-a-kind']);
  expect((await marginal('fuzz', '--n', 'many', '--json')).code).toBe(1);
});
