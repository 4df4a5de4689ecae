/** Random markets for property tests: connected or not, tight or loose, with integer data so that ties happen. */
import { fc } from '@fast-check/vitest';
import type { TokenFlowData } from '../src/index.ts';

const NAMES = ['a', 'b', 'c', 'd'];

const node = fc.record({
  title: fc.constant('node'),
  capacity: fc.integer({ min: 0, max: 12 }),
  electricityPrice: fc.integer({ min: -1, max: 5 }),
  pue: fc.constantFrom(1, 1.25),
  carbonIntensity: fc.integer({ min: 0, max: 500 }),
  gpuCost: fc.integer({ min: 0, max: 4 }),
});

const linkNumbers = fc.record({
  bandwidth: fc.integer({ min: 0, max: 4 }),
  transportCost: fc.constantFrom(0, 0.25, 1),
  roundTripMs: fc.integer({ min: 1, max: 20 }),
});

const workload = fc.record({
  title: fc.constant('workload'),
  latencyMs: fc.constantFrom(null, 10, 25),
  gpuHours: fc.constantFrom(0.5, 1, 2),
  energy: fc.constantFrom(0, 1, 3),
});

/** Up to four nodes, two workloads, every directed pair a link or not. */
export const randomMarket: fc.Arbitrary<TokenFlowData> = fc
  .record({
    size: fc.integer({ min: 1, max: 4 }),
    nodes: fc.array(node, { minLength: 4, maxLength: 4 }),
    links: fc.array(fc.option(linkNumbers, { freq: 2 }), { minLength: 12, maxLength: 12 }),
    workloads: fc.array(workload, { minLength: 2, maxLength: 2 }),
    demand: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 8, maxLength: 8 }),
  })
  .map(({ size, nodes, links, workloads, demand }) => {
    const names = NAMES.slice(0, size);
    const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => ({ from, to })));
    return {
      nodes: Object.fromEntries(names.map((name, n) => [name, nodes[n]])),
      links: Object.fromEntries(
        pairs.flatMap(({ from, to }, l) => {
          const numbers = links[l];
          return numbers === null ? [] : [[`${from}>${to}`, { from, to, ...numbers }]];
        }),
      ),
      workloads: { chat: workloads[0], batch: workloads[1] },
      demand: Object.fromEntries(names.map((name, n) => [name, { chat: demand[n], batch: demand[n + 4] }])),
      demandScale: 1,
    };
  });

const shape = fc.array(fc.constantFrom(0.5, 1, 1.5), { minLength: 3, maxLength: 3 });
const perNode = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 4, maxLength: 4 });
const perWorkload = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 2, maxLength: 2 });

/** Everything that may be switched on. */
const options = fc.record({
  transferAware: fc.boolean(),
  transferGB: perWorkload(fc.constantFrom(0, 0.5, 1, 2)),
  capacityGB: fc.integer({ min: 0, max: 6 }),
  costPerGB: fc.constantFrom(0, 0.25, 0.5),
  owner: fc.constantFrom(undefined, 'carrier'),
  serveMs: perWorkload(fc.constantFrom(undefined, 0, 5)),
  ownLimit: fc.constantFrom(undefined, null, 12, 30),
  valueOfLostService: perWorkload(fc.constantFrom(undefined, null, 6, 20)),
  hours: fc.constantFrom(undefined, null, 1, 3),
  deferHours: perWorkload(fc.constantFrom(undefined, 0, 1, 2)),
  demandShape: perWorkload(fc.option(shape, { nil: undefined })),
  nodeShape: perNode(fc.option(shape, { nil: undefined })),
  priceShape: perNode(fc.option(shape, { nil: undefined })),
  carbonShape: perNode(fc.option(shape, { nil: undefined })),
  carbonPrice: fc.constantFrom(undefined, 0, 500, 2000),
  carbonCap: fc.constantFrom(undefined, null, 2, 6),
  reserve: fc.constantFrom(undefined, 0, 1, 3),
  reserveCost: perNode(fc.constantFrom(undefined, 0.25)),
  bids: fc.array(
    fc.record({
      node: fc.nat({ max: 3 }),
      workload: fc.constantFrom('chat', 'batch'),
      amount: fc.integer({ min: 0, max: 3 }),
      value: fc.integer({ min: 0, max: 12 }),
    }),
    { maxLength: 2 },
  ),
  outage: fc.option(
    fc.record({
      link: fc.nat(),
      shortTermFactor: fc.constantFrom(undefined, 1.5),
      redispatchShare: fc.constantFrom(undefined, 0.25, 1),
    }),
    { nil: undefined, freq: 3 },
  ),
});

type Options = typeof options extends fc.Arbitrary<infer T> ? T : never;

function withOptions(data: TokenFlowData, o: Options): TokenFlowData {
  const count = o.hours ?? undefined;
  const byHour = (factors: readonly number[] | undefined) =>
    count === undefined ? undefined : factors?.slice(0, count);
  const names = Object.keys(data.nodes);
  const links = Object.keys(data.links);
  return {
    ...data,
    nodes: Object.fromEntries(
      Object.entries(data.nodes).map(([name, place], n) => [
        name,
        {
          ...place,
          reserveCost: o.reserveCost[n],
          demandShape: byHour(o.nodeShape[n]),
          electricityPriceShape: byHour(o.priceShape[n]),
          carbonShape: byHour(o.carbonShape[n]),
        },
      ]),
    ),
    links: Object.fromEntries(
      Object.entries(data.links).map(([name, link]) => [
        name,
        { ...link, capacityGB: o.capacityGB, costPerGB: o.costPerGB, owner: o.owner },
      ]),
    ),
    workloads: Object.fromEntries(
      Object.entries(data.workloads).map(([name, work], k) => [
        name,
        {
          ...work,
          serveMs: o.serveMs[k],
          transferGB: o.transferGB[k],
          valueOfLostService: o.valueOfLostService[k],
          deferHours: count === undefined ? undefined : o.deferHours[k],
          demandShape: byHour(o.demandShape[k]),
          latencyMsAt: o.ownLimit === undefined ? undefined : { [names[0]]: o.ownLimit },
        },
      ]),
    ),
    transferAware: o.transferAware,
    hours: o.hours,
    carbonPrice: o.carbonPrice,
    carbonCap: o.carbonCap,
    reserve: o.reserve,
    bids: Object.fromEntries(
      o.bids.map((bid, b) => [`b${b}`, { ...bid, node: names[bid.node % names.length] }]),
    ),
    outages:
      o.outage === undefined || links.length === 0
        ? undefined
        : {
            cut: {
              shortTermFactor: o.outage.shortTermFactor,
              redispatchShare: o.outage.redispatchShare,
              links: [links[o.outage.link % links.length]],
            },
          },
  };
}

/** A random market with any mix of options switched on. */
export const randomWholeMarket: fc.Arbitrary<TokenFlowData> = fc
  .tuple(randomMarket, options)
  .map(([data, chosen]) => withOptions(data, chosen));
