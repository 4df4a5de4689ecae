/** LaTeX: small models exactly, and whatever names hold, the result is balanced and nothing in it is special. */
import { fc, test } from '@fast-check/vitest';
import { model, printLatex, printLatexBlocks, range, set, sparse } from '@marginal/core';
import { describe, expect } from 'vitest';
import { labelLatex, numberLatex, textLatex } from '../src/latex.ts';
import { NAMES, programOf, SEEDED } from './random-program.ts';

/** Body lines without the environment. */
function lines(latex: string): string[] {
  expect(latex.startsWith('\\begin{align*}\n')).toBe(true);
  expect(latex.endsWith('\n\\end{align*}\n')).toBe(true);
  return latex
    .split('\n')
    .slice(1, -2)
    .map((line) => line.trim().replace(/ \\\\$/, ''));
}

describe('a market', () => {
  const node = set('node', ['ashburn', 'dallas']);
  const hour = set('hour', range(2));
  const link = sparse('link', [node.as('from'), node.as('to')], [['dallas', 'ashburn']]);
  const m = model({ integers: true });
  const cost = m.parameter('unit_cost', [node], {}, { ashburn: 9, dallas: 4 });
  const need = m.parameter('need', [node, hour], {}, 10);
  const bandwidth = m.parameter('bandwidth', [link], {}, 40);
  const serve = m.variable('serve', [node, hour], { lower: 0 });
  const flow = m.variable('flow', [link, hour], { lower: 0, upper: bandwidth });
  const angle = m.variable('angle', [node]);
  const build = m.variable('build', [], { lower: 0, upper: 3, integer: true });
  m.balance('clear', [node, hour], {
    supply: serve.plus(flow.sumBy(link.to).times(0.98)),
    demand: need.times(2).plus(flow.sumBy(link.from)),
  });
  m.constraint('law', [link, hour], flow, '==', angle.over(link.from).minus(angle.over(link.to)).times(5));
  m.constraint('band', [link], bandwidth.times(-1), '<=', flow.sum(hour), '<=', bandwidth);
  m.constraint('cap', [], serve.sum().minus(build), '<=', 100);
  const total = serve.times(cost).sum().plus(build.times(2)).minus(7);
  const compiled = m.minimize(total).compile();

  test('block by block', () => {
    expect(lines(printLatexBlocks(compiled, { objective: total }))).toEqual([
      '\\min \\quad & \\sum_{n \\in \\text{node}} \\, \\sum_{h \\in \\text{hour}} \\, \\text{unit\\_cost}_{n} \\, \\text{serve}_{n,h} + 2 \\, \\text{build} - 7',
      '& \\text{serve}_{n,h} + 0.98 \\, \\sum_{f : (f,n) \\in \\text{link}} \\, \\text{flow}_{f,n,h} - \\sum_{t : (n,t) \\in \\text{link}} \\, \\text{flow}_{n,t,h} = 2 \\, \\text{need}_{n,h} && \\forall n \\in \\text{node}, h \\in \\text{hour} && (\\text{clear})',
      '& \\text{flow}_{f,t,h} - 5 \\, \\text{angle}_{f} + 5 \\, \\text{angle}_{t} = 0 && \\forall (f,t) \\in \\text{link}, h \\in \\text{hour} && (\\text{law})',
      '& -\\text{bandwidth}_{f,t} \\le \\sum_{h \\in \\text{hour}} \\, \\text{flow}_{f,t,h} \\le \\text{bandwidth}_{f,t} && \\forall (f,t) \\in \\text{link} && (\\text{band})',
      '& \\sum_{n \\in \\text{node}} \\, \\sum_{h \\in \\text{hour}} \\, \\text{serve}_{n,h} - \\text{build} \\le 100 &&  && (\\text{cap})',
      '& \\text{serve}_{n,h} \\ge 0 && \\forall n \\in \\text{node}, h \\in \\text{hour}',
      '& 0 \\le \\text{flow}_{f,t,h} \\le \\text{bandwidth}_{f,t} && \\forall (f,t) \\in \\text{link}, h \\in \\text{hour}',
      '& \\text{angle}_{n} \\in \\mathbb{R} && \\forall n \\in \\text{node}',
      '& 0 \\le \\text{build} \\le 3, \\; \\text{build} \\in \\mathbb{Z}',
    ]);
  });

  test('row by row, cut and counted', () => {
    const printed = lines(printLatex(compiled, { rows: 1, columns: 1, terms: 2 }));
    expect(printed[0]).toBe(
      '\\min \\quad & 9 \\, \\text{serve}_{\\text{ashburn},0} + 9 \\, \\text{serve}_{\\text{ashburn},1} + \\text{3 more terms} - 7',
    );
    expect(printed[1]).toBe(
      '& \\text{serve}_{\\text{ashburn},0} + 0.98 \\, \\text{flow}_{\\text{dallas},\\text{ashburn},0} = 20 && (\\text{clear}_{\\text{ashburn},0})',
    );
    expect(printed[2]).toBe('& \\text{3 more rows of clear}');
    expect(printed.at(-1)).toBe('& 0 \\le \\text{build} \\le 3, \\; \\text{build} \\in \\mathbb{Z}');
  });

  test('the objective is written out where it is not given', () => {
    expect(lines(printLatexBlocks(compiled))[0]).toBe(lines(printLatex(compiled))[0]);
  });
});

