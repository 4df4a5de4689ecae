/** Thinking tokens for the command: an allocation with its proof, three methods side by side, and a simulation of it. */
import {
  largestStableRate,
  type MethodResult,
  maximizeInBox,
  performanceOf,
  serverOf,
  simulate,
  solveThinking,
  type ThinkingData,
  type ThinkingPlan,
  taskNames,
  thinkingModel,
} from '@marginal/thinking-tokens';
import type { StatedMarket } from './market-driver.ts';
import { formatNumber } from './number-format.ts';
import type { CsvTable } from './result-folder.ts';
import { renderTable } from './table.ts';

/** Seed of the simulation beside the formula: the same case prints the same. */
const SEED = 1;

/** Factors on the weight and on the arrival rate at which the tables look. */
const FACTORS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;

function methodOf({ status, iterations, gap, step }: MethodResult) {
  return { status, iterations, gap, step };
}

function methodsOf({ methods }: ThinkingPlan) {
  const { fixedPoint, projectedGradient, outerApproximation } = methods;
  return {
    fixedPoint: methodOf(fixedPoint),
    projectedGradient: methodOf(projectedGradient),
    outerApproximation:
      outerApproximation.status === 'optimal'
        ? {
            status: 'converged',
            iterations: outerApproximation.iterations,
            rounds: outerApproximation.rounds,
            gap: outerApproximation.gap,
          }
        : { status: outerApproximation.status, iterations: 0, cause: outerApproximation.cause },
  };
}

/** The optimum with one number of the server changed; nothing where the server is not stable even without thinking. */
function optimumWith(data: ThinkingData, change: Partial<Pick<ThinkingData, 'arrivalRate' | 'weight'>>) {
  const server = serverOf({ ...data, ...change });
  const none = new Float64Array(server.prior.length);
  if (!(performanceOf(server, none).utilisation < 1)) return undefined;
  const { tokens } = maximizeInBox(
    server,
    none,
    none.map(() => server.maxTokens),
    none,
  );
  return { tokens, performance: performanceOf(server, tokens) };
}

function curves(data: ThinkingData, names: readonly string[]): Readonly<Record<string, CsvTable>> {
  const columns = ['objective', 'accuracy', 'meanSystemTime', 'utilisation'];
  const rowsOver = (field: 'arrivalRate' | 'weight') =>
    FACTORS.flatMap((factor) => {
      const value = data[field] * factor;
      const optimum = optimumWith(data, { [field]: value });
      if (optimum === undefined) return [];
      const { objective, accuracy, meanSystemTime, utilisation } = optimum.performance;
      const tokens = Object.fromEntries(names.map((name, k) => [name, optimum.tokens[k]]));
      return [{ [field]: value, objective, accuracy, meanSystemTime, utilisation, ...tokens }];
    });
  return {
    front: { columns: ['weight', ...columns, ...names], rows: rowsOver('weight') },
    arrivals: { columns: ['arrivalRate', ...columns, ...names], rows: rowsOver('arrivalRate') },
  };
}

function convergence({ methods }: ThinkingPlan): CsvTable {
  const { fixedPoint, projectedGradient } = methods;
  const rows = (['fixedPoint', 'projectedGradient'] as const).flatMap((method) => {
    const { history, iterations } = method === 'fixedPoint' ? fixedPoint : projectedGradient;
    return history.map((step, at) => ({
      method,
      iteration: 1 + Math.round((at * Math.max(0, iterations - 1)) / Math.max(1, history.length - 1)),
      step,
    }));
  });
  return { columns: ['method', 'iteration', 'step'], rows };
}

function textOf(plan: ThinkingPlan, simulated: ReturnType<typeof simulate>): string {
  const { performance, names, tokens, whole, server } = plan;
  const methods = Object.entries(methodsOf(plan)).map(([name, method]) => [
    name,
    method.status,
    String(method.iterations),
    'gap' in method && method.gap !== undefined ? method.gap.toExponential(1) : '',
  ]);
  const { systemTime, quantiles } = simulated;
  return [
    'Thinking tokens per task',
    renderTable(
      ['task', 'share', 'tokens', 'service s'],
      names.map((name, k) => [
        name,
        formatNumber(server.prior[k]),
        tokens[k].toFixed(1),
        (server.serviceBase[k] + server.servicePerToken[k] * tokens[k]).toFixed(3),
      ]),
      [1, 2, 3],
    ),
    '',
    'What it comes to',
    renderTable(
      ['', ''],
      [
        ['accuracy', performance.accuracy.toFixed(4)],
        ['mean time in the system, s', performance.meanSystemTime.toFixed(3)],
        ['utilisation', performance.utilisation.toFixed(3)],
        ['objective J, s', performance.objective.toFixed(6)],
        ['no allocation is better than', plan.bound.toFixed(6)],
      ],
      [1],
    ),
    '',
    'Methods',
    renderTable(['method', 'status', 'iterations', 'gap'], methods, [2, 3]),
    `  sufficient condition of the fixed point: ${formatNumber(plan.contractionFactor)} ${plan.contractionFactor < 1 ? '< 1, it converges' : '>= 1, nothing is promised'}`,
    ...(whole === undefined
      ? []
      : [
          '',
          `Whole tokens: proved best (${whole.nodes} nodes); J lost by the optimum ${whole.integerLoss.toExponential(1)}, the best neighbour ${whole.neighbourLoss.toExponential(1)}, rounding ${whole.roundingLoss.toExponential(1)} s`,
        ]),
    '',
    `Simulated (seed ${SEED}, ${simulated.customers} tasks): mean time ${systemTime.mean.toFixed(3)} +- ${systemTime.halfWidth.toFixed(3)} s, 95 % below ${quantiles.p95.toFixed(2)} s`,
  ].join('\n');
}

