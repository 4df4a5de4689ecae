/** Warns about coefficients so far apart that sixteen digits may not hold them together. Not an error: the answer is checked either way. */
import type { Fault, Program } from '@marginal/program';
import { COEFFICIENT_RANGE } from '../tolerances.ts';

/** One warning that names the two worst rows, or nothing. O(nnz). */
export function coefficientWarnings(program: Program): readonly Fault[] {
  const { rowCount, columnCount, starts, rows, values } = program.matrix;
  const smallest = new Float64Array(rowCount).fill(Infinity);
  const largest = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const size = Math.abs(values[k]);
      const i = rows[k];
      if (size < smallest[i]) smallest[i] = size;
      if (size > largest[i]) largest[i] = size;
    }
  }
  let least = 0;
  let most = 0;
  for (let i = 1; i < rowCount; i++) {
    if (smallest[i] < smallest[least]) least = i;
    if (largest[i] > largest[most]) most = i;
  }
  if (rowCount === 0 || !(largest[most] / smallest[least] >= COEFFICIENT_RANGE)) return [];
  // Where one row holds both ends, the other is the one that comes next.
  const worst = [most, least === most ? nextWorst(smallest, largest, most) : least].filter((i) => i >= 0);
  const describe = (i: number): string =>
    `row ${program.names.row(i)} has coefficients from ${smallest[i]} to ${largest[i]}`;
  return [
    {
      code: 'simplex.coefficient-range',
      place: worst.map((i) => program.names.row(i)).join(', '),
      cause: `coefficients span a factor of ${(largest[most] / smallest[least]).toExponential(1)}: ${worst.map(describe).join('; ')}`,
      remedy: 'choose units for these rows and their columns so that coefficients lie near 1',
    },
  ];
}

function nextWorst(smallest: Float64Array, largest: Float64Array, except: number): number {
  let worst = -1;
  let spread = 0;
  for (let i = 0; i < smallest.length; i++) {
    if (i === except || largest[i] === 0) continue;
    const ratio = Math.max(largest[except] / smallest[i], largest[i] / smallest[except]);
    if (ratio > spread) {
      spread = ratio;
      worst = i;
    }
  }
  return worst;
}

/** Warns of a program when it is opened, and again when a change has made other warnings true. */
export class RangeWatch {
  private readonly warn: ((warning: Fault) => void) | undefined;
  /** What was warned of last. */
  private causes: readonly string[] = [];

  constructor(warn: ((warning: Fault) => void) | undefined) {
    this.warn = warn;
  }

  /** Looks at the program as it stands now. O(nnz) where somebody listens. */
  look(program: Program): void {
    if (this.warn === undefined) return;
    const warnings = coefficientWarnings(program);
    for (const warning of warnings) if (!this.causes.includes(warning.cause)) this.warn(warning);
    this.causes = warnings.map(({ cause }) => cause);
  }
}
