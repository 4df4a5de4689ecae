/**
 * An engine that runs in another thread: the same contract over messages. One thread per open program, started by
 * `start`; an `AbortSignal` or an overrun time limit ends the thread (a few milliseconds), and the next solve
 * starts a fresh one. Names stay on this side; arrays are copied, never shared.
 */
import type { Claim, Engine, EngineSession, Progress, RunOptions } from './backend.ts';
import type { Capabilities } from './capabilities.ts';
import type { Delta } from './delta.ts';
import { ORDINAL_NAMES, type Program } from './program.ts';

/** One end of a message channel. */
export interface EnginePort {
  post(message: unknown): void;
  listen(receive: (message: unknown) => void): void;
}

/** A started thread. */
export interface EngineThread extends EnginePort {
  /** Called once when the thread dies by itself. */
  onDeath(report: (cause: string) => void): void;
  terminate(): void;
}

type WireProgram = Omit<Program, 'names'>;
type WireDelta = Omit<Delta, 'names'>;
type Request =
  | {
      readonly call: 'open';
      /** Of the engine that is wanted. */
      readonly name: string;
      readonly program: WireProgram;
      readonly settings: unknown;
    }
  | {
      readonly call: 'run';
      readonly options: Omit<RunOptions, 'signal' | 'onProgress'>;
      /** Whether anybody listens to progress: reports cost time. */
      readonly reports: boolean;
    }
  | { readonly call: 'update'; readonly delta: WireDelta; readonly next: WireProgram };
type Reply =
  | { readonly claim: Claim }
  | { readonly progress: Progress }
  | { readonly done: true }
  | { readonly error: string };

/** Seconds beyond its time limit after which a thread that does not answer is ended. */
const OVERRUN_GRACE = 2;

function wire(program: Program): WireProgram {
  const { names: _names, ...arrays } = program;
  return arrays;
}

/** Longest delay a timer takes, in milliseconds; beyond it, it would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A thread and the one request it is answering. Once ended it stays ended; what it still says is not heard. */
class Connection {
  ended: string | undefined;
  private readonly thread: EngineThread;
  private pending: Pending | undefined;

  constructor(thread: EngineThread) {
    this.thread = thread;
    thread.listen((message) => this.receive(message as Reply));
    thread.onDeath((cause) => this.end(cause));
  }

  request(message: Request, onProgress?: (progress: Progress) => void): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.ended !== undefined) {
        reject(new Error(`the solver's thread has ended (${this.ended})`));
        return;
      }
      this.pending = { resolve, reject, onProgress };
      this.thread.post(message);
    });
  }

  /** Ends the thread; a request under way is rejected with the cause. */
  end(cause: string): void {
    if (this.ended !== undefined) return;
    this.ended = cause;
    this.thread.terminate();
    this.pending?.reject(new Error(cause));
    this.pending = undefined;
  }

  private receive(reply: Reply): void {
    const pending = this.pending;
    if (pending === undefined) return;
    if ('progress' in reply) {
      try {
        pending.onProgress?.(reply.progress);
      } catch (error) {
        // The listener is the caller's; thrown from here its error would end the process instead of the solve.
        this.end(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      }
      return;
    }
    this.pending = undefined;
    if ('error' in reply) pending.reject(new Error(reply.error));
    else pending.resolve(reply);
  }
}

class RemoteSession implements EngineSession {
  private readonly name: string;
  private readonly start: () => Promise<EngineThread>;
  private readonly settings: unknown;
  private program: Program;
  private current: Connection | undefined;
  private opening: Promise<Connection> | undefined;
  /** Counts stops, so that a thread that was still starting when it was stopped is not taken up afterwards. */
  private generation = 0;

  constructor(name: string, start: () => Promise<EngineThread>, settings: unknown, program: Program) {
    this.name = name;
    this.start = start;
    this.settings = settings;
    this.program = program;
  }

  /** The thread with the present program in it; a fresh one after an abort or an overrun. */
  connect(): Promise<Connection> {
    this.opening ??= this.begin(this.generation);
    return this.opening;
  }

