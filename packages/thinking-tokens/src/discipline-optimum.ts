/**
 * The best allocation under another discipline, and what is proved of it. Under processor sharing E[T] is convex and J concave:
 * one tangent proves the optimum. Under priorities E[T] is not convex in general, so that what a local method finds is a
 * local optimum; branch and bound over boxes, each with the convex relaxation of time-products.ts, proves how far it can be
 * from the best. What is left of the gap after the nodes that are allowed is said.
 *
 * No type thinks beyond the tokens at which it would not pay on an empty server: every discipline charges a token at least
 * its own time, dE[T]/dl_k >= pi_k c_k.
 */
import { UnsupportedError } from '@marginal/program';
import { furthest } from './bounds.ts';
import { maximizeInBox } from './box-optimum.ts';
import type { Discipline } from './disciplines.ts';
import { gradient, performanceOf, requireStable, type Server } from './server.ts';
import { type SmoothFunction, spectralGradient } from './spectral-gradient.ts';
import { productValues, timeProducts } from './time-products.ts';
import {
  DISCIPLINE_GAP,
  DISCIPLINE_NODES,
  RELAXATION_STEPS,
  SPECTRAL_GAP,
  SPECTRAL_STEPS,
} from './tolerances.ts';

export interface DisciplineOptimum {
  /** `optimal`: no allocation is better by more than the gap, which is within the tolerance. `local`: `bound` says by how much one may be. */
  readonly status: 'optimal' | 'local';
  /** What the bound rests on. */
  readonly proof: 'concavity' | 'branch and bound';
  /** Length N. */
  readonly tokens: Float64Array;
  /** J under the discipline, s. */
  readonly objective: number;
  /** sum pi T, s. */
  readonly meanSystemTime: number;
  readonly accuracy: number;
  readonly utilisation: number;
  /** No allocation is better than this, s. */
  readonly bound: number;
  /** (bound - objective) / (1 + |objective|). */
  readonly gap: number;
  /** Boxes looked at. */
  readonly nodes: number;
}

interface Node {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly at: Float64Array;
  readonly bound: number;
}

/** alpha accuracy less the cost of tokens, and its gradient: J of a server whose time is nothing. */
function benefitOf(server: Server): SmoothFunction {
  const idle: Server = {
    ...server,
    arrivalRate: 0,
    serviceBase: server.serviceBase.map(() => 0),
    servicePerToken: server.servicePerToken.map(() => 0),
  };
  return (at, slope) => {
    gradient(idle, at, slope);
    return performanceOf(idle, at).objective;
  };
}

/**
 * Optimises a stable server under a discipline. Throws `UnsupportedError` `thinking-tokens.discipline-of-table` where a type
 * has a table, `InvalidInputError` for an order that is none,
 * and `NotAllowedError` `thinking-tokens.unstable`.
 */
