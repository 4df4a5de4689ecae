/**
 * IJKLM in Marginal. A variable ranges over one sparse set, so the user joins the three relations by hand, by labels,
 * and declares the combination: that is part of what is timed.
 */
import { model, set, sparse } from '@marginal/core';
import { compiled } from '../../peers/marginal.ts';
import type { Statement } from '../../statement.ts';
import { type IjklmData, type Triple, WIDTH } from './problem.ts';

function members(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${letter}${at}`);
}

/** Third labels of a relation by its first two. */
function byPair(rows: readonly Triple[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [a, b, c] of rows) {
    const key = `${a} ${b}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [c]);
    else group.push(c);
  }
  return groups;
}

type Tuple = readonly [string, string, string, string, string];

function joined({ labels }: IjklmData): Tuple[] {
  const byJk = byPair(labels.jkl);
  const byKl = byPair(labels.klm);
  const tuples: Tuple[] = [];
  for (const [i, j, k] of labels.ijk) {
    for (const l of byJk.get(`${j} ${k}`) ?? [])
      for (const m of byKl.get(`${k} ${l}`) ?? []) tuples.push([i, j, k, l, m]);
  }
  return tuples;
}

/** The sets; `i` holds only what the join reaches, since nothing can satisfy an empty row. */
function sets(data: IjklmData) {
  const tuples = joined(data);
  const reached = new Set(tuples.map(([i]) => i));
  const all = members('i', data.count);
  const i = set(
    'i',
    all.filter((label) => reached.has(label)),
  );
  const [j, k, l, m] = [
    set('j', members('j', WIDTH)),
    set('k', members('k', WIDTH)),
    set('l', members('l', WIDTH)),
    set('m', members('m', WIDTH)),
  ];
  const demand = Float64Array.from(all.flatMap((label, at) => (reached.has(label) ? [data.demand[at]] : [])));
  return { i, demand, tuple: sparse('tuple', [i, j, k, l, m], tuples) };
}

export const blocks: Statement<IjklmData> = {
  build(data) {
    const { i, demand, tuple } = sets(data);
    const model_ = model();
    const need = model_.parameter('need', [i], {}, demand);
    const x = model_.variable('x', [tuple], { lower: 0 });
    model_.constraint('met', [i], x.sumBy(tuple.i), '>=', need);
    return compiled(model_.minimize(x.sum()), [x]);
  },
};

export const rows: Statement<IjklmData> = {
  build(data) {
    const { i, demand, tuple } = sets(data);
    const model_ = model();
    const x = model_.variable('x', [tuple], { lower: 0 });
    model_.rows('met', [i], (row, at) => {
      for (const t of tuple.group('i', at)) row.add(1, x, t);
      row.atLeast(demand[at]);
    });
    return compiled(model_.minimize(x.sum()), [x]);
  },
};