/** States the case. It has no rows to be infeasible: a load that the server cannot carry is its only way to have no answer. */
export function thinkingTokensDriver(data: ThinkingData): StatedMarket {
  const names = taskNames(data);
  const server = serverOf(data);
  // Without a stable allocation there is nothing to state.
  const stable = server.arrivalRate < largestStableRate(server);
  const { rowCount, columnCount } = stable
    ? thinkingModel(server, names).compiled.program.matrix
    : { rowCount: 0, columnCount: 0 };
  return {
    rows: rowCount,
    columns: columnCount,
    objectiveUnit: 's',
    solve: async (backend, options) => {
      const start = performance.now();
      const plan = await solveThinking(data, backend, options);
      const seconds = (performance.now() - start) / 1000;
      const solver = { name: backend.name, version: backend.version };
      if (plan.status === 'unstable') {
        const { arrivalRate, largestStableRate } = plan;
        return {
          status: 'infeasible',
          solver,
          iterations: 0,
          seconds,
          lines: [
            `no allocation exists: even without thinking the server carries fewer than ${largestStableRate.toPrecision(6)} tasks/s, and ${arrivalRate} arrive`,
            `  lower arrivalRate below ${largestStableRate.toPrecision(6)}, or serviceBase`,
          ],
          details: { largestStableRate, arrivalRate },
        };
      }
      const { outerApproximation } = plan.methods;
      return {
        status: 'optimal',
        solver,
        objective: plan.performance.objective,
        iterations: outerApproximation.status === 'optimal' ? outerApproximation.iterations : 0,
        seconds,
        publish: () => {
          const simulated = simulate(plan.server, plan.tokens, { seed: SEED });
          const { objective, accuracy, meanSystemTime, utilisation } = plan.performance;
          const allocation = Object.fromEntries(names.map((name, k) => [name, plan.tokens[k]]));
          const rents = outerApproximation.status === 'optimal' ? outerApproximation.budgetRent : undefined;
          return {
            costs: { time: meanSystemTime, accuracy: -data.weight * accuracy, total: -objective },
            prices: [],
            limits: names.map((name, k) => ({
              name: 'budget',
              labels: { task: name },
              use: plan.tokens[k],
              cap: data.maxTokens,
              rent: plan.tokens[k] < data.maxTokens ? 0 : (rents?.[k] ?? 0),
              saturated: plan.tokens[k] >= data.maxTokens,
              unit: 'token',
            })),
            ledger: {},
            details: {
              allocation,
              utilisation,
              meanSystemTime,
              accuracy,
              bound: plan.bound,
              methods: methodsOf(plan),
              contractionFactor: plan.contractionFactor,
              simulation: { seed: SEED, ...simulated },
              ...(plan.whole === undefined
                ? {}
                : {
                    whole: {
                      status: plan.whole.status,
                      bound: plan.whole.bound,
                      nodes: plan.whole.nodes,
                      roundingLoss: plan.whole.roundingLoss,
                      neighbourLoss: plan.whole.neighbourLoss,
                      integerLoss: plan.whole.integerLoss,
                    },
                  }),
            },
            tables: {
              allocation: {
                columns: ['task', 'prior', 'tokens', 'serviceTime', 'serviceTimeUnit'],
                rows: names.map((task, k) => ({
                  task,
                  prior: plan.server.prior[k],
                  tokens: plan.tokens[k],
                  serviceTime: plan.server.serviceBase[k] + plan.server.servicePerToken[k] * plan.tokens[k],
                  serviceTimeUnit: 's',
                })),
              },
              ...curves(data, names),
              convergence: convergence(plan),
              simulation: {
                columns: ['what', 'formula', 'simulated', 'halfWidth', 'unit'],
                rows: [
                  {
                    what: 'meanSystemTime',
                    formula: meanSystemTime,
                    simulated: simulated.systemTime.mean,
                    halfWidth: simulated.systemTime.halfWidth,
                    unit: 's',
                  },
                  {
                    what: 'utilisation',
                    formula: utilisation,
                    simulated: simulated.utilisation,
                    halfWidth: '',
                    unit: '1',
                  },
                ],
              },
            },
            text: textOf(plan, simulated),
          };
        },
      };
    },
  };
}
