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
