/** Random instances of a few regions over a few hours; every client can be served at home. */
import { fc } from '@fast-check/vitest';
import type { RelocationData } from '../src/index.ts';

/** To three decimals: a demand of 1e-13 Mreq is no request, and every solver refuses its ratio to the next hour's. */
const amount = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.round(min * 1000), max: Math.round(max * 1000) }).map((n) => n / 1000);

const CLASSES = ['tight', 'loose'] as const;

export const randomInstance: fc.Arbitrary<RelocationData> = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([places, hours]) => {
    const names = Array.from({ length: places }, (_, at) => `p${at}`);
    const byPlace = <T>(value: (name: string) => fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
      fc.record(Object.fromEntries(names.map((name) => [name, value(name)])));
    const hourly = (min: number, max: number): fc.Arbitrary<number[]> =>
      fc.array(amount(min, max), { minLength: hours, maxLength: hours });
    const kind = (latency: number) =>
      fc.record({
        title: fc.constant(''),
        latencyMs: amount(latency, 2 * latency),
        serveMs: amount(0, 20),
        energy: amount(0.2, 2),
        requestGb: amount(0, 5),
        responseGb: amount(0, 5),
        stateGb: amount(0, 10),
        friction: amount(0, 5),
        coldStart: amount(0, 3),
        state: fc.constantFrom('anywhere' as const, 'region' as const),
        accelerators: fc.constant(['gpu']),
        model: fc.constant('m'),
      });
    return fc.record({
      hours: fc.constant(hours),
      nodes: byPlace((name) =>
        fc.record({
          title: fc.constant(name),
          latitude: amount(-60, 60),
          longitude: amount(-180, 180),
          region: fc.constantFrom('east', 'west'),
          jurisdiction: fc.constantFrom('eu', 'us'),
          egressPrice: amount(0.01, 0.2),
        }),
      ),
      links: fc.constant({}),
      // Some routes between places have a price of their own.
      egressRoutes: fc
        .subarray(names.flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to] as const)))
        .chain((pairs) =>
          fc
            .tuple(...pairs.map(() => amount(0, 0.3)))
            .map((prices) =>
              Object.fromEntries(
                pairs.map(([from, to], at) => [`${from} to ${to}`, { from, to, price: prices[at] }]),
              ),
            ),
        ),
      classes: fc.record({ tight: kind(120), loose: kind(5000) }),
      models: fc.constant({ m: { title: '', weightsGb: 100 } }),
      clients: byPlace((name) =>
        fc.record({
          title: fc.constant(name),
          node: fc.constant(name),
          services: fc.constant([name]),
          home: fc.constant(name),
          demand: fc.record(Object.fromEntries(CLASSES.map((k) => [k, hourly(0, 10)]))),
        }),
      ),
      services: byPlace((name) => fc.constant({ title: name, node: name })),
      // Every place has two sites: its own name is home, the annex stands beside it.
      computes: fc.record(
        Object.fromEntries(
          names.flatMap((name) =>
            [name, `${name} annex`].map((site) => [
              site,
              fc.record({
                title: fc.constant(site),
                node: fc.constant(name),
                price: hourly(10, 120),
                carbon: hourly(10, 800),
                pue: amount(1, 1.5),
                capacity: fc.array(amount(60, 100), { minLength: hours, maxLength: hours }),
                accelerators: fc.constant(['gpu']),
                models: fc.constant(['m']),
              }),
            ]),
          ),
        ),
      ),
      laws: fc.constantFrom(
        {},
        { home: { title: '', jurisdiction: 'eu', classes: ['tight'], within: ['eu'] } },
      ),
      sameSiteMs: fc.constant(5),
      carbonPrice: amount(0, 0.1),
      copyPrice: fc.constant(0),
      weightCopies: fc.constant(false),
      networkEnergy: fc.constant(0.001),
      demandScale: fc.constant(1),
      capacityScale: fc.constant(1),
    }) as unknown as fc.Arbitrary<RelocationData>;
  });
