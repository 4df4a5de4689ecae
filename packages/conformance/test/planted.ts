/**
 * Backends with a planted fault each. `raw` gives its outcomes to the caller unchecked, as a backend not made by
 * `defineBackend` would; `checked` hands them to the contract as claims, so that only what it cannot check gets through.
 */
import {
  type Backend,
  type Claim,
  createProgram,
  defineBackend,
  type EngineSession,
  isDiscrete,
  type OptimalOutcome,
  type Outcome,
  type Program,
  type Session,
  type SolveOptions,
  solveProgram,
} from '@marginal/program';

/** What a fault does to a session of an honest backend. */
export interface Fault {
  readonly name: string;
  /** The program that is solved instead. */
  readonly program?: (program: Program) => Program;
  /** The outcome that is given instead; `earlier` are the outcomes of this session so far. */
  readonly outcome?: (outcome: Outcome, program: Program, earlier: readonly Outcome[]) => Outcome;
}

function linear(outcome: Outcome): (OptimalOutcome['solution'] & { readonly kind: 'lp' }) | undefined {
  return outcome.status === 'optimal' && outcome.solution.kind === 'lp' ? outcome.solution : undefined;
}

/** What the point of an outcome is worth in the program that was asked about, whatever was solved. */
function revalued(outcome: Outcome, program: Program): Outcome {
  if (outcome.status !== 'optimal') return outcome;
  const { solution } = outcome;
  const objective = solution.x.reduce((sum, value, j) => sum + program.cost[j] * value, program.offset);
  if (solution.kind === 'lp') return { ...outcome, objective };
  return { ...outcome, objective, solution: { ...solution, bound: objective, gap: 0 } };
}

function replaced(program: Program, parts: Partial<Program>): Program {
  return createProgram({ ...program, ...parts });
}

export const FAULTS: readonly Fault[] = [
  {
    name: 'negated duals',
    outcome(outcome) {
      const solution = linear(outcome);
      if (solution === undefined || outcome.status !== 'optimal') return outcome;
      return { ...outcome, solution: { ...solution, rowDual: solution.rowDual.map((y) => 0 - y) } };
    },
  },
  {
    name: 'a dropped bound',
    program(program) {
      const columnUpper = program.columnUpper.slice();
      const last = columnUpper.findLastIndex(Number.isFinite);
      if (last >= 0 && program.semicontinuous === undefined) columnUpper[last] = Infinity;
      return replaced(program, { columnUpper });
    },
  },
  {
    name: 'stale duals',
    outcome(outcome, _program, earlier) {
      const [solution, before] = [linear(outcome), earlier.map(linear).find((kept) => kept !== undefined)];
      if (solution === undefined || before === undefined || outcome.status !== 'optimal') return outcome;
      const { rowDual, reducedCost } = before;
      return { ...outcome, solution: { ...solution, rowDual, reducedCost } };
    },
  },
  {
    name: 'a suboptimal vertex',
    program: (program) => replaced(program, { cost: program.cost.map((c, j) => (j === 0 ? 0 : c)) }),
    outcome: revalued,
  },
  {
    name: 'a suboptimal search',
    program(program) {
      if (!isDiscrete(program)) return program;
      // The first column stays at its lower bound: often not the best, and never outside.
      const columnUpper = program.columnUpper.map((upper, j) => (j === 0 ? program.columnLower[j] : upper));
      return Number.isFinite(columnUpper[0]) ? replaced(program, { columnUpper }) : program;
    },
    outcome: revalued,
  },
  {
    name: 'false infeasible',
    outcome(outcome, program) {
      if (outcome.status !== 'optimal' || !(outcome.objective < program.offset)) return outcome;
      const { solver, iterations, seconds } = outcome;
      const record = { solver, iterations, seconds, status: 'infeasible' } as const;
      if (isDiscrete(program)) return { ...record, proof: 'search' };
      return {
        ...record,
        proof: 'farkas',
        farkas: new Float64Array(program.rowLower.length).fill(1),
        margin: 1,
      };
    },
  },
];

class FaultySession implements Session {
  program: Program;
  private readonly fault: Fault;
  private readonly honest: Backend;
  private readonly earlier: Outcome[] = [];

  constructor(program: Program, fault: Fault, honest: Backend) {
    this.program = program;
    this.fault = fault;
    this.honest = honest;
  }

  /** Of the options it knows ranging alone. */
  async solve({ ranging }: SolveOptions = {}): Promise<Outcome> {
    const asked = this.fault.program?.(this.program) ?? this.program;
    const solved = await solveProgram(asked, this.honest, ranging === undefined ? {} : { ranging });
    const outcome = this.fault.outcome?.(solved, this.program, this.earlier) ?? solved;
    this.earlier.push(solved);
    return outcome;
  }

  async update(delta: Parameters<Session['update']>[0]): Promise<void> {
    const session = await this.honest.open(this.program);
    await session.update(delta);
    this.program = session.program;
    session.close();
  }

  close(): void {}
}

/** The fault as a backend whose outcomes nobody has checked. */
export function raw(fault: Fault, honest: Backend): Backend {
  return {
    name: 'stub',
    version: '1',
    capabilities: { ...honest.capabilities, basisOut: false },
    open: async (program) => withoutBases(new FaultySession(program, fault, honest)),
  };
}

/** A basis of an honest solve would not belong to the tampered answer. */
function withoutBases(session: FaultySession): Session {
  const solve = session.solve.bind(session);
  session.solve = async (options) => {
    const outcome = await solve(options);
    const solution = linear(outcome);
    if (solution === undefined || outcome.status !== 'optimal') return outcome;
    const { basis: _basis, ...rest } = solution;
    return { ...outcome, solution: rest };
  };
  return session;
}

function claimOf(outcome: Outcome): Claim {
  const { iterations } = outcome;
  switch (outcome.status) {
    case 'optimal': {
      const { solution } = outcome;
      if (solution.kind === 'lp') {
        const { x, rowDual, reducedCost } = solution;
        return { status: 'optimal', x, rowDual, reducedCost, iterations };
      }
      return { status: 'optimal', x: solution.x, bound: solution.bound, iterations };
    }
    case 'infeasible':
      return outcome.proof === 'farkas'
        ? { status: 'infeasible', farkas: outcome.farkas, iterations }
        : { status: 'infeasible', search: true, iterations };
    case 'unbounded':
      return { status: 'unbounded', ray: outcome.ray, point: outcome.point, iterations };
    default:
      return { status: 'failed', cause: outcome.status, iterations };
  }
}

/** The fault as an engine behind the contract. */
export function checked(fault: Fault, honest: Backend): Backend {
  return defineBackend({
    name: 'stub',
    version: '1',
    capabilities: { ...honest.capabilities, basisOut: false },
    async open(program): Promise<EngineSession> {
      const session = new FaultySession(program, fault, honest);
      return {
        run: async () => claimOf(await session.solve()),
        update: (delta) => session.update(delta),
        close() {},
      };
    },
  });
}
