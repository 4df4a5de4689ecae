/** Facility in Marginal, whole blocks and row by row. */
import { model, range, set } from '@marginal/core';
import { compiled } from '../../peers/marginal.ts';
import type { Statement } from '../../statement.ts';
import type { FacilityData } from './problem.ts';

export const blocks: Statement<FacilityData> = {
  build(data) {
    const customer = set('customer', range(data.n));
    const site = set('site', range(data.n));
    const m = model({ integers: true });
    const serviceCost = m.parameter('serviceCost', [customer, site], {}, data.serviceCost);
    const openingCost = m.parameter('openingCost', [site], {}, data.openingCost);
    const serve = m.variable('serve', [customer, site], { lower: 0 });
    const open = m.variable('open', [site], { lower: 0, upper: 1, integer: true });
    m.constraint('served', [customer], serve.sum(site), '==', 1);
    m.constraint('opened', [customer, site], serve, '<=', open);
    const cost = serve.times(serviceCost).sum().plus(open.times(openingCost).sum());
    return compiled(m.minimize(cost), [serve, open]);
  },
};

export const rows: Statement<FacilityData> = {
  build(data) {
    const { n } = data;
    const customer = set('customer', range(n));
    const site = set('site', range(n));
    const m = model({ integers: true });
    const serviceCost = m.parameter('serviceCost', [customer, site], {}, data.serviceCost);
    const openingCost = m.parameter('openingCost', [site], {}, data.openingCost);
    const serve = m.variable('serve', [customer, site], { lower: 0 });
    const open = m.variable('open', [site], { lower: 0, upper: 1, integer: true });
    m.rows('served', [customer], (row, c) => {
      for (let s = 0; s < n; s++) row.add(1, serve, c, s);
      row.equals(1);
    });
    m.rows('opened', [customer, site], (row, c, s) => {
      row.add(1, serve, c, s);
      row.add(-1, open, s);
      row.atMost(0);
    });
    const cost = serve.times(serviceCost).sum().plus(open.times(openingCost).sum());
    return compiled(m.minimize(cost), [serve, open]);
  },
};
