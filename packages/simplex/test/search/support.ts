/** Random programs with integer and semicontinuous columns, and their optima by enumeration. */
import { createProgram, type Program } from '@marginal/program';
import { INF, type Interval, lp, uniform } from '../support.ts';

export interface Kind {
  readonly integer: number;
  readonly semicontinuous: number;
}

/** A small random program whose columns are integer or semicontinuous with these probabilities. */
export function discreteProgram(seed: number, rows: number, columns: number, kind: Kind): Program {
  const draw = uniform(seed);
  const whole = (low: number, high: number): number => low + Math.floor(draw() * (high - low + 1));
  const integer = new Uint8Array(columns);
  const semicontinuous = new Uint8Array(columns);
  for (let j = 0; j < columns; j++) {
    if (draw() < kind.integer) integer[j] = 1;
    if (draw() < kind.semicontinuous) semicontinuous[j] = 1;
  }
  const matrix = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => (draw() < 0.6 ? whole(-4, 9) : 0)),
  );
  const linear = lp({
    sense: draw() < 0.5 ? 'minimize' : 'maximize',
    offset: whole(-3, 3),
    cost: Array.from({ length: columns }, () => whole(-9, 9)),
    columns: Array.from({ length: columns }, (_, j): Interval => {
      const lower = semicontinuous[j] !== 0 ? whole(0, 3) : whole(-2, 1);
      return [lower, lower + whole(1, 4)];
    }),
    matrix,
    rows: matrix.map((): Interval => {
      const side = whole(-2, 20);
      const form = draw();
      return form < 0.6 ? [-INF, side] : form < 0.9 ? [whole(-6, 4), INF] : [side - whole(0, 2), side];
    }),
  });
  return createProgram({ ...linear, integer, semicontinuous });
}

/** Best objective over all points of a program whose columns are all integer and boxed; undefined when there is none. */
export function enumerate(program: Program): number | undefined {
  const { matrix, cost, columnLower, columnUpper, rowLower, rowUpper, semicontinuous, sense, offset } =
    program;
  const { columnCount, rowCount, starts, rows, values } = matrix;
  const activity = new Float64Array(rowCount);
  let best: number | undefined;
  const visit = (j: number, objective: number): void => {
    if (j === columnCount) {
      for (let i = 0; i < rowCount; i++) if (activity[i] < rowLower[i] || activity[i] > rowUpper[i]) return;
      if (best === undefined || (sense === 'minimize' ? objective < best : objective > best))
        best = objective;
      return;
    }
    const put = (x: number): void => {
      for (let k = starts[j]; k < starts[j + 1]; k++) activity[rows[k]] += values[k] * x;
      visit(j + 1, objective + cost[j] * x);
      for (let k = starts[j]; k < starts[j + 1]; k++) activity[rows[k]] -= values[k] * x;
    };
    if (semicontinuous?.[j] && columnLower[j] > 0) put(0);
    for (let x = columnLower[j]; x <= columnUpper[j]; x++) put(x);
  };
  visit(0, offset);
  return best;
}
