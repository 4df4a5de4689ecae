/**
 * GAMS's IJKLM: one row per i over a join of three sparse sets, sum over IJK(i,j,k), JKL(j,k,l), KLM(k,l,m) of x >= demand.
 * J, K, L, M have 20 members each and I grows; the sets hold one twentieth of their combinations, so that every tuple
 * of IJK meets one of JKL and that one of KLM on average. Size: how many joined tuples, about.
 */
import { type Problem, sizeParts } from '../../problem.ts';
import { eighthsOf, random } from '../../random.ts';

/** Members of J, K, L and M. */
export const WIDTH = 20;
const SHARE = 1 / 20;

export type Triple = readonly [string, string, string];

export interface IjklmData {
  /** Members of I. */
  readonly count: number;
  /** Ordinals, three per tuple, sorted. */
  readonly ijk: Int32Array;
  readonly jkl: Int32Array;
  readonly klm: Int32Array;
  /** The same with labels. */
  readonly labels: {
    readonly ijk: readonly Triple[];
    readonly jkl: readonly Triple[];
    readonly klm: readonly Triple[];
  };
  /** Length count. */
  readonly demand: Float64Array;
}

/** Each combination of a first set of `count` members and two of WIDTH, with probability SHARE. */
function triples(seed: number, count: number): Int32Array {
  const draw = random(seed);
  const ordinals: number[] = [];
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < WIDTH; b++)
      for (let c = 0; c < WIDTH; c++) if (draw() < SHARE) ordinals.push(a, b, c);
  }
  return Int32Array.from(ordinals);
}

function labelled(ordinals: Int32Array, names: readonly [string, string, string]): Triple[] {
  return Array.from({ length: ordinals.length / 3 }, (_, t) => [
    `${names[0]}${ordinals[3 * t]}`,
    `${names[1]}${ordinals[3 * t + 1]}`,
    `${names[2]}${ordinals[3 * t + 2]}`,
  ]);
}

/** For each pair of ordinals, the third ones of a relation. */
function groups(ordinals: Int32Array): number[][] {
  const thirds: number[][] = Array.from({ length: WIDTH * WIDTH }, () => []);
  for (let t = 0; t < ordinals.length; t += 3)
    thirds[ordinals[t] * WIDTH + ordinals[t + 1]].push(ordinals[t + 2]);
  return thirds;
}

/** The join by ordinals, sorted: five per tuple. */
export function join({ ijk, jkl, klm }: Pick<IjklmData, 'ijk' | 'jkl' | 'klm'>): Int32Array {
  const byJk = groups(jkl);
  const byKl = groups(klm);
  const each = (visit: (i: number, j: number, k: number, l: number, m: number) => void): void => {
    for (let t = 0; t < ijk.length; t += 3) {
      const [i, j, k] = [ijk[t], ijk[t + 1], ijk[t + 2]];
      for (const l of byJk[j * WIDTH + k]) for (const m of byKl[k * WIDTH + l]) visit(i, j, k, l, m);
    }
  };
  let count = 0;
  each(() => count++);
  const joined = new Int32Array(5 * count);
  let at = 0;
  each((i, j, k, l, m) => {
    joined[at++] = i;
    joined[at++] = j;
    joined[at++] = k;
    joined[at++] = l;
    joined[at++] = m;
  });
  return joined;
}

export const problem: Problem<IjklmData> = {
  name: 'ijklm',
  description: 'a sparse five-way join: as many columns and entries as joined tuples, one row per i',
  sense: 'minimize',
  data(size) {
    const [tuples] = sizeParts(size, 1, 'TUPLES');
    const count = Math.max(2, Math.round(tuples / (WIDTH * WIDTH * SHARE)));
    const ijk = triples(5, count);
    const jkl = triples(6, WIDTH);
    const klm = triples(8, WIDTH);
    return {
      count,
      ijk,
      jkl,
      klm,
      labels: {
        ijk: labelled(ijk, ['i', 'j', 'k']),
        jkl: labelled(jkl, ['j', 'k', 'l']),
        klm: labelled(klm, ['k', 'l', 'm']),
      },
      demand: eighthsOf(9, count, 1, 100),
    };
  },
  loop(data, sink) {
    const joined = join(data);
    let at = 0;
    for (let i = 0; i < data.count; i++) {
      const columns = [];
      for (; at < joined.length && joined[at] === i; at += 5) {
        const [j, k, l, m] = [joined[at + 1], joined[at + 2], joined[at + 3], joined[at + 4]];
        columns.push(sink.column(`x_i${i}_j${j}_k${k}_l${l}_m${m}`, 1, 0, Infinity, false));
      }
      if (columns.length > 0)
        sink.row(`need_i${i}`, new Array<number>(columns.length).fill(1), columns, data.demand[i], Infinity);
    }
  },
  mathprog: ({ labels, demand }) => {
    const table = (name: string, rows: readonly Triple[]): string =>
      `set ${name} :=\n${rows.map((row) => row.join(' ')).join('\n')}\n;`;
    const needs = Array.from(demand, (value, i) => `i${i} ${value}`).join('\n');
    return [
      `param: I: demand :=\n${needs}\n;`,
      table('IJK', labels.ijk),
      table('JKL', labels.jkl),
      table('KLM', labels.klm),
      '',
    ].join('\n');
  },
  json: ({ labels, demand }) => ({ ...labels, demand: [...demand] }),
};