test('lags are differences, circled where they go round', () => {
  const hour = set('hour', range(5));
  const m = model();
  const level = m.variable('level', [hour]);
  const [before, after] = [level.lag(hour, 1, 'wrap'), level.lag(hour, -2, 'wrap')];
  m.constraint('round', [hour], level.minus(before), '==', after);
  m.constraint('edge', [hour], level.minus(level.lag(hour, 1, 'zero')), '<=', 4);
  expect(lines(printLatexBlocks(m.minimize(0).compile())).slice(1, 3)).toEqual([
    '& \\text{level}_{h} - \\text{level}_{h \\ominus 1} - \\text{level}_{h \\oplus 2} = 0 && \\forall h \\in \\text{hour} && (\\text{round})',
    '& \\text{level}_{h} - [h \\in \\text{hour lagged}] \\, \\text{level}_{h-1} \\le 4 && \\forall h \\in \\text{hour} && (\\text{edge})',
  ]);
});

test('rows written term by term are shown by the first of them', () => {
  const hour = set('hour', range(9));
  const m = model();
  const x = m.variable('x', [hour], { lower: 0 });
  m.rows('chain', [hour], (row, h) => {
    row.add(1, x, h);
    if (h > 0) row.add(-1, x, h - 1);
    row.atMost(2);
  });
  expect(lines(printLatexBlocks(m.minimize(0).compile())).slice(1, 5)).toEqual([
    '& \\text{x}_{0} \\le 2 && (\\text{chain}_{0})',
    '& -\\text{x}_{0} + \\text{x}_{1} \\le 2 && (\\text{chain}_{1})',
    '& -\\text{x}_{1} + \\text{x}_{2} \\le 2 && (\\text{chain}_{2})',
    '& \\text{6 more rows of chain}',
  ]);
});

test('a joined parameter has the letters of its own dimensions, even where others would fit', () => {
  const node = set('node', ['a', 'b']);
  const hour = set('hour', range(2));
  const [from, to] = [node.as('from'), node.as('to')] as const;
  const link = sparse('link', [from, to], [['a', 'a']]);
  const trip = sparse('trip', [from, to, hour], [['a', 'a', 1]]);
  const m = model();
  const length = m.parameter('length', [link], {}, 3);
  const ride = m.variable('ride', [trip]);
  m.constraint('far', [trip], ride.times(length), '<=', 9);
  expect(lines(printLatexBlocks(m.minimize(0).compile()))[1]).toBe(
    '& \\text{length}_{f,t} \\, \\text{ride}_{f,t,h} \\le 9 && \\forall (f,t,h) \\in \\text{trip} && (\\text{far})',
  );
});

test('a program without blocks has its names as text', () => {
  const program = programOf({
    sense: 'maximize',
    offset: 0,
    cost: [1e-7],
    rows: [[-1]],
    rowBounds: [[-Infinity, Infinity]],
    bounds: [[-2, 3e25]],
    names: NAMES,
  });
  expect(lines(printLatex(program))).toEqual([
    '\\max \\quad & 10^{-7} \\, \\text{x[0]}',
    '& -\\text{x[0]} && (\\text{row[0]})',
    '& -2 \\le \\text{x[0]} \\le 3 \\times 10^{25}',
  ]);
});

/** Strips what may stand in a text: escapes, and braces that enclose. Nothing special may be left. */
function plainOf(text: string): string {
  const inner = /^\\text\{(.*)\}$/s.exec(text)?.[1] ?? '\\';
  return inner.replace(/\\(textbackslash|textasciitilde|textasciicircum)\{\}|\\[#$%&_{}]/g, '');
}

test.prop(
  [fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'\\~^#$%&_{}ab\n') }))],
  SEEDED,
)('any text is escaped', (text) => {
  expect(plainOf(textLatex(text))).not.toMatch(/[\\~^#$%&_{}\n]/);
});

test('labels and numbers', () => {
  expect(labelLatex(-3)).toBe('-3');
  expect(labelLatex('a_b')).toBe('\\text{a\\_b}');
  expect(textLatex('50% \\ {x}')).toBe('\\text{50\\% \\textbackslash{} \\{x\\}}');
  expect([1e21, -2.5e-9, 0.1, -0, Infinity, -Infinity].map(numberLatex)).toEqual([
    '10^{21}',
    '-2.5 \\times 10^{-9}',
    '0.1',
    '0',
    '\\infty',
    '-\\infty',
  ]);
});
