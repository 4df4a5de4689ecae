/** What the command shows of a thinking-tokens plan: methods, convergence, tables and the text for people. */
import type {
  LatencyOptimum,
  MethodResult,
  Server,
  Simulation,
  ThinkingPlan,
} from '@marginal/thinking-tokens';
import type { PublishedLimit } from './market-driver.ts';
import { formatNumber } from './number-format.ts';
import type { CsvTable } from './result-folder.ts';
import { renderTable } from './table.ts';

function methodOf({ status, iterations, gap, step, cause }: MethodResult) {
  return { status, iterations, gap, step, ...(cause === undefined ? {} : { cause }) };
}

export function methodsOf({ methods }: ThinkingPlan) {
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

export function convergenceTable({ methods }: ThinkingPlan): CsvTable {
  const { fixedPoint, projectedGradient } = methods;
  const rows = (['fixedPoint', 'projectedGradient'] as const).flatMap((method) => {
    const { history, historyStride } = method === 'fixedPoint' ? fixedPoint : projectedGradient;
    return history.map((step, at) => ({
      method,
      iteration: 1 + at * historyStride,
      step,
    }));
  });
  return { columns: ['method', 'iteration', 'step'], rows };
}

export function allocationTable(server: Server, names: readonly string[], tokens: Float64Array): CsvTable {
  return {
    columns: ['task', 'prior', 'tokens', 'serviceTime', 'serviceTimeUnit'],
    rows: names.map((task, k) => ({
      task,
      prior: server.prior[k],
      tokens: tokens[k],
      serviceTime: server.serviceBase[k] + server.servicePerToken[k] * tokens[k],
      serviceTimeUnit: 's',
    })),
  };
}

/** Simulated beside formula. */
export function simulationTable(
  { performance }: ThinkingPlan,
  { systemTime, utilisation }: Simulation,
): CsvTable {
  return {
    columns: ['what', 'formula', 'simulated', 'halfWidth', 'unit'],
    rows: [
      {
        what: 'meanSystemTime',
        formula: performance.meanSystemTime,
        simulated: systemTime.mean,
        halfWidth: systemTime.halfWidth,
        unit: 's',
      },
      {
        what: 'utilisation',
        formula: performance.utilisation,
        simulated: utilisation,
        halfWidth: '',
        unit: '1',
      },
    ],
  };
}

export function allocationText(server: Server, names: readonly string[], tokens: Float64Array): string {
  return renderTable(
    ['task', 'share', 'tokens', 'service s'],
    names.map((name, k) => [
      name,
      formatNumber(server.prior[k]),
      tokens[k].toFixed(1),
      (server.serviceBase[k] + server.servicePerToken[k] * tokens[k]).toFixed(3),
    ]),
    [1, 2, 3],
  );
}

export interface Outcome {
  readonly accuracy: number;
  readonly meanSystemTime: number;
  readonly utilisation: number;
  readonly objective: number;
}

export function outcomeText(
  { accuracy, meanSystemTime, utilisation, objective }: Outcome,
  bound: number,
): string {
  return renderTable(
    ['', ''],
    [
      ['accuracy', accuracy.toFixed(4)],
      ['mean time in the system, s', meanSystemTime.toFixed(3)],
      ['utilisation', utilisation.toFixed(3)],
      ['objective J, s', objective.toFixed(6)],
      ['no allocation is better than', bound.toFixed(6)],
    ],
    [1],
  );
}

function wholeText({ whole }: ThinkingPlan): string[] {
  if (whole === undefined) return [];
  const claim =
    whole.status === 'optimal'
      ? `proved best (${whole.nodes} nodes)`
      : `best of ${whole.nodes} nodes, not proved: another may be better by ${(whole.bound - whole.objective).toExponential(1)} s`;
  return [
    '',
    `Whole tokens: ${claim}; J lost by it ${whole.integerLoss.toExponential(1)}, the best neighbour ${whole.neighbourLoss.toExponential(1)}, rounding ${whole.roundingLoss.toExponential(1)} s`,
  ];
}

/** What the promise of latency leaves of an allocation. */
export function latencyText(
  found: LatencyOptimum | undefined,
  names: readonly string[],
  seconds: number,
  share: number,
): string[] {
  if (found === undefined) return [];
  const { best, families, scaled } = found;
  const promise = `At most ${formatNumber(share)} of tasks above ${formatNumber(seconds)} s`;
  if (best.family === 'none') return ['', `${promise}: kept by these tokens (simulated)`];
  const tokens = names.map((name, k) => `${name} ${best.tokens[k].toFixed(1)}`).join(', ');
  return [
    '',
    `${promise}: kept with ${tokens}`,
    `  J = ${best.objective.toFixed(6)} s, late ${best.late.mean.toFixed(4)} +- ${best.late.halfWidth.toFixed(4)} (simulated); not proved the best: the best of`,
    ...families.map(
      ({ family, parameter, objective }) =>
        `    ${LATENCY_FAMILIES[family]} ${formatNumber(parameter)}: J = ${objective.toFixed(6)}`,
    ),
    `  the scale that keeps it in truth lies between ${scaled.low.toFixed(3)} and ${scaled.high.toFixed(3)}`,
  ];
}

const LATENCY_FAMILIES = {
  none: 'these tokens times',
  scale: 'these tokens times',
  weight: 'the optimum for weight',
  cap: 'the optimum with no service above, s,',
} as const;

function rentText({ names, budgetRent, methods, performance }: ThinkingPlan): string[] {
  const { outerApproximation } = methods;
  const binding = names.flatMap((name, k) =>
    budgetRent !== undefined && budgetRent[k] > 0 ? [`${name} ${budgetRent[k].toExponential(3)}`] : [],
  );
  const dual =
    outerApproximation.status === 'optimal'
      ? `dual ${formatNumber(outerApproximation.stabilityRent)} s`
      : 'no dual from the linear programs';
  return [
    ...(binding.length === 0 ? [] : [`  a token more of budget is worth, s: ${binding.join(', ')}`]),
    `  stability limit: utilisation ${performance.utilisation.toFixed(3)} of 1, ${dual}`,
  ];
}

export function limitsTable(limits: readonly PublishedLimit[]): CsvTable {
  return {
    columns: ['name', 'task', 'use', 'cap', 'rent', 'saturated', 'unit'],
    rows: limits.map(({ labels, ...limit }) => ({
      ...limit,
      task: labels.task ?? '',
      saturated: String(limit.saturated),
    })),
  };
}

/** Near full load a run of any length that one waits for says little: busy periods are longer than it. */
const LONG_BUSY = 0.95;

function simulatedText({ performance }: ThinkingPlan, simulated: Simulation, seed: number): string[] {
  const { mean, halfWidth } = simulated.systemTime;
  const outside = Math.abs(mean - performance.meanSystemTime) > halfWidth;
  const long = performance.utilisation > LONG_BUSY;
  return [
    `Simulated (seed ${seed}, ${simulated.customers} tasks): mean time ${mean.toFixed(3)} +- ${halfWidth.toFixed(3)} s (97.5 %), 95 % of tasks below ${simulated.quantiles.p95.toFixed(2)} s`,
    ...(long
      ? ['  so near full load a run of this length says little, its interval included: trust the formula']
      : []),
    ...(outside && !long ? ['  the formula lies outside the interval, as it does in one run of forty'] : []),
  ];
}

export function planText(plan: ThinkingPlan, simulated: Simulation, seed: number): string {
  const { performance, names, tokens, server, contractionFactor } = plan;
  const methods = Object.entries(methodsOf(plan)).map(([name, method]) => [
    name,
    method.status,
    String(method.iterations),
    'gap' in method && method.gap !== undefined ? method.gap.toExponential(1) : '',
  ]);
  const causes = Object.entries(methodsOf(plan)).flatMap(([name, method]) =>
    'cause' in method && method.cause !== undefined ? [`  ${name}: ${method.cause}`] : [],
  );
  return [
    'Thinking tokens per task',
    allocationText(server, names, tokens),
    '',
    'What it comes to',
    outcomeText(performance, plan.bound),
    '',
    'Methods',
    renderTable(['method', 'status', 'iterations', 'gap'], methods, [2, 3]),
    ...causes,
    ...(plan.methods.outerApproximation.status === 'optimal'
      ? []
      : ['  warning: the linear programs did not prove this answer; it rests on the tangent of J alone']),
    ...rentText(plan),
    `  sufficient condition of the fixed point: ${formatNumber(contractionFactor)} ${contractionFactor < 1 ? '< 1, it converges' : '>= 1, nothing is promised'}`,
    ...wholeText(plan),
    '',
    ...simulatedText(plan, simulated, seed),
  ].join('\n');
}
