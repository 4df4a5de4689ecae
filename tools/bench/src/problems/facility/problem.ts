/** Uncapacitated facility location: N customers, N sites; every customer served, only from sites that are open. */
import { type Problem, sizeParts } from '../../problem.ts';
import { eighthsOf } from '../../random.ts';

export interface FacilityData {
  readonly n: number;
  /** Length n x n: serving a customer (slow) from a site (fast). */
  readonly serviceCost: Float64Array;
  /** Length n. */
  readonly openingCost: Float64Array;
}

export const problem: Problem<FacilityData> = {
  name: 'facility',
  description:
    'N customers, N sites: N + N^2 columns (N binary), N + N^2 rows, a row sum and a two-entry link per pair',
  sense: 'minimize',
  data(size) {
    const [n] = sizeParts(size, 1, 'N');
    return { n, serviceCost: eighthsOf(3, n * n, 1, 100), openingCost: eighthsOf(4, n, 100, 200) };
  },
  loop({ n, serviceCost, openingCost }, sink) {
    const ones = new Array<number>(n).fill(1);
    const open = Array.from({ length: n }, (_, s) => sink.column(`open_${s}`, openingCost[s], 0, 1, true));
    for (let c = 0; c < n; c++) {
      const serve = open.map((_, s) =>
        sink.column(`serve_${c}_${s}`, serviceCost[c * n + s], 0, Infinity, false),
      );
      sink.row(`served_${c}`, ones, serve, 1, 1);
      for (let s = 0; s < n; s++) sink.row(`opened_${c}_${s}`, [1, -1], [serve[s], open[s]], -Infinity, 0);
    }
  },
  mathprog: ({ n, serviceCost, openingCost }) =>
    [
      `param n := ${n};`,
      'param opening :=',
      ...Array.from(openingCost, (cost, s) => `${s} ${cost}`),
      ';',
      'param service :=',
      ...Array.from(serviceCost, (cost, k) => `${Math.floor(k / n)} ${k % n} ${cost}`),
      ';\n',
    ].join('\n'),
  json: ({ n, serviceCost, openingCost }) => ({ n, service: [...serviceCost], opening: [...openingCost] }),
};
