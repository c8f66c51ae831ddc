import { defineConfig } from 'vitest/config';

/** What needs no server: no Postgres, Redis, SMTP, HTTP, browser, or process beside it. test/no-servers.ts sees to it. */
const UNIT = ['test/*.test.ts', 'test/{config,core,demo,ics,mail,net}/**/*.test.ts'];
const SERVICES = ['test/!(browser|chaos|config|core|demo|ics|mail|net|stories)/**/*.test.ts'];
const BROWSER = ['test/browser/**/*.test.ts'];
const STORIES = ['test/{chaos,stories}/**/*.test.ts'];

/** In rooms of `services`, and no server needed. */
const UNIT_TOO = [
  'test/cli/calendar/{edit,show}.test.ts',
  'test/cli/ndjson/{deadline,deadlines,ndjson,replay}.test.ts',
  'test/cli/operations/{check,init}.test.ts',
  'test/http/access/client-address.test.ts',
  'test/http/api/{board/event-json,intake/event-lines}.test.ts',
  'test/queue/{backend,jobs}.test.ts',
  'test/support/clock.test.ts',
];

/** In rooms of `unit`, and they start a process or a thread with a limit of wall time, or talk HTTP or SMTP. */
const SERVICES_TOO = [
  'test/config/values/national-holidays.test.ts',
  'test/core/steps/process-zone.test.ts',
  'test/demo/{happened,run-seeded}.test.ts',
  'test/ics/fetch-feed.test.ts',
  'test/ics/decode/calendar-decoder.test.ts',
  'test/mail/transport/{dkim,message,smtp-pool,smtp-transport}.test.ts',
];

const PROPERTIES = 'test/support/properties.ts';

export default defineConfig({
  test: {
    // Long enough for a machine that does much else; a test waits for events, not for time.
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // Two workers: every suite that needs it starts its own servers, and small machines have two cores.
    maxWorkers: 2,
    // One PostgreSQL and one Redis for all projects; none where only `unit` runs.
    globalSetup: ['test/support/run/global-setup.ts'],
    setupFiles: [PROPERTIES],
    coverage: {
      include: ['src/core/**/*.ts', 'src/service/**/*.ts', 'src/net/**/*.ts'],
      reporter: ['text-summary', 'html'],
      // Measured, and rounded down: whoever lowers one says why.
      thresholds: {
        'src/core/**': { lines: 99, branches: 95, functions: 99 },
        'src/net/**': { lines: 99, branches: 88, functions: 99 },
        'src/service/**': { lines: 97, branches: 89, functions: 96 },
      },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [...UNIT, ...UNIT_TOO],
          exclude: SERVICES_TOO,
          // Else most of the time goes into loading the same modules for each file.
          isolate: false,
          setupFiles: ['test/no-servers.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'services', include: [...SERVICES, ...SERVICES_TOO], exclude: UNIT_TOO, isolate: false },
      },
      { extends: true, test: { name: 'browser', include: BROWSER } },
      { extends: true, test: { name: 'stories', include: STORIES } },
    ],
  },
});
