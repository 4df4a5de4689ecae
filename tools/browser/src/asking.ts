/** Opens the page in a browser and asks it things; what the page throws is thrown here. */
import type { Browser } from 'playwright-core';
import type { Asked } from './page/main.ts';

export interface OpenPage {
  ask<Name extends keyof Asked>(
    name: Name,
    ...args: Parameters<Asked[Name]>
  ): Promise<Awaited<ReturnType<Asked[Name]>>>;
  /** How many web workers of the page are alive. */
  workers(): number;
  /** What the page wrote to its console as warnings and errors, or did not catch. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openPage(browser: Browser, origin: string): Promise<OpenPage> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(origin, { waitUntil: 'load' });
  return {
    complaints,
    workers: () => page.workers().length,
    async ask(name, ...args) {
      const call = async ([name, args]: readonly [string, readonly unknown[]]): Promise<unknown> => {
        const { asked } = globalThis as unknown as {
          readonly asked: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
        };
        return asked[name](...args);
      };
      return (await page.evaluate(call, [name, args] as const)) as never;
    },
    close: () => page.close(),
  };
}
