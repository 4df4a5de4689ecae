/** Nodal balance in Marginal, whole blocks and row by row. */
import { model, range, set, sparse } from '@marginal/core';
import { compiled } from '../../peers/marginal.ts';
import type { Statement } from '../../statement.ts';
import { type NodalData, nodeLabel, SHED_COST } from './problem.ts';

/** What both styles share: sets, data, variables and the objective. */
function declarations(data: NodalData) {
  const { nodes, hours, from, to } = data;
  const node = set(
    'node',
    range(nodes).map((n) => nodeLabel(n)),
  );
  const hour = set('hour', range(hours));
  const links = Array.from(from, (start, a) => [nodeLabel(start), nodeLabel(to[a])] as const);
  const link = sparse('link', [node.as('from'), node.as('to')], links);
  const m = model();
  const capacity = m.parameter('capacity', [node], {}, data.capacity);
  const genCost = m.parameter('genCost', [node], {}, data.genCost);
  const limit = m.parameter('limit', [link], {}, data.limit);
  const flowCost = m.parameter('flowCost', [link], {}, data.flowCost);
  const gen = m.variable('gen', [node, hour], { lower: 0, upper: capacity });
  const shed = m.variable('shed', [node, hour], { lower: 0 });
  const flow = m.variable('flow', [link, hour], { lower: 0, upper: limit });
  const cost = gen.times(genCost).sum().plus(shed.times(SHED_COST).sum()).plus(flow.times(flowCost).sum());
  return { m, node, hour, link, gen, shed, flow, cost };
}

/** The model as blocks, and the parameter that an update changes. */
export function market(data: NodalData) {
  const { m, node, hour, link, gen, shed, flow, cost } = declarations(data);
  const demand = m.parameter('demand', [node, hour], {}, data.demand);
  const reach = m.parameter('reach', [node], {}, data.ramp);
  const steps = range(data.hours - 1).map((h) => [h + 1, h] as const);
  const step = sparse('step', [hour.as('later'), hour.as('earlier')], steps);
  m.balance('clear', [node, hour], {
    supply: gen.plus(shed).plus(flow.sumBy(link.to)),
    demand: demand.plus(flow.sumBy(link.from)),
  });
  const change = gen.over(step.later).minus(gen.over(step.earlier));
  m.constraint('ramp', [node, step], reach.times(-1), '<=', change, '<=', reach);
  return { problem: m.minimize(cost), variables: [gen, shed, flow] as const, demand };
}

export const blocks: Statement<NodalData> = {
  build(data) {
    const { problem, variables } = market(data);
    return compiled(problem, variables);
  },
};

export const rows: Statement<NodalData> = {
  build(data) {
    const { m, node, hour, link, gen, shed, flow, cost } = declarations(data);
    const { hours, demand, ramp } = data;
    m.rows('clear', [node, hour], (row, n, h) => {
      row.add(1, gen, n, h);
      row.add(1, shed, n, h);
      for (const a of link.group('to', n)) row.add(1, flow, a, h);
      for (const a of link.group('from', n)) row.add(-1, flow, a, h);
      row.equals(demand[n * hours + h]);
    });
    const step = set('step', range(hours - 1));
    m.rows('ramp', [node, step], (row, n, h) => {
      row.add(1, gen, n, h + 1);
      row.add(-1, gen, n, h);
      row.between(-ramp[n], ramp[n]);
    });
    return compiled(m.minimize(cost), [gen, shed, flow]);
  },
};
