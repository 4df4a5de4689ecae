/** The two ends of a web worker's channel, without a browser. */

type Listener = (event: { data?: unknown; message?: string; reason?: unknown }) => void;

/** One end of a worker's channel: messages posted to it arrive at the other end as copies, a task later. */
export class End {
  other: End | undefined;
  terminated = false;
  private readonly listeners = new Map<string, Listener[]>();

  readonly addEventListener = (type: string, listener: Listener): void => {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  };

  readonly postMessage = (message: unknown): void => {
    const copy = structuredClone(message);
    setImmediate(() => this.other?.say('message', { data: copy }));
  };

  readonly terminate = (): void => {
    this.terminated = true;
  };

  say(type: string, event: Parameters<Listener>[0] = {}): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }
}

export function channel(): { readonly page: End; readonly inside: End } {
  const [page, inside] = [new End(), new End()];
  page.other = inside;
  inside.other = page;
  return { page, inside };
}
