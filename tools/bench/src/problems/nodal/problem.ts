/**
 * Nodal balance over hours: every node has a plant, unserved demand at a price, and arcs to other nodes. Plants ramp.
 *
 *   gen + shed + inflow - outflow = demand      per node and hour
 *   -ramp <= gen[h + 1] - gen[h] <= ramp        per node and pair of hours
 *
 * Size: nodes x hours x arcs per node + skew, where the skew is the percentage of all arcs that end at one hub: a
 * padded representation grows with it, a ragged one does not.
 */
import { type Problem, sizeParts } from '../../problem.ts';
import { eighthsOf, random } from '../../random.ts';

export interface NodalData {
  readonly nodes: number;
  readonly hours: number;
  /** Length arcs, ordinals of nodes, sorted by (from, to). */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Length nodes x hours, hour fast. */
  readonly demand: Float64Array;
  /** Length nodes. */
  readonly capacity: Float64Array;
  readonly ramp: Float64Array;
  readonly genCost: Float64Array;
  /** Length arcs. */
  readonly limit: Float64Array;
  readonly flowCost: Float64Array;
}

/** Price of a unit that is not served. */
export const SHED_COST = 500;

export function nodeLabel(n: number): string {
  return `n${n}`;
}

function arcs(nodes: number, perNode: number, skew: number): { from: Int32Array; to: Int32Array } {
  if (perNode >= nodes || skew > 100 / perNode)
    throw new Error('too many arcs, or too many of them at the hub');
  const draw = random(11);
  const from: number[] = [];
  const to: number[] = [];
  for (let n = 0; n < nodes; n++) {
    const ends = new Set<number>();
    // Each node has one arc to the hub at most, so the share of arcs is a share of nodes.
    if (n > 0 && n < (nodes * perNode * skew) / 100) ends.add(0);
    while (ends.size < perNode) {
      const end = skew > 0 ? 1 + Math.floor(draw() * (nodes - 1)) : Math.floor(draw() * nodes);
      if (end !== n) ends.add(end);
    }
    for (const end of [...ends].sort((a, b) => a - b)) {
      from.push(n);
      to.push(end);
    }
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to) };
}

/** Arcs by node: which leave or reach it. */
export function arcsBy(ends: Int32Array, nodes: number): number[][] {
  const groups: number[][] = Array.from({ length: nodes }, () => []);
  ends.forEach((node, arc) => {
    groups[node].push(arc);
  });
  return groups;
}

export const problem: Problem<NodalData> = {
  name: 'nodal',
  description:
    'nodal balance, nodes x hours x arcs per node + per cent of arcs at one hub: ragged rows, ranged ramp rows, bounds',
  sense: 'minimize',
  data(size) {
    const [nodes, hours, perNode, skew] = sizeParts(size, 4, 'NODESxHOURSxARCS+SKEW');
    const ends = arcs(nodes, perNode, skew);
    const count = ends.from.length;
    return {
      nodes,
      hours,
      ...ends,
      demand: eighthsOf(12, nodes * hours, 40, 100),
      capacity: eighthsOf(13, nodes, 60, 140),
      ramp: eighthsOf(14, nodes, 10, 40),
      genCost: eighthsOf(15, nodes, 10, 60),
      limit: eighthsOf(16, count, 5, 30),
      flowCost: eighthsOf(17, count, 0, 2),
    };
  },
  loop(data, sink) {
    const { nodes, hours, from, to } = data;
    const [out, into] = [arcsBy(from, nodes), arcsBy(to, nodes)];
    const each = <H>(count: number, column: (k: number, h: number) => H): H[][] =>
      Array.from({ length: count }, (_, k) => Array.from({ length: hours }, (_, h) => column(k, h)));
    const gen = each(nodes, (n, h) =>
      sink.column(`gen_${n}_${h}`, data.genCost[n], 0, data.capacity[n], false),
    );
    const shed = each(nodes, (n, h) => sink.column(`shed_${n}_${h}`, SHED_COST, 0, Infinity, false));
    const flow = each(from.length, (a, h) =>
      sink.column(`flow_${from[a]}_${to[a]}_${h}`, data.flowCost[a], 0, data.limit[a], false),
    );
    for (let n = 0; n < nodes; n++) {
      const signs = [1, 1, ...into[n].map(() => 1), ...out[n].map(() => -1)];
      for (let h = 0; h < hours; h++) {
        const flows = [...into[n], ...out[n]].map((a) => flow[a][h]);
        const demand = data.demand[n * hours + h];
        sink.row(`clear_${n}_${h}`, signs, [gen[n][h], shed[n][h], ...flows], demand, demand);
      }
      for (let h = 0; h + 1 < hours; h++)
        sink.row(`ramp_${n}_${h}`, [1, -1], [gen[n][h + 1], gen[n][h]], -data.ramp[n], data.ramp[n]);
    }
  },
  mathprog: (data) => {
    const { nodes, hours, from, to } = data;
    const lines = (count: number, line: (k: number) => string): string =>
      Array.from({ length: count }, (_, k) => line(k)).join('\n');
    return [
      `param nodes := ${nodes};`,
      `param hours := ${hours};`,
      `param: capacity ramp gencost :=\n${lines(nodes, (n) => `${n} ${data.capacity[n]} ${data.ramp[n]} ${data.genCost[n]}`)}\n;`,
      `param: LINK: limit flowcost :=\n${lines(from.length, (a) => `${from[a]} ${to[a]} ${data.limit[a]} ${data.flowCost[a]}`)}\n;`,
      `param demand :=\n${lines(nodes * hours, (k) => `${Math.floor(k / hours)} ${k % hours} ${data.demand[k]}`)}\n;`,
      '',
    ].join('\n');
  },
  json: (data) =>
    Object.fromEntries(
      Object.entries(data).map(([name, value]) => [name, typeof value === 'number' ? value : [...value]]),
    ),
};
