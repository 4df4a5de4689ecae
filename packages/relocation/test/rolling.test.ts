import { test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { expect } from 'vitest';
import {
  type Flow,
  frictions,
  parseObjective,
  relocation,
  rollHorizon,
  solveRelocation,
} from '../src/index.ts';
import { randomInstance } from './random-instance.ts';

property.prop([randomInstance], { numRuns: 8 })(
  'a rolled plan is feasible: fixing its placement hour by hour costs no less than all hours at once',
  async (data) => {
    const whole = await solveRelocation(
      relocation(data, { extensions: frictions() }),
      parseObjective('cost'),
      highs(),
    );
    if (whole.status !== 'optimal') expect.unreachable(whole.result.status);
    for (const step of [1, data.hours]) {
      const flows: Flow[] = [];
      const rolled = await rollHorizon(data, highs(), { step }, (window) => {
        flows.push(...window.flows);
      });
      if (rolled.status !== 'optimal') expect.unreachable(`failed at ${rolled.from}`);
      expect(rolled.windows).toBe(Math.ceil(data.hours / step));
      // Added up by hand, it costs no less than all hours at once; and with one window the same.
      const best = whole.result.objective;
      expect(rolled.bill.total).toBeGreaterThan(best - 1e-7 * (1 + Math.abs(best)));
      if (step === data.hours)
        expect(Math.abs(rolled.bill.total - best)).toBeLessThan(1e-7 * (1 + Math.abs(best)));
      const { market } = whole;
      // The rolled plan as a point of the whole market: its flows fixed, the least cost of what frictions it then pays.
      const compiled = market.model.minimize(market.total).compile();
      const fixed = new Float64Array(market.flow.size);
      const at = new Map(
        market.routes.map((r, k) => [JSON.stringify([r.client, r.class, r.service, r.compute]), k]),
      );
      for (const f of flows)
        fixed[
          (at.get(JSON.stringify([f.client, f.class, f.service, f.compute])) ?? -1) * data.hours + f.hour
        ] = f.mreq;
      const session = await highs().open(compiled.program);
      const index = Int32Array.from(fixed, (_, k) => market.flow.start + k);
      const slack = 1e-7;
      await session.update({
        columnBounds: {
          index,
          lower: fixed.map((v) => Math.max(0, v - slack)),
          upper: fixed.map((v) => v + slack),
        },
      });
      const outcome = await session.solve();
      session.close();
      if (outcome.status !== 'optimal') expect.unreachable(outcome.status);
      const { objective } = whole.result;
      expect(outcome.objective).toBeGreaterThan(objective - 1e-4 * (1 + Math.abs(objective)));
      if (step === data.hours)
        expect(Math.abs(outcome.objective - objective)).toBeLessThan(1e-4 * (1 + objective));
    }
  },
);
