/**
 * Whole tokens. The paper rounds the optimum; here are also the best of its neighbours and the proved integer optimum, by
 * branch and bound: a node is a box of allocations, its bound the tangent bound of maximizeInBox, its children the boxes below
 * and above a type that is not whole. A node whose bound is not above the best whole allocation holds no better one.
 */
import { furthest } from './bounds.ts';
import { type BoxOptimum, maximizeInBox } from './box-optimum.ts';
import { performanceOf, type Server } from './server.ts';
import { NEIGHBOUR_TYPES, NODE_LIMIT, NODE_WORK, SAME_OBJECTIVE } from './tolerances.ts';

export interface WholeAllocation {
  /** Length N, whole tokens. */
  readonly tokens: Float64Array;
  /** J, s. */
  readonly objective: number;
}

export interface IntegerOptimum extends WholeAllocation {
  /** `optimal`: proved. `limit`: `bound` says how much better another may be. */
  readonly status: 'optimal' | 'limit';
  /** No whole allocation is better than this, s. */
  readonly bound: number;
  readonly nodes: number;
}

function whole(server: Server, tokens: Float64Array): WholeAllocation {
  return { tokens, objective: performanceOf(server, tokens).objective };
}

/** To the nearest whole number, as the paper does; halves go up. */
export function roundTokens(server: Server, tokens: Float64Array): WholeAllocation {
  const most = Math.floor(server.maxTokens);
  return whole(
    server,
    tokens.map((l) => Math.min(Math.round(l), most)),
  );
}

/**
 * The best whole allocation next to `tokens`: of all corners of the cell around it for up to sixteen types, otherwise type by
 * type until none improves.
 */
export function bestNeighbour(server: Server, tokens: Float64Array): WholeAllocation {
  const most = Math.floor(server.maxTokens);
  const cell = [Math.floor, Math.ceil].map((side) => tokens.map((l) => Math.min(side(l), most)));
  let best = roundTokens(server, tokens);
  const consider = (corner: Float64Array): boolean => {
    const next = whole(server, corner);
    if (!(next.objective > best.objective)) return false;
    best = next;
    return true;
  };
  if (tokens.length <= NEIGHBOUR_TYPES) {
    for (let corner = 0; corner < 2 ** tokens.length; corner++)
      consider(tokens.map((_, k) => cell[(corner >> k) & 1][k]));
    return best;
  }
  for (let improved = true; improved; ) {
    improved = false;
    for (let k = 0; k < tokens.length; k++)
      for (const side of cell) {
        const corner = best.tokens.slice();
        corner[k] = side[k];
        improved = consider(corner) || improved;
      }
  }
  return best;
}

interface Node extends BoxOptimum {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The type farthest from a whole number; -1 where all are whole. */
function branchType(tokens: Float64Array): number {
  let chosen = -1;
  let farthest = 0;
  for (let k = 0; k < tokens.length; k++) {
    const distance = Math.abs(tokens[k] - Math.round(tokens[k]));
    if (distance > farthest) {
      farthest = distance;
      chosen = k;
    }
  }
  return chosen;
}

/** The proved integer optimum, from the continuous one. Best bound first. */
export function integerOptimum(
  server: Server,
  start: Float64Array,
  nodeLimit = Math.min(NODE_LIMIT, Math.ceil(NODE_WORK / server.prior.length)),
): IntegerOptimum {
  const most = Math.floor(server.maxTokens);
  const size = server.prior.length;
  const open: Node[] = [];
  let nodes = 0;
  // The highest bound of a node whose point is whole, but not quite as good as its bound.
  let unsettled = Number.NEGATIVE_INFINITY;
  let best = bestNeighbour(server, start);
  const visit = (lower: Float64Array, upper: Float64Array, from: Float64Array): void => {
    nodes++;
    const node = maximizeInBox(server, lower, upper, from);
    const rounded = roundTokens(server, node.tokens);
    if (rounded.tokens.every((l, k) => l >= lower[k] && l <= upper[k]) && rounded.objective > best.objective)
      best = rounded;
    if (node.bound > threshold()) open.push({ ...node, lower, upper });
  };
  const threshold = (): number => best.objective + SAME_OBJECTIVE * (1 + Math.abs(best.objective));
  visit(
    new Float64Array(size),
    furthest(server).map((l) => Math.min(Math.ceil(l), most)),
    start,
  );
  while (open.length > 0) {
    const at = open.reduce((top, node, k) => (node.bound > open[top].bound ? k : top), 0);
    const [node] = open.splice(at, 1);
    if (node.bound <= threshold()) break;
    const split = branchType(node.tokens);
    if (split < 0) {
      unsettled = Math.max(unsettled, node.bound);
      continue;
    }
    if (nodes >= nodeLimit) return { ...best, status: 'limit', bound: node.bound, nodes };
    const below = node.upper.slice();
    below[split] = Math.floor(node.tokens[split]);
    const above = node.lower.slice();
    above[split] = Math.floor(node.tokens[split]) + 1;
    visit(node.lower, below, node.tokens);
    visit(above, node.upper, node.tokens);
  }
  return { ...best, status: 'optimal', bound: Math.max(threshold(), unsettled), nodes };
}