  private async begin(generation: number): Promise<Connection> {
    try {
      const connection = new Connection(await this.start());
      if (generation !== this.generation) {
        connection.end('stopped');
        throw new Error('stopped while it was starting');
      }
      this.current = connection;
      const { name, settings } = this;
      await connection.request({ call: 'open', name, program: wire(this.program), settings });
      return connection;
    } catch (error) {
      if (generation === this.generation) this.stop('not opened');
      throw error;
    }
  }

  async run(options: RunOptions): Promise<Claim> {
    const { signal, onProgress, ...rest } = options;
    if (signal?.aborted) return { status: 'limit', which: 'aborted', iterations: 0 };
    let timer: ReturnType<typeof setTimeout> | undefined;
    let abort: (() => void) | undefined;
    const stopped = new Promise<Claim>((resolve) => {
      const stop = (which: 'time' | 'aborted'): void => {
        resolve({ status: 'limit', which, iterations: 0 });
        this.stop(which);
      };
      abort = () => stop('aborted');
      signal?.addEventListener('abort', abort, { once: true });
      const delay = ((options.timeLimit ?? Infinity) + OVERRUN_GRACE) * 1000;
      if (delay <= LONGEST_DELAY) timer = setTimeout(() => stop('time'), delay);
    });
    const answer = async (): Promise<Claim> => {
      const connection = await this.connect();
      const reply = await connection.request(
        { call: 'run', options: rest, reports: onProgress !== undefined },
        onProgress,
      );
      if ('claim' in reply) return reply.claim;
      throw new Error('internal error: a run was answered without a claim');
    };
    try {
      return await Promise.race([stopped, answer()]);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      return { status: 'failed', cause, iterations: 0 };
    } finally {
      clearTimeout(timer);
      if (abort !== undefined) signal?.removeEventListener('abort', abort);
    }
  }

  async update(delta: Delta, next: Program): Promise<void> {
    this.program = next;
    // A stopped thread is not started for this: the next run opens it with the program as it then stands.
    if (this.opening === undefined) return;
    const connection = await this.opening;
    const { names: _names, ...arrays } = delta;
    await connection.request({ call: 'update', delta: arrays, next: wire(next) });
  }

  close(): void {
    this.stop('closed');
  }

  private stop(cause: string): void {
    this.generation++;
    this.current?.end(cause);
    this.current = undefined;
    this.opening = undefined;
  }
}

/**
 * An engine whose sessions live in threads of their own. `start` returns a thread in which `serveEngine` runs; `settings`,
 * plain data, are what its engine is made with there.
 */
export function remoteEngine(
  identity: { name: string; version: string; capabilities: Capabilities },
  start: () => Promise<EngineThread>,
  settings?: unknown,
): Engine {
  return {
    ...identity,
    async open(program) {
      const session = new RemoteSession(identity.name, start, settings, program);
      await session.connect();
      return session;
    },
  };
}

/**
 * Answers the requests of a `remoteEngine` at the other end of `port`, one session per port. `engineOf` makes the engine
 * from the settings given to `remoteEngine`.
 */
export function serveEngine<Settings>(engineOf: (settings: Settings) => Engine, port: EnginePort): void {
  let session: EngineSession | undefined;
  const named = (program: WireProgram): Program => ({ ...program, names: ORDINAL_NAMES });
  const answer = async (request: Request): Promise<Reply> => {
    if (request.call === 'open') {
      const engine = engineOf(request.settings as Settings);
      // Scripts of the same name overwrite each other in a folder: another solver must not answer in this one's name.
      if (engine.name !== request.name)
        return { error: `the script of the thread serves '${engine.name}', not '${request.name}'` };
      session = await engine.open(named(request.program));
      return { done: true };
    }
    if (session === undefined) return { error: `internal error: ${request.call} before open` };
    if (request.call === 'update') {
      await session.update(request.delta, named(request.next));
      return { done: true };
    }
    return {
      claim: await session.run({
        ...request.options,
        ...(request.reports ? { onProgress: (progress) => port.post({ progress } satisfies Reply) } : {}),
      }),
    };
  };
  port.listen((message) => {
    answer(message as Request).then(
      (reply) => port.post(reply),
      (error: unknown) =>
        port.post({
          error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        } satisfies Reply),
    );
  });
}
