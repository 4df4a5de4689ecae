/** Thinking tokens under processor sharing and priorities, for the command: proved, or a local optimum and not cleared. */
import type { SolverIdentity } from '@marginal/program';
import {
  type DisciplineOptimum,
  disciplineOf,
  disciplineOptimum,
  type Server,
  type ThinkingData,
  taskNames,
} from '@marginal/thinking-tokens';
import type { Cleared, NotCleared } from './market-driver.ts';
import { allocationTable, allocationText, outcomeText } from './thinking-tables.ts';

function detailsOf(data: ThinkingData, found: DisciplineOptimum) {
  const { tokens, objective, utilisation, meanSystemTime, accuracy, bound, gap, nodes, proof, status } =
    found;
  const names = taskNames(data);
  const discipline = disciplineOf(data);
  return {
    allocation: Object.fromEntries(names.map((name, k) => [name, tokens[k]])),
    objective,
    utilisation,
    meanSystemTime,
    accuracy,
    bound,
    discipline: {
      kind: discipline.kind,
      ...('order' in discipline ? { order: discipline.order.map((k) => names[k]) } : {}),
      status,
      proof,
      gap,
      nodes,
    },
  };
}

/** Optimises a stable server under the discipline of the data. No solver is asked: `solver` says who answers. */
export function solveDiscipline(
  data: ThinkingData,
  server: Server,
  solver: SolverIdentity,
): Cleared | NotCleared {
  const start = performance.now();
  const found = disciplineOptimum(server, disciplineOf(data));
  const attempt = { solver, iterations: 0, seconds: (performance.now() - start) / 1000 };
  const details = detailsOf(data, found);
  const { discipline } = details;
  const { objective, bound, gap, nodes, tokens, accuracy, meanSystemTime } = found;
  if (found.status === 'local')
    return {
      status: 'limit',
      ...attempt,
      lines: [
        `a local optimum under ${discipline.kind}: J = ${objective}, and no allocation is better than ${bound}`,
        `  the mean time is not convex under it; ${nodes} boxes leave a gap of ${gap.toExponential(1)}; no solver and no time limit has a part in it`,
      ],
      details,
    };
  const names = taskNames(data);
  const spent = server.tokenCost?.reduce((sum, cost, k) => sum + server.prior[k] * cost * tokens[k], 0);
  const served = discipline.order === undefined ? '' : `, ${discipline.order.join(' before ')}`;
  return {
    status: 'optimal',
    ...attempt,
    objective,
    publish: () => ({
      costs: {
        time: meanSystemTime,
        accuracy: -data.weight * accuracy,
        ...(spent === undefined ? {} : { tokens: spent }),
        total: -objective,
      },
      prices: [],
      limits: [],
      ledger: {},
      details: {
        ...details,
        proof: `proved by ${found.proof} to ${gap.toExponential(1)}; no solver was asked`,
      },
      tables: { allocation: allocationTable(server, names, tokens) },
      text: [
        `Thinking tokens per task under ${discipline.kind}${served}`,
        allocationText(server, names, tokens),
        '',
        'What it comes to',
        outcomeText(found, bound),
        `  proved by ${found.proof} to ${gap.toExponential(1)}, ${nodes} ${nodes === 1 ? 'box' : 'boxes'}; no solver and no time limit has a part in it`,
      ].join('\n'),
    }),
  };
}
