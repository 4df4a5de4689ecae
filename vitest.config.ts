import { defineConfig } from 'vitest/config';
import { shared } from './vitest.shared.ts';

export default defineConfig({
  ...shared,
  test: {
    projects: ['packages', 'apps', 'tools'].map((folder) => ({
      ...shared,
      test: {
        name: folder,
        include: [`${folder}/*/test/**/*.test.ts`],
        setupFiles: ['tools/property-tests.ts'],
        testTimeout: 60_000,
      },
    })),
  },
});
