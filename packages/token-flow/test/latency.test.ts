import { describe, expect, test } from 'vitest';
import { findRoutes, formOf, type TokenFlowData } from '../src/index.ts';
import { marketOf } from '../src/market-of.ts';
import { cleared, TWO } from './two-places.ts';

function chat(change: object): TokenFlowData {
  return { ...TWO, workloads: { chat: { ...TWO.workloads.chat, ...change } } };
}

describe('latency', () => {
  test('a limit that the slowest links keep is none', () => {
    expect(formOf(chat({ latencyMs: 5 }), 'chat')).toBe('arc');
    expect(formOf(chat({ latencyMs: 4.9 }), 'chat')).toBe('path');
    expect(formOf(chat({ latencyMs: null }), 'chat')).toBe('arc');
    expect(formOf(chat({ latencyMs: 5, serveMs: 0.1 }), 'chat')).toBe('path');
    expect(formOf(chat({ latencyMs: null, latencyMsAt: { b: 1 } }), 'chat')).toBe('path');
  });

  test('serving time counts, at home too', () => {
    const at = (latencyMs: number) => findRoutes(chat({ latencyMs, serveMs: 4 })).map((r) => r.label);
    expect(at(9)).toEqual(['chat: a', 'chat: a > b', 'chat: b']);
    expect(at(8.9)).toEqual(['chat: a', 'chat: b']);
    expect(at(3.9)).toEqual([]);
    const atOnce = findRoutes(chat({ latencyMs: 0 })).map((r) => r.label);
    expect(atOnce).toEqual(['chat: a', 'chat: b']);
  });

  test('an origin may have a limit of its own', async () => {
    const own = await cleared(marketOf(chat({ latencyMs: 10, latencyMsAt: { a: 1 } })));
    expect(own.prices.find((p) => p.location === 'a')?.value).toBe(5);
    expect(own.served.every((s) => s.path.length === 1)).toBe(true);
    const free = await cleared(marketOf(chat({ latencyMs: 1, latencyMsAt: { a: null } })));
    expect(free.served.some((s) => s.path.length === 2 && s.latencyMs === 5)).toBe(true);
  });
});
