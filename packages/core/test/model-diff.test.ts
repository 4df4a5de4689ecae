/** Differences against Maps of names; none exactly when the fingerprints agree; grouped into sentences. */
import { test } from '@fast-check/vitest';
import { diffModels, fingerprint, type ModelDiff, model, printDiff, set } from '@marginal/core';
import type { Program } from '@marginal/program';
import { describe, expect } from 'vitest';
import { anyProgram, permuted, SEEDED, senses, shuffled, tapes } from './random-program.ts';

/** Every number of a program by what it is and whose. */
function facts({ names, matrix, ...p }: Program): Map<string, number> {
  const all = new Map<string, number>();
  const put = (kind: string, name: string, value: number): unknown => all.set(`${kind} ${name}`, value + 0);
  for (let j = 0; j < matrix.columnCount; j++) {
    const name = names.column(j);
    put('cost', name, p.cost[j]);
    put('columnLower', name, p.columnLower[j]);
    put('columnUpper', name, p.columnUpper[j]);
    for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++)
      put('entry', `${names.row(matrix.rows[k])} ${name}`, matrix.values[k]);
  }
  for (let i = 0; i < matrix.rowCount; i++) {
    put('rowLower', names.row(i), p.rowLower[i]);
    put('rowUpper', names.row(i), p.rowUpper[i]);
  }
  return all;
}

function counts(diff: ModelDiff): Record<string, number> {
  const result: Record<string, number> = {};
  const add = (kind: string, count: number): void => {
    result[kind] = (result[kind] ?? 0) + count;
  };
  for (const { kind, count } of diff.numbers) add(kind, count);
  for (const { kind, count } of diff.coefficients) add(kind, count);
  for (const { count } of diff.rows.added) add('rows added', count);
  for (const { count } of diff.rows.removed) add('rows removed', count);
  for (const { count } of diff.columns.added) add('columns added', count);
  for (const { count } of diff.columns.removed) add('columns removed', count);
  return result;
}

/** The same counts, from the facts. */
function expectedCounts(a: Program, b: Program): Record<string, number> {
  const [before, after] = [facts(a), facts(b)];
  const result: Record<string, number> = {};
  const add = (kind: string): void => {
    result[kind] = (result[kind] ?? 0) + 1;
  };
  const has = (all: Map<string, number>, row: string): boolean => all.has(`rowLower ${row}`);
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [kind, first] = key.split(' ');
    const [old, now] = [before.get(key), after.get(key)];
    if (kind === 'entry') {
      if (!has(before, first) || !has(after, first) || old === now) continue;
      add(old === undefined ? 'gained' : now === undefined ? 'lost' : 'changed');
    } else if (old === undefined || now === undefined) {
      const what = kind === 'rowLower' ? 'rows' : kind === 'cost' ? 'columns' : undefined;
      if (what !== undefined) add(`${what} ${old === undefined ? 'added' : 'removed'}`);
    } else if (old !== now) add(kind);
  }
  return result;
}

test.prop([tapes, tapes, senses], SEEDED)('finds what two lists of facts find', (one, two, sense) => {
  const [a, b] = [anyProgram(one, sense), anyProgram(two, 'minimize')];
  const diff = diffModels(a, b);
  expect(counts(diff)).toEqual(expectedCounts(a, b));
  expect(diff.sense).toEqual(sense === 'minimize' ? undefined : { before: 'maximize', after: 'minimize' });
  expect(diff.offset).toEqual(a.offset === b.offset ? undefined : { before: a.offset, after: b.offset });
  expect(diff.same).toBe(fingerprint(a) === fingerprint(b));
});

test.prop([tapes, tapes, senses], SEEDED)(
  'the other way round, it is the mirror image',
  (one, two, sense) => {
    const [a, b] = [anyProgram(one, sense), anyProgram(two, sense)];
    const mirrored = counts(diffModels(b, a));
    const swap: Readonly<Record<string, string>> = {
      gained: 'lost',
      lost: 'gained',
      'rows added': 'rows removed',
      'rows removed': 'rows added',
      'columns added': 'columns removed',
      'columns removed': 'columns added',
    };
    const expected = Object.entries(counts(diffModels(a, b))).map(([kind, count]) => [
      swap[kind] ?? kind,
      count,
    ]);
    expect(mirrored).toEqual(Object.fromEntries(expected));
  },
);

