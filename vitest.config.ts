import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Stories run on a fast clock: a machine that stands still for a second skips half of their day. They are told again,
    // a real fault fails three times.
    retry: 2,
    // Two workers: every suite that needs it starts its own servers, and small machines have two cores.
    maxWorkers: 2,
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/properties.ts'],
  },
});
