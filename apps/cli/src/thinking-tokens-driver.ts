/** Thinking tokens for the command: an allocation with its proof, three methods side by side, and a simulation of it. */
import { InvalidInputError, type SolverIdentity } from '@marginal/program';
import {
  type LatencyOptimum,
  largestStableRate,
  latencyOptimum,
  serverOf,
  simulate,
  solveThinking,
  type ThinkingData,
  type ThinkingPlan,
  taskNames,
  thinkingModel,
} from '@marginal/thinking-tokens';
import type { MarketRequest, Publication, StatedMarket } from './market-driver.ts';
import { openArrivals, tracedDelay, tracedTable, tracedText } from './thinking-arrivals.ts';
import { curveDetails, curvesOf, curveTables } from './thinking-curves.ts';
import { solveDiscipline } from './thinking-discipline.ts';
import {
  allocationTable,
  convergenceTable,
  latencyText,
  limitsTable,
  methodsOf,
  planText,
  simulationTable,
} from './thinking-tables.ts';

/** Seed of the simulation beside the formula: the same case prints the same. */
const SEED = 1;

/** Who answered, where no solver did: the proof is this package's own arithmetic. */
const OWN: SolverIdentity = { name: 'thinking-tokens', version: '0.1.0' };

/** Whole tokens are an answer when their bound is this close, relative to 1 + |J|, proved to the end or not. */
const WHOLE_GAP = 1e-6;

/** Share of tasks that may break the promise of latency, where the data do not say. */
const LATE_SHARE = 0.05;

/** Types up to which curves are drawn: each place of a curve is an optimum of its own, and a column is needed per type. */
const CURVE_TYPES = 200;

/**
 * What the budgets and full load are worth. A whole-token optimum has no derivative: where its budget is full no limit is
 * stated rather than one with a made-up rent. Full load is never reached, so its rent is that of the linear programs, and
 * absent without them.
 */
function limitsOf(data: ThinkingData, plan: ThinkingPlan): Publication['limits'] {
  const { names, tokens, methods, budgetRent, performance } = plan;
  const { outerApproximation } = methods;
  const cap = plan.whole === undefined ? data.maxTokens : Math.floor(data.maxTokens);
  const budgets = names.flatMap((name, k) => {
    const saturated = tokens[k] >= cap;
    const rent = saturated ? budgetRent?.[k] : 0;
    return rent === undefined
      ? []
      : [{ name: 'budget', labels: { task: name }, use: tokens[k], cap, rent, saturated, unit: 'token' }];
  });
  if (outerApproximation.status !== 'optimal') return budgets;
  return [
    ...budgets,
    {
      name: 'stability',
      labels: {},
      use: performance.utilisation,
      cap: 1,
      rent: outerApproximation.stabilityRent,
      saturated: false,
      unit: '1',
    },
  ];
}

/** The promise of latency held against a plan; absent where the data make none. */
function latencyOf(data: ThinkingData, { server, tokens, whole }: ThinkingPlan): LatencyOptimum | undefined {
  const { latencySeconds, latencyShare = LATE_SHARE } = data;
  if (latencySeconds === undefined) return undefined;
  return latencyOptimum(
    server,
    tokens,
    { seconds: latencySeconds, share: latencyShare },
    { seed: SEED, whole: whole === undefined ? 'no' : 'yes' },
  );
}

/** What the answer rests on, for people. */
function proofOf({ performance, bound, whole, methods }: ThinkingPlan): string {
  const open = Math.max(0, bound - performance.objective).toExponential(1);
  if (whole?.status === 'limit')
    return `not proved to the end: another whole allocation may be better by ${open} s`;
  const { outerApproximation } = methods;
  const also =
    outerApproximation.status === 'optimal'
      ? `and by linear programs to ${outerApproximation.gap.toExponential(1)}`
      : 'and not by linear programs';
  return `proved by the tangent of J to ${open} s, ${also}`;
}

function publicationOf(
  data: ThinkingData,
  plan: ThinkingPlan,
  arrivals: ReturnType<typeof openArrivals> | undefined,
  latency: LatencyOptimum | undefined,
): Publication {
  const { server, names, tokens, whole } = plan;
  const { objective, accuracy, meanSystemTime, utilisation } = plan.performance;
  const simulated = simulate(server, tokens, { seed: SEED });
  const traced = arrivals && tracedDelay(arrivals, server, tokens, SEED);
  const { latencySeconds, latencyShare = LATE_SHARE } = data;
  const limits = limitsOf(data, plan);
  const { outerApproximation } = plan.methods;
  const curves = names.length <= CURVE_TYPES ? curvesOf(server) : {};
  const spent =
    server.tokenCost === undefined
      ? undefined
      : tokens.reduce((sum, l, k) => sum + server.prior[k] * (server.tokenCost?.[k] ?? 0) * l, 0);
  return {
    costs: {
      time: meanSystemTime,
      accuracy: -data.weight * accuracy,
      ...(spent === undefined ? {} : { tokens: spent }),
      total: -objective,
    },
    prices: [],
    limits,
    ledger: {},
    details: {
      allocation: Object.fromEntries(names.map((name, k) => [name, tokens[k]])),
      utilisation,
      meanSystemTime,
      accuracy,
      bound: plan.bound,
      proof: proofOf(plan),
      ...(outerApproximation.status === 'optimal' ? { stabilityRent: outerApproximation.stabilityRent } : {}),
      methods: methodsOf(plan),
      contractionFactor: plan.contractionFactor,
      simulation: { seed: SEED, ...simulated },
      curves: curveDetails(curves),
      ...(traced === undefined ? {} : { trace: traced }),
      ...(latency === undefined
        ? {}
        : { latency: latencyDetails(latency, names, latencySeconds ?? 0, latencyShare) }),
      ...(whole === undefined
        ? {}
        : {
            whole: {
              // Within the tolerance of an answer, though the nodes ran out before the last of the gap was closed.
              status: whole.status === 'limit' ? 'withinTolerance' : whole.status,
              gap: whole.bound - whole.objective,
              bound: whole.bound,
              nodes: whole.nodes,
              roundingLoss: whole.roundingLoss,
              neighbourLoss: whole.neighbourLoss,
              integerLoss: whole.integerLoss,
            },
          }),
    },
    tables: {
      allocation: allocationTable(server, names, tokens),
      limits: limitsTable(limits),
      ...curveTables(curves, names),
      convergence: convergenceTable(plan),
      simulation: simulationTable(plan, simulated),
      ...(traced === undefined ? {} : { trace: tracedTable(traced) }),
    },
    text: [
      planText(plan, simulated, SEED),
      ...latencyText(latency, names, latencySeconds ?? 0, latencyShare),
      ...(traced === undefined ? [] : tracedText(traced)),
    ].join('\n'),
  };
}

