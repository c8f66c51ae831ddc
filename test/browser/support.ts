// What the browser tests share: one browser and one seeded application per file, and pages that keep whatever went
// wrong on them.

import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { createReleases } from '../../src/releases.ts';
import { testDatabase } from '../support/database.ts';
import { makeRunFolder, removeRunFolder } from '../support/run/run-folder.ts';
import { type OpenBrowser, openBrowser } from './chromium.ts';
import { openSeededApp, type SeededApp } from './seeded-app.ts';

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };
/** For a machine that does much else. */
export const SLOW_MS = 240_000;
/** Less than a test has, so that what was waited for is told. */
const WAIT_MS = 80_000;

export interface OpenPage {
  readonly page: Page;
  /** Errors on the console, refusals of the content security policy, and requests that leave it. */
  readonly faults: string[];
  close(): Promise<void>;
}

export interface Fixture {
  readonly seeded: SeededApp;
  /** A browser's window of its own: no cookies, no cache. */
  openPage(options?: BrowserContextOptions): Promise<OpenPage>;
}

/** Call it at the top of a test file; use what it gives inside tests only. */
export function fixture(): Fixture {
  const database = testDatabase();
  const releases = createReleases();
  let seeded: SeededApp | null = null;
  let chromium: OpenBrowser | null = null;
  beforeAll(async () => {
    const folder = makeRunFolder();
    releases.add(() => removeRunFolder(folder));
    const starting = openBrowser();
    releases.add(async () => (await starting).close());
    // It is waited for below; until then its failure has no listener.
    starting.catch(() => undefined);
    seeded = await openSeededApp(database, folder);
    releases.add(seeded.close);
    chromium = await starting;
  }, SLOW_MS);
  afterAll(() => releases.close(), SLOW_MS);
  return {
    get seeded() {
      return seeded!;
    },
    openPage: async (options = {}) => {
      const context = await chromium!.browser.newContext({ baseURL: seeded!.url, viewport: DESK, ...options });
      context.setDefaultTimeout(WAIT_MS);
      const page = await context.newPage();
      return { page, faults: listen(page, seeded!.url), close: () => context.close() };
    },
  };
}

function listen(page: Page, home: string): string[] {
  const faults: string[] = [];
  const note = (fault: string) => void faults.push(`${new URL(page.url(), home).pathname}: ${fault}`);
  // Refusals of the content security policy are errors on the console, too.
  page.on('console', (message) => message.type() === 'error' && note(message.text()));
  page.on('pageerror', (error) => note(error.message));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== home) note(`asks ${url.origin}`);
  });
  return faults;
}