test.prop([tapes, senses, tapes, tapes], SEEDED)(
  'order is no difference',
  (numbers, sense, rows, columns) => {
    const program = anyProgram(numbers, sense);
    const { rowCount, columnCount } = program.matrix;
    const other = permuted(program, shuffled(rowCount, rows), shuffled(columnCount, columns));
    const diff = diffModels(program, other);
    expect(diff.same).toBe(true);
    expect(printDiff(diff)).toBe('no difference\n');
  },
);

test('the sense alone, the constant alone', () => {
  const program = anyProgram([], 'minimize');
  const sense = diffModels(program, { ...program, sense: 'maximize' });
  expect([sense.same, printDiff(sense)]).toEqual([false, '~ sense: minimize -> maximize\n']);
  const offset = diffModels(program, { ...program, offset: 3 });
  expect([offset.same, printDiff(offset)]).toEqual([false, '~ constant of the objective: 0 -> 3\n']);
});

describe('a market', () => {
  interface Variant {
    readonly labels?: readonly string[];
    readonly flow?: number;
    readonly loss?: (at: string) => number;
    readonly cap?: number;
    readonly need?: number;
    readonly integer?: boolean;
  }

  function market({
    labels = ['a', 'b', 'c', 'd', 'e'],
    flow,
    loss,
    cap,
    need = 1,
    integer = false,
  }: Variant) {
    const node = set('node', labels);
    const m = model({ integers: true });
    const serve = m.variable('serve', [node], { lower: 0, upper: cap ?? 10, integer });
    const factor = m.parameter('factor', [node], {}, loss ?? 1);
    const supply = serve.times(factor);
    if (flow === undefined) m.balance('clear', [node], { supply, demand: need });
    else {
      const inflow = m.variable('flow', [node], { lower: 0 });
      m.balance('clear', [node], { supply: supply.plus(inflow.times(flow)), demand: need });
    }
    return m
      .minimize(
        serve
          .sum()
          .times(need)
          .plus(need - 1),
      )
      .compile();
  }

  const text = (a: Variant, b: Variant): string => printDiff(diffModels(market(a), market(b)));

  test('a block gained a term', () => {
    expect(text({}, { flow: 0.98 })).toBe(
      "+ columns 'flow' (5), such as flow[a]\n" +
        "+ 'clear' gained term flow*0.98 at 5 rows, such as flow[a] in clear[a]\n",
    );
    expect(text({ flow: 0.98 }, {})).toBe(
      "- columns 'flow' (5), such as flow[a]\n" +
        "- 'clear' lost term flow*0.98 at 5 rows, such as flow[a] in clear[a]\n",
    );
  });

  test('members came and went', () => {
    expect(text({}, { labels: ['b', 'c', 'd', 'e', 'f'] })).toBe(
      "- 1 row of 'clear', such as clear[a]\n" +
        "+ 1 row of 'clear', such as clear[f]\n" +
        "- 1 column of 'serve', such as serve[a]\n" +
        "+ 1 column of 'serve', such as serve[f]\n",
    );
  });

  test('numbers changed, together or apart', () => {
    expect(text({}, { cap: 12, need: 3, integer: true })).toBe(
      '~ constant of the objective: 0 -> 2\n' +
        "~ lower side of 'clear' at 5 rows, such as clear[a]: 1 -> 3\n" +
        "~ upper side of 'clear' at 5 rows, such as clear[a]: 1 -> 3\n" +
        "~ upper bound of 'serve' at 5 columns, such as serve[a]: 10 -> 12\n" +
        "~ cost of 'serve' at 5 columns, such as serve[a]: 1 -> 3\n" +
        "~ integrality of 'serve' at 5 columns, such as serve[a]: 0 -> 1\n",
    );
    expect(text({}, { loss: (at) => (at < 'c' ? 0.9 : at === 'c' ? 0.8 : 1) })).toBe(
      "~ 'clear' changed term serve at 2 rows, such as serve[a] in clear[a]: 1 -> 0.9\n" +
        "~ 'clear' changed term serve at 1 row, such as serve[c] in clear[c]: 1 -> 0.8\n",
    );
    const each = (at: string): number => 2 + at.charCodeAt(0);
    expect(text({}, { loss: each })).toBe(
      "~ 'clear' changed term serve at 5 rows, such as serve[a] in clear[a]: for it 1 -> 99\n",
    );
  });
});
