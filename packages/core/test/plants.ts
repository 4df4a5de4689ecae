/**
 * Three plants for the tests of several objectives. a: 10 $, 0.8 kg; b: 20 $, 0.2 kg; c: 40 $, no carbon, per MWh; 100
 * MWh each, 120 demanded. By cost alone a = 100, b = 20: 1400 $, 84 kg, and the next unit costs 20 $/MWh.
 */
import { model, set } from '@marginal/core';

export const plant = set('plant', ['a', 'b', 'c']);

export function plants(demanded = 120) {
  const m = model();
  const run = m.variable('run', [plant], { unit: 'MWh', lower: 0, upper: 100 });
  const cost = m.parameter('cost', [plant], { unit: '$/MWh' }, { a: 10, b: 20, c: 40 });
  const intensity = m.parameter('intensity', [plant], { unit: 'kg/MWh' }, { a: 0.8, b: 0.2, c: 0 });
  const isA = m.parameter('isA', [plant], { unit: '1' }, { a: 1, b: 0, c: 0 });
  const clear = m.balance('clear', [], { supply: run.sum(), demand: demanded });
  return {
    m,
    run,
    clear,
    energy: run.times(cost).sum(),
    carbon: run.times(intensity).sum(),
    local: run.times(isA).sum(),
  };
}
