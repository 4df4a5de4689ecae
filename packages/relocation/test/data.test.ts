import { expect, test } from 'vitest';
import { checkRelocationData } from '../src/index.ts';
import { twoPlaces } from './two-places.ts';

function codes(raw: unknown): string[] {
  const checked = checkRelocationData(raw, 'file');
  return 'faults' in checked ? checked.faults.map(({ code, place }) => `${code} ${place}`) : [];
}

test('good data pass, and figures become numbers', () => {
  const data = twoPlaces();
  expect(checkRelocationData(data, 'file')).toEqual({ data });
  const figure = { ...data, sameSiteMs: { value: 5, unit: 'ms', source: 'x' } };
  expect(checkRelocationData(figure, 'file')).toEqual({ data });
});

test('all faults at once, each at its place', () => {
  const data = twoPlaces();
  const found = codes({
    ...data,
    sameSiteMs: -1,
    classes: { chat: { ...data.classes.chat, model: 'gpt', energy: 0 } },
    clients: { home: { ...data.clients.home, home: 'nowhere', demand: {} } },
    links: { a: data.links.there, b: data.links.there },
  });
  expect(found.sort()).toEqual([
    'relocation.duplicate-pair file: links.b',
    'relocation.missing file: clients.home.demand.chat',
    'relocation.out-of-range file: classes.chat.energy',
    'relocation.out-of-range file: sameSiteMs',
    'relocation.unknown-label file: classes.chat.model',
    'relocation.unknown-label file: clients.home.home',
  ]);
});

test('hours must be whole, and every series as long', () => {
  expect(codes({ ...twoPlaces(), hours: 1.5 })).toEqual(['relocation.hours file: hours']);
  expect(codes({ ...twoPlaces(), hours: 2 })).toContain(
    'relocation.wrong-shape file: clients.home.demand.chat',
  );
  expect(codes({ ...twoPlaces(), nodes: {} })).toContain('relocation.empty-set file: nodes');
});