export function disciplineOptimum(
  server: Server,
  discipline: Discipline,
  nodeLimit = DISCIPLINE_NODES,
): DisciplineOptimum {
  if (server.curves?.some((curve) => curve?.kind === 'table') === true)
    throw new UnsupportedError({
      code: 'thinking-tokens.discipline-of-table',
      place: 'discipline',
      cause: `'${discipline.kind}' is optimised by gradients, and the slope of a table jumps`,
      remedy: 'use fifo with tables, or smooth curves',
    });
  requireStable(server);
  const size = server.prior.length;
  const products = timeProducts(server, discipline);
  const values = productValues(products.count, size);
  const benefit = benefitOf(server);
  /** J, where `from` is absent; else the relaxation of J on the box whose lower corner has those P and Q. */
  const objectiveOf =
    (from?: { readonly p: Float64Array; readonly q: Float64Array }): SmoothFunction =>
    (at, slope) => {
      if (products.evaluate(at, values) === 'unstable') return Number.NEGATIVE_INFINITY;
      let value = benefit(at, slope);
      const { p, q, dp, dq } = values;
      for (let j = 0; j < products.count; j++) {
        const [byP, byQ] = from === undefined ? [q[j], p[j]] : [from.q[j], from.p[j]];
        value -= from === undefined ? p[j] * q[j] : byP * p[j] + byQ * q[j] - byP * byQ;
        for (let k = 0; k < size; k++) slope[k] -= byP * dp[j * size + k] + byQ * dq[j * size + k];
      }
      return value;
    };
  const exact = objectiveOf();
  const scratch = new Float64Array(size);
  const none = new Float64Array(size);
  const most = furthest(server);
  const enough = (value: number): number => SPECTRAL_GAP * (1 + Math.abs(value));
  const climb = (start: Float64Array) =>
    spectralGradient(exact, none, most, start, enough(exact(start, scratch)), SPECTRAL_STEPS);
  const inside = (tokens: Float64Array): Float64Array =>
    tokens.map((l, k) => Math.min(Math.max(l, 0), most[k]));
  const firstCome = inside(maximizeInBox(server, none, most, none).tokens);
  let best = [climb(firstCome), climb(none)].reduce((a, b) => (b.value > a.value ? b : a));
  const result = (bound: number, proof: DisciplineOptimum['proof'], nodes: number): DisciplineOptimum => {
    const { accuracy, utilisation } = performanceOf(server, best.at);
    products.evaluate(best.at, values);
    const meanSystemTime = values.p.reduce((sum, p, j) => sum + p * values.q[j], 0);
    const highest = Math.max(bound, best.value);
    const gap = (highest - best.value) / (1 + Math.abs(best.value));
    const status = gap <= DISCIPLINE_GAP ? 'optimal' : 'local';
    const found = { tokens: best.at, objective: best.value, meanSystemTime, accuracy, utilisation };
    return { status, proof, ...found, bound: highest, gap, nodes };
  };
  if (products.convex === 'yes') return result(best.value + best.gap, 'concavity', 1);
  const open: Node[] = [];
  let nodes = 0;
  // What boxes that are not split any more may still hold.
  let settled = best.value;
  const visit = (lower: Float64Array, upper: Float64Array): void => {
    if (products.evaluate(lower, values) === 'unstable') return;
    nodes++;
    const relaxed = objectiveOf({ p: values.p.slice(), q: values.q.slice() });
    const clamped = best.at.map((l, k) => Math.min(Math.max(l, lower[k]), upper[k]));
    const start = Number.isFinite(exact(clamped, scratch)) ? clamped : lower;
    const found = spectralGradient(relaxed, lower, upper, start, enough(best.value), RELAXATION_STEPS);
    const bound = found.value + found.gap;
    if (exact(found.at, scratch) > best.value) {
      const climbed = climb(found.at);
      if (climbed.value > best.value) best = climbed;
    }
    if (bound - best.value > DISCIPLINE_GAP * (1 + Math.abs(best.value)))
      open.push({ lower, upper, at: found.at, bound });
    else settled = Math.max(settled, bound);
  };
  visit(none, most);
  while (open.length > 0 && nodes < nodeLimit) {
    const top = open.reduce((high, node, k) => (node.bound > open[high].bound ? k : high), 0);
    const [{ lower, upper, at, bound }] = open.splice(top, 1);
    if (bound - best.value <= DISCIPLINE_GAP * (1 + Math.abs(best.value))) {
      settled = Math.max(settled, bound);
      continue;
    }
    // The type whose share of the box is the longest in time.
    const { prior, servicePerToken } = server;
    const long = (k: number): number => prior[k] * servicePerToken[k] * (upper[k] - lower[k]);
    let split = 0;
    for (let k = 1; k < size; k++) if (long(k) > long(split)) split = k;
    const width = upper[split] - lower[split];
    if (!(width > 0)) {
      settled = Math.max(settled, bound);
      continue;
    }
    const cut = Math.min(Math.max(at[split], lower[split] + width / 4), upper[split] - width / 4);
    const [below, above] = [upper.slice(), lower.slice()];
    below[split] = cut;
    above[split] = cut;
    visit(lower, below);
    visit(above, upper);
  }
  return result(Math.max(settled, ...open.map(({ bound }) => bound)), 'branch and bound', nodes);
}
