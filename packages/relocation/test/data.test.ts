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

test('a misspelt word would switch a law or a mask off, so it is refused, with the nearest one', () => {
  const law = { title: '', jurisdiction: 'eu', classes: ['chat'], within: ['eu'] };
  const faultsOf = (raw: unknown) => {
    const checked = checkRelocationData(raw, 'file');
    return 'faults' in checked ? checked.faults : [];
  };
  expect(faultsOf(twoPlaces({ data: { laws: { law } } }))).toEqual([]);
  for (const [field, raw] of [
    ['laws.law.jurisdiction', twoPlaces({ data: { laws: { law: { ...law, jurisdiction: 'EU' } } } })],
    ['laws.law.within', twoPlaces({ data: { laws: { law: { ...law, within: ['eu', 'EU'] } } } })],
    ['classes.chat.accelerators', twoPlaces({ kind: { accelerators: ['gpu', 'GPU'] } })],
  ] as const) {
    const [fault, ...others] = faultsOf(raw);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code: 'relocation.unknown-label', place: `file: ${field}` });
    expect(fault.remedy).toContain(field.startsWith('laws') ? "did you mean 'eu'?" : "did you mean 'gpu'?");
  }
});

test('places off the globe, ways from a place to itself, and names that would join others are refused', () => {
  const data = twoPlaces();
  const codesOf = (raw: unknown): string[] => {
    const checked = checkRelocationData(raw, 'file');
    return 'faults' in checked ? checked.faults.map(({ code, place }) => `${code} ${place}`) : [];
  };
  const nodes = { ...data.nodes, dear: { ...data.nodes.dear, latitude: 91, longitude: 181 } };
  expect(codesOf({ ...data, nodes })).toEqual([
    'relocation.out-of-range file: nodes.dear.latitude',
    'relocation.out-of-range file: nodes.dear.longitude',
  ]);
  const self = { from: 'dear', to: 'dear' };
  expect(
    codesOf({
      ...data,
      links: { self: { ...self, roundTripMs: 3 } },
      egressRoutes: { self: { ...self, price: 1 } },
    }),
  ).toEqual(['relocation.to-itself file: links.self', 'relocation.to-itself file: egressRoutes.self']);
  expect(codesOf({ ...data, models: { ...data.models, 'a | b': data.models.m } })).toEqual([
    'relocation.name file: models.a | b',
  ]);
});
