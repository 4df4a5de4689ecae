import { defineConfig } from 'vitest/config';

/** Settings every package's tests share: workspace packages resolve to their sources, never to a build. */
export const shared = defineConfig({
  resolve: { conditions: ['@marginal/source'] },
  ssr: { resolve: { conditions: ['@marginal/source'] } },
  test: { include: ['test/**/*.test.ts'] },
});
