/**
 * The synthetic token-flow market of the benchmark, of any size `nodes x links x workloads x hours`: places in a square
 * of a continent's size, each linked to its nearest ones both ways; every other workload must be served within a few
 * links, the others anywhere, and most of them may wait. Demand and prices follow a day. Seeded.
 */
import type { TokenFlowData } from '@marginal/token-flow';
import { random } from '../random.ts';

const WIDTH_KM = 4000;
const HEIGHT_KM = 2500;
/** There and back in fibre, with detours. */
const MS_PER_KM = 0.014;
/** Shares of aggregate capacity that demand takes on average: work that can go anywhere, and work that cannot. */
const LOAD = { anywhere: 0.6, near: 0.1 } as const;
const DEFER_HOURS = 4;

interface Spot {
  readonly name: string;
  readonly east: number;
  readonly north: number;
}

function kilometres(a: Spot, b: Spot): number {
  return Math.hypot(a.east - b.east, a.north - b.north);
}

/** The given number of pairs: a ring through all places from west to east, then the shortest others. */
function pairsOf(spots: readonly Spot[], count: number): (readonly [Spot, Spot])[] {
  const ring = [...spots].sort((a, b) => a.east - b.east);
  const pairs = ring.map((spot, at) => [spot, ring[(at + 1) % ring.length]] as const);
  const known = new Set(pairs.map(([a, b]) => [a.name, b.name].sort().join()));
  const others = spots
    .flatMap((a, at) => spots.slice(at + 1).map((b) => [a, b] as const))
    .filter(([a, b]) => !known.has([a.name, b.name].sort().join()))
    .sort((x, y) => kilometres(...x) - kilometres(...y));
  return [...pairs, ...others].slice(0, count);
}

/** Numbers around 1 by hour of the day, highest at `peak`. */
function day(hours: number, depth: number, peak: number): number[] {
  return Array.from({ length: hours }, (_, hour) => 1 + depth * Math.cos((2 * Math.PI * (hour - peak)) / 24));
}

/** `100x400x5x24`. */
export function syntheticMarket(size: string): TokenFlowData {
  const [nodeCount, linkCount, workloadCount, hours] = size.split('x').map(Number);
  const draw = random(nodeCount + 7 * linkCount + 31 * workloadCount + 101 * hours);
  const between = (low: number, high: number): number => low + (high - low) * draw();
  const spots = Array.from({ length: nodeCount }, (_, n) => ({
    name: `n${n}`,
    east: between(0, WIDTH_KM),
    north: between(0, HEIGHT_KM),
  }));
  const workloads = Array.from({ length: workloadCount }, (_, k) => ({
    name: `w${k}`,
    title: `workload ${k}`,
    latencyMs: k % 2 === 0 ? null : 4 + 2 * k,
    gpuHours: between(0.15, 0.8),
    energy: between(0.1, 0.4),
    transferGB: between(0.1, 1),
    ...(k % 2 === 0 ? { deferHours: k === 0 ? 0 : DEFER_HOURS } : {}),
    demandShape: day(hours, 0.2, 14),
  }));
  const nodes = spots.map(({ name, east }) => ({
    name,
    title: name,
    capacity: 8 * Math.floor(between(20, 120)),
    electricityPrice: between(0.05, 0.11),
    pue: between(1.1, 1.4),
    carbonIntensity: between(50, 500),
    gpuCost: between(1.9, 3),
    electricityPriceShape: day(hours, 0.3, 18 - east / 1000),
  }));
  const capacity = nodes.reduce((sum, node) => sum + node.capacity, 0);
  const weights = nodes.map(() => between(0.5, 1.5));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const demand = nodes.map(({ name }, n) => [
    name,
    Object.fromEntries(
      workloads.map(({ name: workload, latencyMs, gpuHours }) => {
        const load = latencyMs === null ? LOAD.anywhere : LOAD.near;
        const sharing = workloads.filter(
          (other) => (other.latencyMs === null) === (latencyMs === null),
        ).length;
        return [workload, (load * capacity * weights[n]) / total / sharing / gpuHours];
      }),
    ),
  ]);
  const links = pairsOf(spots, linkCount / 2).flatMap(([a, b]) => {
    const common = {
      bandwidth: between(200, 800),
      transportCost: between(0.005, 0.02),
      roundTripMs: 1 + MS_PER_KM * kilometres(a, b),
    };
    return [
      [`${a.name}>${b.name}`, { from: a.name, to: b.name, ...common }] as const,
      [`${b.name}>${a.name}`, { from: b.name, to: a.name, ...common }] as const,
    ];
  });
  const named = <Entry extends { readonly name: string }>(entries: readonly Entry[]) =>
    Object.fromEntries(entries.map(({ name, ...entry }) => [name, entry]));
  return {
    nodes: named(nodes),
    links: Object.fromEntries(links),
    workloads: named(workloads),
    demand: Object.fromEntries(demand),
    demandScale: 1,
    hours,
  };
}
