/** The fuzzer finds every planted fault within 200 programs, blames the right solver, and brings it back by one line. */
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { type Backend, UnsupportedError } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { examine, fuzz, SETTLED_KINDS } from '../src/index.ts';
import { checked, FAULTS, type Fault, raw } from './planted.ts';

const SEED = 20261121;
const CASES = 200;

describe.each(FAULTS)('$name', (fault) => {
  test.for([
    ['unchecked', raw],
    ['as claims behind the contract', checked],
  ] as const)('%s', async ([, plant]) => {
    const backends = [plant(fault, highs()), glpk()];
    const { disagreements } = await fuzz({ backends, seed: SEED, cases: CASES, disagreementsPerKind: 1 });
    expect(disagreements.length).toBeGreaterThan(0);
    for (const found of disagreements) {
      expect(found.atCase).toBeLessThanOrEqual(Math.ceil(CASES / SETTLED_KINDS.length));
      expect(found.findings.length).toBeGreaterThan(0);
      // Two verified searches may differ without anybody knowing who is right: then the peer is named, against the stub.
      const blamed = found.findings.filter(
        ({ solver, line }) => solver.startsWith('stub') || line.includes('stub'),
      );
      expect(blamed).toEqual(found.findings);
    }
    // Shrunk, and found again by its path.
    const [first] = disagreements;
    expect(first.program.cost.length).toBeLessThanOrEqual(4);
    const { kind, seed, path } = first;
    const again = await fuzz({ backends, seed, cases: 1, kinds: [kind], path });
    expect(again.disagreements[0].findings).toEqual(first.findings);
    expect(again.disagreements[0].program.cost).toEqual(first.program.cost);
  });

  test('the kit fails it, too', async () => {
    const failed = await failures(fault);
    expect(failed.filter((name) => !WITHOUT_FAULT.has(name)).length).toBeGreaterThan(0);
  });
});

/** What the stub fails by being a stub: it knows no signals and does not notice that it is closed. */
const WITHOUT_FAULT = new Set(await failures({ name: 'none' }));

async function failures(fault: Fault): Promise<string[]> {
  const failed: string[] = [];
  for await (const result of examine(raw(fault, highs()), {
    layers: ['analytic', 'metamorphic', 'life cycle'],
  }))
    if (result.status === 'failed') failed.push(result.case);
  return failed;
}

test('without a fault the stub passes every case but those about signals', () => {
  expect([...WITHOUT_FAULT]).toEqual(['life: stopped before it began, then solved']);
});

test('no honest solver is blamed', async () => {
  const { disagreements, figures } = await fuzz({ backends: [highs(), glpk()], seed: SEED, cases: CASES });
  expect(disagreements).toEqual([]);
  expect(figures.map(({ cases }) => cases).reduce((a, b) => a + b)).toBe(CASES);
  for (const { judged } of figures) expect(judged['no answer']).toBe(0);
});

test('one solver alone is held against known truths and its own second solve', async () => {
  const [negated] = FAULTS;
  const alone = await fuzz({ backends: [raw(negated, highs())], seed: SEED, cases: CASES });
  expect(alone.disagreements.length).toBeGreaterThan(0);
  const honest = await fuzz({ backends: [highs()], seed: SEED, cases: CASES });
  expect(honest.disagreements).toEqual([]);
});

describe('a time limit that is denied', () => {
  /** HiGHS, which says that it keeps no time limit, and does this when it is given one. */
  async function verdicts(kept: 'ignored' | 'late' | 'refused'): Promise<string[]> {
    const honest = highs();
    const denying: Backend = {
      ...honest,
      capabilities: { ...honest.capabilities, timeLimit: false },
      open: async (program) => {
        const session = await honest.open(program);
        const solve = session.solve.bind(session);
        session.solve = async (options) => {
          const { timeLimit, ...others } = options ?? {};
          if (timeLimit === undefined || kept === 'late') return solve(options);
          if (kept === 'ignored') return solve(others);
          throw new UnsupportedError({ code: 'stub.time', place: 'stub', cause: 'no clock', remedy: 'wait' });
        };
        return session;
      },
    };
    const found: string[] = [];
    for await (const result of examine(denying, { layers: ['contract'] }))
      if (result.case.includes('no time at all')) found.push(result.status);
    return found;
  }

  test('fails when it is ignored, and not when it is refused or what is late is called a limit', async () => {
    expect(await verdicts('ignored')).toEqual(['failed']);
    expect(await verdicts('late')).toEqual(['passed']);
    expect(await verdicts('refused')).toEqual(['refused']);
  });
});
