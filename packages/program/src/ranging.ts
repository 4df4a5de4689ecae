/**
 * Ranges as an engine claims them, and what can be said of them without solving anything: their shape, their sense, and those
 * of a program without coefficients. What they mean: docs/conventions.md, section 10; how they are checked: `verify-ranging.ts`.
 */
import type { Ranges, Ranging } from './outcome.ts';
import type { Program } from './program.ts';
import { RANGE_SLACK } from './tolerances.ts';

/** Ends of every range, before anybody checks them. */
export type ClaimedRanging = Omit<Ranging & { readonly status: 'verified' }, 'status'>;

function filled(count: number, value: number): Float64Array {
  return new Float64Array(count).fill(value);
}

/** The ranges of a program without coefficients, where each column stands alone and each row is the constant zero. */
export function rangingWithoutMatrix(program: Program, x: Float64Array): ClaimedRanging {
  const { cost, columnLower, columnUpper, rowLower, rowUpper } = program;
  const from = filled(cost.length, -Infinity);
  const to = filled(cost.length, Infinity);
  for (let j = 0; j < cost.length; j++) {
    if (columnLower[j] === columnUpper[j]) continue;
    // A minimisation leaves the column where it stands as long as its cost does not pull away from there.
    if (x[j] !== columnLower[j]) to[j] = 0;
    if (x[j] !== columnUpper[j]) from[j] = 0;
  }
  const zero = filled(rowLower.length, 0);
  return {
    cost: { from, to },
    rowLower: {
      from: rowLower.map((bound, i) => (bound === rowUpper[i] ? 0 : -Infinity)),
      to: rowLower.map((bound) => (bound === -Infinity ? bound : 0)),
    },
    rowUpper: {
      from: rowUpper.map((bound) => (bound === Infinity ? bound : 0)),
      to: rowUpper.map((bound, i) => (bound === rowLower[i] ? zero[i] : Infinity)),
    },
  };
}

/** The ranges of the program as stated, of those of the minimisation that an engine was handed. */
export function inSenseOf(program: Program, { cost, rowLower, rowUpper }: ClaimedRanging): ClaimedRanging {
  if (program.sense === 'minimize') return { cost, rowLower, rowUpper };
  const turned = { from: cost.to.map((end) => 0 - end), to: cost.from.map((end) => 0 - end) };
  return { cost: turned, rowLower, rowUpper };
}

/** What is wrong with the ranges of these numbers by themselves: length, NaN, or a number outside its own range. */
function faultsOf(what: string, { from, to }: Ranges, now: Float64Array): string[] {
  if (from.length !== now.length || to.length !== now.length)
    return [`${what}: ${from.length} and ${to.length} ends for ${now.length} numbers`];
  const faults: string[] = [];
  for (let k = 0; k < now.length; k++) {
    const slack = Number.isFinite(now[k]) ? RANGE_SLACK * (1 + Math.abs(now[k])) : 0;
    const inside = Number.isFinite(now[k])
      ? from[k] <= now[k] + slack && to[k] >= now[k] - slack
      : from[k] === now[k] && to[k] === now[k];
    if (!inside) faults.push(`${what} ${k}: ${now[k]} is not in ${from[k]} to ${to[k]}`);
  }
  return faults;
}

/** What is wrong with claimed ranges of this program before any of them is tried. */
export function rangingFaults(program: Program, { cost, rowLower, rowUpper }: ClaimedRanging): string[] {
  const faults = [
    ...faultsOf('cost', cost, program.cost),
    ...faultsOf('lower side', rowLower, program.rowLower),
    ...faultsOf('upper side', rowUpper, program.rowUpper),
  ];
  if (faults.length > 0) return faults;
  for (let i = 0; i < program.rowLower.length; i++) {
    const [low, high] = [program.rowLower[i], program.rowUpper[i]];
    if (low === high) {
      if (rowLower.from[i] !== rowUpper.from[i] || rowLower.to[i] !== rowUpper.to[i])
        faults.push(`row ${i}: the sides of an equation have two ranges`);
    } else if (rowLower.to[i] > high || rowUpper.from[i] < low)
      faults.push(`row ${i}: a side may not move past the other one`);
  }
  return faults;
}
