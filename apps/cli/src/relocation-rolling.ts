/** Relocation over many days for the command: rolled from window to window, told as it goes, and summed up. */
import type { Backend, SolveOptions } from '@marginal/program';
import { NotAllowedError } from '@marginal/program';
import {
  addBills,
  type Bill,
  type DaysData,
  FRICTIONS,
  frictions,
  horizonHours,
  hoursOf,
  parseObjective,
  type RelocationData,
  type RelocationObjective,
  RolledTotals,
  relocation,
  rollHorizon,
} from '@marginal/relocation';
import type { Cleared, MarketRequest, NotCleared, StatedMarket } from './market-driver.ts';
import { notClearedRelocation } from './relocation-failure.ts';
import { placeLines, placeTables, tableOf } from './relocation-tables.ts';
import { renderTable } from './table.ts';

/** Lines of progress over a whole horizon. */
const REPORTS = 24;
const BYTES_PER_MB = 1e6;
const BYTES_PER_RSS_UNIT = 1024;

/** What the run took. */
interface Effort {
  readonly windows: number;
  readonly hours: number;
  readonly step: number;
  readonly foresight: number;
  readonly seconds: number;
  /** Of this process, all threads. */
  readonly cpuSeconds: number;
  /** Most memory that the process has held, since it began. */
  readonly peakMemoryMb: number;
  readonly slowestWindowSeconds: number;
}

