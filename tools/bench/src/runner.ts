/**
 * Runs cells, each in a fresh process, round-robin: every cell once, then every cell again, so that a slow minute of
 * the machine hits all of them. A cell that takes too long is ended with all its children.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, Measures, NoNumber } from './measures.ts';
import type { Plan, Table } from './plan.ts';

/** Megabytes of old space a cell may have: some peers need more than Node's default. */
export const HEAP = 6144;

/** All runs of one cell. */
export interface CellRuns {
  readonly table: Table;
  readonly job: Job;
  readonly runs: readonly Measures[];
  /** Why there is no number, when a run ended without. */
  readonly reason?: string;
}

/** Runs one job in a fresh process; `timeout` in seconds. */
export function runCell(job: Job, timeout: number): Promise<Measures | NoNumber> {
  return new Promise((resolve) => {
    const entry = fileURLToPath(new URL('./cell-bin.ts', import.meta.url));
    const flags = ['--conditions=@marginal/source', '--no-warnings', `--max-old-space-size=${HEAP}`];
    const child = spawn(process.execPath, [...flags, entry, JSON.stringify(job)], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let output = '';
    let late = false;
    const clock = setTimeout(() => {
      late = true;
      // The whole group: PuLP and glpsol are children of the cell.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeout * 1000);
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      output += chunk;
    });
    child.on('close', (code, signal) => {
      clearTimeout(clock);
      const line = output.trimEnd().split('\n').at(-1) ?? '';
      if (late) resolve({ reason: `not done after ${timeout} s` });
      else if (code !== 0)
        resolve({ reason: `the process ended with ${signal ?? code}: out of memory, perhaps` });
      else resolve(JSON.parse(line) as Measures | NoNumber);
    });
  });
}

/** Runs a plan; `tell` hears of every run. */
export async function runPlan(plan: Plan, tell: (line: string) => void): Promise<CellRuns[]> {
  const cells = plan.tables.flatMap((table) =>
    table.peers.map((peer) => {
      const { experiment, problem, size, solve } = table;
      const runs: Measures[] = [];
      return { table, job: { experiment, problem, peer, size, solve }, runs, reason: '', spent: 0 };
    }),
  );
  for (let round = 0; round < plan.repeats; round++) {
    for (const cell of cells) {
      // A small size that is only there to be compared need not be measured again.
      const once = cell.job.experiment === 'build' && cell.job.solve;
      if (cell.reason !== '' || cell.spent > plan.enough || (once && round > 0)) continue;
      const start = performance.now();
      const answer = await runCell(cell.job, cell.table.timeout ?? plan.timeout);
      cell.spent += (performance.now() - start) / 1000;
      if ('reason' in answer) cell.reason = answer.reason;
      else cell.runs.push(answer);
      const { experiment, problem, size, peer } = cell.job;
      const note = 'reason' in answer ? `no number: ${answer.reason}` : JSON.stringify(answer.phases);
      tell(`${round + 1}/${plan.repeats} ${experiment} ${problem} ${size} ${peer}: ${note}`);
    }
  }
  return cells.map(({ table, job, runs, reason }) => ({
    table,
    job,
    runs,
    ...(reason === '' ? {} : { reason }),
  }));
}
