/** `marginal(parameter)` against finite differences of the optimal objective, wherever the parameter stands. */
import { fc, test as property } from '@fast-check/vitest';
import { type CompiledModel, model, type Parameter, range, set, sparse } from '@marginal/core';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { describe, expect } from 'vitest';

const node = set('node', ['a', 'b', 'c']);
const hour = set('hour', range(2));
const link = sparse(
  'link',
  [node.as('from'), node.as('to')],
  [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ],
);

/** Irregular numbers, so that the optimum is not degenerate. */
function irregular(seed: number): (scale: number, base: number) => number {
  let state = seed * 2 + 1;
  return (scale, base) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return base + (scale * state) / 2147483648;
  };
}

function market(seed: number, sense: 'minimize' | 'maximize') {
  const draw = irregular(seed);
  const flip = sense === 'minimize' ? 1 : -1;
  const m = model({ money: '$' });
  const parameters = {
    cost: m.parameter('cost', [node], {}, () => flip * draw(5, 1)),
    scarcity: m.parameter('scarcity', [], {}, flip * draw(10, 50)),
    need: m.parameter('need', [node, hour], {}, () => draw(4, 2)),
    size: m.parameter('size', [node], {}, () => draw(4, 3)),
    floor: m.parameter('floor', [node], {}, () => draw(0.5, 0.1)),
    room: m.parameter('room', [link], {}, () => draw(2, 0.5)),
    loss: m.parameter('loss', [link, hour], {}, () => draw(0.2, 0.8)),
    share: m.parameter('share', [], {}, draw(0.3, 0.5)),
    fixed: m.parameter('fixed', [], {}, draw(10, 1)),
  } as const;
  const { cost, scarcity, need, size, floor, room, loss, share, fixed } = parameters;
  const serve = m.variable('serve', [node, hour], { lower: floor, upper: size });
  const flow = m.variable('flow', [link, hour], { lower: 0 });
  const shed = m.variable('shed', [node, hour], { lower: 0 });
  m.balance('clear', [node, hour], {
    supply: serve.plus(flow.times(loss).sumBy(link.to)).plus(shed),
    demand: need.times(share).plus(need.times(0.5)).plus(flow.sumBy(link.from)),
  });
  m.constraint('rooms', [link, hour], room.times(-1), '<=', flow.minus(0.1), '<=', room.times(share));
  m.constraint('budget', [hour], serve.times(share).sum(node), '<=', size.times(share).times(share).sum());
  const objective = serve.times(cost).sum().plus(shed.times(scarcity).sum()).plus(fixed.times(fixed));
  return { parameters, compiled: m[sense](objective).compile() };
}

async function objectiveWith(
  compiled: CompiledModel,
  parameter: Parameter,
  at: number,
  by: number,
): Promise<number> {
  const live = await compiled.open(highs());
  const values = parameter.values.slice();
  values[at] += by;
  live.set(parameter, values as never);
  const result = await live.solve();
  live.close();
  return result.status === 'optimal' ? result.objective : Number.NaN;
}

describe.each(['minimize', 'maximize'] as const)('%s', (sense) => {
  describe.each([highs(), glpk()])('with $name', (backend) => {
    property.prop([fc.integer({ min: 1, max: 100_000 })], { seed: 3, numRuns: 12 })(
      'every parameter: right-hand side, bound, cost, coefficient, range, product, offset',
      async (seed) => {
        const { parameters, compiled } = market(seed, sense);
        const result = (await compiled.solve(backend)).optimal();
        const step = 1e-5;
        for (const parameter of Object.values(parameters) as unknown as Parameter[]) {
          const gradient = result.marginal(parameter).values;
          for (let at = 0; at < gradient.length; at++) {
            const above = await objectiveWith(compiled, parameter, at, step);
            const below = await objectiveWith(compiled, parameter, at, -step);
            const slopes = [(above - result.objective) / step, (result.objective - below) / step];
            const [low, high] = slopes[0] < slopes[1] ? slopes : [slopes[1], slopes[0]];
            const slack = 1e-3 * (1 + Math.abs(gradient[at]));
            expect(gradient[at]).toBeGreaterThanOrEqual(low - slack);
            expect(gradient[at]).toBeLessThanOrEqual(high + slack);
          }
        }
      },
    );
  });
});
