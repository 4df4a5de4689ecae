import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type ArcFlows, splitFlows } from '../src/split-flows.ts';

const NODES = ['a', 'b', 'c', 'd'];
const LINKS = NODES.flatMap((from) =>
  NODES.filter((to) => to !== from).map((to) => ({ name: `${from}>${to}`, from, to })),
);

/** Flows made of random paths and one random circle: `served` by origin is then known. */
const made = fc
  .record({
    paths: fc.array(
      fc.record({
        path: fc.uniqueArray(fc.constantFrom(...NODES), { minLength: 1, maxLength: 4 }),
        amount: fc.double({ min: 0.01, max: 10, noNaN: true }),
      }),
      { maxLength: 6 },
    ),
    circle: fc.double({ min: 0, max: 3, noNaN: true }),
  })
  .map(({ paths, circle }) => {
    const work = new Map<string, number>(NODES.map((n) => [n, 0]));
    const flow = new Map<string, number>(LINKS.map((l) => [l.name, 0]));
    const add = (map: Map<string, number>, key: string, amount: number) =>
      map.set(key, (map.get(key) ?? 0) + amount);
    const served = new Map<string, number>(NODES.map((n) => [n, 0]));
    for (const { path, amount } of paths) {
      add(served, path[0], amount);
      add(work, path[path.length - 1], amount);
      path.slice(1).forEach((to, step) => {
        add(flow, `${path[step]}>${to}`, amount);
      });
    }
    for (const name of ['a>b', 'b>c', 'c>a']) add(flow, name, circle);
    return { arcs: { nodes: NODES, links: LINKS, work, flow } satisfies ArcFlows, served };
  });

describe('splitFlows', () => {
  property.prop([made], { seed: 41, numRuns: 500 })(
    'serves every origin whole, does all the work, and uses no more than the flows',
    ({ arcs, served }) => {
      const split = splitFlows(arcs);
      const total = (keep: (s: (typeof split)[number]) => boolean) =>
        split.filter(keep).reduce((sum, s) => sum + s.amount, 0);
      for (const node of NODES) {
        expect(total((s) => s.path[0] === node)).toBeCloseTo(served.get(node) ?? 0, 9);
        expect(total((s) => s.path[s.path.length - 1] === node)).toBeCloseTo(arcs.work.get(node) ?? 0, 9);
      }
      for (const { name } of LINKS)
        expect(total((s) => s.links.includes(name))).toBeLessThanOrEqual((arcs.flow.get(name) ?? 0) + 1e-9);
      for (const { path, links, amount } of split) {
        expect(amount).toBeGreaterThan(0);
        expect(new Set(path).size).toBe(path.length);
        expect(links).toEqual(path.slice(1).map((to, step) => `${path[step]}>${to}`));
      }
    },
  );

  test('a circle alone serves nobody', () => {
    const flow = new Map([
      ['a>b', 2],
      ['b>a', 2],
    ]);
    expect(splitFlows({ nodes: NODES, links: LINKS, work: new Map(), flow })).toEqual([]);
  });

  test('what rounding leaves of nothing is not a path', () => {
    const flow = new Map([['a>b', 1]]);
    const split = splitFlows({ nodes: NODES, links: LINKS, work: new Map([['b', 1 - 1e-16]]), flow });
    expect(split).toHaveLength(1);
  });
});
