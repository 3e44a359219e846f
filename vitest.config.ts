import { defineConfig } from 'vitest/config';

export default defineConfig({
  cacheDir: '.cache/vitest',
  test: {
    include: ['{shared,electron,renderer,cli,service,bench,scripts,testing}/**/*.test.{ts,tsx}'],
    globalSetup: ['testing/prepareFluxServer.ts', 'testing/prepareDeploymentTools.ts'],
    testTimeout: 20_000,
    passWithNoTests: true,
  },
});
