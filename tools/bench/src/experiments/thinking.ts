/**
 * Thinking tokens by method and number of types, in CPU time of this process (`process.cpuUsage`): the fixed point and the
 * projected gradient by the iteration, since how many they take is a matter of the numbers; the polish and the outer
 * approximation to their proof. Types are drawn, and the same for everybody.
 */
import { highs } from '@marginal/highs';
import {
  fixedPoint,
  largestStableRate,
  maximizeInBox,
  outerOptimum,
  projectedGradient,
  type Server,
} from '@marginal/thinking-tokens';
import { random } from '../random.ts';

export const THINKING_SIZES = [5, 100, 10_000] as const;

/** Iterations that are timed, times types: enough for a clock. */
const WORK = 5_000_000;
const ROUNDS = 5;
/** Seconds after which the outer approximation is given up. */
const PATIENCE = 60;

export interface ThinkingRow {
  readonly method: string;
  readonly types: number;
  /** CPU time of an iteration or of the whole, ms; absent where the method did not end. */
  readonly milliseconds?: number;
  readonly per: 'iteration' | 'proof';
  readonly note: string;
}

/** A server of `size` drawn types at a third of full load without thinking. */
export function drawnServer(size: number): Server {
  const draw = random(size);
  const column = (low: number, high: number): Float64Array =>
    Float64Array.from({ length: size }, () => low + (high - low) * draw());
  const shares = column(0.1, 1);
  const sum = shares.reduce((total, share) => total + share, 0);
  const server: Server = {
    arrivalRate: 0,
    weight: 30,
    maxTokens: 32_768,
    prior: shares.map((share) => share / sum),
    serviceBase: column(0.05, 0.5),
    servicePerToken: column(1e-4, 1e-3),
    accuracyBase: column(0, 0.3),
    accuracyGain: column(0.1, 0.6),
    accuracyRate: column(1e-4, 1e-3),
  };
  return { ...server, arrivalRate: largestStableRate(server) / 30 };
}

function cpuMilliseconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The least of several rounds, all sizes in turn, so that a slow moment hits them alike. */
function perIteration(
  servers: readonly Server[],
  iterate: (server: Server, limit: number) => { iterations: number },
): number[] {
  const least = servers.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round <= ROUNDS; round++)
    servers.forEach((server, at) => {
      const limit = Math.ceil(WORK / server.prior.length);
      let iterations = 0;
      const spent = cpuMilliseconds(() => {
        while (iterations < limit) iterations += iterate(server, limit - iterations).iterations;
      });
      if (round > 0) least[at] = Math.min(least[at], spent / iterations);
    });
  return least;
}

export async function measureThinking(say: (line: string) => void): Promise<ThinkingRow[]> {
  const servers = THINKING_SIZES.map(drawnServer);
  const rows: ThinkingRow[] = [];
  const add = (row: ThinkingRow): void => {
    rows.push(row);
    say(`${row.method} ${row.types}: ${row.milliseconds ?? '-'} ms a ${row.per}, ${row.note}`);
  };
  const iterative = [
    ['fixed point', fixedPoint],
    ['projected gradient', projectedGradient],
  ] as const;
  for (const [method, iterate] of iterative) {
    const least = perIteration(servers, iterate);
    servers.forEach((server, at) => {
      const types = server.prior.length;
      const { status, iterations } =
        method === 'fixed point' ? fixedPoint(server) : projectedGradient(server, 20_000);
      const note = status === 'limit' ? `not there after ${iterations}` : `${status} after ${iterations}`;
      add({ method, types, milliseconds: least[at], per: 'iteration', note });
    });
  }
  const starts = servers.map(
    ({ prior, maxTokens }) =>
      [new Float64Array(prior.length), new Float64Array(prior.length).fill(maxTokens)] as const,
  );
  servers.forEach((server, at) => {
    const [none, most] = starts[at];
    let gap = 0;
    const spent = Array.from({ length: ROUNDS }, () =>
      cpuMilliseconds(() => {
        const { bound, objective } = maximizeInBox(server, none, most, none);
        gap = bound - objective;
      }),
    );
    add({
      method: 'projected Newton',
      types: server.prior.length,
      milliseconds: Math.min(...spent),
      per: 'proof',
      note: `to ${gap.toExponential(0)} s of J`,
    });
  });
  for (const server of servers) {
    const types = server.prior.length;
    const names = Array.from(server.prior, (_, k) => `type${k}`);
    const start = process.cpuUsage();
    const found = await outerOptimum(server, names, highs(), { timeLimit: PATIENCE });
    const { user, system } = process.cpuUsage(start);
    const common = { method: 'outer approximation, HiGHS', types, per: 'proof' } as const;
    if (found.status === 'optimal')
      add({
        ...common,
        milliseconds: (user + system) / 1000,
        note: `to ${found.gap.toExponential(0)} in ${found.rounds} rounds`,
      });
    else add({ ...common, note: `not within ${PATIENCE} s: ${found.cause}` });
  }
  return rows;
}

/** Markdown, with what ten thousand types cost of what a hundred do. */
export function thinkingTable(rows: readonly ThinkingRow[]): string {
  const lines = rows.map(({ method, types, milliseconds, per, note }) => {
    const small = rows.find((row) => row.method === method && row.types === 100)?.milliseconds;
    const ratio =
      types === 10_000 && milliseconds !== undefined && small !== undefined
        ? (milliseconds / small).toFixed(0)
        : '';
    return `| ${method} | ${types} | ${milliseconds === undefined ? '-' : milliseconds.toPrecision(3)} | ${per} | ${ratio} | ${note} |`;
  });
  return [
    '| method | types | CPU ms | per | 10,000 : 100 | |',
    '| --- | ---: | ---: | --- | ---: | --- |',
    ...lines,
    '',
  ].join('\n');
}