function latencyDetails(found: LatencyOptimum, names: readonly string[], seconds: number, share: number) {
  const { best, families, scaled, status } = found;
  return {
    seconds,
    share,
    seed: SEED,
    status,
    ...(status === 'impossible'
      ? { late: best.late, customers: scaled.customers }
      : {
          allocation: Object.fromEntries(names.map((name, k) => [name, best.tokens[k]])),
          objective: best.objective,
          late: best.late,
          family: best.family,
          parameter: best.parameter,
          optimality: best.family === 'none' ? 'proved' : 'bestOfFamilies',
          families: families.map(({ family, parameter, objective }) => ({ family, parameter, objective })),
          scale: scaled.scale,
          low: scaled.low,
          high: scaled.high,
          customers: scaled.customers,
        }),
  };
}

/** States the case. It has no rows to be infeasible: a load that the server cannot carry is its only way to have no answer. */
export function thinkingTokensDriver(data: ThinkingData, { trace }: MarketRequest): StatedMarket {
  const names = taskNames(data);
  const server = serverOf(data);
  const firstCome = (data.discipline ?? 'fifo') === 'fifo';
  if (trace !== undefined && !firstCome)
    throw new InvalidInputError([
      {
        code: 'cli.trace',
        place: `--trace ${trace}`,
        cause: `arrivals are simulated first come, first served, and the discipline is ${data.discipline}`,
        remedy: 'leave it out, or set discipline=fifo',
      },
    ]);
  const arrivals = trace === undefined ? undefined : openArrivals(trace);
  const limit = largestStableRate(server);
  // Without a stable allocation there is nothing to state.
  const stable = server.arrivalRate < limit;
  const { rowCount, columnCount } =
    stable && firstCome
      ? thinkingModel(server, names).compiled.program.matrix
      : { rowCount: 0, columnCount: 0 };
  return {
    rows: rowCount,
    columns: columnCount,
    objectiveUnit: 's',
    solve: async (backend, options) => {
      const start = performance.now();
      const solver = { name: backend.name, version: backend.version };
      if (!stable)
        return {
          status: 'infeasible',
          solver,
          iterations: 0,
          seconds: 0,
          lines: [
            `no allocation exists: even without thinking the server carries fewer than ${limit.toPrecision(6)} tasks/s, and ${server.arrivalRate} arrive`,
            `  lower arrivalRate below ${limit.toPrecision(6)}, or serviceBase`,
          ],
          details: { largestStableRate: limit, arrivalRate: server.arrivalRate },
        };
      if (!firstCome) return solveDiscipline(data, server, OWN);
      const plan = await solveThinking(data, backend, options);
      if (plan.status === 'unstable') throw new Error('internal error: a stable server has a plan');
      const { outerApproximation } = plan.methods;
      const { whole } = plan;
      const open = whole === undefined ? 0 : whole.bound - whole.objective;
      if (whole?.status === 'limit' && open > WHOLE_GAP * (1 + Math.abs(whole.objective)))
        return {
          status: 'limit',
          solver: OWN,
          iterations: 0,
          seconds: (performance.now() - start) / 1000,
          lines: [
            `whole tokens with J = ${whole.objective} were found, and ${whole.nodes} nodes do not prove that none has more than ${whole.bound}`,
            '  what was found loses at most the difference',
          ],
          details: {
            allocation: Object.fromEntries(names.map((name, k) => [name, whole.tokens[k]])),
            objective: whole.objective,
            bound: whole.bound,
            nodes: whole.nodes,
          },
        };
      const latency = latencyOf(data, plan);
      if (latency?.status === 'impossible') {
        const { latencySeconds = 0, latencyShare = LATE_SHARE } = data;
        const { mean, halfWidth } = latency.best.late;
        return {
          status: 'infeasible',
          solver: OWN,
          iterations: 0,
          seconds: (performance.now() - start) / 1000,
          lines: [
            `the promise of latency cannot be kept: latencySeconds=${latencySeconds} latencyShare=${latencyShare}`,
            `  even without thinking ${mean.toFixed(4)} +- ${halfWidth.toFixed(4)} of tasks take longer (simulated, ${latency.scaled.customers} tasks)`,
          ],
          details: {
            latency: latencyDetails(latency, names, latencySeconds, latencyShare),
          },
        };
      }
      return {
        status: 'optimal',
        solver: outerApproximation.status === 'optimal' ? solver : OWN,
        objective: plan.performance.objective,
        iterations: outerApproximation.status === 'optimal' ? outerApproximation.iterations : 0,
        seconds: (performance.now() - start) / 1000,
        publish: () => publicationOf(data, plan, arrivals, latency),
      };
    },
  };
}
