import { model, set, sparse } from '@marginal/core';
import { expect, test } from 'vitest';
import { blockAt, memberLabels } from '../src/names.ts';

const node = set('node', ['a', 'b']);
const none = set('none', []);
const link = sparse('link', [node.as('from'), node.as('to')], [['b', 'a']]);

test('rows and columns are named by block and labels, on demand; empty blocks take no place', () => {
  const m = model();
  const x = m.variable('x', [node]);
  m.variable('empty', [none]);
  m.variable('flow', [link]);
  const first = m.constraint('first', [none], 0, '<=', 1);
  const cap = m.constraint('cap', [node], x, '<=', 1);
  const second = m.constraint('second', [none], 0, '<=', 1);
  const total = m.constraint('total', [], x.sum(), '<=', 1);
  const { program, rowBlocks } = m.minimize(0).compile();
  expect([0, 1, 2].map((i) => program.names.row(i))).toEqual(['cap[a]', 'cap[b]', 'total']);
  expect([0, 1, 2].map((j) => program.names.column(j))).toEqual(['x[a]', 'x[b]', 'flow[b,a]']);
  expect([0, 1, 2].map((i) => blockAt(rowBlocks, i))).toEqual([cap, cap, total]);
  expect(memberLabels(rowBlocks, 1)).toEqual(['b']);
  expect([first.size, second.size]).toEqual([0, 0]);
});
