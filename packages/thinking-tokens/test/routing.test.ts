/** Types over several servers: bounds that hold, routings that are local optima, and the cases in which they are proved. */
import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { maximizeInBox, performanceOf, routeTypes, type Server } from '../src/index.ts';
import { fiveTasks } from './five-tasks.ts';
import { randomCase } from './random-server.ts';

/** J of a routing and its tokens, from the equations and nothing else. */
function objectiveOf(
  servers: readonly Server[],
  x: readonly ArrayLike<number>[],
  tokens: readonly ArrayLike<number>[],
): number {
  const { prior, arrivalRate, weight } = servers[0];
  let objective = 0;
  servers.forEach((server, s) => {
    let [share, first, second] = [0, 0, 0];
    for (let k = 0; k < prior.length; k++) {
      const sent = prior[k] * x[k][s];
      const l = tokens[k][s];
      const time = server.serviceBase[k] + server.servicePerToken[k] * l;
      const accuracy =
        server.accuracyBase[k] + server.accuracyGain[k] * (1 - Math.exp(-server.accuracyRate[k] * l));
      objective += sent * (weight * accuracy - time - (server.tokenCost?.[k] ?? 0) * l);
      share += sent;
      first += sent * time;
      second += sent * time * time;
    }
    const idle = 1 - arrivalRate * first;
    objective -= idle > 0 ? (share * arrivalRate * second) / (2 * idle) : Number.POSITIVE_INFINITY;
  });
  return objective;
}

const five = fiveTasks(0.2, 30);
const slow: Server = {
  ...five,
  serviceBase: five.serviceBase.map((t) => 2 * t),
  servicePerToken: five.servicePerToken.map((c) => 2 * c),
};

test('one server: the optimum of that server', () => {
  const found = routeTypes([five]);
  if (found.status === 'unstable') expect.unreachable();
  const none = new Float64Array(5);
  const { objective } = maximizeInBox(
    five,
    none,
    none.map(() => five.maxTokens),
    none,
  );
  expect(found.objective).toBeCloseTo(objective, 12);
  expect(found.bound).toBeGreaterThanOrEqual(objective);
});

describe('two servers, one half as fast', () => {
  const servers = [five, slow];
  const found = routeTypes(servers);
  if (found.status === 'unstable') throw new Error('it is stable');

  test('its numbers are those of the equations, and better than one server alone', () => {
    expect(objectiveOf(servers, found.routing, found.tokens)).toBeCloseTo(found.objective, 10);
    expect(five.weight * found.accuracy - found.meanSystemTime).toBeCloseTo(found.objective, 10);
    const alone = routeTypes([five]);
    if (alone.status === 'unstable') expect.unreachable();
    expect(found.objective).toBeGreaterThan(alone.objective);
    for (const row of found.routing) expect(row[0] + row[1]).toBeCloseTo(1, 12);
  });

  test('whole types: all 32 routings were tried, and mixed ones are no worse', () => {
    expect(found.dedicated?.proved).toBe('yes');
    expect(found.objective).toBeGreaterThanOrEqual(found.dedicated?.objective ?? Number.NaN);
  });

  test('no random routing and allocation is above the bound, nor any near one above the optimum', () => {
    let seed = 3;
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (let n = 0; n < 3000; n++) {
      const near = n % 2 === 0;
      const x = found.routing.map(([first]) => {
        const share = near ? Math.min(Math.max(first + 1e-3 * (random() - 0.5), 0), 1) : random();
        return [share, 1 - share];
      });
      const tokens = found.tokens.map((row) =>
        Array.from(row, (l) => (near ? Math.max(0, l + 2 * (random() - 0.5)) : 8000 * random())),
      );
      const value = objectiveOf(servers, x, tokens);
      expect(value).toBeLessThanOrEqual(found.bound);
      if (near) expect(value).toBeLessThanOrEqual(found.objective + 1e-6);
    }
  });
});

test('one type whose tasks are alike: the bound is met where each server has its own', () => {
  // A single type on a single server: a m2 = m1^2, so that nothing is lost.
  const one: Server = { ...five, prior: Float64Array.of(1, 0, 0, 0, 0) };
  const found = routeTypes([one]);
  expect(found.status).toBe('optimal');
});

test('a dearer token at one place: tasks and tokens go to the other', () => {
  const priced = (price: number): Server => ({ ...five, tokenCost: new Float64Array(5).fill(price) });
  const found = routeTypes([priced(1e-5), priced(1e-3)]);
  if (found.status === 'unstable') expect.unreachable();
  const used = [0, 1].map((s) =>
    found.routing.reduce((sum, row, k) => sum + five.prior[k] * row[s] * found.tokens[k][s], 0),
  );
  expect(used[0]).toBeGreaterThan(used[1]);
});

property.prop([randomCase], { numRuns: 12 })('the bound holds for random servers', ({ server, tokens }) => {
  const twin: Server = { ...server, servicePerToken: server.servicePerToken.map((c) => 1.5 * c) };
  const found = routeTypes([server, twin]);
  if (found.status === 'unstable') return;
  expect(found.bound).toBeGreaterThanOrEqual(performanceOf(server, tokens).objective);
  expect(found.objective).toBeGreaterThanOrEqual(
    (routeTypes([server]) as { objective: number }).objective - 1e-9 * (1 + server.weight),
  );
  expect(found.gap).toBeGreaterThanOrEqual(0);
});

test('what no routing can carry, and servers of different streams', () => {
  const busy = (rate: number): Server => ({ ...five, arrivalRate: rate });
  expect(routeTypes([busy(20), busy(20)]).status).toBe('unstable');
  expect(() => routeTypes([five, busy(0.1)])).toThrow('servers[1]');
  expect(() => routeTypes([])).toThrow('servers');
});

test('one server leaves nothing to route: proved', () => {
  const found = routeTypes([fiveTasks(0.1, 30)]);
  expect(found).toMatchObject({ status: 'optimal' });
});
