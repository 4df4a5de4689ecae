/** Peers that are programs of their own: runs one, and says in words when it is not there. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Raised where a peer is not installed or cannot do it: the cell says so. */
export class NotHere extends Error {
  override readonly name = 'NotHere';
}

/** Standard output of a program, or undefined when it cannot be run. */
export function ask(program: string, args: readonly string[]): string | undefined {
  const { status, stdout, error } = spawnSync(program, args, { encoding: 'utf8' });
  return error !== undefined || status !== 0 ? undefined : stdout.trim();
}

/** Runs `work` with a folder of its own, which is gone afterwards. */
export async function inFolder<R>(work: (folder: string) => Promise<R>): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), 'marginal-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds between looks at the memory of a running program. */
const LOOK_EVERY = 5;

function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

export interface Run {
  readonly milliseconds: number;
  /** Kilobytes: the last high-water mark seen before it ended; 0 where there is no /proc. */
  readonly peak: number;
  readonly stdout: string;
}

/** Runs a program to its end. Throws with the tail of what it said when it fails. */
export function run(program: string, args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let peak = 0;
    const look = setInterval(() => {
      if (child.pid !== undefined) peak = Math.max(peak, peakOf(child.pid));
    }, LOOK_EVERY);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        said += chunk;
      });
    }
    child.on('error', (error) => {
      clearInterval(look);
      reject(error);
    });
    child.on('close', (code) => {
      clearInterval(look);
      const milliseconds = performance.now() - start;
      if (code === 0) resolve({ milliseconds, peak, stdout: said });
      else reject(new Error(`${program} ends with ${code}: ${said.slice(-400)}`));
    });
  });
}
