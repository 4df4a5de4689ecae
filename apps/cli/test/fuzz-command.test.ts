/** `marginal fuzz`: figures, exit codes, model files, and the line that brings a disagreement back. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelFile } from '@marginal/formats';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { SOLVERS } from '../src/solvers.ts';
import { type ErrorJson, json, marginal } from './harness.ts';
import { parseXml } from './parse-xml.ts';

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
  const junit = join(scratch, 'none.xml');
  const of = ['--junit', junit, '--annotations', 'github'];
  const said = await marginal('fuzz', '--n', '7', '--solvers', 'highs', '--out', out, ...of);
  expect(said.out).toContain('no disagreement');
  expect(said.out).toContain('::notice title=marginal fuzz::7 programs, no disagreement');
  const [suite] = parseXml(readFileSync(junit, 'utf8')).children;
  expect(suite.attributes).toMatchObject({ tests: '7', failures: '0', errors: '0' });
  expect(suite.children.map(({ attributes }) => attributes.name)).toEqual(figures.map(({ kind }) => kind));
});

test('a long run says where it is, on the error stream', async () => {
  const of = ['--n', '200', '--seed', '5', '--solvers', 'highs', '--kinds', 'feasible,degenerate'];
  const run = await marginal('fuzz', ...of, '--out', join(scratch, 'long'), '--json');
  expect(run.code).toBe(0);
  expect(run.err).toContain('100 of 200 programs (feasible 100 of 100), disagreements: 0\n');
  expect(run.err).toContain('200 of 200 programs (degenerate 100 of 100), disagreements: 0\n');
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
    const junit = join(scratch, 'liar.xml');
    const of = ['--out', join(scratch, 'said'), '--junit', junit, '--annotations', 'github'];
    const said = await marginal(...words, ...of);
    expect(said.out).toContain(first.replay);
    expect(said.out).toMatch(/^::error title=marginal fuzz%3A \w+,file=.*\.mps::.*liar/m);
    const [suite] = parseXml(readFileSync(junit, 'utf8')).children;
    expect(suite.attributes).toMatchObject({ name: 'marginal.fuzz', tests: '1', failures: '1' });
    const [failure] = suite.children[0].children;
    expect(failure.text).toContain(first.replay);
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
    '1:2',
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

test('where no program has an answer nothing was compared: errors in every report, and exit 5', async () => {
  const junit = join(scratch, 'nobody.xml');
  const words = ['fuzz', '--solvers', 'highs:pdlp,glpk:interior', '--kinds', 'integers', '--n', '6'];
  const run = await marginal(...words, '--out', scratch, '--junit', junit, '--annotations', 'github');
  expect(run.code).toBe(5);
  expect(run.out).not.toContain('no disagreement');
  expect(run.out).toContain('no program had an answer');
  expect(run.out).toMatch(/^::error title=marginal fuzz%3A integers::no solver had an answer to \d+ of/m);
  const [suite] = parseXml(readFileSync(junit, 'utf8')).children;
  expect(suite.attributes).toMatchObject({ tests: '1', failures: '0', errors: '1' });
});

test('counts and paths that make no sense are bad input', async () => {
  const codes = async (...words: string[]) => {
    const run = await marginal('fuzz', ...words, '--out', scratch, '--json');
    expect(run.code).toBe(2);
    return json<ErrorJson>(run).faults.map(({ code }) => code);
  };
  expect(await codes('--n', '0')).toEqual(['cli.no-programs']);
  expect(await codes('--n', '20', '--nightly')).toEqual(['cli.two-counts']);
  expect(await codes('--solvers', 'ortools,ortools:glop')).toEqual(['cli.solver-twice']);
  expect(await codes('--kinds', 'feasible', '--path', 'zzz')).toEqual(['cli.no-such-path']);
  // Well formed, and no case shrinks there.
  expect(await codes('--kinds', 'feasible', '--path', '0:99999999')).toEqual(['cli.no-such-path']);
});

test('the searches of OR-Tools take part in programs of whole numbers', async () => {
  const words = ['fuzz', '--solvers', 'highs,ortools:scip,ortools:cp-sat', '--kinds', 'integers', '--n', '4'];
  const run = await marginal(...words, '--out', scratch, '--json');
  expect(run.code).toBe(0);
  expect(json<FuzzJson>(run).figures[0].judged).toMatchObject({ 'no answer': 0, wrong: 0 });
});