interface DayBill extends Bill {
  readonly day: number;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function peakMemoryMb(): number {
  return (process.resourceUsage().maxRSS * BYTES_PER_RSS_UNIT) / BYTES_PER_MB;
}

function refuseMore({ metrics, front, solvers = [] }: MarketRequest): void {
  if (solvers.length > 1)
    throw new NotAllowedError({
      code: 'cli.rolled-compare',
      place: '--solvers',
      cause:
        'where plans of a window tie, solvers go on from different ones, so whole horizons need not agree',
      remedy: 'compare a scenario of one day, such as global15-day',
    });
  if (metrics === true || front === true)
    throw new NotAllowedError({
      code: 'cli.rolled-metrics',
      place: metrics === true ? '--metrics' : '--front',
      cause: 'metrics and frontiers are of one program, and many days are planned window by window',
      remedy: 'ask for them on a scenario of one day, such as global15-day',
    });
}

function dayRows(bills: readonly DayBill[]): object[] {
  return bills.map(({ day, costs, total, carbonKg, energyMwh, movedMwh }) => ({
    day,
    ...costs,
    total,
    carbonKg,
    energyMwh,
    movedMwh,
  }));
}

function unitOf(objective: RelocationObjective): string {
  return objective.kind === 'ranked' && objective.order[0] === 'carbon' ? 'kg' : '$';
}

/** What was minimised, of the whole horizon. */
function minimised(objective: RelocationObjective, bill: Bill): number {
  if (objective.kind === 'weighted')
    return bill.total - bill.costs.carbon + objective.carbonPrice * bill.carbonKg;
  return objective.order[0] === 'carbon' ? bill.carbonKg : bill.total;
}

function textOf(
  data: RelocationData,
  bill: Bill,
  totals: RolledTotals,
  effort: Effort,
  bills: readonly DayBill[],
): string {
  const dear = [...bills].sort((a, b) => b.total - a.total);
  const { accounts, flows } = totals;
  return [
    `${effort.hours} hours in ${effort.windows} windows of ${effort.step} h, each with ${effort.foresight} h of foresight: ${effort.seconds.toFixed(1)} s, ${effort.cpuSeconds.toFixed(1)} s of processor, at most ${effort.peakMemoryMb.toFixed(0)} MB`,
    '',
    'What the plan costs, $',
    renderTable(
      ['', '$'],
      [...Object.entries(bill.costs), ['total', bill.total] as const].map(([name, cost]) => [
        name,
        cost.toFixed(2),
      ]),
      [1],
    ),
    `carbon ${bill.carbonKg.toFixed(1)} kg, electricity ${bill.energyMwh.toFixed(1)} MWh, moved ${bill.movedMwh.toFixed(1)} MWh`,
    `dearest day ${dear[0].day}: ${dear[0].total.toFixed(2)} $; cheapest day ${dear[dear.length - 1].day}: ${dear[dear.length - 1].total.toFixed(2)} $`,
    'Windows are optimal one by one; over all hours at once the cost may be lower (docs/models/relocation.md).',
    '',
    ...(accounts === undefined ? [] : placeLines(data, flows, accounts)),
  ].join('\n');
}

async function roll(
  data: RelocationData,
  { step, foresight }: DaysData,
  objective: RelocationObjective,
  progress: (line: string) => void,
  backend: Backend,
  options: SolveOptions,
): Promise<Cleared | NotCleared> {
  const hours = horizonHours(data);
  const [start, cpu] = [performance.now(), cpuSeconds()];
  const seconds = (): number => (performance.now() - start) / 1000;
  const totals = new RolledTotals(data);
  let bills: DayBill[] = [];
  let windows = 0;
  let slowest = 0;
  let reported = 0;
  const rolled = await rollHorizon(
    data,
    backend,
    { step, foresight, objective, solve: options },
    (window) => {
      totals.add(window);
      bills.push(
        ...window.hourly.map((bill, t) => ({ ...bill, day: Math.floor((window.from + t) / data.hours) })),
      );
      // A day is held as one bill, so that what is kept does not grow with the hours.
      bills = mergeDays(bills);
      windows++;
      slowest = Math.max(slowest, window.seconds);
      const done = window.from + window.hours;
      if (Math.floor((done * REPORTS) / hours) === reported) return;
      reported = Math.floor((done * REPORTS) / hours);
      progress(
        `${done} of ${hours} hours, ${seconds().toFixed(0)} s, ${(process.memoryUsage().rss / BYTES_PER_MB).toFixed(0)} MB`,
      );
    },
  );
  const solver = { name: backend.name, version: backend.version };
  if (rolled.status !== 'optimal') return notClearedRelocation(rolled.market, rolled.failure, rolled.from);
  const effort: Effort = {
    windows,
    hours,
    step,
    foresight,
    seconds: seconds(),
    cpuSeconds: cpuSeconds() - cpu,
    peakMemoryMb: peakMemoryMb(),
    slowestWindowSeconds: slowest,
  };
  const { bill, iterations } = rolled;
  const { accounts, flows, layers } = totals;
  const byDay = bills;
  return {
    status: 'optimal',
    solver,
    objective: minimised(objective, bill),
    iterations,
    seconds: effort.seconds,
    publish: () => ({
      costs: { ...bill.costs, total: bill.total },
      prices: [],
      limits: [],
      ledger: {},
      details: {
        carbonKg: bill.carbonKg,
        energyMwh: bill.energyMwh,
        relocation: {
          rolling: effort,
          accounts,
          layers,
          moved: Object.fromEntries(Object.keys(data.classes).map((kind) => [kind, totals.moved(kind)])),
          days: byDay,
        },
      },
      tables: {
        ...(accounts === undefined ? {} : placeTables(data, flows, accounts)),
        days: tableOf(
          ['day', 'energy', 'carbon', ...FRICTIONS, 'total', 'carbonKg', 'energyMwh', 'movedMwh'],
          dayRows(byDay),
        ),
      },
      text: textOf(data, bill, totals, effort, byDay),
    }),
  };
}

/** Bills of the same day, added up. */
function mergeDays(bills: readonly DayBill[]): DayBill[] {
  const byDay = new Map<number, Bill>();
  for (const bill of bills) byDay.set(bill.day, addBills(byDay.get(bill.day), bill));
  return [...byDay].map(([day, bill]) => ({ ...bill, day }));
}

/** States the first window, and rolls over all days when it is solved. */
export function rollingDriver(data: RelocationData, days: DaysData, request: MarketRequest): StatedMarket {
  refuseMore(request);
  const objective = parseObjective(request.objective ?? 'cost');
  const first = relocation(hoursOf(data, 0, days.step + days.foresight), {
    extensions: frictions(),
    mostMasks: 0,
  });
  const { rowCount, columnCount } = first.model.minimize(first.total).compile().program.matrix;
  const progress = request.progress ?? (() => undefined);
  return {
    rows: rowCount,
    columns: columnCount,
    objectiveUnit: unitOf(objective),
    solve: (backend, options) => roll(data, days, objective, progress, backend, options),
  };
}
