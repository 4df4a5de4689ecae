/** What the mistakes are made with: one market with units, one without, one model with integers. Never run. */
import { type Field, model, type Result, set, sparse, time, where } from '@marginal/core';

export const node = set('node', ['ashburn', 'dallas']);
export const hour = set('hour', [0, 1, 2]);
export const step = time('step', ['night', 'noon'], { step: [16, 8] });
export const link = sparse('link', [node.as('from'), node.as('to')], [['ashburn', 'dallas']]);
export const slot = sparse('slot', [node, hour], [['dallas', 2]]);
export const late = where('late', hour, (h) => h > 0);

export const m = model({ money: '$' });
export const cost = m.parameter('cost', [node], { unit: '$/Mtok' }, { ashburn: 9, dallas: 4 });
export const need = m.parameter('need', [node, hour], { unit: 'Mtok/h' }, 1);
export const budget = m.parameter('budget', [], { unit: '$/h' }, 1);
export const span = m.parameter('span', [hour], { unit: 'h' }, 1);
export const serve = m.variable('serve', [node, hour], { unit: 'Mtok/h', lower: 0 });
export const flow = m.variable('flow', [link, hour], { unit: 'Mtok/h', lower: 0 });
export const clear = m.balance('clear', [node, hour], {
  supply: serve.plus(flow.sumBy(link.to)),
  demand: need.plus(flow.sumBy(link.from)),
});

/** Without units, which go with everything. */
export const open = m.variable('open', [node]);
export const wear = m.variable('wear', [step]);
export const rate = m.parameter('rate', [node], {}, { ashburn: 1, dallas: 2 });
export const cap = m.constraint('cap', [node], serve.sum(hour), '<=', rate);

export const whole = model({ integers: true });
export const build = whole.variable('build', [node], { integer: true, lower: 0 });
export const made = whole.balance('made', [node], { supply: build, demand: 1 });
export const most = whole.parameter('most', [], {}, 1);

export declare const result: Result;
export declare const wholeResult: Result<'mip'>;
export declare const price: Field<readonly [typeof node, typeof hour]>;
export declare const links: Field<readonly [typeof link]>;
