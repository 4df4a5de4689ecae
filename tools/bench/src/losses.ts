/** Where we lose, read off the tables: to any peer in time or memory, and by how much to the floor. */
import type { Budget } from './budgets.ts';
import type { Row, Summary } from './summary.ts';
import { tableTitle } from './titles.ts';

/** Above this many times the floor we say so; the library must cost something. */
const FAR_FROM_FLOOR = 3;
/** Less than this is noise of a shared machine. */
const NOISE = 1.05;

/** What is compared, smaller being better. */
interface Figure {
  readonly name: string;
  readonly of: (row: Row) => number | undefined;
}

/** Loading is not among them: ours loads sources and strips their types, which no user does. */
const FIGURES: readonly Figure[] = [
  { name: 'build and lower', of: ({ total }) => total },
  { name: 'hand-off', of: ({ phases }) => phases.handOff },
  { name: 'rebuild and solve', of: ({ phases }) => phases.rebuild },
  { name: 'update and solve', of: ({ phases }) => phases.update },
  { name: 'extract', of: ({ phases }) => phases.extract },
  { name: 'memory', of: ({ above }) => above },
];

function ratio(figure: Figure, ours: Row, theirs: Row): number {
  return (figure.of(ours) ?? Number.NaN) / (figure.of(theirs) ?? Number.NaN);
}

/** `build and lower 1.6 x glpk.js, 9.9 x the floor`, or nothing: where this row is behind the others of its table. */
function behind(ours: Row, rows: readonly Row[]): string[] {
  return FIGURES.flatMap((figure) => {
    const lost = rows.flatMap((theirs) => {
      if (theirs.job.peer.startsWith('marginal')) return [];
      const isFloor = theirs.job.peer === 'floor';
      const times = ratio(figure, ours, theirs);
      if (!(times > (isFloor ? FAR_FROM_FLOOR : NOISE))) return [];
      return [`${times.toFixed(1)} x ${isFloor ? 'the floor' : theirs.job.peer}`];
    });
    return lost.length === 0 ? [] : [`${figure.name} ${lost.join(', ')}`];
  });
}

/** Sentences, none when nothing is lost. */
export function losses(summaries: readonly Summary[], all: readonly Budget[]): string[] {
  const missed = all
    .filter(({ met }) => met === false)
    .map(({ what, limit, measured }) => `Budget missed: ${what}: ${measured}, wanted ${limit}.`);
  const lost = summaries
    .filter(({ table }) => !(table.solve && table.experiment === 'build'))
    .flatMap(({ table, rows }) =>
      rows
        .filter(({ job }) => job.peer.startsWith('marginal'))
        .flatMap((ours) => {
          const where = behind(ours, rows);
          return where.length === 0
            ? []
            : [`${tableTitle(table)}, \`${ours.job.peer}\`: ${where.join('; ')}.`];
        }),
    );
  return [...missed, ...lost];
}
